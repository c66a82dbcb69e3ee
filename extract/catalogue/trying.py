"""Trying a sentence: how its numbers are told apart, what each figure might have stated, and what decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from extract.catalogue.model import Catalogue
from extract.document import extract_text, guess_year, lexicon_of
from extract.matching.context import Context
from extract.matching.cues import THRESHOLD, Cues
from extract.matching.flow import Flow
from extract.matching.records import Choice, Window
from extract.numbers.folding import fold
from extract.numbers.lexer import lex
from extract.numbers.tokens import Token

LEAST_SCORE = THRESHOLD
"""A candidate below this score is too weak to decide."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An indicator that words near a figure may have meant; code None: the words say that none is meant.

    `side` is `before` or `after` the number; `found` the words of the text at `start` that the wording's key matched.
    """

    code: str | None
    name_zh: str | None
    wording: str
    side: str
    score: float
    found: str
    start: int


@dataclass(frozen=True, slots=True)
class Tried:
    """A numeric token: its place and kind, its records, and what else it might have stated, the best first."""

    start: int
    end: int
    text: str
    kind: str
    records: tuple[Mapping[str, Any], ...]
    candidates: tuple[Candidate, ...]


class _Watched(Cues):
    """Cues that remember what they weighed."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.weighed: dict[int, list[Choice]] = {}

    def candidates(self, token: Token, window: Window, *, fits: bool = True) -> list[Choice]:
        """As `Cues.candidates`; what fits the number's unit is kept, else what was weighed without its unit."""
        choices = super().candidates(token, window, fits=fits)
        if fits or token.start not in self.weighed:
            self.weighed[token.start] = choices
        return choices


def try_sentence(text: str, catalogue: Catalogue, year: int | None = None) -> list[Tried]:
    """How each numeric token of a text is read, in order."""
    extraction = extract_text(text, family=catalogue.family, catalogue=catalogue, year=year)
    candidates = _candidates(text, catalogue, year)
    records: dict[tuple[int, int], list[Mapping[str, Any]]] = {}
    for figure in extraction.figures:
        records.setdefault((figure["start"], figure["end"]), []).append(figure)
    tried = [
        Tried(start, end, text[start:end], "figure", tuple(stated), candidates.get(start, ()))
        for (start, end), stated in records.items()
    ]
    tried += [Tried(n["start"], n["end"], n["text"], n["kind"], (), ()) for n in extraction.numbers]
    return sorted(tried, key=lambda one: one.start)


def _candidates(text: str, catalogue: Catalogue, year: int | None) -> dict[int, tuple[Candidate, ...]]:
    """What was weighed for each figure, by the figure's offset in the text."""
    folded = fold(text)
    tokens = lex(folded.text)
    given = year if year is not None else guess_year(tokens, folded.text)
    flow = Flow(Context(folded.text, tokens, lexicon_of(catalogue), given))
    watched = _Watched(flow.context)
    flow.cues = watched
    flow.run()
    return {
        folded.origin(start): tuple(
            Candidate(
                choice.indicator.code if choice.indicator else None,
                choice.indicator.name_zh if choice.indicator else None,
                choice.wording,
                "after" if choice.after else "before",
                choice.score,
                folded.text[choice.hit.start : choice.hit.end],
                folded.origin(choice.hit.start),
            )
            for choice in choices
        )
        for start, choices in watched.weighed.items()
    }
