"""Dagster's own storage under the data folder, so that every run is there to be seen."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.settings import Settings

if TYPE_CHECKING:
    import dagster as dg

# One run at a time: the data folder has one writer. All events in one SQLite file: the default, a file a run and a
# common index, writes every event twice and makes a run of this size some 4 seconds longer.
DAGSTER_YAML = """\
telemetry:
  enabled: false
nux:
  enabled: false
concurrency:
  runs:
    max_concurrent_runs: 1
run_storage:
  module: dagster._core.storage.runs
  class: SqliteRunStorage
  config:
    base_dir: "{home}/history"
event_log_storage:
  module: dagster._core.storage.event_log
  class: ConsolidatedSqliteEventLogStorage
  config:
    base_dir: "{home}/history"
schedule_storage:
  module: dagster._core.storage.schedules
  class: SqliteScheduleStorage
  config:
    base_dir: "{home}/schedules"
"""


def prepare_home(settings: Settings) -> Path:
    """Make Dagster's home with its configuration; one that a person has changed is left alone."""
    settings.dagster_home.mkdir(parents=True, exist_ok=True)
    configuration = settings.dagster_home / "dagster.yaml"
    if not configuration.exists():
        configuration.write_text(DAGSTER_YAML.format(home=json.dumps(str(settings.dagster_home))[1:-1]), "utf-8")
    return settings.dagster_home


def open_instance(settings: Settings) -> dg.DagsterInstance:
    """The Dagster instance of the data folder."""
    import dagster as dg

    return dg.DagsterInstance.from_config(str(prepare_home(settings)))
