"""One build of invented rooms for all tests of this folder, and copies of it to publish from."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from orchestration.settings import Settings
from warehouse import build, release

# The invented rooms are made by the same hand as in the unit tests.
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "unit" / "warehouse"))

POPULATION = "county_code,year,population,kind\n990101,2024,50000,resident\n990102,2024,80000,registered\n"


@pytest.fixture(scope="session")
def denominators(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A denominators file for two of the invented counties."""
    file = tmp_path_factory.mktemp("population") / "population.csv"
    file.write_text(POPULATION, encoding="utf-8")
    return file


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory, denominators: Path) -> tuple[Settings, build.BuildResult]:
    """Four invented years, built by dbt with all its tests, and published."""
    from invented_rooms import four_years

    settings = Settings(data=tmp_path_factory.mktemp("warehouse") / "data")
    four_years().write(settings.rooms)
    result = build.build(settings, denominators=denominators, unit_tests=True)
    release.publish(settings, code_version="test")
    return settings, result


@pytest.fixture(scope="session")
def published(finished: tuple[Settings, build.BuildResult]) -> Settings:
    """The data folder of the published build; tests only read it."""
    return finished[0]


@pytest.fixture
def own_copy(published: Settings, tmp_path: Path) -> Settings:
    """A finished build of one's own to publish."""
    settings = Settings(data=tmp_path / "data")
    settings.build.mkdir(parents=True)
    shutil.copyfile(published.build_database, settings.build_database)
    return settings
