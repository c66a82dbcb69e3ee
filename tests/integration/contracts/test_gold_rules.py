"""The rules on true figures: they object to the contradictions of the marked reports, and to nothing else.

Every expected issue was looked at by hand in its document: the listed parts do not add up to the stated whole.
"""

from __future__ import annotations

import json
from pathlib import Path

import gold_figures
import polars as pl
import pytest

from contracts import rules
from contracts.rules import RuleRun

pytestmark = pytest.mark.shared

# (stated whole, sum of the parts listed with it) by document.
NOT_ADDING_UP = {
    "authored-01": {(81, 78)},
    "authored-07": {(21346, 21271)},
    "authored-13": {(35602, 35084), (66, 64)},
    "施秉县_2024": {(52685, 52684)},
}


def checked(path: Path, shared_dir: Path) -> dict[str, RuleRun]:
    figures, text = gold_figures.figures(path, shared_dir)
    documents = pl.DataFrame({"document_id": figures["document_id"][0], "text": text})
    catalogue = gold_figures.indicators(shared_dir)
    return {
        "figure": rules.run("figure", figures, None, catalogue, documents),
        "report": rules.run("report", figures, None, catalogue),
    }


def test_the_only_issues_of_the_marked_reports_are_breakdowns_that_do_not_add_up(shared_dir: Path) -> None:
    for path in sorted((shared_dir / "gold").glob("*.gold.txt")):
        name = next((known for known in NOT_ADDING_UP if path.name.startswith(known)), "")
        done = checked(path, shared_dir)
        assert done["figure"].issues["message"].to_list() == [], path.name
        issues = done["report"].issues
        assert set(issues["rule"]) <= {"parts_sum_to_whole"}, path.name
        assert set(issues.select("stated", "expected").iter_rows()) == NOT_ADDING_UP.get(name, set()), path.name


def test_the_real_report_has_one_issue_that_quotes_whole_and_parts(shared_dir: Path) -> None:
    [path] = (shared_dir / "gold").glob("施秉县*.gold.txt")
    issue = checked(path, shared_dir)["report"].issues.row(0, named=True)
    _, text = gold_figures.figures(path, shared_dir)
    quotes = json.loads(issue["quotes"])
    said = [text[quote["start"] : quote["end"]] for quote in quotes]
    assert said == ["52685件", "893件", "993件", "49139件", "1659件"]
    assert all(number in quote["quote"] for number, quote in zip(said, quotes, strict=True))
    assert issue["tolerance"] == 0


def test_every_sum_and_rate_of_the_real_report_that_has_a_stated_base_is_compared(shared_dir: Path) -> None:
    [path] = (shared_dir / "gold").glob("施秉县*.gold.txt")
    compared = checked(path, shared_dir)["report"].compared
    # Breakdowns: enforcement, reconsideration concluded, legal aid, information published.
    assert compared["parts_sum_to_whole"] == 4
    for rate in ("loss_rate_of_concluded", "mediation_success_rate", "filing_rate_of_documents"):
        assert compared[rate] == 1, rate
