"""The lexicon: every word of a catalogue in one automaton, so that a text is searched once for all of them."""

from __future__ import annotations

from operator import itemgetter

from ahocorasick_rs import AhoCorasick, Implementation

from extract.catalogue.model import Catalogue, Indicator, Wording, plain_wording

_START = itemgetter(1)
# What one character of a wording adds to its weight.
PER_CHARACTER = 0.6


class Entry:
    """A wording under the word that the automaton finds; without an indicator it says that none is meant.

    What is asked of it for every figure is kept flat: a chain of attributes costs more than the question.
    """

    __slots__ = (
        "indicator",
        "is_rate",
        "measure",
        "needs_topic",
        "not_after",
        "not_with",
        "only",
        "text",
        "topic",
        "weight",
        "with_",
        "wording",
    )

    def __init__(self, indicator: Indicator | None, wording: Wording, topic: str | None) -> None:
        self.indicator = indicator
        self.wording = wording
        self.topic = topic
        self.text = wording.text
        self.with_ = wording.with_
        # The other part of the wording, where it has one and no alternative to it.
        self.only = wording.with_[0][0] if len(wording.with_) == 1 == len(wording.with_[0]) else ""
        self.needs_topic = wording.needs_topic
        self.measure = wording.measure
        self.weight = PER_CHARACTER * wording.length
        self.is_rate = indicator is not None and indicator.kind == "rate"
        self.not_with = indicator.not_with if indicator is not None else ()
        self.not_after = indicator.not_after if indicator is not None else ()


class _Fitting(dict[str | bool, tuple[Entry, ...]]):
    """The wordings of a word by the unit they are asked for in; filled on demand."""

    __slots__ = ("_entries",)

    def __init__(self, entries: tuple[Entry, ...]) -> None:
        super().__init__()
        self._entries = entries

    def __missing__(self, asked: str | bool) -> tuple[Entry, ...]:
        found = self[asked] = tuple(entry for entry in self._entries if _fits(entry, asked))
        return found


class Word:
    """A word of the lexicon: the wordings it is the key of, and the topics it raises.

    `fitting[unit]` are the wordings of what is counted in a unit. A number without one is asked for by whether it has a
    sign: it fits all but sums of money, and with a sign these too.
    `unnamed` is the same word where it stands for its topics only; `subjects` are the wordings that a growth or a
    share may speak of: not those of the same thing in a foreign currency.
    """

    __slots__ = ("entries", "fitting", "subjects", "topics", "unnamed")

    def __init__(self, entries: tuple[Entry, ...], topics: tuple[str, ...]) -> None:
        self.entries = entries
        self.topics = topics
        self.fitting = _Fitting(entries)
        self.subjects = tuple(
            entry for entry in entries if entry.indicator is None or entry.indicator.in_currency_of is None
        )
        self.unnamed: Word = Word((), topics) if entries else self


def _fits(entry: Entry, asked: str | bool) -> bool:
    indicator = entry.indicator
    if indicator is None:
        return True
    if entry.measure is not None:
        return asked == "%"
    if isinstance(asked, bool):
        return asked or indicator.kind != "amount"
    return asked in indicator.counted_in


class Hit:
    """A word found in a text: folded offsets, its wordings and topics; `inside` a longer one it is weaker than that."""

    __slots__ = ("end", "inside", "start", "word")

    def __init__(self, start: int, end: int, word: Word, inside: bool) -> None:
        self.start = start
        self.end = end
        self.word = word
        self.inside = inside


class Lexicon:
    """A catalogue compiled for matching.

    `alone` gives, for each topic, the indicators that the topic alone may name; `zero` what words state as zero;
    `additions` for each stock the indicator of what the year added to it; `currencies` for each sum of money the same
    thing in other currencies.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.alone: dict[str, list[Indicator]] = {}
        self.zero: dict[str, list[Indicator]] = {}
        self.additions = {i.adds_to: i for i in catalogue.indicators if i.adds_to is not None}
        self.currencies = {(i.in_currency_of, i.unit): i for i in catalogue.indicators if i.in_currency_of is not None}
        entries: dict[str, list[Entry]] = {}
        topics: dict[str, list[str]] = {}
        for indicator in catalogue.indicators:
            for wording in indicator.wordings:
                entries.setdefault(wording.key, []).append(Entry(indicator, wording, indicator.topic))
            if indicator.topic is not None and indicator.topic_alone:
                self.alone.setdefault(indicator.topic, []).append(indicator)
            for words in indicator.zero:
                self.zero.setdefault(words, []).append(indicator)
        for wording, topic in _not_covered(catalogue):
            entries.setdefault(wording.key, []).append(Entry(None, wording, topic))
        for topic, raising in catalogue.topics.items():
            for word in raising:
                topics.setdefault(word, []).append(topic)
        keys = sorted({*entries, *topics})
        self._words = [Word(tuple(entries.get(key, ())), tuple(topics.get(key, ()))) for key in keys]
        # A full table of states would be faster only where nothing else used the processor's cache in between.
        self._automaton = AhoCorasick(keys, implementation=Implementation.ContiguousNFA)
        self._zeros = sorted(self.zero)
        self._zero_automaton = AhoCorasick(self._zeros, implementation=Implementation.ContiguousNFA)

    def find(self, text: str) -> list[Hit]:
        """All hits in order of their start.

        A word inside a longer one keeps its topics; it keeps its wordings where it begins or ends the longer one and
        that does not deny it: 集中学法 is 学法 too, 不予受理 is not 受理.
        """
        found = self._automaton.find_matches_as_indexes(text, overlapping=True)
        # They come in order of their ends; of those with one start the longest is to be the first.
        found.reverse()
        found.sort(key=_START)
        hits: list[Hit] = []
        words, add = self._words, hits.append
        first, reach, denied = -1, 0, False
        for index, start, end in found:
            word = words[index]
            if end > reach:
                first, reach, denied = start, end, text[start] in "不未无非免"
                add(Hit(start, end, word, False))
            elif start == first or (end == reach and not denied):
                add(Hit(start, end, word, True))
            elif word.topics:
                add(Hit(start, end, word.unnamed, True))
        return hits

    def zeros(self, text: str) -> list[tuple[int, int, Indicator]]:
        """Zeros stated in words (未发生败诉): offsets and what is zero."""
        return [
            (start, end, indicator)
            for word, start, end in self._zero_automaton.find_matches_as_indexes(text)
            for indicator in self.zero[self._zeros[word]]
        ]


def _not_covered(catalogue: Catalogue) -> list[tuple[Wording, str | None]]:
    """The words that no indicator counts, each with the topic under which they say so, if only there."""
    under = [(word, topic) for topic, words in catalogue.not_covered_under.items() for word in words]
    written = [*((word, None) for word in catalogue.not_covered), *under]
    return [(plain_wording(word, needs_topic=topic is not None), topic) for word, topic in written]
