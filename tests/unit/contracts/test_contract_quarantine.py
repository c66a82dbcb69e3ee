"""Quarantine of contracts: what an error keeps out, and what it says."""

from __future__ import annotations

import invented_figures as notation
import polars as pl

import contracts
from contracts import quarantine, registry, rules


def issues_of(stated: dict[str, object]) -> pl.DataFrame:
    frame = notation.figures(stated)
    catalogue = notation.indicators(frame)
    return pl.concat([rules.check_figures(frame, catalogue), rules.check_reports(frame, indicators=catalogue)])


def test_an_error_keeps_its_figure_out_and_says_why_and_what_to_do() -> None:
    issues = issues_of({"mediation.success_rate": "199.5"})
    assert quarantine.excluded_figures(issues).len() == 1
    rows = quarantine.quarantine_rows(issues, {issues["document_id"][0]: "inbox/a.txt"})
    assert contracts.validate("quarantine", rows).ok
    row = rows.row(0, named=True)
    assert (row["reason"], row["stage"], row["source"]) == ("rate_within_0_100", "contract", "inbox/a.txt")
    assert "xianjian explain" in row["remedy"]
    assert "199.5" in row["message"]


def test_a_warning_keeps_nothing_out() -> None:
    issues = issues_of({"litigation.concluded": 18, "litigation.lost": 40})
    assert issues["severity"].to_list() == ["warn"]
    assert quarantine.excluded_figures(issues).is_empty()
    assert quarantine.quarantine_rows(issues).is_empty()


def test_no_issues_give_an_empty_quarantine() -> None:
    assert quarantine.quarantine_rows(registry.empty("issue")).is_empty()
