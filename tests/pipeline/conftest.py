"""The whole job on the embedded samples, run once for all tests of the tier."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from whole_job import Built, build

from extract import samples
from orchestration.settings import Settings


@pytest.fixture(scope="session")
def first_run(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The job on the samples in a new data folder. Tests must not change it; see `data_folder`."""
    data = tmp_path_factory.mktemp("samples") / "data"
    return build(Settings(data=data, workers=2), samples.reports())


@pytest.fixture(scope="session")
def panel(tmp_path_factory: pytest.TempPathFactory, shared_dir: Path) -> Built:
    """The job on the real reports of four districts and a county, of both families. Tests must not change it."""
    data = tmp_path_factory.mktemp("panel") / "data"
    return build(Settings(data=data, workers=2), shared_dir / "reports")


@pytest.fixture
def data_folder(first_run: Built, tmp_path: Path) -> Iterator[Settings]:
    """A copy of the data folder of the first run, to go on from; Dagster's storage is left out of it."""
    data = tmp_path / "data"
    shutil.copytree(first_run.settings.data, data, symlinks=True, ignore=shutil.ignore_patterns("dagster", "run.lock"))
    yield Settings(data=data, workers=2)
    for path in data.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() else 0o644)
