"""Which paths the warehouse needs; `orchestration.settings.Settings` has them, and so does any object made like it."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol


class Places(Protocol):
    """Paths of one data folder. All are read-only properties here, so that a frozen dataclass fits."""

    @property
    def rooms(self) -> Path:
        """Parquet files between the rooms."""

    @property
    def build(self) -> Path:
        """The folder where dbt builds."""

    @property
    def build_database(self) -> Path:
        """The fresh DuckDB file that dbt builds."""

    @property
    def releases(self) -> Path:
        """Published releases, one folder each."""

    @property
    def current(self) -> Path:
        """The link to the folder of the current release."""

    @property
    def database(self) -> Path:
        """The published DuckDB file behind `current`."""

    @property
    def dbt_project(self) -> Path:
        """The dbt project."""
