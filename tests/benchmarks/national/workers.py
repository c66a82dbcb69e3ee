"""Extraction on two cores: one process, the local pool, a cluster of dask, and both with a worker killed on the way.

`python -m tests.benchmarks.national.workers [REPORTS] [ROUNDS]`. Each way is taken in turn, and ratios from medians of
wall times. One process is taken twice: on one core, and left alone, where libraries have the second core work for it
now and then. Processor seconds of all processes say what a way costs beyond one process whatever else the machine
does; those of this process are what no worker can take over. What a second core gives say a plain loop, once and
twice at the same time, and two runs side by side that share nothing, each over half of the reports.
"""

from __future__ import annotations

import os
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from orchestration.crew import run_in_shards, size_of_shards
from orchestration.executors import ExecutorFactory, executor_factory
from orchestration.figures import Text, extract_shard
from orchestration.sections import DocumentLimits
from orchestration.settings import Settings
from orchestration.shards import ShardStore

from .panel import accounts, counties
from .prose import draft

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "integration" / "orchestration"))
from dask_processes import cluster

TICKS = os.sysconf("SC_CLK_TCK")
# utime, stime, cutime and cstime, counted from what follows the name of the program.
SPENT = slice(11, 15)
LOOP = "import time; began = time.monotonic(); sum(n * n % 7 for n in range(10**7)); print(time.monotonic() - began)"


@dataclass(frozen=True)
class Spent:
    """Seconds of one extraction: on the clock, of all processors, and of the process that hands out the work."""

    wall: float
    processor: float
    own: float


def texts(reports: int) -> list[Text]:
    """Synthetic reports as the extraction takes them."""
    written = (account for code in counties(reports) for account in accounts(code))
    return [
        Text(f"{place:064x}", "rule_of_law", account.year, draft(account).text) for place, account in enumerate(written)
    ]


def spent(items: list[Text], factory: ExecutorFactory, workers: int, kill: bool = False) -> Spent:
    """What it takes to extract all items; with `kill`, a worker is killed when half of them are done."""
    with tempfile.TemporaryDirectory() as folder:
        store, killed = ShardStore(Path(folder) / "store"), threading.Event()

        def progress(done: int, total: int) -> None:
            if kill and not killed.is_set() and done * 2 >= total:
                killed.set()
                os.kill(next(iter(_workers())), signal.SIGKILL)

        size = size_of_shards(len(items), workers, Settings(Path(folder)).shard_size)
        work = partial(extract_shard, limits=DocumentLimits())
        began, used, own = time.monotonic(), _processor_seconds(), time.process_time()
        lost = run_in_shards(work, items, store, shard_size=size, workers=workers, factory=factory, progress=progress)
        taken = Spent(time.monotonic() - began, _processor_seconds() - used, time.process_time() - own)
        assert not lost
        assert store.finished() == {item.key for item in items}
        assert killed.is_set() == kill
        return taken


@contextmanager
def one_core() -> Iterator[None]:
    """The processes that this thread starts run on one core."""
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(allowed)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, allowed)


def second_core() -> float:
    """How much work two processes do in the time of one, where they share nothing but the machine."""

    def loops(number: int) -> list[float]:
        started = [subprocess.Popen([sys.executable, "-c", LOOP], stdout=subprocess.PIPE) for _ in range(number)]
        return [float(process.communicate()[0]) for process in started]

    alone = loops(1)[0]
    return sum(alone / together for together in loops(2))


def _processor_seconds() -> float:
    """Of this process, of those under it, and of those that ended under them."""
    return sum(os.times()[:4]) + sum(_used_by(child) for child in _below(os.getpid()))


def _used_by(pid: int) -> float:
    with suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
        return sum(map(int, fields[SPENT])) / TICKS
    return 0.0


def _below(pid: int) -> Iterator[int]:
    """All processes under one, the deepest first."""
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            for child in map(int, task.read_text("utf-8").split()):
                yield from _below(child)
                yield child


def _workers() -> Iterator[int]:
    """Processes under this one that do the work: spawned by Python, the deepest first."""
    for child in _below(os.getpid()):
        with suppress(OSError):
            if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes():
                yield child


@contextmanager
def dask() -> Iterator[ExecutorFactory]:
    """A cluster of two workers."""
    with tempfile.TemporaryDirectory() as folder, cluster(Path(folder)) as made:
        yield executor_factory("dask", made.address)


def main(reports: int = 3000, rounds: int = 3) -> None:
    """Print medians and ratios."""
    items = texts(reports)

    def on_one_core() -> Spent:
        with one_core():
            return spent(items, local, 1)

    middle = len(items) // 2

    def side_by_side() -> Spent:
        with ThreadPoolExecutor(2) as threads:
            halves = list(threads.map(lambda half: spent(half, local, 1), (items[:middle], items[middle:])))
        # Each counts the processor seconds of both.
        return max(halves, key=lambda half: half.wall)

    with dask() as on_dask:
        local = executor_factory("local")
        ways: dict[str, Callable[[], Spent]] = {
            "one process": lambda: spent(items, local, 1),
            "one process on one core": on_one_core,
            "two runs side by side": side_by_side,
            "two processes": lambda: spent(items, local, 2),
            "dask, two workers": lambda: spent(items, on_dask, 2),
            "two processes, one killed": lambda: spent(items, local, 2, kill=True),
            "dask, one worker killed": lambda: spent(items, on_dask, 2, kill=True),
        }
        spent(items[:100], on_dask, 2)  # the cluster's workers import once; the pool does so each time
        taken: dict[str, list[Spent]] = {name: [] for name in ways}
        cores = []
        for _ in range(rounds):
            cores.append(second_core())
            for name, way in ways.items():
                taken[name].append(way())
    _print(len(items), cores, taken)


def _print(reports: int, cores: list[float], taken: dict[str, list[Spent]]) -> None:
    print(f"{reports} reports, {len(cores)} rounds, load {os.getloadavg()[0]:.1f}")
    print(f"  {'':<27}{'wall s':>8}{'processor s':>13}{'own s':>7}   wall of each round")
    wall = {name: statistics.median(one.wall for one in rounds) for name, rounds in taken.items()}
    for name, rounds in taken.items():
        processor, own = (statistics.median(getattr(one, kind) for one in rounds) for kind in ("processor", "own"))
        print(f"  {name:<27}{wall[name]:8.1f}{processor:13.1f}{own:7.2f}   {[round(one.wall, 1) for one in rounds]}")
    plain = [round(one, 2) for one in cores]
    print(f"  two plain loops do {statistics.median(plain):.2f} x the work of one ({plain})")
    for one in ("one process", "one process on one core"):
        print(f"  two processes are {wall[one] / wall['two processes']:.2f} x {one}")
    beside = wall["two runs side by side"]
    print(f"  two processes have {beside / wall['two processes']:.2f} x the throughput of two runs")
    print(f"  dask has {wall['two processes'] / wall['dask, two workers']:.2f} x the local pool's throughput")
    print(f"  local pool with a killed worker: {wall['two processes, one killed'] / wall['two processes']:.2f} x")
    print(f"  dask with a killed worker: {wall['dask, one worker killed'] / wall['dask, two workers']:.2f} x")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
