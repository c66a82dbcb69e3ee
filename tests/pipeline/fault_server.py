"""A process that has imported everything and forks a child for each run that is to be disturbed.

It reads a job a line (JSON) from standard input and writes how the child ended. The child watches its own file events
by Python's audit hooks and ends itself by SIGKILL at the one that the job names; no production code knows of it.
"""

from __future__ import annotations

import ctypes
import fnmatch
import json
import os
import resource
import signal
import sys
import traceback
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

NEEDED = (
    "dagster._core.execution.execute_in_process",
    "dagster._core.storage.event_log",
    "dagster._core.storage.runs",
    "dagster_dbt",
    "dbt.adapters.duckdb",
    "dbt.cli.main",
    "dbt.task.build",
    "extract.document",
    "extract.fetch",
    "orchestration.running",
    "pandera.polars",
    "pyarrow.parquet",
    "warehouse.exports",
)
CAPABILITIES_THAT_PASS_OVER_PERMISSIONS = 0b1110  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, CAP_FOWNER


class Saboteur:
    """Ends the process at the n-th file event whose name and paths fit.

    A job's fault holds: `event`, a name of Python's audit events; `path`, a pattern for one of the event's arguments,
    relative to the data folder; `nth`; and `how`: `kill` ends the process before the event takes place; `tear` lets the
    system end it in the midst of the next write beyond `bytes` of the file `tears` (by default a file that is new).
    """

    def __init__(self, data: Path, fault: dict[str, Any]) -> None:
        self.data = str(data)
        self.event, self.pattern, self.left = fault["event"], fault["path"], fault.get("nth", 1)
        self.fault = fault
        if fault.get("how") == "tear":
            # Python ignores the signal of a file that is too large; by default it ends the process within the write.
            signal.signal(signal.SIGXFSZ, signal.SIG_DFL)

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event != self.event or self.left <= 0:
            return
        paths = [os.fsdecode(a) for a in arguments if isinstance(a, str | bytes | os.PathLike)]
        if not any(fnmatch.fnmatchcase(path.removeprefix(self.data + "/"), self.pattern) for path in paths):
            return
        if event == "open" and self.fault.get("write", True) and not _writes(arguments):
            return
        self.left -= 1
        if self.left == 0:
            self._strike()

    def _strike(self) -> None:
        if self.fault.get("how", "kill") == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        torn = self.fault.get("tears")
        size = Path(self.data, torn).stat().st_size if torn else 0
        limit = size + self.fault.get("bytes", 100)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))


def _writes(arguments: tuple[Any, ...]) -> bool:
    mode, flags = (*arguments[1:], None, 0)[:2]
    if isinstance(mode, str):
        return any(letter in mode for letter in "wax+")
    return bool((flags or 0) & (os.O_WRONLY | os.O_RDWR))


def let_permissions_bind() -> None:
    """Give up what lets root pass over permissions; an ordinary user has nothing to give up."""
    libc = ctypes.CDLL(None, use_errno=True)
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)  # version 3 of capget and capset, this process
    held = (ctypes.c_uint32 * 6)()
    if libc.capget(header, held) != 0:
        raise OSError(ctypes.get_errno(), "capget")
    held[0] &= ~CAPABILITIES_THAT_PASS_OVER_PERMISSIONS
    if libc.capset(header, held) != 0:
        raise OSError(ctypes.get_errno(), "capset")


def run(job: dict[str, Any]) -> dict[str, Any]:
    from orchestration import running
    from orchestration.progress import Silent
    from orchestration.settings import Settings

    if not job.get("history", True):
        import dagster as dg

        running.open_instance = lambda settings: dg.DagsterInstance.ephemeral()  # type: ignore[attr-defined]
    settings = Settings(**{**job["settings"], "data": Path(job["settings"]["data"])})
    outcome = running.run_build(settings, Path(job["folder"]), Silent(), rebuild=bool(job.get("rebuild")))
    return {"published": outcome.published, "failures": list(outcome.failures)}


