"""What the rules must not object to: cases from the manner of real reports in which nothing is contradicted."""

from __future__ import annotations

from typing import Any

import invented_figures as notation
import polars as pl
import pytest

from contracts import registry, rules

CASES = "enforcement.cases_total"


def part(value: object, whole: str, **more: Any) -> dict[str, Any]:
    return {"value": value, "part_of": whole, **more}


def found(stated: dict[str, Any]) -> list[str]:
    """Rules that object to the figures, over all levels."""
    frame = notation.figures(stated)
    catalogue, reports = notation.indicators(frame), notation.reports(frame)
    levels = ("figure", "report", "panel", "peers")
    return [rule for level in levels for rule in rules.run(level, frame, reports, catalogue).issues["rule"]]


NOTHING_WRONG: dict[str, dict[str, Any]] = {
    "an open list stays far below its whole": {
        CASES: 1000,
        "enforcement.penalties": part(300, CASES),
        "enforcement.coercion": part(20, CASES),
    },
    "two parts that leave out a few of the rest": {
        "reconsideration.concluded": 100,
        "reconsideration.upheld": part(60, "reconsideration.concluded"),
        "reconsideration.rejected": part(30, "reconsideration.concluded"),
    },
    "one part alone is no breakdown": {CASES: 1000, "enforcement.penalties": part(999, CASES)},
    "a part that is only approximate": {
        CASES: 1000,
        "enforcement.licences": part(700, CASES),
        "enforcement.penalties": part(250, CASES),
        "enforcement.coercion": part(40, CASES, approximate=True),
    },
    "a whole that is only approximate": {
        CASES: {"value": 1000, "approximate": True},
        "enforcement.licences": part(700, CASES),
        "enforcement.penalties": part(350, CASES),
    },
    "scaled numbers within their rounding": {
        CASES: {"value": 44600, "resolution": 100.0},
        "enforcement.licences": part(30000, CASES),
        "enforcement.penalties": part(14623, CASES),
    },
    "cases settled are counted again under terminated": {
        "reconsideration.concluded": 81,
        "reconsideration.upheld": part(40, "reconsideration.concluded"),
        "reconsideration.rejected": part(20, "reconsideration.concluded"),
        "reconsideration.terminated": part(21, "reconsideration.concluded"),
        "reconsideration.mediated": part(18, "reconsideration.concluded"),
    },
    "cases settled are counted beside terminated": {
        "reconsideration.concluded": 99,
        "reconsideration.upheld": part(40, "reconsideration.concluded"),
        "reconsideration.rejected": part(20, "reconsideration.concluded"),
        "reconsideration.terminated": part(21, "reconsideration.concluded"),
        "reconsideration.mediated": part(18, "reconsideration.concluded"),
    },
    "a department's share is counted in another unit": {
        CASES: 10,
        "enforcement.fines_amount": part(3500000, CASES),
    },
    "a rate cut off instead of rounded": {
        "mediation.cases": 10000,
        "mediation.succeeded": 9996,
        "mediation.success_rate": "99.9",
    },
    "a rate from another legitimate base": {
        "litigation.concluded": 18,
        "litigation.cases_total": 20,
        "litigation.lost": 4,
        "litigation.loss_rate": "20",
    },
    "a loss rate without the cases concluded": {
        "litigation.first_instance": 18,
        "litigation.lost": 4,
        "litigation.loss_rate": "33.33",
    },
    "an appearance rate has no stated base": {
        "litigation.concluded": 18,
        "litigation.leader_appearances": 11,
        "litigation.leader_appearance_rate": "100",
    },
    "a rate that counts only what fell due": {
        "reconsideration.accepted": 80,
        "reconsideration.concluded": 72,
        "reconsideration.conclusion_rate": {"value": "100", "quote": "按期办结率100%", "quote_back": 5},
    },
    "more on top than below: the counts speak of different things": {
        "rulemaking.documents_issued": 6,
        "rulemaking.documents_filed": 8,
        "rulemaking.filing_rate": "100",
    },
    "a rate far from its counts": {
        "litigation.concluded": {"value": 18},
        "litigation.lost": 4,
        "litigation.loss_rate": {"value": "10.2", "start_offset": 5000, "end_offset": 5005, "quote_start": 5000},
    },
    "more closed than accepted where what was carried in is not stated": {
        "reconsideration.accepted": 80,
        "reconsideration.concluded": 85,
    },
    "petitions of an earlier year resolved": {"mediation.petitions_received": 80, "mediation.petitions_resolved": 85},
    "more licences than enforcement cases": {CASES: 500, "enforcement.licences": 70000},
    "a target is no statement about the year": {
        "litigation.concluded": 18,
        "litigation.lost": 4,
        "litigation.loss_rate": {"value": "8", "status": "target"},
    },
    "a part's rate is no rate of the county": {
        "litigation.concluded": 18,
        "litigation.lost": 4,
        "litigation.loss_rate": {"value": "50", "scope": "县公安局"},
    },
    "gross product grows in real terms": {
        "economy.gdp@2022": 1000000000,
        "economy.gdp@2023": 1030000000,
        "economy.gdp:growth@2023": "5.5",
        "economy.gdp:prior@2023": 1000000000,
    },
    "a growth that small revisions of the base explain": {
        "enforcement.penalties@2022": 1000,
        "enforcement.penalties@2023": 1100,
        "enforcement.penalties:growth@2023": "10.8",
    },
    "a zero grows by nothing that could be stated": {
        "litigation.lost@2022": 0,
        "litigation.lost@2023": 4,
        "litigation.lost:change@2023": 4,
    },
    "a small number that multiplies is no jump": {"legal_aid.criminal@2022": 2, "legal_aid.criminal@2023": 40},
    "a first year has nothing to be compared with": {"reconsideration.carried_in": 5, "legal_aid.cases:prior": 90},
    "a gap of a year is not compared": {"legal_aid.cases@2021": 50, "legal_aid.cases:prior@2023": 90},
    "a change of a rate may be negative and a growth beyond a hundred": {
        "litigation.loss_rate:change": {"value": "-2.05", "unit": "个百分点"},
        "publicity.campaigns:growth": "120",
    },
}


