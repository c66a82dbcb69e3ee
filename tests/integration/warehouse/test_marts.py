"""What the marts say of four invented years; each rule alone is tried by dbt's unit tests."""

from __future__ import annotations

from typing import Any

import pytest

from orchestration.settings import Settings
from warehouse.query import run


def one(settings: Settings, sql: str) -> tuple[Any, ...]:
    rows = run(settings, sql).rows
    assert len(rows) == 1
    return rows[0]


def test_a_correction_gives_the_observation_and_the_first_version_stays(published: Settings) -> None:
    chosen = one(
        published,
        "select value, choice, conflict, statements from fct_observation "
        "where observation_id = '990222|2024|enforcement.penalties|level|actual'",
    )
    assert chosen == (666.0, "current_revision", False, 1)
    others = run(
        published,
        "select value, why from fct_observation_statement "
        "where observation_id = '990222|2024|enforcement.penalties|level|actual' order by preference",
    ).rows
    assert others == [(666.0, "chosen"), (640.0, "earlier_revision")]
    assert one(published, "select count(*) from fct_figure where report_id = '990222-2024-rule_of_law-r1'")[0] == 9


def test_a_report_that_contradicts_itself_keeps_both_figures(published: Settings) -> None:
    chosen = one(
        published,
        "select value, conflict, distinct_values, issue_count from fct_observation "
        "where observation_id = '990101|2024|mediation.cases|level|actual'",
    )
    assert chosen == (520.0, True, 2, 1)
    assert len(run(published, "from fct_figure where indicator = 'mediation.cases' and issue_count = 1").rows) == 3


def test_what_an_error_keeps_out_is_a_figure_but_no_observation(published: Settings) -> None:
    assert one(published, "select is_excluded from fct_figure where value = -5") == (True,)
    assert run(published, "from fct_observation where value = -5").rows == []
    assert one(published, "select severity from mart_quality_issue where rule = 'value_in_range'") == ("error",)


def test_a_year_without_a_report_is_filled_only_by_what_a_later_report_states(published: Settings) -> None:
    value = one(
        published,
        "select value, stated_in_year from fct_observation where county_code = '990222' and year = 2023",
    )
    assert value == (640.0, 2024)
    state = one(
        published, "select received, timeliness from mart_coverage where county_code = '990222' and year = 2023"
    )
    assert state == (False, "missing")


def test_merged_counties_are_one_line_and_say_so(published: Settings) -> None:
    rows = run(
        published,
        "select year, value, county_codes, break_division, break_note from mart_cross_year "
        "where county_code = '990102' and indicator = 'enforcement.penalties' order by year",
    ).rows
    assert rows[:2] == [(2021, 520.0, "990102+990103", False, None), (2022, 540.0, "990102+990103", False, None)]
    assert rows[2] == (2023, 230.0, "990102", True, "2023 merged 990103 旧港区 → 990102 白鹭区")
    rates = run(
        published,
        "select year from mart_cross_year where county_code = '990102' and indicator = 'litigation.loss_rate'",
    ).rows
    assert sorted(rates) == [(2023,), (2024,)]


def test_ranks_stand_under_the_code_of_the_year(published: Settings) -> None:
    rows = run(
        published,
        "select county_code, rank_nation, counties_prefecture, per_10k, population_kind from mart_cross_county "
        "where indicator = 'enforcement.fines_amount' and year = 2024 order by rank_nation",
    ).rows
    assert rows == [
        ("990281", 1, 1, None, None),
        ("990102", 2, 2, 10000 * 2400000 / 80000, "registered"),
        ("990101", 3, 2, 10000 * 1400000 / 50000, "resident"),
    ]


def test_the_scorecard_leaves_open_what_was_not_stated(published: Settings) -> None:
    row = one(
        published,
        "select enforcement_penalties, litigation_lost, mediation_cases, economy_gdp from mart_scorecard "
        "where county_code = '990101' and year = 2024",
    )
    assert row == (140.0, 5.0, 520.0, None)


@pytest.mark.parametrize(
    ("county", "year", "expected"), [("990101", 2022, ("late", 9)), ("990222", 2024, ("on_time", 0))]
)
def test_lateness_is_judged_by_the_first_publication(
    published: Settings, county: str, year: int, expected: tuple[str, int]
) -> None:
    sql = f"select timeliness, days_late from mart_coverage where county_code = '{county}' and year = {year}"
    assert one(published, sql) == expected
