"""Checks between dbt and the release: each contract and each measure of drift turns red when it is broken."""

from __future__ import annotations

from pathlib import Path

import dagster as dg
import duckdb
import pytest
from invented_rooms import make_build

from contracts.drift import load
from orchestration import release_checks
from orchestration.release_checks import ON, drift_result, validate_built
from orchestration.settings import Settings
from warehouse.content import published_tables
from warehouse.drift import MEASURES, Drift, measure
from warehouse.failing_rows import failing_rows
from warehouse.release import publish

DOCUMENT = "a" * 64


@pytest.fixture
def built(tmp_path: Path) -> Settings:
    settings = Settings(data=tmp_path / "data")
    make_build(settings, indicators=40)
    run(settings, f"insert into dim_report by name select 'r' as report_id, '{DOCUMENT}' as document_id, 2024 as year")
    run(
        settings,
        "insert into fct_figure by name select 'f' || n as figure_id, 2024 as year, 'r' as report_id, "
        f"'{DOCUMENT}' as document_id, 'a.b' as indicator from range(400) t (n)",
    )
    return settings


def run(settings: Settings, sql: str) -> None:
    with duckdb.connect(str(settings.build_database)) as connection:
        connection.execute(sql)


def test_every_measure_has_a_bound_and_a_check() -> None:
    assert set(MEASURES) == set(load()) == set(ON)


def test_before_the_first_release_there_is_nothing_to_drift_from(built: Settings) -> None:
    assert measure(built, [DOCUMENT]) == []
    assert drift_result(load()["figures"], None, "fct_figure").passed


def test_a_release_that_loses_figures_of_the_same_documents_is_stopped(built: Settings) -> None:
    publish(built)
    run(built, "delete from fct_figure where figure_id < 'f5'")
    found = {drift.measure: drift for drift in measure(built, [DOCUMENT])}
    assert found["figures"] == Drift("figures", 400, 400 - 345)
    result = drift_result(load()["figures"], found["figures"], "fct_figure")
    assert (result.passed, result.severity) == (False, dg.AssetCheckSeverity.ERROR)
    assert "blocks" in (result.description or "")
    assert drift_result(load()["reports"], found["reports"], "dim_report").passed


def test_figures_that_become_many_more_are_published_with_a_warning(built: Settings) -> None:
    publish(built)
    run(built, "insert into fct_figure by name select * replace (figure_id || 'x' as figure_id) from fct_figure")
    found = {drift.measure: drift for drift in measure(built, [DOCUMENT])}
    result = drift_result(load()["figures"], found["figures"], "fct_figure")
    assert (result.passed, result.severity) == (False, dg.AssetCheckSeverity.WARN)


def test_documents_that_were_taken_away_are_no_drift(built: Settings) -> None:
    publish(built)
    run(built, "delete from fct_figure")
    run(built, "delete from dim_report")
    found = {drift.measure: drift for drift in measure(built, [])}
    assert (found["figures"].then, found["figures"].now) == (0, 0)


def test_a_release_that_cannot_be_read_is_none_to_compare_with(built: Settings) -> None:
    made = publish(built)
    made.database.chmod(0o644)
    made.database.write_bytes(b"no database")
    assert measure(built, [DOCUMENT]) == []


@pytest.mark.parametrize("table", published_tables())
def test_an_empty_table_holds_its_contract(tmp_path: Path, table: str) -> None:
    settings = Settings(data=tmp_path / "data")
    make_build(settings, indicators=0)
    assert validate_built(settings, table).ok


def test_a_built_table_that_breaks_its_contract_is_seen_with_the_failing_cells(built: Settings) -> None:
    run(built, "update dim_indicator set kind = 'guess' where indicator in ('a.i1', 'a.i2')")
    outcome = validate_built(built, "dim_indicator")
    assert not outcome.ok
    assert set(outcome.failures["found"]) == {"guess"}


def test_the_years_of_a_large_table_are_validated_by_themselves_and_added_up(
    built: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(release_checks, "AT_ONCE", 10)
    run(built, "update fct_figure set year = 2023 where figure_id = 'f1'")
    outcome = validate_built(built, "fct_figure")
    assert outcome.rows == 400
    assert outcome.failure_count > 0
    assert outcome.failures.height <= 20


def test_rows_that_fail_a_test_are_shown_and_no_more_than_twenty(built: Settings) -> None:
    with duckdb.connect(str(built.build / "staging.duckdb")) as connection:
        connection.execute("create table stg as select 1 as n")
    sql = 'select figure_id, n from "xianjian"."main"."fct_figure", "staging"."main"."stg"'
    rows = failing_rows(built, sql)
    assert len(rows) == 20
    assert rows[0]["n"] == 1
    assert failing_rows(built, "select nothing") == []
