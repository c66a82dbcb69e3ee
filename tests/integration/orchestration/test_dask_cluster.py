"""A real cluster of dask on loopback: a killed worker loses nothing, and what a killed scheduler finished is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("distributed", reason="the optional extra dask is not installed")

from dask_processes import Cluster, cluster
from dying_worker import Task, work

from orchestration.crew import run_in_shards
from orchestration.dask_cluster import DaskExecutor
from orchestration.executors import ClusterError, executor_factory
from orchestration.settings import SettingsError
from orchestration.shards import ShardStore


@pytest.fixture
def dask(tmp_path: Path) -> Iterator[Cluster]:
    with cluster(tmp_path) as made:
        yield made


def finish(tasks: list[Task], root: Path, address: str) -> tuple[list[str], list[int]]:
    """The keys that were lost and the values that were written."""
    store = ShardStore(root / "store")
    factory = executor_factory("dask", address)
    lost = run_in_shards(work, tasks, store, shard_size=2, workers=2, factory=factory)
    found = store.read("values", {task.key for task in tasks})
    return [item.key for item in lost], [] if found is None else sorted(found["value"].to_list())


def test_a_worker_of_the_cluster_that_is_killed_loses_nothing(dask: Cluster, tmp_path: Path) -> None:
    tasks = [Task(n, kills="once" if n in (3, 6) else "", notes=tmp_path) for n in range(12)]
    assert finish(tasks, tmp_path, dask.address) == ([], list(range(12)))


def test_a_scheduler_that_is_killed_amid_the_work_ends_the_run_and_the_next_one_goes_on(
    dask: Cluster, tmp_path: Path
) -> None:
    (tmp_path / "victim").write_text(str(dask.scheduler.pid))
    tasks = [Task(n, kills="victim" if n == 5 else "", notes=tmp_path) for n in range(10)]
    with pytest.raises(ClusterError):
        finish(tasks, tmp_path, dask.address)
    dask.scheduler.wait()
    store = ShardStore(tmp_path / "store")
    assert {"0", "1"} <= store.finished()
    finished = {path: path.stat().st_mtime_ns for path in store.root.iterdir()}
    dask.stop()
    dask.start()
    assert finish(tasks, tmp_path, dask.address) == ([], list(range(10)))
    assert finished.items() <= {path: path.stat().st_mtime_ns for path in store.root.iterdir()}.items()


def test_dask_without_an_address_says_which_setting_names_it() -> None:
    with pytest.raises(SettingsError, match="dask_scheduler"):
        executor_factory("dask")


def test_an_address_at_which_nothing_listens_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("orchestration.dask_cluster.SECONDS_TO_ANSWER", 1)
    with pytest.raises(ClusterError, match=re.escape("127.0.0.1:9")):
        DaskExecutor("tcp://127.0.0.1:9")
