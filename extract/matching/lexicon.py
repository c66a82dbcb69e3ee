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


@dataclass(frozen=True, slots=True)
class Hit:
    """A word of the lexicon found in a text: folded offsets, the wordings it is the key of, the topics it raises.

    A hit `inside` a longer one is weaker than it.
    """

    start: int
    end: int
    entries: tuple[Entry, ...]
    topics: tuple[str, ...]
    inside: bool = False


class Lexicon:
    """A catalogue compiled for matching."""

    def __init__(self, catalogue: Catalogue) -> None:
        entries: dict[str, list[Entry]] = {}
        topics: dict[str, list[str]] = {}
        self.alone: dict[str, list[Indicator]] = {}
        self.zero: dict[str, list[Indicator]] = {}
        for indicator in catalogue.indicators:
            for wording in indicator.wordings:
                entries.setdefault(wording.key, []).append(Entry(indicator, wording, indicator.topic))
            if indicator.topic is not None and indicator.topic_alone:
                self.alone.setdefault(indicator.topic, []).append(indicator)
            for words in indicator.zero:
                self.zero.setdefault(words, []).append(indicator)
        for word in catalogue.not_covered:
            entries.setdefault(word, []).append(Entry(None, Wording(word, word, (), needs_topic=False, length=len(word)), None))
        for topic, words in catalogue.not_covered_under.items():
            for word in words:
                wording = Wording(f"{topic}: {word}", word, (), needs_topic=True, length=len(word))
                entries.setdefault(word, []).append(Entry(None, wording, topic))
        for topic, raising in catalogue.topics.items():
            for word in raising:
                topics.setdefault(word, []).append(topic)
        self.catalogue = catalogue
        self._words = sorted({*entries, *topics})
        self._entries = [tuple(entries.get(word, ())) for word in self._words]
        self._topics = [tuple(topics.get(word, ())) for word in self._words]
        self._automaton = AhoCorasick(self._words, implementation=Implementation.DFA)
        self._zero_automaton = AhoCorasick(sorted(self.zero), implementation=Implementation.DFA)
        self._zero_words = sorted(self.zero)

    def find(self, text: str) -> list[Hit]:
        """All hits in order of their start; a word inside a longer one keeps its topics only.

        不予受理 is not 受理, but 行政诉讼败诉率 still speaks of 行政诉讼.
        """
        found = [(start, -end, word) for word, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True)]
        found.sort()
        hits: list[Hit] = []
        first, reach, denied = -1, 0, False
        for start, negative_end, word in found:
            end = -negative_end
            inside = end <= reach
            if inside:
                # 集中学法 begins or ends with a shorter word that may fit better, unless the longer one denies it (不予受理).
                kept = self._entries[word] if start == first or (end == reach and not denied) else ()
                if self._topics[word] or kept:
                    hits.append(Hit(start, end, kept, self._topics[word], inside=True))
                continue
            denied = text[start] in "不未无非免"
            first, reach = start, end
            hits.append(Hit(start, end, self._entries[word], self._topics[word]))
        return hits

    def zeros(self, text: str) -> list[tuple[int, int, Indicator]]:
        """Zeros stated in words (未发生败诉): offsets and what is zero."""
        return [
            (start, end, indicator)
            for word, start, end in self._zero_automaton.find_matches_as_indexes(text)
            for indicator in self.zero[self._zero_words[word]]
        ]
