"""What assets are given: the settings, and the sole right to write in the data folder for as long as a run lasts."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dagster as dg

from orchestration.progress import Progress
from orchestration.settings import Settings

LOCK = "run.lock"


class DataFolderError(RuntimeError):
    """The data folder cannot be written to, or another run is at work in it; the message says which."""


@contextmanager
def sole_writer(data: Path) -> Iterator[Path]:
    """Hold the data folder's lock; the system lets go of it when the process ends, however it ends.

    Raises:
        DataFolderError: if another process holds it, or the folder cannot be written to.
    """
    path = data / LOCK
    try:
        data.mkdir(parents=True, exist_ok=True)
        file = path.open("a+", encoding="utf-8")
    except OSError as error:
        raise DataFolderError(
            f"The data folder {data} cannot be written to ({error.strerror}). Name another with --data."
        ) from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise DataFolderError(
                f"Another run (process {file.read().strip() or 'unknown'}) is at work in {data}. "
                "Wait until it has finished, or name another folder with XIANJIAN_DATA."
            ) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield path


@dataclass(frozen=True)
class Workplace:
    """Where a run works and whom it tells how far it is; whoever has one is the sole writer of the data folder."""

    settings: Settings
    progress: Progress


def resources(settings: Settings, progress: Progress) -> dict[str, Any]:
    """The one resource, `workplace`: made when a run begins, and with it the lock held until the run ends."""

    @dg.resource(description="The data folder, locked for the whole run.")
    def workplace() -> Iterator[Workplace]:
        with sole_writer(settings.data):
            yield Workplace(settings, progress)

    return {"workplace": workplace}
