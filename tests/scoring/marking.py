"""Marking one report: its gold figures against the extractor's records, counted in all and for each indicator."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from gold.marks import GoldFigure

DIGITS = re.compile(r"[0-9０-９]+(?:[.．,，][0-9０-９]+)*")
NEAR = Decimal("1e-9")
Record = Mapping[str, Any]
Claim = tuple[str, str, str, bool]
"""Indicator, measure, status, and whether it is about a part of the county."""


@dataclass
class Counts:
    """What the figures of the table are made of; counts of several reports add up.

    `runs` and `covered` count digit runs; `spans` and `hit_spans` the extractor's figure spans; `gold`, `matched` and
    `right` the marked figures; `tp`, `fp` and `fn` claims about the whole county; `parts` and `part_hits` marked claims
    about a part. `indicators` holds tp, fp and fn by code.
    """

    runs: int = 0
    covered: int = 0
    gold: int = 0
    spans: int = 0
    hit_spans: int = 0
    matched: int = 0
    right: int = 0
    parts: int = 0
    part_hits: int = 0
    tp: Counter[str] = field(default_factory=Counter)
    fp: Counter[str] = field(default_factory=Counter)
    fn: Counter[str] = field(default_factory=Counter)

    def add(self, other: Counts) -> None:
        """Add the counts of another report."""
        for name in ("runs", "covered", "gold", "spans", "hit_spans", "matched", "right", "parts", "part_hits"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in ("tp", "fp", "fn"):
            getattr(self, name).update(getattr(other, name))


def count(text: str, gold: Sequence[GoldFigure], figures: Iterable[Record], numbers: Iterable[Record]) -> Counts:
    """The counts of one report; `figures` and `numbers` are records of the extract command."""
    counts = Counts(gold=len(gold))
    by_span: dict[tuple[int, int], list[Record]] = {}
    for record in figures:
        by_span.setdefault((record["start"], record["end"]), []).append(record)
    spans = [*by_span, *((n["start"], n["end"]) for n in numbers)]
    runs = [found.span() for found in DIGITS.finditer(text)]
    counts.runs, counts.spans = len(runs), len(by_span)
    counts.covered = sum(any(_overlap(run, span) for span in spans) for run in runs)
    hit = set()
    for figure in gold:
        here = [span for span in by_span if _overlap(span, (figure.start, figure.end))]
        hit.update(here)
        _mark(figure, [record for span in here for record in by_span[span]], counts)
    for span in set(by_span) - hit:
        if _zero_in_words(text[span[0] : span[1]], by_span[span]):
            hit.add(span)
        else:
            counts.fp.update(r["indicator"] for r in by_span[span] if r["indicator"] and not r["scope"])
    counts.hit_spans = len(hit)
    return counts


def _mark(figure: GoldFigure, records: Sequence[Record], counts: Counts) -> None:
    """Add one marked figure and the records that lie on it."""
    right = [record for record in records if same_value(record["value"], figure.value)]
    counts.matched += bool(records)
    counts.right += bool(right)
    wanted: set[Claim] = {(label.code, label.measure, label.status, bool(label.scope)) for label in figure.labels}
    got: set[Claim] = {(r["indicator"], r["measure"], r["status"], bool(r["scope"])) for r in right if r["indicator"]}
    whole, claimed = {c for c in wanted if not c[3]}, {c for c in got if not c[3]}
    counts.tp.update(claim[0] for claim in whole & claimed)
    counts.fn.update(claim[0] for claim in whole - claimed)
    counts.fp.update(claim[0] for claim in claimed - whole)
    wrong = [r for r in records if r["indicator"] and not r["scope"] and not same_value(r["value"], figure.value)]
    counts.fp.update(record["indicator"] for record in wrong)
    counts.parts += len(wanted - whole)
    counts.part_hits += len((wanted - whole) & got)


def same_value(stated: float | None, wanted: Decimal | None) -> bool:
    """Whether a record states the marked value; a mark without a value asks for none."""
    if wanted is None or stated is None:
        return wanted is None
    return abs(Decimal(str(stated)) - wanted) <= abs(wanted) * NEAR


def _zero_in_words(surface: str, records: Sequence[Record]) -> bool:
    """A zero without a numeral (未发生): gold may leave those unmarked."""
    return not DIGITS.search(surface) and all(record["value"] == 0 for record in records)


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]
