"""What contracts cost on a million figures, as multiples of reading them once from Parquet with polars.

Run by `make bench`; it prints the ratios and asserts only that the work was done.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from contracts import rules
from contracts.rules.definitions import Level
from contracts.validation import validate

sys.path.insert(0, str(Path(__file__).parent.parent / "unit" / "contracts"))
import invented_figures as notation

FIGURES = 1_000_000
YEARS = range(2015, 2025)
LEVELS: tuple[Level, ...] = ("figure", "report", "panel", "peers")


def one_report() -> pl.DataFrame:
    """A report with breakdowns, rates, growth and figures that no rule speaks of: 60 figures."""
    cases, aid = "enforcement.cases_total", "legal_aid.cases"
    stated: dict[str, Any] = {
        cases: 10000,
        "enforcement.licences": {"value": 7000, "part_of": cases},
        "enforcement.penalties": {"value": 2500, "part_of": cases},
        "enforcement.coercion": {"value": 500, "part_of": cases},
        aid: 980,
        "legal_aid.civil": {"value": 280, "part_of": aid},
        "legal_aid.criminal": {"value": 700, "part_of": aid},
        "litigation.concluded": 1800,
        "litigation.lost": 400,
        "litigation.loss_rate": "22.22",
        "mediation.cases": 4670,
        "mediation.succeeded": 4670,
        "mediation.success_rate": "100",
        "reconsideration.received": 96,
        "reconsideration.received:prior": 96,
        "reconsideration.received:growth": "0",
        "reconsideration.accepted": 88,
        "reconsideration.not_accepted": 6,
        "reconsideration.carried_in": 5,
        "reconsideration.concluded": 81,
    }
    others = {f"other.indicator_{place}": 100 + place for place in range(60 - len(stated))}
    return notation.figures({**stated, **others})


def many_figures() -> pl.DataFrame:
    """A million figures: the report above for as many counties and ten years."""
    report = one_report()
    counties = FIGURES // report.height // len(YEARS) + 1
    copies = pl.DataFrame({"county": pl.int_range(110000, 110000 + counties, eager=True)}).join(
        pl.DataFrame({"year": list(YEARS)}), how="cross"
    )
    name = pl.format("{}-{}", "county", "year")
    made = report.join(copies, how="cross").with_columns(
        county_code=pl.col("county").cast(pl.String),
        report_year=pl.col("year").cast(pl.Int64),
        report_id=pl.format("{}-r1", name),
        figure_id=pl.format("{}-{}", name, "figure_id"),
        part_of=pl.format("{}-{}", name, "part_of"),
        part_group=pl.format("{}-{}", name, "part_group"),
        # Sentences differ from report to report, as they do in life: what is read is not one text a million times.
        quote=pl.format("{}{}{}", "quote", pl.lit("，较好完成年度目标任务，群众满意度持续提升，报告编号" * 2), name),
    )
    return made.drop("county", "year")


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


@pytest.fixture(scope="module")
def figures() -> pl.DataFrame:
    return many_figures()


def test_contracts_on_a_million_figures(figures: pl.DataFrame, tmp_path: Path) -> None:
    catalogue = notation.indicators(figures)
    file = tmp_path / "figure.parquet"
    figures.write_parquet(file)
    scan = min(seconds(lambda: pl.read_parquet(file)) for _ in range(3))
    print(f"\n{figures.height:,} figures of {figures['report_id'].n_unique():,} reports; one scan {scan:.2f} s")
    took = seconds(lambda: validate("figure", figures).raise_if_failed())
    print(f"model      {took:6.2f} s  {took / scan:5.1f} x the scan")
    for level in LEVELS:
        done = rules.run(level, figures, None, catalogue)
        compared = sum(done.compared.values())
        print(
            f"{level:<10} {done.seconds:6.2f} s  {done.seconds / scan:5.1f} x the scan"
            f"  {compared:>11,} comparisons, {done.issues.height} issues"
        )
        assert compared > 0
        assert done.issues.is_empty()