def launched(job: dict[str, Any]) -> dict[str, Any]:
    """The job as Dagster starts it: the lock is taken by its resource, the pool is the instance's."""
    from orchestration.definitions import build_definitions
    from orchestration.instance import open_instance
    from orchestration.jobs import JOB
    from orchestration.partitions import every_year
    from orchestration.settings import Settings

    settings = Settings(**{**job["settings"], "data": Path(job["settings"]["data"])})
    definitions = build_definitions(settings)
    config = {"ops": {"archive": {"config": {"folder": job["folder"]}}}}
    with open_instance(settings) as instance:
        result = definitions.resolve_job_def(JOB).execute_in_process(
            run_config=config, instance=instance, tags=every_year(settings), raise_on_error=False
        )
    return {"published": result.success, "failures": [] if result.success else ["the job that Dagster started failed"]}


def fetch(job: dict[str, Any]) -> dict[str, Any]:
    from extract.archive import Archive
    from extract.fetch import FetchOptions, fetch_all
    from extract.registry import load

    data = Path(job["settings"]["data"])
    # What the site is told; see `conftest.Site`.
    contact = f"end {os.getpid()} amid" if (job.get("fault") or {}).get("event") == "mid-download" else ""
    options = FetchOptions(seconds=60.0, tries=1, delay=0.0, allow_private=True, contact=contact)
    receipts = fetch_all(load(Path(job["registry"])), Archive(data / "archive"), options)
    return {"published": not receipts.failed, "failures": [reason for _, reason in receipts.failed]}


def export(job: dict[str, Any]) -> dict[str, Any]:
    from orchestration.settings import Settings
    from warehouse.exports import export as write

    files = write(Settings(data=Path(job["settings"]["data"])), "parquet", Path(job["folder"]))
    return {"published": True, "failures": [], "files": [str(file) for file in files]}


WORK: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "run": run,
    "launched": launched,
    "fetch": fetch,
    "export": export,
}


def tell_of_stored_events() -> None:
    """Raise an audit event amid the transaction that stores an asset's event: what SQLite writes raises none."""
    from orchestration.event_log import KeptSqliteEventLog as Log

    store: Callable[..., None] = Log._store_asset_event

    def told(log: Log, *arguments: Any) -> None:
        sys.audit("event_log.store", f"{log._base_dir}/event_log.db")
        store(log, *arguments)

    Log._store_asset_event = told  # type: ignore[method-assign]


def child(job: dict[str, Any]) -> None:
    """Do the job and write what came of it; never returns."""
    words = Path(job["said"])
    descriptor = os.open(words.with_suffix(".log"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(descriptor, 1)
    os.dup2(descriptor, 2)
    try:
        if job.get("permissions_bind"):
            let_permissions_bind()
        if job.get("fault"):
            tell_of_stored_events()
            sys.addaudithook(Saboteur(Path(job["settings"]["data"]), job["fault"]))
        said = WORK[job["do"]](job)
    except BaseException as error:
        traceback.print_exc()
        said = {"published": False, "failures": [f"{type(error).__name__}: {error}"]}
    words.write_text(json.dumps(said), encoding="utf-8")
    os._exit(0)


def main() -> None:
    """Import what a run needs, then fork for each line."""
    for module in NEEDED:
        import_module(module)
    from extract.catalogue import families, load

    for family in families():
        load(family)
    print(json.dumps({"ready": os.getpid()}), flush=True)
    for line in sys.stdin:
        job = json.loads(line)
        pid = os.fork()
        if pid == 0:
            child(job)
        _, status, used = os.wait4(pid, 0)
        seconds = round(used.ru_utime + used.ru_stime, 1)
        print(json.dumps({"ended": os.waitstatus_to_exitcode(status), "seconds": seconds}), flush=True)


if __name__ == "__main__":
    main()
