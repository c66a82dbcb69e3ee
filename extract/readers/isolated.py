"""Running a reader in a confined subprocess that is kept for the next document and killed when it fails or hangs."""

import atexit
import json
import os
import select
import subprocess
import sys
import threading
import time
from dataclasses import asdict
from typing import Any

from extract.readers.document import ReadDocument, Segment, UnreadableDocument
from extract.readers.limits import Limits

_DOCUMENTS = 200  # after as many a worker is replaced, so that a leaking parser stays bounded
_ANSWER_BYTES = 256 * 1024 * 1024
_lock = threading.Lock()
_workers: dict[tuple[int, int], "_Worker"] = {}


class WorkerLost(Exception):  # noqa: N818 - an event, not a mistake of the caller
    """The worker died or was killed; the message says which."""


def read_isolated(reader: str, data: bytes, limits: Limits, *, seconds: float, memory_bytes: int) -> ReadDocument:
    """What `reader` (a name in `worker.READERS`) makes of `data`, within `seconds` and `memory_bytes`.

    Raises:
        UnreadableDocument: what the reader raised; `reader_timeout` or `reader_failed` when it hung or crashed.
    """
    with _lock:
        key = (os.getpid(), memory_bytes)
        worker = _workers.get(key)
        if worker is None or worker.spent:
            if worker is not None:
                worker.stop()
            worker = _workers[key] = _Worker(memory_bytes)
        try:
            reply = worker.ask(reader, data, limits, seconds)
        except TimeoutError as error:
            _workers.pop(key).stop()
            raise UnreadableDocument("reader_timeout", f"Reading it took longer than {seconds:g} s.") from error
        except (WorkerLost, OSError, ValueError) as error:
            _workers.pop(key).stop()
            raise UnreadableDocument("reader_failed", f"The {reader} parser crashed on it ({error}).") from error
    if "unreadable" in reply:
        reason, message, remedy = reply["unreadable"]
        raise UnreadableDocument(reason, message, remedy)
    return _document(reply["document"])


def _document(record: dict[str, Any]) -> ReadDocument:
    segments = tuple(Segment(**segment) for segment in record.pop("segments"))
    return ReadDocument(**(record | {"warnings": tuple(record["warnings"])}), segments=segments)


class _Worker:
    """One subprocess and its pipes."""

    def __init__(self, memory_bytes: int) -> None:
        self._asked = 0
        kept = ("PATH", "LANG", "LC_ALL", "HOME", "TMPDIR", "PYTHONPATH", "LD_LIBRARY_PATH")
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-m", "extract.readers.worker", str(memory_bytes)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={name: os.environ[name] for name in kept if name in os.environ} | {"OMP_NUM_THREADS": "2"},
        )

    @property
    def spent(self) -> bool:
        return self._asked >= _DOCUMENTS or self._process.poll() is not None

    def ask(self, reader: str, data: bytes, limits: Limits, seconds: float) -> dict[str, Any]:
        """Sends one request and waits for its answer."""
        self._asked += 1
        head = json.dumps({"reader": reader, "limits": asdict(limits)}).encode()
        deadline = time.monotonic() + seconds
        self._send(b"%d\n%s%d\n%s" % (len(head), head, len(data), data), deadline)
        size = int(self._receive_line(deadline))
        if size > _ANSWER_BYTES:
            raise WorkerLost("answer too long")
        reply = json.loads(self._receive(size, deadline))
        if not isinstance(reply, dict):
            raise WorkerLost("no answer")
        return reply

    def _send(self, payload: bytes, deadline: float) -> None:
        assert self._process.stdin is not None
        handle, view = self._process.stdin.fileno(), memoryview(payload)
        os.set_blocking(handle, False)
        while view:
            _, writable, _ = select.select([], [handle], [], max(0.0, deadline - time.monotonic()))
            if not writable:
                raise TimeoutError
            view = view[os.write(handle, view) :]

    def _receive_line(self, deadline: float) -> bytes:
        line = b""
        while not line.endswith(b"\n"):
            line += self._receive(1, deadline)
            if len(line) > 24:
                raise WorkerLost("no frame")
        return line

    def _receive(self, size: int, deadline: float) -> bytes:
        assert self._process.stdout is not None
        handle, parts, missing = self._process.stdout.fileno(), [], size
        while missing:
            readable, _, _ = select.select([handle], [], [], max(0.0, deadline - time.monotonic()))
            if not readable:
                raise TimeoutError
            part = os.read(handle, min(missing, 1 << 20))
            if not part:
                code = self._process.wait()
                raise WorkerLost(f"signal {-code}" if code < 0 else f"status {code}")
            parts.append(part)
            missing -= len(part)
        return b"".join(parts)

    def stop(self) -> None:
        """Kills the subprocess and closes its pipes."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()


@atexit.register
def _stop_all() -> None:
    for (pid, _), worker in list(_workers.items()):
        if pid == os.getpid():
            worker.stop()


def _after_fork() -> None:
    """A forked child starts with no workers of its own, and with a lock that nobody holds."""
    global _lock
    _lock = threading.Lock()
    _workers.clear()


os.register_at_fork(after_in_child=_after_fork)
