"""Watching a run from outside: memory and processor time of a process and its children, read from /proc (Linux)."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Sample:
    """One look at a tree of processes: when (seconds since 1970), resident bytes, processor seconds spent so far."""

    at: float
    memory: int
    cpu: float


@dataclass
class Watch:
    """Looks at a process and everything it started until it is stopped."""

    pid: int
    every: float = 0.1
    samples: list[Sample] = field(default_factory=list)
    _spent: dict[int, float] = field(default_factory=dict)
    _stop: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> Watch:
        """Begin to look, in a thread of its own."""
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()
        return self

    def stop(self) -> None:
        """Look a last time and no more."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    def between(self, began: float, ended: float) -> tuple[float, int]:
        """Processor seconds spent and the most memory held between two moments."""
        inside = [sample for sample in self.samples if began - self.every <= sample.at <= ended + self.every]
        if not inside:
            return 0.0, 0
        return self._cpu_at(ended) - self._cpu_at(began), max(sample.memory for sample in inside)

    def _cpu_at(self, moment: float) -> float:
        """Processor seconds at a moment, on the line between the samples before and after it."""
        before = next((sample for sample in reversed(self.samples) if sample.at <= moment), self.samples[0])
        after = next((sample for sample in self.samples if sample.at >= moment), self.samples[-1])
        span = after.at - before.at
        share = (moment - before.at) / span if span > 0 else 0.0
        return before.cpu + (after.cpu - before.cpu) * min(max(share, 0.0), 1.0)

    def _look(self) -> None:
        while not self._stop.wait(self.every):
            self._sample()
        self._sample()

    def _sample(self) -> None:
        memory = 0
        for pid in _tree(self.pid):
            # A process that has ended since keeps the processor time that was last seen.
            with suppress(OSError, ValueError, IndexError):
                fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
                self._spent[pid] = (int(fields[11]) + int(fields[12])) / TICK
                memory += int(Path(f"/proc/{pid}/statm").read_text("utf-8").split()[1]) * PAGE
        self.samples.append(Sample(time.time(), memory, sum(self._spent.values())))


def _tree(pid: int) -> Iterator[int]:
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            for child in task.read_text("utf-8").split():
                yield from _tree(int(child))
