"""Dagster's own storage under the data folder, so that every run is there to be seen."""

from __future__ import annotations

import fcntl
import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.settings import EVENT_LOG_VARIABLE, Settings
from orchestration.writer import Turn
from warehouse.durable import write_text

if TYPE_CHECKING:
    import dagster as dg

# One run at a time: every asset is in one pool (`orchestration.jobs.POOL`), for which whole runs wait.
HEAD = """\
telemetry:
  enabled: false
nux:
  enabled: false
concurrency:
  pools:
    granularity: run
    default_limit: 1
"""
# All events in one SQLite file that stays open: the default, a file a run and a common index, writes every event twice
# and makes a run of this size some 4 seconds longer, and opening the file for every event 7 more.
SQLITE = """\
run_storage:
  module: dagster._core.storage.runs
  class: SqliteRunStorage
  config:
    base_dir: "{home}/history"
event_log_storage:
  module: orchestration.event_log
  class: KeptSqliteEventLog
  config:
    base_dir: "{home}/history"
schedule_storage:
  module: dagster._core.storage.schedules
  class: SqliteScheduleStorage
  config:
    base_dir: "{home}/schedules"
"""
# The address may hold a password, so the file names only where it stands.
POSTGRES = f"""\
storage:
  postgres:
    postgres_url:
      env: {EVENT_LOG_VARIABLE}
"""
DRIVER = "postgresql+psycopg2"
EVENT_LOG, INDEXES = "event_log.db", "secondary_indexes"
OURS = "# Written by Xianjian from its settings; once somebody changes this file, it is left alone. Checksum "


def prepare_home(settings: Settings) -> Path:
    """Make Dagster's home with its configuration; one that a person has changed is left alone."""
    settings.dagster_home.mkdir(parents=True, exist_ok=True)
    configuration = settings.dagster_home / "dagster.yaml"
    storage = POSTGRES if settings.event_log else SQLITE
    home = json.dumps(str(settings.dagster_home))[1:-1]
    wanted = _signed(HEAD + storage.replace("{home}", home))
    there = configuration.read_text("utf-8") if configuration.exists() else ""
    if there != wanted and (not there or there == _signed(there.partition("\n")[2])):
        write_text(configuration, wanted)
    return settings.dagster_home


def _signed(configuration: str) -> str:
    return f"{OURS}{hashlib.sha256(configuration.encode()).hexdigest()[:16]}\n{configuration}"


def open_instance(settings: Settings) -> dg.DagsterInstance:
    """The Dagster instance of the data folder; its databases are made by one process at a time."""
    import dagster as dg
    from dagster._core.instance.ref import InstanceRef

    home = prepare_home(settings)
    with _one_at_a_time(home):
        _clear_half_made(home)
        if not settings.event_log:
            return dg.DagsterInstance.from_config(str(home))
        storage = {"storage": {"postgres": {"postgres_url": driver_address(settings)}}}
        return dg.DagsterInstance.from_ref(InstanceRef.from_dir(str(home), overrides=storage))


def driver_address(settings: Settings) -> str:
    """The address of the event log with its driver: by itself SQLAlchemy looks for one that dagster-postgres lacks."""
    scheme, _, rest = settings.event_log.partition("://")
    return f"{DRIVER}://{rest}" if scheme in ("postgresql", "postgres") else settings.event_log


def close_cut_short(instance: dg.DagsterInstance, turn: Turn) -> None:
    """Note that the run which held the data folder last, and was killed, has failed: its process could not say so.

    Else Dagster would count it as at work for ever, and keep the pool for it.
    """
    run = instance.get_run_by_id(turn.cut_short) if turn.cut_short else None
    if run is not None and not run.is_finished:
        instance.report_run_failed(
            run, "The process of this run ended before the run did; the next run went on from it."
        )


@contextmanager
def _one_at_a_time(home: Path) -> Iterator[None]:
    with (home / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _clear_half_made(home: Path) -> None:
    """Take away an event log whose making was cut short: Dagster takes any file that is there for a finished one.

    A database that is damaged is kept under another name; only the history of runs is lost with it.
    """
    for database in [*home.glob("history/*.db"), *home.glob("schedules/*.db")]:
        files = list(database.parent.glob(f"{database.name}*"))
        try:
            with closing(sqlite3.connect(f"{database.as_uri()}?mode=rw", uri=True)) as connection:
                tables = {name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")}
                # What Dagster writes last when it makes an event log: which of its indexes are in use.
                marked = INDEXES in tables and connection.execute(f"select * from {INDEXES}").fetchone()  # noqa: S608
        except sqlite3.OperationalError:
            raise  # locked, or not to be opened: that says nothing about what is in it
        except sqlite3.DatabaseError:
            stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
            for file in files:
                file.rename(file.with_name(f"damaged-{stamp}-{file.name}"))
            continue
        if database.name == EVENT_LOG and not marked:
            for file in files:
                file.unlink()
