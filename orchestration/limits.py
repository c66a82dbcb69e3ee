"""What one document may take: time and memory, kept in the process that works on it.

The readers keep parsers of hostile formats in processes of their own, with limits of their own
(`extract.readers.limits`); this bounds everything else that is done with a document: reading HTML and DOCX, telling
whose it is, taking its figures.
"""

from __future__ import annotations

import faulthandler
import multiprocessing
import resource
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import NoReturn

from orchestration.sections import DocumentLimits

MEGABYTE = 1024 * 1024
# A worker that library code holds past its time, deaf to signals, is ended this much later.
HARD = 1.5
# Seconds between one ring of the alarm and the next.
AGAIN = 1.0
PAGES_OF_DATA = 5


class LimitExceededError(RuntimeError):
    """A document took more time or memory than it may; the message says which and how much that is."""


@contextmanager
def limited(limits: DocumentLimits) -> Iterator[None]:
    """Bound the time and memory of the block.

    Time is kept by a signal, in the main thread of a process; in a worker, a watchdog ends the process where the signal
    is not heeded. Memory is what the process takes beyond what it holds already; it is kept where the system can
    (Linux).

    Raises:
        LimitExceededError: when the block takes more than it may.
    """
    with _time(limits.seconds), _memory(limits.megabytes):
        try:
            yield
        except MemoryError:
            raise LimitExceededError(f"it took more than {limits.megabytes} MB of memory") from None


@contextmanager
def _time(seconds: float) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(number: int, frame: FrameType | None) -> NoReturn:
        raise LimitExceededError(f"it took more than {seconds:g} seconds")

    worker = multiprocessing.parent_process() is not None
    before = signal.signal(signal.SIGALRM, stop)
    # It rings again: a library that catches every exception swallows the first one.
    signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
    if worker:
        faulthandler.dump_traceback_later(seconds * HARD, exit=True)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        if worker:
            faulthandler.cancel_dump_traceback_later()
        signal.signal(signal.SIGALRM, before)


@contextmanager
def _memory(megabytes: int) -> Iterator[None]:
    held = _data_held()
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = held + megabytes * MEGABYTE if held else soft
    if not held or (soft != resource.RLIM_INFINITY and wanted >= soft):
        yield
        return
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_DATA, (wanted, hard))
    try:
        yield
    finally:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


def _data_held() -> int:
    """Bytes of data and stack that the process holds; 0 where the system does not say."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[PAGES_OF_DATA]
    except (OSError, IndexError):
        return 0
    return int(pages) * resource.getpagesize()
