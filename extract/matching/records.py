"""The types that matching passes on: records, candidates, and the neighbourhood of a figure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from extract.catalogue.model import Indicator
from extract.matching.layout import Paragraph
from extract.matching.lexicon import Hit
from extract.numbers.tokens import Token


@dataclass(slots=True)
class Record:
    """One indicator (or none) that a figure states; offsets are those of the folded text.

    `rule` names what decided, `wording` the catalogue's words, `part_of` the start of the figure that is the whole,
    `group` where the list begins in which the parts stand together, `passed_by` what a step was passed by, whose value
    may stand behind it.
    """

    token: Token
    indicator: Indicator | None = None
    measure: str = "level"
    status: str = "actual"
    scope: str | None = None
    value: Decimal | int | None = None
    value_high: Decimal | int | None = None
    wording: str | None = None
    rule: str = "none"
    part_of: int | None = None
    group: int | None = None
    passed_by: Indicator | None = None

    def takes_after(self, other: Record) -> None:
        """Speak of what `other` speaks of."""
        self.indicator, self.wording, self.scope = other.indicator, other.wording, other.scope


@dataclass(slots=True)
class Choice:
    """A candidate for a figure with what speaks for it; no indicator where a word says that none is meant."""

    score: float
    indicator: Indicator | None
    wording: str
    rule: str
    hit: Hit
    after: bool
    measure: str = "level"

    def record(self, token: Token) -> Record:
        """The candidate as the figure's record."""
        return Record(token, self.indicator, self.measure, wording=self.wording, rule=self.rule)


class Window:
    """The neighbourhood of a figure.

    `fine`, `comma` and `sentence` are where its list item, clause and sentence begin; `end` and `comma_end` where the
    item and the clause end; `seg` is the text between `own` (the clause's start or the figure in front) and the
    number, `marked` whether it may say anything but what is counted; `noun` whether a noun follows the number.
    `strengths`, `fitting` and `others` keep what was found out: of topics, of cues in the figure's unit, of all cues.
    """

    __slots__ = (
        "comma",
        "comma_end",
        "end",
        "fine",
        "fitting",
        "marked",
        "next_start",
        "noun",
        "others",
        "own",
        "paragraph",
        "previous_end",
        "seg",
        "sentence",
        "strengths",
    )

    def __init__(
        self,
        fine: int,
        comma: int,
        sentence: int,
        end: int,
        comma_end: int,
        paragraph: Paragraph,
        previous_end: int,
        next_start: int,
        own: int,
        seg: str,
        marked: bool,
        noun: bool,
    ) -> None:
        self.fine = fine
        self.comma = comma
        self.sentence = sentence
        self.end = end
        self.comma_end = comma_end
        self.paragraph = paragraph
        self.previous_end = previous_end
        self.next_start = next_start
        self.own = own
        self.seg = seg
        self.marked = marked
        self.noun = noun
        self.strengths: dict[str, float] = {}
        self.fitting: list[Choice] | None = None
        self.others: list[Choice] | None = None
