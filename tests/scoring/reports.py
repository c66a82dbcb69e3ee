"""Marked reports to score, and what the extractor makes of them when it reads them as the extract command does."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil
from pathlib import Path
from typing import Any

from gold.marks import GoldFigure, read_gold, read_headline

from extract.catalogue import Catalogue, load
from extract.command import catalogue_of
from extract.document import Extraction, extract_text
from extract.identity import identify
from scoring.marking import Counts, count

DEFAULT_FAMILY = "rule_of_law"
Use = tuple[str, str]
"""An indicator's code and the wording by which a record got it."""


@dataclass(frozen=True)
class Marked:
    """A marked report: its name, plain text, figures, and the family and year that the text is recognised as.

    `codes` are the only indicators that are marked, where not every figure is; then only records of these count, and
    only before the notes that explain terms.
    """

    name: str
    text: str
    gold: tuple[GoldFigure, ...]
    family: str
    year: int | None
    codes: frozenset[str] | None = None

    def extract(self, catalogue: Catalogue | None = None) -> Extraction:
        """What the extractor makes of it, with another catalogue than the family's own if one is given."""
        used = catalogue if catalogue is not None else catalogue_of(self.family)
        return extract_text(self.text, family=self.family, catalogue=used, year=self.year)

    def score(self, extraction: Extraction) -> Counts:
        """The counts of one extraction."""
        return count(self.text, self.gold, self.counted(extraction.figures), extraction.numbers)

    def counted(self, figures: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
        """The records that the marks can judge."""
        if self.codes is None:
            return figures
        notes = self.text.find("名词", ceil(len(self.text) * 0.6))
        end = notes if notes >= 0 else len(self.text)
        return [record for record in figures if record["indicator"] in self.codes and record["start"] < end]


def read_reports(folders: Iterable[Path]) -> list[Marked]:
    """The `*.gold.txt` of some folders and files, in order of names."""
    paths = [path for given in folders for path in (sorted(given.rglob("*.gold.txt")) if given.is_dir() else [given])]
    return [_read(path) for path in paths]


def _read(path: Path) -> Marked:
    text, gold = read_gold(path)
    return _identified(path.name.removesuffix(".gold.txt"), text, gold, None)


def read_headlines(folder: Path, shared: Path) -> list[Marked]:
    """The `*.headline.json` of a folder, whose texts and indicators lie in the shared reference material."""
    with (shared / "catalogue" / "indicators_work_report.csv").open(encoding="utf-8") as rows:
        codes = frozenset(row["code"] for row in csv.DictReader(rows))
    texts = shared / "reports" / "work_report"
    return [
        _identified(path.name.removesuffix(".headline.json"), *read_headline(path, texts), codes)
        for path in sorted(folder.glob("*.headline.json"))
    ]


def _identified(name: str, text: str, gold: Sequence[GoldFigure], codes: frozenset[str] | None) -> Marked:
    identity = identify(text, filename=f"{name}.txt")
    return Marked(name, text, tuple(gold), identity.family or DEFAULT_FAMILY, identity.year, codes)


def uses_of(extraction: Extraction) -> set[Use]:
    """The wordings that gave the records of an extraction their indicators."""
    return {(f["indicator"], f["wording"]) for f in extraction.figures if f["indicator"] and f["wording"]}


def without(catalogue: Catalogue, uses: Collection[Use]) -> Catalogue:
    """The catalogue without some wordings."""
    kept = [
        replace(i, wordings=tuple(w for w in i.wordings if (i.code, w.text) not in uses)) for i in catalogue.indicators
    ]
    return replace(catalogue, indicators=tuple(kept), by_code={indicator.code: indicator for indicator in kept})


def left_out(reports: Iterable[Marked]) -> list[tuple[Marked, Counts, int]]:
    """Each report scored without the wordings that no other of the reports uses, and how many those are.

    Nothing is learned or weighted from gold by a program, so plain leave-one-report-out changes nothing. People write
    wordings, though, and a wording that one report alone uses may have been written for it. Without those wordings a
    report is read as if nobody had seen it: a lower bound for unseen reports in a known style of drafting.
    """
    reports = list(reports)
    uses = [uses_of(report.extract()) for report in reports]
    scored = []
    for place, report in enumerate(reports):
        elsewhere = set().union(*(used for other, used in enumerate(uses) if other != place))
        own = uses[place] - elsewhere
        extraction = report.extract(without(load(report.family), own))
        scored.append((report, report.score(extraction), len(own)))
    return scored
