"""The right to write in a data folder: one holder at a time, whoever started it, and gone with its process.

A run that comes second waits its turn. Dagster's pool (`orchestration.jobs`) keeps the runs of one instance apart; this
lock also keeps apart what Dagster does not see: another terminal, another instance, a restored backup.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from uuid import uuid4

LOCK = "run.lock"
LOOKS_EVERY = 0.25


class DataFolderError(RuntimeError):
    """The data folder cannot be written to, or another run is at work in it; the message says which."""


@dataclass(frozen=True)
class Turn:
    """Whoever holds one is the sole writer of a data folder.

    Attributes:
        run_id: the run that holds it.
        cut_short: the run that held it before and ended without letting go (killed, power lost); else None.
    """

    run_id: str
    cut_short: str | None = None


@contextmanager
def sole_writer(
    data: Path, run_id: str | None = None, *, patience: float = 0.0, tell: Callable[[str], object] | None = None
) -> Iterator[Turn]:
    """Hold the data folder's lock; the system lets go of it when the process ends, however it ends.

    Args:
        data: the data folder, which is made where there is none.
        run_id: Dagster's id of the run; by default a new one.
        patience: seconds to wait for another holder.
        tell: told once that, and for whom, this one waits.

    Raises:
        DataFolderError: if another process still holds it after that time, or the folder cannot be written to.
    """
    turn_of = run_id or str(uuid4())
    with _opened(data) as file:
        _wait(file, data, patience, tell)
        _, _, cut_short = _note(file).partition(" ")
        _leave_note(file, f"{os.getpid()} {turn_of}")
        try:
            yield Turn(turn_of, cut_short or None)
        finally:
            _leave_note(file, "")


def _opened(data: Path) -> IO[str]:
    try:
        data.mkdir(parents=True, exist_ok=True)
        return (data / LOCK).open("a+", encoding="utf-8")
    except OSError as error:
        raise DataFolderError(
            f"The data folder {data} cannot be written to ({error.strerror}). Name another with --data."
        ) from error


def _wait(file: IO[str], data: Path, patience: float, tell: Callable[[str], object] | None) -> None:
    until = time.monotonic() + patience
    while True:
        try:
            return fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = _note(file).partition(" ")[0] or "unknown"
        if time.monotonic() >= until:
            waited = f" still, after {patience:.0f} seconds of waiting" if patience else ""
            raise DataFolderError(
                f"Another run (process {holder}) is at work in {data}{waited}. "
                "Wait until it has finished, or name another folder with XIANJIAN_DATA."
            )
        if tell:
            tell(f"Another run (process {holder}) is at work in {data}; waiting until it has finished.")
            tell = None
        time.sleep(LOOKS_EVERY)


def _note(file: IO[str]) -> str:
    file.seek(0)
    return file.read().strip()


def _leave_note(file: IO[str], note: str) -> None:
    file.truncate(0)
    file.write(note)
    file.flush()
