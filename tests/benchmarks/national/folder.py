"""Writing the national panel: text files in zip folders, one a province and year, and beside them what is in them.

Written are
    reports/2015/32.zip            the reports as text files
    known/figure.parquet           county_code, year, revision, is_current, indicator, measure, value
    known/contradiction.parquet    county_code, year, revision, is_current, rule, indicator
    known/restatement.parquet      county_code, year (spoken of), indicator, kind (as in mart_restatement)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import polars as pl

from .panel import SEED, Account, accounts, counties
from .prose import Drafted, draft


@dataclass
class Known:
    """Rows of what the reports state, contradict and restate."""

    reports: int = 0
    characters: int = 0
    figures: list[tuple[str, int, int, bool, str, str, float]] = field(default_factory=list)
    contradictions: list[tuple[str, int, int, bool, str, str]] = field(default_factory=list)
    restatements: list[tuple[str, int, str, str]] = field(default_factory=list)

    def add(self, account: Account, text: Drafted, *, is_current: bool) -> None:
        """Take in one report."""
        code, year = account.county.code, account.year
        place = (code, year, account.revision, is_current)
        self.reports += 1
        self.characters += len(text.text)
        for key in text.keys:
            indicator, _, measure = key.partition(":")
            self.figures.append((*place, indicator, measure or "level", account.values[key]))
        self.contradictions += [
            (*place, rule, key.partition(":")[0]) for key, rule in account.contradictions.items() if key in text.keys
        ]
        if is_current:
            self.restatements += [
                (code, year - 1, indicator, "retold")
                for indicator in account.retold
                if f"{indicator}:prior" in text.keys
            ]
        if account.revision > 1:
            self.restatements += [
                (code, year, indicator, "revised") for indicator in ("enforcement.penalties", "enforcement.cases_total")
            ]

    def write(self, folder: Path) -> None:
        """Write the rows as Parquet."""
        folder.mkdir(parents=True, exist_ok=True)
        place = ["county_code", "year", "revision", "is_current"]
        for name, rows, columns in (
            ("figure", self.figures, [*place, "indicator", "measure", "value"]),
            ("contradiction", self.contradictions, [*place, "rule", "indicator"]),
            ("restatement", self.restatements, ["county_code", "year", "indicator", "kind"]),
        ):
            pl.DataFrame(rows, schema=columns, orient="row").write_parquet(folder / f"{name}.parquet")


def write_panel(folder: Path, reports: int, seed: int = SEED) -> Known:
    """Write about so many reports (a county writes ten, and a correction now and then) and what is known of them."""
    known = Known()
    provinces = defaultdict(list)
    for code in counties(reports):
        provinces[code[:2]].append(code)
    for province, members in provinces.items():
        texts: dict[int, list[Drafted]] = defaultdict(list)
        for code in members:
            written = list(accounts(code, seed))
            for account, following in zip(written, [*written[1:], None], strict=True):
                text = draft(account)
                texts[account.year].append(text)
                known.add(account, text, is_current=following is None or following.year != account.year)
        for year, drafted in texts.items():
            _write_zip(folder / "reports" / str(year) / f"{province}.zip", drafted)
    known.write(folder / "known")
    return known


def write_one_more(folder: Path, reports: int, seed: int = SEED) -> Path:
    """Add one report to a panel that was written: the correction of a last year's report that was not corrected yet."""
    last = [list(accounts(code, seed))[-1] for code in counties(reports)]
    account = next(account for account in last if account.revision == 1)
    text = draft(replace(account, revision=2))
    target = folder / "reports" / str(account.year) / text.filename
    target.write_text(text.text, encoding="utf-8")
    return target


def _write_zip(target: Path, texts: Iterable[Drafted]) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with ZipFile(target, "w", ZIP_DEFLATED, compresslevel=1) as packed:
        for text in texts:
            packed.writestr(text.filename, text.text)
