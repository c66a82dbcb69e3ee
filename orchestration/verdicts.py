"""What the contracts say of the figures: the rules run over the rooms, their issues written down."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from contracts import registry
from contracts.quarantine import excluded_figures, quarantine_rows
from contracts.rules import check_figures, check_panel, check_peers, check_reports
from orchestration.corrections import review_issues
from orchestration.finished_years import FinishedYears
from orchestration.parts import part_path, read_parts, write_part, write_years
from orchestration.settings import Settings
from warehouse.rooms import partition_path, partition_years, read_table


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
        own = part_path(settings, "issue", f"report-{year}")
        inputs = _decides(settings, year)
        if finished.holds(year, inputs, [own]):
            unchanged.append(year)
        else:
            write_part(settings, "issue", f"report-{year}", _issues_of(settings, year))
            finished.note(year, inputs, [own])
            checked.append(year)
        found += pl.scan_parquet(own).select(pl.len()).collect().item()
    stated = set(partition_years(settings.rooms, "report"))
    return Checked(found, *(tuple(year for year in some if year in stated) for some in (checked, unchanged)))


def _decides(settings: Settings, year: int) -> list[Path]:
    """All that the issues of a year depend on, beside the code."""
    return [
        partition_path(settings.rooms, "indicator", None),
        *(partition_path(settings.rooms, table, year) for table in ("figure", "report", "document")),
        *(part_path(settings, "issue", part) for part in _said_before(year)),
    ]


def _said_before(year: int) -> tuple[str, str]:
    """The parts of the issue room that extraction and corrections wrote for a year."""
    return f"refused-{year}", f"correction-{year}"


def _issues_of(settings: Settings, year: int) -> pl.DataFrame:
    if not partition_path(settings.rooms, "report", year).exists():
        return registry.empty("issue")
    figures, reports, documents = (
        read_table(settings.rooms, table, [year]) for table in ("figure", "report", "document")
    )
    indicators = read_table(settings.rooms, "indicator")
    issues = check_figures(figures, indicators, documents.select("document_id", "text"))
    # A figure that is withheld or misread must not accuse the others.
    kept_out = excluded_figures(pl.concat([read_parts(settings, "issue", _said_before(year)), issues]))
    return pl.concat([issues, check_reports(figures, reports, indicators, excluded=kept_out)])


def check_across_years(settings: Settings) -> int:
    """Compare reports across years and counties, and write the issue room whole; returns its rows."""
    figures, reports, indicators = (read_table(settings.rooms, table) for table in ("figure", "report", "indicator"))
    kept_out = excluded_figures(read_parts(settings, "issue", without=["across"]))
    across = [
        check_panel(figures, reports, indicators, counties=read_table(settings.rooms, "county"), excluded=kept_out),
        check_peers(figures, reports, indicators, excluded=kept_out),
    ]
    write_part(settings, "issue", "across", pl.concat([registry.empty("issue"), *across]))
    issues = review_issues(settings, read_parts(settings, "issue"))
    write_years(settings, "issue", issues)
    sources = dict(read_table(settings.rooms, "document").select("document_id", "source").iter_rows())
    write_part(settings, "quarantine", "figures", quarantine_rows(issues, sources))
    return issues.height
