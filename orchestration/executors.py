"""Where pieces of work run: in this process, in a pool of processes, on a cluster of dask, or where the user says."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from importlib import import_module
from typing import Any, ParamSpec, TypeVar

from orchestration.settings import EXECUTOR_VARIABLE, SettingsError

P = ParamSpec("P")
T = TypeVar("T")

ExecutorFactory = Callable[[int], Executor]


class ClusterError(RuntimeError):
    """The cluster cannot be used; the message says why and what to do. What was finished is kept."""


class ClusterExecutor(Executor):
    """An executor that knows itself how many calls it can take at the same time."""

    @property
    def slots(self) -> int:
        """Calls that it can take now; workers may come and go."""
        raise NotImplementedError


class InlineExecutor(Executor):
    """Runs each call at once, in the caller's thread."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run the call and return its finished future."""
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


def process_pool(workers: int) -> Executor:
    """A pool of fresh processes: nothing of this process's threads, locks and open files is copied into them."""
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(max_workers=workers, mp_context=context, initializer=_end_with_parent)


def _end_with_parent() -> None:
    """See to it that a worker does not outlive the run: one whose parent was killed would wait for work for ever."""

    def watch() -> None:
        parent = multiprocessing.parent_process()
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def inline(workers: int) -> Executor:
    """No workers at all, whatever their number."""
    return InlineExecutor()


def executor_factory(name: str, scheduler: str = "") -> ExecutorFactory:
    """The factory that a setting names: `local`, `inline`, `dask`, or `package.module:function`.

    `scheduler` is the address of dask's scheduler.

    Raises:
        SettingsError: if there is no such function, or dask is not installed or has no address.
    """
    known: dict[str, ExecutorFactory] = {"local": process_pool, "inline": inline}
    if name in known:
        return known[name]
    if name == "dask":
        return _on_dask(scheduler)
    module, _, function = name.partition(":")
    try:
        factory: Any = getattr(import_module(module), function)
    except (ImportError, AttributeError, ValueError) as error:
        raise SettingsError(
            f"{EXECUTOR_VARIABLE}={name!r} names no executor ({error}): "
            "write local, inline, dask, or package.module:function."
        ) from error
    result: ExecutorFactory = factory
    return result


def _on_dask(scheduler: str) -> ExecutorFactory:
    if not scheduler:
        raise SettingsError(
            "The executor dask needs the address of a scheduler: set dask_scheduler (or XIANJIAN_DASK_SCHEDULER), "
            "as tcp://scheduler:8786."
        )
    try:
        from orchestration.dask_cluster import DaskExecutor
    except ImportError as error:
        raise SettingsError(
            f"The executor dask is not installed ({error}): uv pip install --python .venv/bin/python '.[dask]'"
        ) from error
    # How many run at once is the cluster's to say.
    return lambda workers: DaskExecutor(scheduler)
