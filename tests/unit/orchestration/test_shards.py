"""Shards: finished ones are skipped, a lost worker loses nothing, an item that kills its worker is found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any

import polars as pl
import pytest

from orchestration.crew import run_in_shards, size_of_shards
from orchestration.executors import InlineExecutor, inline
from orchestration.shards import ShardStore


@dataclass(frozen=True)
class Number:
    """An item of work: a number, or poison for whoever takes it."""

    value: int
    deadly: bool = False

    @property
    def key(self) -> str:
        return str(self.value)


def square(root: Path, items: Sequence[Any]) -> None:
    """Write the squares of some numbers as a shard."""
    if any(item.deadly for item in items):
        raise BrokenExecutor("the worker died")
    frame = pl.DataFrame({"square": [item.value**2 for item in items], "item_key": [item.key for item in items]})
    ShardStore(root).write([item.key for item in items], {"squares": frame})


class DyingExecutor(InlineExecutor):
    """Loses its worker at the third shard of its life, after the work was done or before."""

    def __init__(self, lives: list[int]) -> None:
        self.lives = lives

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.lives[0] += 1
        if self.lives[0] == 3:
            future: Future[Any] = Future()
            future.set_exception(BrokenExecutor("killed"))
            return future
        return super().submit(fn, *args, **kwargs)


def run(store: ShardStore, items: list[Number], factory: Any = inline, size: int = 2) -> list[str]:
    lost = run_in_shards(square, items, store, shard_size=size, workers=2, factory=factory)
    return [item.key for item in lost]


def squares(store: ShardStore, items: list[Number]) -> list[int]:
    found = store.read("squares", {item.key for item in items})
    return [] if found is None else sorted(found["square"].to_list())


def test_all_items_are_worked_on(tmp_path: Path) -> None:
    store, items = ShardStore(tmp_path / "v1"), [Number(n) for n in range(7)]
    assert run(store, items) == []
    assert squares(store, items) == [0, 1, 4, 9, 16, 25, 36]


def test_finished_items_are_not_worked_on_again(tmp_path: Path) -> None:
    store = ShardStore(tmp_path / "v1")
    run(store, [Number(n) for n in range(4)])
    shards = sorted(path.name for path in store.root.iterdir())
    told: list[tuple[int, int]] = []
    run_in_shards(
        square,
        [Number(n) for n in range(5)],
        store,
        shard_size=9,
        workers=1,
        factory=inline,
        progress=lambda done, total: told.append((done, total)),
    )
    assert told == [(1, 1)]
    assert set(shards) < {path.name for path in store.root.iterdir()}


def test_a_lost_worker_loses_no_shard(tmp_path: Path) -> None:
    store, items, lives = ShardStore(tmp_path / "v1"), [Number(n) for n in range(12)], [0]

    def factory(workers: int) -> Executor:
        return DyingExecutor(lives)

    assert run(store, items, factory) == []
    assert squares(store, items) == [n**2 for n in range(12)]


def test_an_item_that_kills_its_worker_is_found_and_the_others_are_finished(tmp_path: Path) -> None:
    store = ShardStore(tmp_path / "v1")
    items = [Number(n, deadly=n == 5) for n in range(9)]
    assert run(store, items, size=4) == ["5"]
    assert squares(store, items) == [n**2 for n in range(9) if n != 5]


def test_a_shard_that_was_never_finished_does_not_count(tmp_path: Path) -> None:
    store = ShardStore(tmp_path / "v1")
    (store.root / ".unfinished-abc-1").mkdir(parents=True)
    (store.root / ".unfinished-abc-1" / "index.json").write_text('{"items": ["1"], "files": {}}')
    assert store.finished() == set()


def test_what_other_versions_of_the_code_left_is_removed(tmp_path: Path) -> None:
    old, new = ShardStore(tmp_path / "v1"), ShardStore(tmp_path / "v2")
    run(old, [Number(1)])
    run(new, [Number(1)])
    new.forget_other_versions()
    assert [path.name for path in tmp_path.iterdir()] == ["v2"]


def test_rows_of_other_items_of_a_shard_are_left_out(tmp_path: Path) -> None:
    store = ShardStore(tmp_path / "v1")
    run(store, [Number(2), Number(3)])
    assert squares(store, [Number(3)]) == [9]


@pytest.mark.parametrize("file", ["squares.parquet", "index.json"])
@pytest.mark.parametrize("content", [b"", b"damaged", None])
def test_a_shard_that_is_damaged_is_worked_on_again(tmp_path: Path, file: str, content: bytes | None) -> None:
    store, items = ShardStore(tmp_path / "v1"), [Number(n) for n in range(6)]
    run(store, items, size=3)
    shard = sorted(store.root.iterdir())[0]
    if content is None:
        (shard / file).unlink()
    else:
        (shard / file).write_bytes(content)
    again = ShardStore(tmp_path / "v1")
    assert len(again.finished()) == 3
    assert run(again, items, size=3) == []
    assert squares(again, items) == [n**2 for n in range(6)]


def test_all_workers_have_work_to_the_end_and_no_shard_is_larger_than_asked_for() -> None:
    assert size_of_shards(3000, 2, 200) == 75
    assert size_of_shards(28_500, 2, 200) == 200
    assert size_of_shards(41, 64, 200) == 1
    assert size_of_shards(100, 2, 200) == 20
    assert size_of_shards(0, 2, 200) == 1


def test_the_next_shard_is_read_while_workers_are_busy(tmp_path: Path) -> None:
    read = [Event() for _ in range(3)]

    def items() -> Iterator[Number]:
        for n, event in enumerate(read):
            event.set()
            yield Number(n)

    def work(root: Path, shard: Sequence[Any]) -> None:
        assert read[min(shard[0].value + 1, 2)].wait(60)
        square(root, shard)

    store = ShardStore(tmp_path / "v1")
    assert not run_in_shards(
        work, items(), store, shard_size=1, workers=1, factory=ThreadPoolExecutor, expected=len(read)
    )


def test_shards_under_way_with_one_that_kills_are_tried_at_the_same_time_in_executors_of_their_own(
    tmp_path: Path,
) -> None:
    asked: list[int] = []

    def factory(workers: int) -> Executor:
        asked.append(workers)
        return inline(workers)

    store, items = ShardStore(tmp_path / "v1"), [Number(n, deadly=n < 2) for n in range(4)]
    assert sorted(run(store, items, factory, size=1)) == ["0", "1"]
    assert asked == [2, 1, 1, 1, 1, 2]
