"""The lexicon: every word of a catalogue in one automaton, so that a text is searched once for all of them."""

from __future__ import annotations

from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, Implementation

from extract.catalogue.model import Catalogue, Indicator, Wording


@dataclass(frozen=True, slots=True)
class Entry:
    """A wording under the word that the automaton finds; without an indicator it says that none is meant."""

    indicator: Indicator | None
    wording: Wording
    topic: str | None


class Word:
    """A word of the lexicon: the wordings it is the key of, and the topics it raises."""

    __slots__ = ("_by_unit", "entries", "topics")

    def __init__(self, entries: tuple[Entry, ...], topics: tuple[str, ...]) -> None:
        self.entries = entries
        self.topics = topics
        self._by_unit: dict[tuple[str | None, bool], tuple[Entry, ...]] = {}

    def fitting(self, unit: str | None, signed: bool) -> tuple[Entry, ...]:
        """The wordings of what is counted in `unit`; a number without a unit fits all but sums of money."""
        known = self._by_unit.get((unit, signed))
        if known is None:
            known = tuple(entry for entry in self.entries if _fits(entry.indicator, unit, signed))
            self._by_unit[unit, signed] = known
        return known


def _fits(indicator: Indicator | None, unit: str | None, signed: bool) -> bool:
    if indicator is None:
        return True
    if unit is None:
        return signed or indicator.kind != "amount"
    return unit in indicator.counted_in


class Hit:
    """A word found in a text: folded offsets, its wordings and topics; `inside` a longer one it is weaker than that."""

    __slots__ = ("_word", "end", "entries", "inside", "start", "topics")

    def __init__(self, start: int, end: int, word: Word, *, inside: bool = False, named: bool = True) -> None:
        self.start = start
        self.end = end
        self.inside = inside
        self.topics = word.topics
        self.entries = word.entries if named else ()
        self._word = word

    def fitting(self, unit: str | None, signed: bool) -> tuple[Entry, ...]:
        """The wordings of what is counted in `unit`."""
        return self._word.fitting(unit, signed) if self.entries else ()


class Lexicon:
    """A catalogue compiled for matching.

    `alone` gives, for each topic, the indicators that the topic alone may name; `zero` what words state as zero.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.alone: dict[str, list[Indicator]] = {}
        self.zero: dict[str, list[Indicator]] = {}
        entries: dict[str, list[Entry]] = {}
        topics: dict[str, list[str]] = {}
        for indicator in catalogue.indicators:
            for wording in indicator.wordings:
                entries.setdefault(wording.key, []).append(Entry(indicator, wording, indicator.topic))
            if indicator.topic is not None and indicator.topic_alone:
                self.alone.setdefault(indicator.topic, []).append(indicator)
            for words in indicator.zero:
                self.zero.setdefault(words, []).append(indicator)
        for word, topic in _not_covered(catalogue):
            wording = Wording(word, word, (), needs_topic=topic is not None, length=len(word))
            entries.setdefault(word, []).append(Entry(None, wording, topic))
        for topic, raising in catalogue.topics.items():
            for word in raising:
                topics.setdefault(word, []).append(topic)
        keys = sorted({*entries, *topics})
        self._words = [Word(tuple(entries.get(key, ())), tuple(topics.get(key, ()))) for key in keys]
        self._automaton = AhoCorasick(keys, implementation=Implementation.DFA)
        self._zeros = sorted(self.zero)
        self._zero_automaton = AhoCorasick(self._zeros, implementation=Implementation.DFA)

    def find(self, text: str) -> list[Hit]:
        """All hits in order of their start.

        A word inside a longer one keeps its topics; it keeps its wordings where it begins or ends the longer one and
        that does not deny it: 集中学法 is 学法 too, 不予受理 is not 受理.
        """
        found = [
            (start, -end, word) for word, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True)
        ]
        found.sort()
        hits: list[Hit] = []
        first, reach, denied = -1, 0, False
        for start, negative_end, index in found:
            end, word = -negative_end, self._words[index]
            if end <= reach:
                named = start == first or (end == reach and not denied)
                if word.topics or (named and word.entries):
                    hits.append(Hit(start, end, word, inside=True, named=named))
                continue
            first, reach, denied = start, end, text[start] in "不未无非免"
            hits.append(Hit(start, end, word))
        return hits

    def zeros(self, text: str) -> list[tuple[int, int, Indicator]]:
        """Zeros stated in words (未发生败诉): offsets and what is zero."""
        return [
            (start, end, indicator)
            for word, start, end in self._zero_automaton.find_matches_as_indexes(text)
            for indicator in self.zero[self._zeros[word]]
        ]


def _not_covered(catalogue: Catalogue) -> list[tuple[str, str | None]]:
    under = [(word, topic) for topic, words in catalogue.not_covered_under.items() for word in words]
    return [*((word, None) for word in catalogue.not_covered), *under]
