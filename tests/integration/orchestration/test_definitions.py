"""The definitions as they are: a change of asset keys, jobs, schedules, sensors or checks is seen here first."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import takewhile
from pathlib import Path
from zoneinfo import ZoneInfo

import dagster as dg
import pytest
from dagster._utils.schedules import schedule_execution_time_iterator

from contracts import registry
from orchestration.archive_asset import unchanged_assets
from orchestration.checks import CHECKED
from orchestration.definitions import build_definitions, definitions_of_a_look
from orchestration.jobs import JOB, build_warehouse
from orchestration.news import Look, News
from orchestration.partitions import every_year, report_years
from orchestration.progress import Silent
from orchestration.receiving import Received
from orchestration.release_checks import ON
from orchestration.schedules import in_season
from orchestration.sections import Alerts, Freshness, Schedule, Watch
from orchestration.sensors import sensors
from orchestration.settings import Settings
from orchestration.writer import Turn
from warehouse.content import published_tables

ROOMS = [
    "archive", "county", "document", "family", "figure", "indicator", "issue", "issue_within_report", "number",
    "quarantine", "report", "rule_check",
]  # fmt: skip
PARTITIONED = {"figure", "issue_within_report", "number", "report"}


@pytest.fixture(scope="module")
def definitions(tmp_path_factory: pytest.TempPathFactory) -> dg.Definitions:
    settings = Settings(data=tmp_path_factory.mktemp("data"), last_year=2026)
    return build_definitions(settings)


def keys_of(definitions: dg.Definitions, group: str | None = None) -> set[str]:
    graph = definitions.resolve_asset_graph()
    wanted = (key for key in graph.materializable_asset_keys if group in (None, graph.get(key).group_name))
    return {key.to_user_string() for key in wanted}


def test_the_rooms_before_dbt_are_assets(definitions: dg.Definitions) -> None:
    before = [keys_of(definitions, group) for group in ("extract", "reference", "contracts")]
    assert sorted(set().union(*before)) == ROOMS


def test_every_published_table_is_an_asset(definitions: dg.Definitions) -> None:
    published = {table.name for table in registry.tables("published")}
    assert published <= keys_of(definitions)


def test_figures_and_issues_are_partitioned_by_report_year_in_single_runs(definitions: dg.Definitions) -> None:
    graph = definitions.resolve_asset_graph()
    partitioned = {key.to_user_string() for key in graph.materializable_asset_keys if graph.get(key).is_partitioned}
    assert partitioned == PARTITIONED
    for name in PARTITIONED:
        policy = graph.get(dg.AssetKey(name)).backfill_policy
        assert policy == dg.BackfillPolicy.single_run()


def test_a_new_year_is_a_partition_by_itself(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, first_year=2010)
    years = report_years(settings)
    for now, last in ((datetime(2026, 12, 31, 23, tzinfo=UTC), "2026"), (datetime(2027, 1, 1, 1, tzinfo=UTC), "2027")):
        assert years.get_partition_keys(current_time=now)[:: len(years.get_partition_keys(current_time=now)) - 1] == [
            "2010",
            last,
        ]
        assert every_year(settings, now) == {
            "dagster/asset_partition_range_start": "2010",
            "dagster/asset_partition_range_end": last,
        }


def test_every_table_has_a_contract_that_blocks_and_every_measure_a_bound_on_drift(definitions: dg.Definitions) -> None:
    graph = definitions.resolve_asset_graph()
    blocking = {
        (key.asset_key.to_user_string(), key.name)
        for key in graph.asset_check_keys
        if graph.get_check_spec(key).blocking
    }
    assert {(table, f"{table}_contract") for table in (*CHECKED, *published_tables())} <= blocking
    assert {(asset, f"drift_of_{measure}") for measure, asset in ON.items()} <= blocking
    assert ("number", "every_number_accounted_for") in blocking


def test_dbt_tests_are_asset_checks(definitions: dg.Definitions) -> None:
    checks = {key.name for key in definitions.resolve_asset_graph().asset_check_keys}
    assert any(name.startswith("not_null_fct_figure") for name in checks)
    assert any(name.startswith("unique_dim_report") for name in checks)


def test_there_is_one_job_over_all_assets_one_schedule_and_four_sensors(definitions: dg.Definitions) -> None:
    repository = definitions.get_repository_def()
    assert [job.name for job in repository.get_all_jobs() if not job.name.startswith("__")] == [JOB]
    assert [schedule.name for schedule in repository.schedule_defs] == ["in_season"]
    names = sorted(sensor.name for sensor in repository.sensor_defs)
    assert names == ["alert_on_failure", "freshness", "inbox", "registry"]
    selected = repository.get_job(JOB).asset_layer.executable_asset_keys
    assert {key.to_user_string() for key in selected} == keys_of(definitions)


def test_everything_that_runs_by_itself_is_off_until_the_settings_turn_it_on(tmp_path: Path) -> None:
    job = build_warehouse()
    on = Settings(
        data=tmp_path,
        schedule=Schedule(on=True),
        inbox_sensor=Watch(on=True),
        registry_sensor=Watch(on=True),
        freshness=Freshness(on=True),
        alerts=Alerts(on=True),
    )
    for settings, status in ((Settings(data=tmp_path), "STOPPED"), (on, "RUNNING")):
        everything = [in_season(settings, job), *sensors(settings, job)]
        assert {one.default_status.value for one in everything} == {status}


def test_the_schedule_is_daily_in_the_season_and_weekly_otherwise(tmp_path: Path) -> None:
    schedule = in_season(Settings(data=tmp_path), build_warehouse())
    china = ZoneInfo("Asia/Shanghai")
    start = datetime(2027, 1, 1, tzinfo=china)
    ticks = schedule_execution_time_iterator(
        start.timestamp(), schedule.cron_schedule, schedule.execution_timezone, ascending=True
    )
    year = list(takewhile(lambda tick: tick < datetime(2028, 1, 1, tzinfo=china), ticks))
    season = [tick for tick in year if tick.month <= 4]
    assert len(season) == 31 + 28 + 31 + 30
    assert {tick.weekday() for tick in year if tick.month > 4} == {0}
    assert len(year) - len(season) == 35
    assert {tick.hour for tick in year} == {6}


def test_a_changed_registry_asks_for_a_run_that_fetches(tmp_path: Path) -> None:
    (tmp_path / "registry.csv").write_text("county_code,year,family,source,notes\n", encoding="utf-8")
    sensor = next(one for one in sensors(Settings(data=tmp_path), build_warehouse()) if one.name == "registry")
    cursor, asked = None, []
    with dg.DagsterInstance.ephemeral() as instance:
        for _ in range(3):
            tick = sensor.evaluate_tick(dg.build_sensor_context(instance=instance, cursor=cursor))
            cursor = tick.cursor
            asked.append([request.run_config for request in tick.run_requests or []])
    fetching = {"ops": {"archive": {"config": {"fetch": True}}}}
    assert asked == [[], [fetching], []]


def test_the_release_waits_for_every_asset_so_that_any_check_can_block_it(definitions: dg.Definitions) -> None:
    parents = {
        key.to_user_string() for key in definitions.resolve_asset_graph().get(dg.AssetKey("release")).parent_keys
    }
    assert parents == keys_of(definitions) - {"release", "ops_run"}


def test_the_schedule_and_the_sensor_ask_for_every_year(definitions: dg.Definitions, tmp_path: Path) -> None:
    with dg.DagsterInstance.ephemeral() as instance:
        schedule = definitions.get_schedule_def("in_season")
        asked = schedule.evaluate_tick(dg.build_schedule_context(instance)).run_requests or []
    assert [request.tags.get("dagster/asset_partition_range_end") for request in asked] == ["2026"]


def test_every_asset_has_a_description_an_owner_a_group_and_kinds(definitions: dg.Definitions) -> None:
    graph = definitions.resolve_asset_graph()
    for key in graph.materializable_asset_keys:
        node = graph.get(key)
        assert node.description, key
        assert node.owners == ["team:xianjian"], key
        assert node.group_name not in (None, "default"), key
        assert node.kinds, key


def test_every_table_says_its_columns_in_the_catalogue_of_assets(definitions: dg.Definitions) -> None:
    graph = definitions.resolve_asset_graph()
    for table in registry.tables():
        if not graph.has(dg.AssetKey(table.name)) or table.name == "population":
            continue
        schema = graph.get(dg.AssetKey(table.name)).metadata["dagster/column_schema"]
        assert {column.name.lower() for column in schema.columns} == {column.name for column in table.columns}


def test_what_is_noted_as_unchanged_are_assets(definitions: dg.Definitions) -> None:
    assert set(unchanged_assets()) <= keys_of(definitions)


def test_a_run_that_finds_nothing_new_is_the_same_job_with_its_first_asset_alone(tmp_path: Path) -> None:
    nothing = Look(Received(tmp_path), News(None, (), {}))
    settings = Settings(data=tmp_path / "data")
    looked = definitions_of_a_look(settings, nothing, Silent(), Turn("a run")).resolve_job_def(JOB).execute_in_process()
    assert looked.success
    assert looked.get_asset_materialization_events() == []
    observed = {
        event.asset_observation_data.asset_observation.asset_key for event in looked.get_asset_observation_events()
    }
    assert {key.to_user_string() for key in observed} == {"archive", *unchanged_assets()}