@pytest.mark.parametrize("case", sorted(NOTHING_WRONG))
def test_no_rule_objects_to(case: str) -> None:
    assert found(NOTHING_WRONG[case]) == []


WRONG: dict[str, tuple[str, dict[str, Any]]] = {
    "parts above their whole by much": (
        "parts_sum_to_whole",
        {CASES: 1000, "enforcement.licences": part(900, CASES), "enforcement.penalties": part(300, CASES)},
    ),
    "an unnamed part of the list is counted": (
        "parts_sum_to_whole",
        {
            "reconsideration.concluded": 66,
            "reconsideration.upheld": part(31, "reconsideration.concluded"),
            "reconsideration.rejected": part(9, "reconsideration.concluded"),
            "reconsideration.confirmed_illegal": part(18, "reconsideration.concluded"),
            "reconsideration.other": part(6, "reconsideration.concluded"),
        },
    ),
    "cases settled fit neither under nor beside terminated": (
        "parts_sum_to_whole",
        {
            "reconsideration.concluded": 70,
            "reconsideration.upheld": part(40, "reconsideration.concluded"),
            "reconsideration.rejected": part(20, "reconsideration.concluded"),
            "reconsideration.terminated": part(21, "reconsideration.concluded"),
            "reconsideration.mediated": part(18, "reconsideration.concluded"),
        },
    ),
}


def test_a_list_above_its_whole_is_a_contradiction_however_far() -> None:
    assert found(WRONG["parts above their whole by much"][1]) == ["parts_sum_to_whole"]


def test_a_list_with_overlapping_parts_contradicts_its_whole_only_both_ways() -> None:
    assert found(WRONG["cases settled fit neither under nor beside terminated"][1]) == ["parts_sum_to_whole"]


def test_a_part_of_no_indicator_counts_towards_its_list() -> None:
    frame = notation.figures(WRONG["an unnamed part of the list is counted"][1])
    unnamed = frame.with_columns(
        indicator=pl.when(pl.col("indicator") == "reconsideration.other").then(None).otherwise("indicator")
    )
    issues = rules.check_reports(unnamed, indicators=notation.indicators(frame))
    assert issues["expected"].to_list() == [64.0]


def test_two_statements_of_a_count_excuse_a_rate_that_fits_one_of_them() -> None:
    frame = notation.figures({"litigation.concluded": 18, "litigation.lost": 4, "litigation.loss_rate": "22.22"})
    again = frame.filter(pl.col("indicator") == "litigation.lost").with_columns(
        value=pl.lit(5.0), figure_id=pl.lit("again"), start_offset=pl.col("start_offset") + 90
    )
    assert rules.check_reports(pl.concat([frame, again])).is_empty()


def test_a_superseded_revision_is_not_compared_over_years() -> None:
    frame = notation.figures({"reconsideration.pending@2022": 5, "reconsideration.carried_in@2023": 15})
    reports = notation.reports(frame)
    assert rules.check_panel(frame, reports)["rule"].to_list() == ["carried_in_equals_pending"]
    superseded = reports.with_columns(is_current=pl.col("report_year") == 2023)
    assert rules.check_panel(frame, superseded).is_empty()


