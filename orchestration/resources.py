"""What assets are given: the settings, and the sole right to write in the data folder for as long as a run lasts."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import dagster as dg

from orchestration.progress import Progress
from orchestration.settings import Settings

LOCK = "run.lock"


class DataFolderInUseError(RuntimeError):
    """Another run is at work in the data folder."""


@contextmanager
def sole_writer(data: Path) -> Iterator[Path]:
    """Hold the data folder's lock; the system lets go of it when the process ends, however it ends.

    Raises:
        DataFolderInUseError: if another process holds it.
    """
    data.mkdir(parents=True, exist_ok=True)
    path = data / LOCK
    with path.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise DataFolderInUseError(
                f"Another run (process {file.read().strip() or 'unknown'}) is at work in {data}. "
                "Wait until it has finished, or name another folder with XIANJIAN_DATA."
            ) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield path


def resources(settings: Settings, progress: Progress) -> dict[str, Any]:
    """The resources of every job: `settings`, `progress`, and `sole_writer`, held from the first step to the last."""

    @dg.resource(description="Holds the lock of the data folder for the whole run.")
    def the_sole_writer() -> Iterator[Path]:
        with sole_writer(settings.data) as path:
            yield path

    return {
        "settings": dg.ResourceDefinition.hardcoded_resource(settings),
        "progress": dg.ResourceDefinition.hardcoded_resource(progress),
        "sole_writer": the_sole_writer,
    }
