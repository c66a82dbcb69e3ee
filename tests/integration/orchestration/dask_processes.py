"""A cluster of dask for tests: a scheduler and workers as processes of their own on loopback."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

HERE = Path(__file__).parent
# The profile is off as docs/scale.md has it.
SETTINGS = {
    "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "10s",
    "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False",
}


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Cluster:
    """The processes of a cluster, and its address."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.address = f"tcp://127.0.0.1:{self.port}"
        self.start()

    def start(self) -> None:
        """Start a scheduler at the cluster's address, and two workers."""
        self.scheduler = self._start("scheduler", "--host", "127.0.0.1", "--port", str(self.port), "--no-dashboard")
        self.workers = self._start("worker", self.address, "--nworkers", "2", "--nthreads", "1", "--no-dashboard")

    def stop(self) -> None:
        """Kill all processes, nannies with their workers: asked to end, they wait long for a scheduler that is gone."""
        with suppress(ProcessLookupError):
            os.killpg(self.workers.pid, signal.SIGKILL)
        self.scheduler.kill()
        for process in (self.workers, self.scheduler):
            process.wait()

    def _start(self, *arguments: str) -> subprocess.Popen[bytes]:
        modules = os.pathsep.join([str(HERE), os.environ.get("PYTHONPATH", "")])
        with (self.folder / "dask.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "distributed.cli.dask_" + arguments[0], *arguments[1:]],
                cwd=self.folder,
                env={**os.environ, **SETTINGS, "PYTHONPATH": modules},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )


@contextmanager
def cluster(folder: Path) -> Iterator[Cluster]:
    """A cluster of two workers of one thread each, for as long as the block lasts."""
    made = Cluster(folder)
    try:
        yield made
    finally:
        made.stop()
