"""Real processes that are really killed: no shard is lost, and who kills every time is found."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

from dying_worker import Task, work

from orchestration.crew import run_in_shards
from orchestration.executors import process_pool
from orchestration.shards import ShardStore

ROOT = Path(__file__).resolve().parents[3]


def finish(tasks: list[Task], root: Path) -> tuple[list[str], list[int]]:
    """The keys that were lost and the values that were written."""
    store = ShardStore(root / "store")
    lost = run_in_shards(work, tasks, store, shard_size=2, workers=2, factory=process_pool)
    found = store.read("values", {task.key for task in tasks})
    return [item.key for item in lost], [] if found is None else sorted(found["value"].to_list())


def test_a_worker_that_is_killed_once_costs_nothing(tmp_path: Path) -> None:
    tasks = [Task(n, kills="once" if n == 3 else "", notes=tmp_path) for n in range(8)]
    assert finish(tasks, tmp_path) == ([], list(range(8)))


def test_a_document_that_kills_every_worker_is_found_and_all_others_are_finished(tmp_path: Path) -> None:
    tasks = [Task(n, kills="always" if n == 3 else "", notes=tmp_path) for n in range(6)]
    assert finish(tasks, tmp_path) == (["3"], [0, 1, 2, 4, 5])


def test_workers_do_not_outlive_a_run_that_is_killed(tmp_path: Path) -> None:
    run = subprocess.Popen([sys.executable, "-c", KILLED_RUN], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert run.stdout is not None
    worker = int(run.stdout.readline())
    assert worker != run.pid
    # The worker holds the other end of the pipe: the pipe ends with it.
    assert run.communicate(timeout=60) == ("", None)
    assert run.returncode == -signal.SIGKILL


KILLED_RUN = """
import os, signal, sys
from orchestration.executors import process_pool
if __name__ == "__main__":
    executor = process_pool(1)
    print(executor.submit(os.getpid).result(), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""
