"""Work in shards that survives the loss of a worker: a lost shard is done again, and an item that kills is found.

Workers take a shard at a time and write it into the store themselves (`orchestration.shards`); only items go to them,
and nothing comes back. Shards that were under way when a worker was lost are tried apart from each other; one that
fails again is halved until the item at fault is alone, and the others are finished.
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Executor, Future, wait
from contextlib import ExitStack
from itertools import islice
from pathlib import Path

from orchestration.executors import ClusterError, ClusterExecutor, ExecutorFactory
from orchestration.shards import Item, LostItem, ShardStore

# The machine's faults, not the item's: they end the step instead of putting a report into quarantine.
OF_THE_MACHINE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM})
# Shards that each worker takes in turn at least: the last ones run while other workers have no more to do.
TURNS = 20
# Fewer items are not worth a shard of their own, unless a worker would have none.
LEAST = 20

Work = Callable[[Path, Sequence[Item]], None]
Progress = Callable[[int, int], None]


def size_of_shards(items: int, workers: int, most: int) -> int:
    """Items a shard: few enough that all workers end at about the same time, and never more than `most`."""
    fair = max(1, -(-items // workers))
    return min(most, fair, max(LEAST, -(-fair // TURNS)))


def run_in_shards(
    work: Work,
    items: Iterable[Item],
    store: ShardStore,
    *,
    shard_size: int,
    workers: int,
    factory: ExecutorFactory,
    progress: Progress = lambda done, total: None,
    expected: int | None = None,
) -> list[LostItem]:
    """Do the work of all items that no finished shard covers yet.

    Args:
        work: writes one shard into the store at the given folder; it runs in another process.
        items: what to work on; taken as workers become free, so that they need never all be in memory.
        store: where finished shards lie.
        shard_size: items a shard.
        workers: shards at work at the same time.
        factory: makes the executor; a new one when its workers are lost.
        progress: told how many of the items are done.
        expected: how many there will be to work on, where it is known; else all items are looked at first.

    Returns:
        The items that could not be finished even alone, now or in earlier runs, or that took more than they may.
    """
    given_up = store.given_up()
    done = store.settled()
    pending: Iterable[Item] = (item for item in items if item.key not in done)
    if expected is None:
        pending = list(pending)
        expected = len(pending)
    queue = _Queue(pending, shard_size)
    crew = _Crew(work, store, workers, factory, progress, total=expected)
    while suspects := crew.run_until_broken(queue):
        for suspect in crew.run_apart(suspects):
            crew.run_alone(suspect)
    return [*crew.lost, *given_up, *store.exceeded()]


class _Queue:
    """The shards that are to come, one of them made ready while workers are busy: making it reads its items."""

    def __init__(self, items: Iterable[Item], size: int) -> None:
        self._items, self._size = iter(items), size
        self._ready: list[Item] = []

    def look_ahead(self) -> bool:
        """Make the next shard ready; False where there is none."""
        self._ready = self._ready or list(islice(self._items, self._size))
        return bool(self._ready)

    def take(self) -> list[Item]:
        """The next shard; empty where there is none."""
        self.look_ahead()
        shard, self._ready = self._ready, []
        return shard


class _Crew:
    """The workers of one call: what they did, and which items they could not survive."""

    def __init__(
        self, work: Work, store: ShardStore, workers: int, factory: ExecutorFactory, progress: Progress, total: int
    ) -> None:
        self.work, self.store, self.root = work, store, store.root
        self.workers, self.factory = workers, factory
        self.progress, self.total, self.done = progress, total, 0
        self.lost: list[LostItem] = []

    def run_until_broken(self, queue: _Queue) -> list[list[Item]]:
        """Work through the queue with all workers; return the shards that were under way when one was lost."""
        suspects: list[list[Item]] = []
        running: dict[Future[None], list[Item]] = {}
        if not queue.look_ahead():
            return []
        with self.factory(self.workers) as executor:
            while True:
                # No more shards are handed out than can be taken, so that a lost worker takes few with it.
                while len(running) < self._slots(executor) and not suspects and (shard := queue.take()):
                    try:
                        running[executor.submit(self.work, self.root, shard)] = shard
                    except BrokenExecutor:
                        suspects.append(shard)
                if not running:
                    break
                queue.look_ahead()
                finished, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in finished:
                    shard = running.pop(future)
                    if not self._finished(future, shard):
                        suspects.append(shard)
        return suspects

    def run_apart(self, shards: list[list[Item]]) -> list[list[Item]]:
        """Run shards at the same time, each in an executor of its own; return those that failed again."""
        if len(shards) == 1:
            return shards
        with ExitStack() as executors:
            running = [(self._submit(executors.enter_context(self.factory(1)), shard), shard) for shard in shards]
            return [shard for future, shard in running if not self._finished(future, shard)]

    def run_alone(self, shard: list[Item]) -> None:
        """Run one shard by itself; halve it while it fails, until the item at fault is found."""
        with self.factory(1) as executor:
            failure = _failure(self._submit(executor, shard))
        if failure is None:
            self._advance(len(shard))
        elif len(shard) > 1:
            middle = len(shard) // 2
            self.run_alone(shard[:middle])
            self.run_alone(shard[middle:])
        else:
            if isinstance(failure, OSError) and failure.errno in OF_THE_MACHINE:
                raise failure
            self.lost.append(LostItem(shard[0].key, f"{type(failure).__name__}: {failure}"))
            self.store.note_failure(self.lost[-1])
            self._advance(1)

    def _submit(self, executor: Executor, shard: list[Item]) -> Future[None]:
        """Hand out a shard; an executor that is broken already gives a future that says so."""
        try:
            return executor.submit(self.work, self.root, shard)
        except BrokenExecutor as error:
            broken: Future[None] = Future()
            broken.set_exception(error)
            return broken

    def _finished(self, future: Future[None], shard: list[Item]) -> bool:
        """Whether a shard ended well; waits for it, and counts it where it did."""
        if _failure(future) is not None:
            return False
        self._advance(len(shard))
        return True

    def _slots(self, executor: Executor) -> int:
        return executor.slots if isinstance(executor, ClusterExecutor) else self.workers

    def _advance(self, items: int) -> None:
        self.done += items
        self.progress(self.done, max(self.done, self.total))


def _failure(future: Future[None]) -> BaseException | None:
    """Why a call failed, once it ended. A cluster that is lost cancels what it was given: no document's fault."""
    try:
        return future.exception()
    except CancelledError as cancelled:
        raise ClusterError(
            "The cluster was lost amid the work. Run again when it is back: what was finished is kept."
        ) from cancelled
