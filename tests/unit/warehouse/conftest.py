"""A data folder for a test, and a build made by hand instead of by dbt."""

from __future__ import annotations

from pathlib import Path

import pytest
from invented_rooms import make_build

from orchestration.settings import Settings


@pytest.fixture
def places(tmp_path: Path) -> Settings:
    """An empty data folder."""
    return Settings(data=tmp_path / "data")


@pytest.fixture
def built(places: Settings) -> Settings:
    """A data folder with a finished build: every published table, all but `dim_indicator` without rows."""
    make_build(places, indicators=2)
    return places
