"""The log of runs: a line for every run that ended, carried from release to release, and no part of the content."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
from invented_rooms import make_build

from contracts import registry
from contracts.validation import validate
from orchestration.jobs import note_failure
from orchestration.progress import Silent
from orchestration.resources import Workplace
from orchestration.run_log import STARTED_BY, append, history, record, started_by, summary
from orchestration.settings import Settings
from orchestration.tally import Tally
from warehouse.content import published_tables
from warehouse.query import run
from warehouse.release import publish
from warehouse.rooms import write_partition

NOON = datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data")


def row(
    settings: Settings, run_id: str = "a", outcome: str = "published", hour: int = 0, **more: Any
) -> dict[str, Any]:
    tally = Tally(NOON + timedelta(hours=hour), received=3, documents=24, read=3, extracted=2, years=(2023, 2024))
    ended = tally.started_at + timedelta(seconds=42)
    return record(settings, run_id, tally, outcome, {STARTED_BY: "command"}, now=ended, **more)


def test_a_row_says_when_what_how_many_how_long_and_by_which_version(settings: Settings) -> None:
    made = row(settings)
    assert (made["started_at"], made["seconds"], made["started_by"]) == ("2026-11-23 12:00:00", 42.0, "command")
    assert (made["documents_received"], made["years_computed"]) == (3, "[2023, 2024]")
    assert made["version"]
    assert len(made["commit"] or "0" * 40) == 40
    assert list(made) == [column.name for column in registry.columns("ops_run")]
    assert summary(made).startswith("published in 42.0 s by command: documents received 3, ")


def test_rows_of_a_damaged_room_are_not_known_and_stop_nothing(settings: Settings) -> None:
    part = write_partition(settings.rooms, "issue", 2024, registry.empty("issue"))
    assert (row(settings)["issues"], row(settings)["figures"]) == (0, 0)
    part.write_bytes(part.read_bytes()[:100])
    assert (row(settings)["issues"], row(settings)["figures"]) == (None, 0)


@pytest.mark.parametrize(
    ("tags", "who"),
    [
        ({STARTED_BY: "command"}, "command"),
        ({"dagster/schedule_name": "in_season"}, "schedule in_season"),
        ({"dagster/sensor_name": "inbox"}, "sensor inbox"),
        ({}, "ui"),
    ],
)
def test_who_started_a_run_is_told_from_its_tags(tags: dict[str, str], who: str) -> None:
    assert started_by(tags) == who


def test_a_line_cut_short_is_passed_over_and_the_next_one_is_whole(settings: Settings) -> None:
    settings.data.mkdir()
    append(settings, row(settings, "a"))
    with settings.run_log.open("a", encoding="utf-8") as log:
        log.write('{"run_id": "torn", "sta')
    append(settings, row(settings, "b", hour=1))
    assert [run["run_id"] for run in history(settings)] == ["a", "b"]


def test_the_release_carries_the_runs_that_led_to_it_and_gives_them_back_where_the_log_is_lost(
    settings: Settings,
) -> None:
    make_build(settings, indicators=2)
    failed = row(settings, "a", "failed", release_id=None, message="disk full")
    made = publish(settings, runs=[failed, row(settings, "b", hour=1)], now=NOON)
    said = run(settings, "select run_id, outcome, release_id, message from ops_run order by started_at").rows
    assert said == [("a", "failed", None, "disk full"), ("b", "published", made.release_id, None)]
    assert not settings.run_log.exists()
    assert [row["run_id"] for row in history(settings)] == ["a", "b"]


def test_runs_are_no_part_of_the_content_and_the_registry_says_why(settings: Settings) -> None:
    make_build(settings, indicators=2)
    without = publish(settings, now=NOON)
    make_build(settings, indicators=2)
    with_runs = publish(settings, runs=[row(settings)], now=NOON + timedelta(hours=1))
    assert without.content_hash == with_runs.content_hash
    left_out = {table.name: table.outside_content for table in registry.tables("published") if table.outside_content}
    assert left_out.keys() == {"release", "ops_run"}
    assert not left_out.keys() & set(published_tables())


def test_the_published_log_holds_its_contract(settings: Settings) -> None:
    import duckdb

    make_build(settings, indicators=2)
    publish(settings, runs=[row(settings)], now=NOON)
    with duckdb.connect(str(settings.database), read_only=True) as connection:
        frame = connection.execute("select * from ops_run").pl()
    assert validate("ops_run", frame).ok
    assert not validate("ops_run", frame.with_columns(outcome=frame["outcome"] + "?")).ok


def test_a_run_that_fails_is_noted_once_with_what_stopped_it(settings: Settings) -> None:
    settings.data.mkdir()

    @dg.asset
    def one(workplace: dg.ResourceParam[Workplace]) -> None:
        raise ValueError("no such county")

    @dg.asset
    def two(workplace: dg.ResourceParam[Workplace]) -> None:
        raise ValueError("another")

    job = dg.define_asset_job("job", executor_def=dg.in_process_executor, hooks={note_failure()})
    definitions = dg.Definitions([one, two], jobs=[job], resources={"workplace": Workplace(settings, Silent())})
    done = definitions.resolve_job_def("job").execute_in_process(raise_on_error=False)
    assert not done.success
    noted = history(settings)
    assert [(row["outcome"], row["run_id"]) for row in noted] == [("failed", done.run_id)]
    assert "no such county" in noted[0]["message"]
