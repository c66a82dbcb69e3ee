"""A cluster of dask as an executor: workers on other machines that share the data folder with this one.

    dask scheduler --port 8786                                          on one machine
    dask worker tcp://scheduler:8786 --nworkers 8 --nthreads 1          on each machine that works

Only the optional extra `dask` brings the library; nothing but `orchestration.executors` imports this module.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, ParamSpec, TypeVar

from distributed import Client

from orchestration.executors import ClusterError, ClusterExecutor

P = ParamSpec("P")
T = TypeVar("T")

SECONDS_TO_ANSWER = 30
SECONDS_FOR_WORKERS = 120
# A worker that ends a call has the next one already: to ask for it over the network takes as long as three documents.
CALLS_A_THREAD = 2


class DaskExecutor(ClusterExecutor):
    """Sends calls to the workers of a scheduler. Dask itself gives the calls of a lost worker to another one."""

    def __init__(self, scheduler: str) -> None:
        """Connects, and waits for a first worker.

        Raises:
            ClusterError: if no scheduler answers, or no worker comes.
        """
        connect: Any = Client  # distributed is typed in part
        try:
            self._client = connect(scheduler, timeout=SECONDS_TO_ANSWER, set_as_default=False)
        except (OSError, ValueError) as error:
            raise ClusterError(
                f"No scheduler of dask answers at {scheduler} ({error}). Start it, or mend dask_scheduler, and run "
                "again: what was finished is kept."
            ) from error
        try:
            self._client.wait_for_workers(1, timeout=SECONDS_FOR_WORKERS)
        except TimeoutError as error:
            self._client.close()
            raise ClusterError(
                f"The scheduler at {scheduler} has no workers: start some with "
                f"`dask worker {scheduler} --nworkers 8 --nthreads 1`, and run again."
            ) from error
        self._executor = self._client.get_executor(pure=False)

    @property
    def slots(self) -> int:
        """Two calls for each thread of the workers that are there now; at least one, which waits for a worker.

        Raises:
            ClusterError: if the scheduler is gone.
        """
        try:
            threads: dict[str, int] = self._client.nthreads()
        except OSError as error:
            raise ClusterError(
                f"The scheduler of dask was lost amid the work ({error}). Run again when it is back: what was finished "
                "is kept."
            ) from error
        return max(1, CALLS_A_THREAD * sum(threads.values()))

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Send a call to a worker."""
        future: Future[T] = self._executor.submit(fn, *args, **kwargs)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let go of the cluster; it goes on for others."""
        self._executor.shutdown(wait=wait)
        self._client.close()
