"""Dagster's own storage: it is made whole or not at all, and nothing in it is lost by opening it again."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.definitions.asset_checks.asset_check_evaluation import AssetCheckEvaluationPlanned

from orchestration.instance import close_cut_short, open_instance, prepare_home
from orchestration.settings import Settings, SettingsError
from orchestration.writer import Turn


def test_opening_again_keeps_what_was_written(tmp_path: Path) -> None:
    with open_instance(Settings(data=tmp_path)) as instance:
        run = started(instance)
        instance.report_engine_event("kept", run)
    with open_instance(Settings(data=tmp_path)) as instance:
        assert [record.event_log_entry.user_message for record in instance.get_records_for_run(run.run_id).records]


def test_an_event_that_cannot_be_stored_whole_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_instance(Settings(data=tmp_path)) as instance:
        run = started(instance)
        log = instance.event_log_storage
        monkeypatch.setattr(log, "store_asset_check_event", broken)
        with pytest.raises(OSError, match="no room"):
            instance.report_dagster_event(planned_check(run), run.run_id)
        assert not instance.get_records_for_run(run.run_id).records
        monkeypatch.undo()
        instance.report_dagster_event(planned_check(run), run.run_id)
        assert len(instance.get_records_for_run(run.run_id).records) == 1


def test_another_process_reads_events_while_the_log_is_open_and_is_told_of_new_ones(tmp_path: Path) -> None:
    told = threading.Event()
    with open_instance(Settings(data=tmp_path)) as writer, open_instance(Settings(data=tmp_path)) as reader:
        run = started(writer)
        reader.watch_event_logs(run.run_id, None, lambda entry, cursor: told.set())
        writer.report_engine_event("seen", run)
        assert told.wait(timeout=60)
        assert reader.get_records_for_run(run.run_id).records


def test_a_run_whose_process_was_killed_is_closed_by_the_next(tmp_path: Path) -> None:
    with open_instance(Settings(data=tmp_path)) as instance:
        run = started(instance)
        close_cut_short(instance, Turn("next", cut_short=run.run_id))
        closed = instance.get_run_by_id(run.run_id)
        assert closed is not None
        assert closed.status.value == "FAILURE"
        close_cut_short(instance, Turn("next", cut_short="of another instance"))


@pytest.mark.parametrize("left", [b"", b"half a database", None])
def test_an_event_log_whose_making_was_cut_short_is_made_again(tmp_path: Path, left: bytes | None) -> None:
    history = tmp_path / "dagster" / "history"
    history.mkdir(parents=True)
    if left is None:
        with closing(sqlite3.connect(history / "event_log.db")) as connection:
            connection.execute("create table event_logs (id integer)")
    else:
        (history / "event_log.db").write_bytes(left)
    with open_instance(Settings(data=tmp_path)) as instance:
        run = started(instance)
        assert instance.get_run_by_id(run.run_id) is not None
        assert instance.get_records_for_run(run.run_id).records == []
    assert len(list(history.glob("damaged-*"))) == (1 if left else 0)


def test_a_configuration_that_somebody_changed_is_left_alone_and_ours_follows_the_settings(tmp_path: Path) -> None:
    file = prepare_home(Settings(data=tmp_path)) / "dagster.yaml"
    assert "Sqlite" in file.read_text(encoding="utf-8")
    prepare_home(Settings(data=tmp_path, event_log="postgresql://u:secret@127.0.0.1/x"))
    assert "Sqlite" not in file.read_text(encoding="utf-8")
    assert "secret" not in file.read_text(encoding="utf-8")
    file.write_text("telemetry:\n  enabled: true\n", encoding="utf-8")
    prepare_home(Settings(data=tmp_path))
    assert file.read_text(encoding="utf-8") == "telemetry:\n  enabled: true\n"


def test_an_event_log_that_is_no_address_of_postgresql_is_refused_without_showing_it(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="event_log") as caught:
        Settings.from_environment({"XIANJIAN_EVENT_LOG": "mysql://u:secret@h/x"}, data=tmp_path)
    assert "secret" not in str(caught.value)


def started(instance):  # type: ignore[no-untyped-def]
    """A run that has begun, as Dagster would note it."""
    from dagster._core.test_utils import create_run_for_test

    return create_run_for_test(instance, job_name="build_warehouse", status=dg.DagsterRunStatus.STARTED)


def planned_check(run: dg.DagsterRun) -> dg.DagsterEvent:
    return dg.DagsterEvent(
        event_type_value=dg.DagsterEventType.ASSET_CHECK_EVALUATION_PLANNED.value,
        job_name=run.job_name,
        event_specific_data=AssetCheckEvaluationPlanned(asset_key=dg.AssetKey("figure"), check_name="figure_contract"),
    )


def broken(*_: object) -> None:
    raise OSError("no room")
