"""Corrections by hand: what they mark and add, when their guard stops them, and that they never edit a figure."""

from __future__ import annotations

from typing import Any

import invented_figures as notation
import polars as pl
import pytest

import contracts
from contracts import corrections, quarantine, rules
from contracts.corrections import Correction
from contracts.registry import RegistryError

STATED = {"litigation.concluded": 18, "litigation.lost": 40}


def entry(**changes: Any) -> str:
    says = {
        "id": "one-slip",
        "report": {"county_code": "990101", "year": 2023, "family": "rule_of_law"},
        "expect": {"quote": "40件", "text": "40件"},
        "action": "withhold",
        "indicator": "litigation.lost",
        "reason": "the number is of the city",
        "source": "telephone, 3 June",
    }
    return str({"corrections": [{**says, **changes}]})


def room(stated: dict[str, Any] = STATED) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """figure, report and document of one report."""
    frame = notation.figures(stated)
    return frame, notation.reports(frame), notation.documents(frame)


def one(**changes: Any) -> list[Correction]:
    return corrections.parse(entry(**changes))


def test_withholding_keeps_a_figure_out_of_the_marts_and_says_who_said_so() -> None:
    figures, reports, documents = room()
    done = corrections.prepare(one(), figures, reports, documents)
    assert done.outcomes["outcome"].to_list() == ["applied"]
    assert quarantine.excluded_figures(done.issues).to_list() == done.outcomes["figure_id"].to_list()
    assert "telephone, 3 June" in done.issues["message"][0]
    assert done.added.is_empty()
    assert contracts.validate("issue", done.issues).ok
    assert contracts.validate("correction", done.outcomes).ok


def test_an_added_reading_stands_beside_the_first_at_the_same_place() -> None:
    figures, reports, documents = room()
    done = corrections.prepare(one(action="add_reading", indicator="litigation.won"), figures, reports, documents)
    added = done.added.row(0, named=True)
    first = figures.filter(pl.col("indicator") == "litigation.lost").row(0, named=True)
    same = ("start_offset", "end_offset", "text", "value", "quote", "report_id")
    assert {key: added[key] for key in same} == {key: first[key] for key in same}
    assert (added["ordinal"], added["rule"]) == (1, "correction:one-slip")
    assert contracts.validate("figure", pl.concat([figures, done.added])).ok


def test_accepting_an_issue_leaves_it_and_notes_why() -> None:
    figures, reports, documents = room()
    found = rules.check_reports(figures, reports)
    accept = one(action="accept", rule="outcome_within_base", indicator=None)
    noted, outcomes = corrections.review(accept, found, reports, documents)
    assert noted["review"].to_list() == ["the number is of the city (telephone, 3 June)"]
    assert noted.drop("review").equals(found.drop("review"))
    assert outcomes["outcome"].to_list() == ["applied"]
    assert outcomes["issue_id"].to_list() == found["issue_id"].to_list()


@pytest.mark.parametrize("action", ["withhold", "add_reading", "accept"])
def test_a_source_that_changed_stops_the_correction_and_is_said(action: str) -> None:
    figures, reports, documents = room({**STATED, "litigation.lost": 4})
    stale = one(action=action, rule="outcome_within_base")
    done = corrections.prepare(stale, figures, reports, documents)
    assert done.issues["rule"].to_list() == ["correction_out_of_date"]
    assert quarantine.excluded_figures(done.issues).is_empty()
    assert done.added.is_empty()
    outcomes = pl.concat([done.outcomes, corrections.review(stale, done.issues, reports, documents)[1]])
    assert outcomes["outcome"].to_list() == ["source_changed"]


def test_words_that_stand_twice_do_not_hold_the_guard() -> None:
    figures, reports, documents = room({"litigation.lost": 40, "litigation.won": 40})
    done = corrections.prepare(one(), figures, reports, documents)
    assert done.issues["rule"].to_list() == ["correction_out_of_date"]


def test_of_a_years_two_reports_the_words_tell_which_is_meant() -> None:
    figures, reports, documents = room()
    annual = pl.lit("annual").alias("occasion")
    other = reports.with_columns(annual, report_id=pl.lit("990101-2023-rule_of_law-r2"), document_id=pl.lit("f" * 64))
    both = pl.concat([other, reports.with_columns(pl.lit("new_congress").alias("occasion"))])
    texts = pl.concat([documents, pl.DataFrame({"document_id": ["f" * 64], "text": ["败诉4件。"]})])
    done = corrections.prepare(one(), figures, both, texts)
    assert done.outcomes["outcome"].to_list() == ["applied"]
    assert done.issues["report_id"].to_list() == figures["report_id"].unique().to_list()


def test_a_correction_of_a_report_that_is_not_there_does_nothing() -> None:
    figures, reports, documents = room()
    elsewhere = {"county_code": "990199", "year": 2023, "family": "rule_of_law"}
    done = corrections.prepare(one(report=elsewhere), figures, reports, documents)
    assert done.outcomes["outcome"].to_list() == ["no_report"]
    assert done.issues.is_empty()


def test_a_reading_that_is_there_already_is_not_added_twice() -> None:
    figures, reports, documents = room()
    done = corrections.prepare(one(action="add_reading"), figures, reports, documents)
    assert done.outcomes["outcome"].to_list() == ["nothing_to_do"]
    assert done.added.is_empty()


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"action": "overwrite"}, "action 'overwrite' is none of"),
        ({"expect": {"quote": "败诉", "text": "40件"}}, "exactly once"),
        ({"action": "accept"}, "accept needs rule"),
    ],
)
def test_a_correction_that_says_too_little_is_refused_by_name(change: dict[str, Any], what: str) -> None:
    with pytest.raises(RegistryError, match=f"'one-slip'.*{what}"):
        one(**change)


def test_a_correction_without_a_reason_is_refused() -> None:
    with pytest.raises(RegistryError, match="reason, source missing"):
        corrections.parse("corrections: [{id: a, report: {}, expect: {}, action: accept}]")


def test_the_shipped_corrections_can_be_read() -> None:
    assert isinstance(corrections.load(), tuple)
