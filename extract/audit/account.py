"""What an audit page shows: every numeric token of a text once, its records, and how the kinds add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from extract.audit.words import KINDS
from extract.catalogue import Catalogue, Indicator
from extract.document import Extraction

MAPPED, UNMAPPED = "mapped", "unmapped"


@dataclass(frozen=True, slots=True)
class Mark:
    """A numeric token: half-open offsets in the text, its kind, and the records it states (none for other kinds)."""

    start: int
    end: int
    kind: str
    records: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Objection:
    """Something that is wrong: a broken rule, or a table that could not be read.

    Attributes:
        rule: the rule's name, or the code of the extraction's problem.
        severity: error, warn or info.
        message: what is wrong, in words.
        spans: the numbers or passages concerned, as half-open offsets in the text.
    """

    rule: str
    severity: str
    message: str
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Account:
    """Everything a page shows of one text.

    Attributes:
        text: the canonical text.
        marks: its numeric tokens in order, without overlaps.
        counts: how many tokens of each kind there are; they add up to `len(marks)`.
        objections: what is wrong, the gravest first.
        indicators: the indicators that records name, by code.
        facts: label and value pairs about the document for the page's head.
    """

    text: str
    marks: tuple[Mark, ...]
    counts: Mapping[str, int]
    objections: tuple[Objection, ...]
    indicators: Mapping[str, Indicator]
    facts: tuple[tuple[str, str], ...] = ()
    title: str = ""
    warnings: tuple[str, ...] = field(default=())


def account(
    text: str,
    extraction: Extraction,
    catalogue: Catalogue,
    *,
    title: str = "",
    facts: Sequence[tuple[str, str]] = (),
    objections: Sequence[Objection] = (),
    warnings: Sequence[str] = (),
) -> Account:
    """Put together what was read of a text.

    Args:
        text: the canonical text that was extracted.
        extraction: what `extract_text` made of it.
        catalogue: the catalogue it was read with.
        title: the page's title.
        facts: label and value pairs for the page's head.
        objections: issues of the contracts; problems of the extraction are added here.
        warnings: what a reader of the file said of it.
    """
    marks = _marks(extraction)
    counts = Counter(mark.kind for mark in marks)
    unread = [
        Objection(problem["code"], "warn", problem["message"], ((problem["start"], problem["end"]),))
        for problem in extraction.problems
    ]
    gravity = {"error": 0, "warn": 1, "info": 2}
    everything = sorted([*objections, *unread], key=lambda one: (gravity.get(one.severity, 3), one.spans))
    codes = {record["indicator"] for mark in marks for record in mark.records}
    return Account(
        text=text,
        marks=marks,
        counts={kind: counts[kind] for kind in (*KINDS, *sorted(set(counts) - set(KINDS))) if counts[kind]},
        objections=tuple(everything),
        indicators={indicator.code: indicator for indicator in catalogue.indicators if indicator.code in codes},
        facts=tuple(facts),
        title=title,
        warnings=tuple(warnings),
    )


def _marks(extraction: Extraction) -> tuple[Mark, ...]:
    """The tokens in order; several records on one number are one token, mapped if any of them has an indicator."""
    stated: dict[tuple[int, int], list[Mapping[str, Any]]] = {}
    for record in extraction.figures:
        stated.setdefault((record["start"], record["end"]), []).append(record)
    marks = [
        Mark(start, end, MAPPED if any(record["indicator"] for record in records) else UNMAPPED, tuple(records))
        for (start, end), records in stated.items()
    ]
    marks += [Mark(number["start"], number["end"], number["kind"]) for number in extraction.numbers]
    return tuple(sorted(marks, key=lambda mark: (mark.start, mark.end)))
