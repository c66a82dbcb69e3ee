"""Work that holds its process and hears no signal, for tests of workers: it must be importable in theirs."""

from __future__ import annotations

import signal
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from orchestration.limits import limited
from orchestration.sections import DocumentLimits
from orchestration.shards import ShardStore


@dataclass(frozen=True)
class Piece:
    """An item of work by its key."""

    key: str


def stuck(root: Path, items: Sequence[Any], limits: DocumentLimits) -> None:
    """Work on some items, the last of which is deaf to signals: library code that holds the process."""
    for item in items:
        with limited(limits):
            if item.key == "stuck":
                signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
                while True:
                    pass
    frame = pl.DataFrame({"item_key": [item.key for item in items]})
    ShardStore(root).write([item.key for item in items], {"done": frame})
