"""What the contracts say of the figures: the rules run over the rooms, their issues written down."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from contracts import registry
from contracts.quarantine import excluded_figures, quarantine_rows
from contracts.rules import run, tally
from contracts.rules.by_county import put_together
from orchestration.compared import compare_provinces, keep_years, peers, said_before
from orchestration.corrections import review_issues
from orchestration.finished_years import FinishedYears
from orchestration.parts import part_path, read_parts, write_part, write_years
from orchestration.settings import Settings
from warehouse.rooms import partition_path, partition_years, read_table, write_partition


@dataclass(frozen=True)
class Checked:
    """What checking years by themselves did: the issues of all of them, the years checked now and those left as is."""

    issues: int
    checked: tuple[int, ...] = ()
    unchanged: tuple[int, ...] = ()


def check_years(settings: Settings, years: Iterable[int]) -> Checked:
    """Check the figures and reports of some years by themselves; a year in which nothing has changed stays as it is."""
    finished = FinishedYears(settings, "verdicts")
    found, checked, unchanged = 0, [], []
    for year in sorted(years):
        own = [part_path(settings, table, f"report-{year}") for table in ("issue", "rule_check")]
        inputs = _decides(settings, year)
        if finished.holds(year, inputs, own):
            unchanged.append(year)
        else:
            issues, checks = _checks_of(settings, year)
            write_part(settings, "issue", f"report-{year}", issues)
            write_part(settings, "rule_check", f"report-{year}", checks)
            finished.note(year, inputs, own)
            checked.append(year)
        found += pl.scan_parquet(own[0]).select(pl.len()).collect().item()
    stated = set(partition_years(settings.rooms, "report"))
    return Checked(found, *(tuple(year for year in some if year in stated) for some in (checked, unchanged)))


def _decides(settings: Settings, year: int) -> list[Path]:
    """All that the issues of a year depend on, beside the code."""
    return [
        partition_path(settings.rooms, "indicator", None),
        *(partition_path(settings.rooms, table, year) for table in ("figure", "report", "document")),
        *(part_path(settings, "issue", part) for part in said_before(year)),
    ]


def _checks_of(settings: Settings, year: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The issues of a year's figures and reports by themselves, and how often each rule was evaluated and held."""
    if not partition_path(settings.rooms, "report", year).exists():
        return registry.empty("issue"), registry.empty("rule_check")
    figures, reports, documents = (
        read_table(settings.rooms, table, [year]) for table in ("figure", "report", "document")
    )
    indicators = read_table(settings.rooms, "indicator")
    singly = run("figure", figures, indicators=indicators, documents=documents.select("document_id", "text"))
    # A figure that is withheld or misread must not accuse the others.
    kept_out = excluded_figures(pl.concat([read_parts(settings, "issue", said_before(year)), singly.issues]))
    within = run("report", figures, reports, indicators, excluded=kept_out)
    return pl.concat([singly.issues, within.issues]), pl.concat([singly.checks, within.checks])


def check_across_years(settings: Settings) -> int:
    """Compare reports across years and counties, and write the rooms of issues and checks whole; returns the issues."""
    reports, indicators = (read_table(settings.rooms, table) for table in ("report", "indicator"))
    keep_years(settings)
    across, checks_across = put_together(compare_provinces(settings), indicators)
    for table, frame in (("issue", across), ("rule_check", checks_across)):
        write_part(settings, table, "across", pl.concat([frame, peers(settings, table)]))
    checks = tally.complete(read_parts(settings, "rule_check"), reports)
    write_partition(settings.rooms, "rule_check", None, checks)
    issues = review_issues(settings, read_parts(settings, "issue"))
    write_years(settings, "issue", issues)
    columns = ("document_id", "source")
    sources = dict(read_table(settings.rooms, "document", columns=columns).iter_rows())
    write_part(settings, "quarantine", "figures", quarantine_rows(issues, sources))
    return issues.height
