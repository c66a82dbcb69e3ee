"""Rooms that are right but unusual: two families, an old and a new code in one year, a county that no table knows."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from invented_rooms import four_years

from orchestration.settings import Settings
from warehouse import build, release
from warehouse.query import run
from warehouse.rooms import read_table, write_partition


@pytest.fixture(scope="module")
def unusual(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The invented years with all of that added."""
    settings = Settings(data=tmp_path_factory.mktemp("unusual") / "data")
    rooms = four_years()
    work_report = rooms.report("990101", 2021, family="work_report")
    rooms.figure(work_report, "enforcement.penalties", 777.0)
    rooms.figure(work_report, "mediation.cases", 55.0)
    old_code = rooms.report("990221", 2022)
    rooms.figure(old_code, "enforcement.penalties", 999.0)
    rooms.figure(old_code, "mediation.cases", 12.0)
    rooms.figure(rooms.report("123456", 2022), "enforcement.penalties", 5.0)
    rooms.write(settings.rooms)
    catalogue = read_table(settings.rooms, "indicator")
    both = pl.concat([catalogue, catalogue.with_columns(pl.lit("work_report").alias("family"))])
    write_partition(settings.rooms, "indicator", None, both)
    build.build(settings)
    release.publish(settings)
    return settings


def rows(settings: Settings, sql: str) -> list[tuple[Any, ...]]:
    return run(settings, sql).rows


def test_two_families_give_one_observation_and_the_first_by_name_goes_first(unusual: Settings) -> None:
    found = rows(
        unusual,
        "select indicator, family, value, statements, conflict from fct_observation "
        "where county_code = '990101' and year = 2021 and status = 'actual' "
        "and indicator in ('enforcement.penalties', 'mediation.cases') order by indicator",
    )
    assert found == [
        ("enforcement.penalties", "rule_of_law", 110.0, 2, True),
        ("mediation.cases", "work_report", 55.0, 1, False),
    ]


def test_a_family_without_a_statutory_deadline_is_never_late(unusual: Settings) -> None:
    found = rows(unusual, "select timeliness, deadline, days_late from mart_coverage where family = 'work_report'")
    assert found == [("no_deadline", None, None)]


def test_in_the_year_of_a_recode_the_new_code_s_report_goes_before_the_old_one_s(unusual: Settings) -> None:
    found = rows(
        unusual,
        "select indicator, value, county_codes from mart_cross_year where county_code = '990281' and year = 2022 "
        "and indicator in ('enforcement.penalties', 'mediation.cases') order by indicator",
    )
    assert found == [("enforcement.penalties", 520.0, "990281"), ("mediation.cases", 12.0, "990221")]


def test_a_county_that_no_table_knows_is_published_and_ranked_in_the_nation_only(unusual: Settings) -> None:
    found = rows(
        unusual,
        "select rank_nation, counties_nation, province_code, rank_province from mart_cross_county "
        "where county_code = '123456'",
    )
    assert found == [(7, 7, None, None)]
    covered = rows(unusual, "select expected, received, county_name from mart_coverage where county_code = '123456'")
    assert covered == [(False, True, None)]
