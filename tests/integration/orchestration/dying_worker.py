"""Work for the tests of lost workers, in a module of its own so that other processes can import it."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from orchestration.shards import ShardStore


@dataclass(frozen=True)
class Task:
    """A number; what becomes of the worker that takes it, or of the process noted as victim; and where it is noted."""

    value: int
    kills: str = ""
    notes: Path = Path()

    @property
    def key(self) -> str:
        return str(self.value)


def work(root: Path, tasks: Sequence[Any]) -> None:
    """Write some numbers as a shard, unless one of them kills the worker: always, or the first time only."""
    for task in tasks:
        note = task.notes / task.key
        first_time = not note.exists()
        note.touch()
        if task.kills == "always" or (task.kills == "once" and first_time):
            os.kill(os.getpid(), signal.SIGKILL)
        if task.kills == "victim" and first_time:
            os.kill(int((task.notes / "victim").read_text()), signal.SIGKILL)
    rows = pl.DataFrame({"value": [task.value for task in tasks], "item_key": [task.key for task in tasks]})
    ShardStore(root).write([task.key for task in tasks], {"values": rows})
