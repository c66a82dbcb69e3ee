"""Where things lie, how much of the machine a run may use, and what runs by itself: one typed object, made at the door.

Nothing else in the project reads the environment. Every path under the data folder is named here. What a person wants
otherwise stands in the settings file (`orchestration.settings_file`) or in the environment.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from orchestration.sections import Alerts, DocumentLimits, Freshness, Retries, Schedule, Watch

PREFIX = "XIANJIAN_"
DATA_VARIABLE = "XIANJIAN_DATA"
SETTINGS_VARIABLE = "XIANJIAN_SETTINGS"
EXECUTOR_VARIABLE = "XIANJIAN_EXECUTOR"
EVENT_LOG_VARIABLE = "XIANJIAN_EVENT_LOG"
# The variables of settings that lie in a section of the file.
WEBHOOK_VARIABLE = "XIANJIAN_WEBHOOK"
PASSWORD_VARIABLE = "XIANJIAN_SMTP_PASSWORD"  # noqa: S105 - the name of a variable

SETTINGS_FILE = "xianjian.toml"
DATABASE_NAME = "xianjian.duckdb"


class SettingsError(ValueError):
    """A setting that cannot be used; the message says where it stands, which one it is and what to write instead."""


@dataclass(frozen=True)
class Settings:
    """The settings of one data folder.

    Attributes:
        data: the data folder; everything the project writes lies under it.
        project: the folder of the project itself (it holds `dbt_project/`).
        workers: processes that read documents and extract figures at the same time.
        shard_size: documents that one worker takes at a time, at most.
        executor: `local` (a pool of processes on this machine), `inline` (no workers), `dask` (a cluster), or
            `package.module:function`, a function that takes the number of workers and gives a
            `concurrent.futures.Executor`.
        dask_scheduler: address of dask's scheduler, as tcp://scheduler:8786.
        releases_kept: published releases kept beside the current one.
        wait_minutes: how long a run waits while another one is at work in the data folder.
        event_log: address of the PostgreSQL database in which Dagster keeps runs, events and schedules; empty:
            SQLite files in the data folder.
        object_store: where `xianjian release push` and `pull` keep releases on object storage, as s3://bucket/prefix.
        object_store_endpoint: the server there, as http://host:9000; empty: AWS.
        first_year: the first year that a report can be about; earlier claims are quarantined.
        last_year: the last such year.
        document, retries, schedule, inbox_sensor, registry_sensor, freshness, alerts: the sections of the settings file
            (`orchestration.sections` says what is in each).
    """

    data: Path
    project: Path = field(default_factory=lambda: Path(__file__).resolve().parent.parent)
    workers: int = 2
    shard_size: int = 200
    executor: str = "local"
    dask_scheduler: str = ""
    releases_kept: int = 5
    wait_minutes: int = 60
    event_log: str = field(default="", repr=False)
    object_store: str = ""
    object_store_endpoint: str = ""
    first_year: int = 2000
    last_year: int = field(default_factory=lambda: datetime.now(UTC).year)
    document: DocumentLimits = field(default_factory=DocumentLimits)
    retries: Retries = field(default_factory=Retries)
    schedule: Schedule = field(default_factory=Schedule)
    inbox_sensor: Watch = field(default_factory=Watch)
    registry_sensor: Watch = field(default_factory=Watch)
    freshness: Freshness = field(default_factory=Freshness)
    alerts: Alerts = field(default_factory=Alerts)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None, *, data: Path | None = None) -> Settings:
        """Make the settings from the environment and the settings file.

        The file is the one that XIANJIAN_SETTINGS names, else `xianjian.toml` in the data folder, if it is there. The
        environment wins over the file, and `data` given by hand over the environment.

        Raises:
            SettingsError: if a setting cannot be used.
        """
        env = os.environ if environment is None else environment
        folder = data if data is not None else Path(env.get(DATA_VARIABLE) or "data")
        folder = folder.expanduser().absolute()
        named = env.get(SETTINGS_VARIABLE)
        file = Path(named).expanduser().absolute() if named else folder / SETTINGS_FILE
        if not named and not file.is_file() and {name for name in env if name.startswith(PREFIX)} <= {DATA_VARIABLE}:
            return cls(data=folder, workers=cpu_count())
        # Checking takes a library that a command which states nothing need not wait for.
        from orchestration.settings_file import read

        stated = read(file if named or file.is_file() else None, env)
        return cls(**{"data": folder, "workers": cpu_count(), **stated.values()})

    @property
    def report_years(self) -> range:
        """Every year that a report can be about."""
        return range(self.first_year, self.last_year + 1)

    @property
    def archive(self) -> Path:
        """Documents as received, named by the sha256 of their bytes, and their manifest."""
        return self.data / "archive"

    @property
    def inbox(self) -> Path:
        """The folder that the sensor watches."""
        return self.data / "inbox"

    @property
    def rooms(self) -> Path:
        """Parquet files between the rooms, one folder a table and a report year."""
        return self.data / "rooms"

    @property
    def shards(self) -> Path:
        """Finished pieces of reading and extracting, kept so that no document is worked on twice by the same code."""
        return self.data / "shards"

    @property
    def compared(self) -> Path:
        """What is compared across years and counties, and what that came to, kept by province."""
        return self.shards / "compared"

    @property
    def parts(self) -> Path:
        """What each step has to say to rooms that several steps write to."""
        return self.data / "parts"

    @property
    def population(self) -> Path:
        """The user's file of denominators (county_code, year, population, kind), where there is one."""
        return self.data / "population.csv"

    @property
    def corrections(self) -> Path:
        """The user's corrections by hand, where there are any; as contracts/corrections.yml."""
        return self.data / "corrections.yml"

    @property
    def drift(self) -> Path:
        """The user's moves of the bounds on drift, where there are any; as contracts/drift.yml."""
        return self.data / "drift.yml"

    @property
    def run_log(self) -> Path:
        """A line of JSON for every run that ended."""
        return self.data / "runs.jsonl"

    @property
    def build(self) -> Path:
        """The folder where dbt builds."""
        return self.data / "build"

    @property
    def build_database(self) -> Path:
        """The fresh DuckDB file that dbt builds, before it is published."""
        return self.build / DATABASE_NAME

    @property
    def releases(self) -> Path:
        """Published releases, one folder each."""
        return self.data / "releases"

    @property
    def current(self) -> Path:
        """The link to the folder of the current release."""
        return self.data / "current"

    @property
    def database(self) -> Path:
        """The published DuckDB file: the only one that readers open."""
        return self.current / DATABASE_NAME

    @property
    def dagster_home(self) -> Path:
        """Dagster's own storage: runs, events, logs."""
        return self.data / "dagster"

    @property
    def bi(self) -> Path:
        """What Superset keeps: settings, accounts, passwords, its own tables."""
        return self.data / "bi"

    @property
    def bi_environment(self) -> Path:
        """The virtual environment that `make bi` makes for Superset."""
        return self.project / ".venv-bi"

    @property
    def dbt_project(self) -> Path:
        """The dbt project."""
        return self.project / "dbt_project"


def cpu_count() -> int:
    """The processor cores of the machine."""
    return max(1, os.cpu_count() or 1)
