"""What the contracts say of the figures: the rules run over the rooms, their issues written down."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from contracts import registry
from contracts.quarantine import excluded_figures, quarantine_rows
from contracts.rules import check_figures, check_panel, check_peers, check_reports
from orchestration.corrections import review_issues
from orchestration.parts import read_parts, write_part, write_years
from orchestration.settings import Settings
from warehouse.rooms import partition_path, read_table


def check_years(settings: Settings, years: Iterable[int]) -> int:
    """Check the figures and reports of some years by themselves; returns the number of issues."""
    indicators = read_table(settings.rooms, "indicator")
    found = 0
    for year in years:
        if not partition_path(settings.rooms, "report", year).exists():
            write_part(settings, "issue", f"report-{year}", [])
            continue
        figures, reports, documents = (
            read_table(settings.rooms, table, [year]) for table in ("figure", "report", "document")
        )
        issues = check_figures(figures, indicators, documents.select("document_id", "text"))
        # A figure that is withheld or misread must not accuse the others.
        kept_out = _kept_out(settings, issues)
        issues = pl.concat([issues, check_reports(figures, reports, indicators, excluded=kept_out)])
        write_part(settings, "issue", f"report-{year}", issues)
        found += issues.height
    return found


def check_across_years(settings: Settings) -> int:
    """Compare reports across years and counties, and write the issue room whole; returns its rows."""
    figures, reports, indicators = (read_table(settings.rooms, table) for table in ("figure", "report", "indicator"))
    kept_out = _kept_out(settings)
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


def _kept_out(settings: Settings, *more: pl.DataFrame) -> pl.Series:
    """figure_id of every figure that an error keeps out, corrections by hand included."""
    return excluded_figures(pl.concat([registry.empty("issue"), read_parts(settings, "issue"), *more]))