def test_an_issue_keeps_its_id_when_figures_come_in_another_order() -> None:
    frame = notation.figures({"litigation.concluded": 18, "litigation.lost": 40, "legal_aid.cases": 5})
    issues, again = (rules.check_reports(some) for some in (frame, frame.reverse()))
    assert issues.equals(again)
    assert issues.height == 1


def test_the_same_figures_give_one_issue_even_if_two_rules_object() -> None:
    stated = {"litigation.concluded": 18, "litigation.lost": part(40, "litigation.concluded")}
    assert len(found(stated)) == 1


CROWD = {"publicity.campaigns": {"counties": 10, "years": [2021, 2022, 2023], "value": 400}}


def objections(stated: dict[str, Any], fill: dict[str, Any] | None = None) -> list[tuple[str, int]]:
    """Rule and year of what the panel rules object to."""
    frame = notation.figures(stated, fill)
    issues = rules.check_panel(frame, notation.reports(frame), notation.indicators(frame))
    return list(issues.select("rule", "report_year").iter_rows())


def test_the_way_back_from_a_jump_is_no_second_jump() -> None:
    spike = {"publicity.campaigns@2021": 400, "publicity.campaigns@2022": 9000, "publicity.campaigns@2023": 420}
    assert objections(spike, CROWD) == [("jump", 2022)]


def test_a_level_that_stays_up_jumped_once() -> None:
    lasting = {"publicity.campaigns@2021": 400, "publicity.campaigns@2022": 9000, "publicity.campaigns@2023": 9500}
    assert objections(lasting, CROWD) == [("jump", 2022)]


def test_a_slip_of_unit_is_no_jump_as_well() -> None:
    slip = {"publicity.campaigns@2021": 400, "publicity.campaigns@2022": 4100000, "publicity.campaigns@2023": 420}
    assert objections(slip, CROWD) == [("unit_slip", 2022)]


def test_of_two_years_the_later_one_is_asked_about() -> None:
    two = {"enforcement.fines_amount@2022": 2000000, "enforcement.fines_amount@2023": 210}
    assert objections(two) == [("unit_slip", 2023)]


def county(code: str, valid_from: int, valid_to: int | None, continues_as: str) -> dict[str, Any]:
    names = {"name": code, "short_name": code, "kind": "县", "province_code": "990000", "province_name": "甲省"}
    span = {"code": code, "valid_from": valid_from, "valid_to": valid_to, "continues_as": continues_as}
    return {"county_key": f"{code}-{valid_from}", **names, **span, "invented": True}


def followed(*counties: dict[str, Any]) -> list[str]:
    """What is objected to where 990101 left 5 cases pending in 2022 and 990102 carried in 15 in 2023."""
    frame = notation.figures({"reconsideration.pending@2022#990101": 5, "reconsideration.carried_in@2023#990102": 15})
    table = pl.DataFrame(counties, schema=registry.polars_schema("county"))
    return rules.check_panel(frame, counties=table)["rule"].to_list()


def test_a_county_is_followed_through_a_new_code() -> None:
    recoded = county("990101", 2000, 2023, "990102"), county("990102", 2023, None, "990102")
    assert followed(*recoded) == ["carried_in_equals_pending"]


def test_a_county_is_not_compared_across_a_merger() -> None:
    merged = county("990101", 2000, 2023, "990102"), county("990102", 2000, None, "990102")
    assert followed(*merged) == []


def test_a_figure_kept_out_is_no_witness_against_others() -> None:
    frame = notation.figures({"litigation.concluded": 18, "litigation.lost": 40})
    lost = frame.filter(pl.col("indicator") == "litigation.lost")["figure_id"]
    assert rules.check_reports(frame)["rule"].to_list() == ["outcome_within_base"]
    assert rules.check_reports(frame, excluded=lost).is_empty()


def test_a_rule_says_a_contradiction_once_with_the_fewest_figures() -> None:
    stated = {"reconsideration.accepted": 88, "reconsideration.carried_in": 5}
    outcome = {"reconsideration.concluded": 98, "reconsideration.pending": 2}
    assert found({**stated, **outcome}) == ["closed_within_received"]


def test_no_figures_give_no_issues_and_no_failure() -> None:
    empty = notation.figures({"legal_aid.cases": 1}).clear()
    for level in ("figure", "report", "panel", "peers"):
        assert rules.run(level, empty).issues.is_empty()
