"""Dagster's own storage under the data folder, so that every run is there to be seen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.settings import Settings

if TYPE_CHECKING:
    import dagster as dg

# One run at a time: the data folder has one writer.
DAGSTER_YAML = """\
telemetry:
  enabled: false
nux:
  enabled: false
concurrency:
  runs:
    max_concurrent_runs: 1
"""


def prepare_home(settings: Settings) -> Path:
    """Make Dagster's home with its configuration; one that a person has changed is left alone."""
    settings.dagster_home.mkdir(parents=True, exist_ok=True)
    configuration = settings.dagster_home / "dagster.yaml"
    if not configuration.exists():
        configuration.write_text(DAGSTER_YAML, encoding="utf-8")
    return settings.dagster_home


def open_instance(settings: Settings) -> dg.DagsterInstance:
    """The Dagster instance of the data folder."""
    import dagster as dg

    return dg.DagsterInstance.from_config(str(prepare_home(settings)))
