"""Tokens: what the lexer finds in a text, each of exactly one kind."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

KINDS = (
    "figure",
    "date",
    "time",
    "ordinal",
    "list_marker",
    "reference",
    "title",
    "name",
    "plan_period",
    "code",
    "word",
)


@dataclass(slots=True)
class Token:
    """A numeric token: offsets into the folded text, its kind and, for a figure, what it states.

    `value` and `value_high` are in the base unit; `resolution` is the value of one unit in the last stated place.
    """

    start: int
    end: int
    kind: str
    value: Decimal | int | None = None
    value_high: Decimal | int | None = None
    unit: str | None = None
    approximate: bool = False
    bound: str | None = None
    weak: bool = False
    resolution: Decimal | int | None = None
    signed: bool = False
    core_start: int = 0
