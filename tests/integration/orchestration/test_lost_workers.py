"""Real processes that are really killed: no shard is lost, and who kills every time is found."""

from __future__ import annotations

from pathlib import Path

from dying_worker import Task, work

from orchestration.executors import process_pool
from orchestration.shards import ShardStore, run_in_shards


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
