"""Extraction on two cores: one process, the local pool, a cluster of dask, and both with a worker killed on the way.

`python -m tests.benchmarks.national.workers [REPORTS]`. Wall times are taken in turn, and ratios from their medians.
"""

from __future__ import annotations

import os
import signal
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from orchestration.executors import ExecutorFactory, executor_factory
from orchestration.figures import Text, extract_shard
from orchestration.sections import DocumentLimits
from orchestration.shards import ShardStore, run_in_shards

from .panel import accounts, counties
from .prose import draft

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "integration" / "orchestration"))
from dask_processes import cluster

ROUNDS = 3
SHARD = 50


def texts(reports: int) -> list[Text]:
    """Synthetic reports as the extraction takes them."""
    written = (account for code in counties(reports) for account in accounts(code))
    return [
        Text(f"{place:064x}", "rule_of_law", account.year, draft(account).text) for place, account in enumerate(written)
    ]


def seconds(items: list[Text], factory: ExecutorFactory, workers: int, kill: bool = False) -> float:
    """Wall seconds to extract all items; with `kill`, a worker is killed when half of them are done."""
    with tempfile.TemporaryDirectory() as folder:
        store, killed = ShardStore(Path(folder) / "store"), threading.Event()

        def progress(done: int, total: int) -> None:
            if kill and not killed.is_set() and done * 2 >= total:
                killed.set()
                os.kill(next(iter(_workers())), signal.SIGKILL)

        began = time.monotonic()
        work = partial(extract_shard, limits=DocumentLimits())
        lost = run_in_shards(work, items, store, shard_size=SHARD, workers=workers, factory=factory, progress=progress)
        spent = time.monotonic() - began
        assert not lost
        assert store.finished() == {item.key for item in items}
        assert killed.is_set() == kill
        return spent


def _workers(pid: int | None = None) -> Iterator[int]:
    """Processes under this one that have no children of their own and do the work: spawned by Python."""
    for task in Path(f"/proc/{pid or os.getpid()}/task").glob("*/children"):
        with suppress(OSError):
            for child in map(int, task.read_text("utf-8").split()):
                yield from _workers(child)
                command = Path(f"/proc/{child}/cmdline").read_bytes()
                if b"spawn_main" in command:
                    yield child


@contextmanager
def dask() -> Iterator[ExecutorFactory]:
    """A cluster of two workers."""
    with tempfile.TemporaryDirectory() as folder, cluster(Path(folder)) as made:
        yield executor_factory("dask", made.address)


def main(reports: int = 600) -> None:
    """Print medians and ratios."""
    items = texts(reports)
    with dask() as on_dask:
        local = executor_factory("local")
        ways: dict[str, Callable[[], float]] = {
            "one process": lambda: seconds(items, local, 1),
            "two processes": lambda: seconds(items, local, 2),
            "dask, two workers": lambda: seconds(items, on_dask, 2),
            "two processes, one killed": lambda: seconds(items, local, 2, kill=True),
            "dask, one worker killed": lambda: seconds(items, on_dask, 2, kill=True),
        }
        seconds(items[:100], on_dask, 2)  # the cluster's workers import once; the pool does so each time
        taken = {name: [] for name in ways}  # type: ignore[var-annotated]
        for _ in range(ROUNDS):
            for name, way in ways.items():
                taken[name].append(way())
    median = {name: statistics.median(spent) for name, spent in taken.items()}
    print(f"{len(items)} reports, {ROUNDS} rounds, load {os.getloadavg()[0]:.1f}")
    for name, spent in median.items():
        print(f"  {name:<28}{spent:7.1f} s   {[round(one, 1) for one in taken[name]]}")
    print(f"  two cores are {median['one process'] / median['two processes']:.2f} x one process")
    print(f"  dask has {median['two processes'] / median['dask, two workers']:.2f} x the local pool's throughput")
    print(f"  local pool with a killed worker: {median['two processes, one killed'] / median['two processes']:.2f} x")
    print(f"  dask with a killed worker: {median['dask, one worker killed'] / median['dask, two workers']:.2f} x")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
