"""The archive's manifest: one line a receipt, appended under a lock, read on from where it was last read."""

import contextlib
import fcntl
import os
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from extract.archive.entry import ArchiveEntry


class Manifest:
    """All receipts of an archive. A line cut short by a crash is skipped, and closed by the next writer."""

    def __init__(self, path: Path) -> None:
        """Reads nothing yet."""
        self._path = path
        self._offset = 0
        self.receipts: list[ArchiveEntry] = []
        self.by_document: dict[str, list[ArchiveEntry]] = {}
        self.by_source: dict[str, list[str]] = defaultdict(list)

    def refresh(self) -> "Manifest":
        """Reads the lines that were added since it was last read, by this process or another."""
        try:
            with self._path.open("rb") as file:
                file.seek(self._offset)
                added = file.read()
        except FileNotFoundError:
            return self
        whole = added[: added.rfind(b"\n") + 1]
        self._offset += len(whole)
        for line in whole.splitlines():
            with contextlib.suppress(ValueError):
                self._keep(ArchiveEntry.from_line(line))
        return self

    def _keep(self, entry: ArchiveEntry) -> None:
        self.receipts.append(entry)
        self.by_document.setdefault(entry.document_id, []).append(entry)
        self.by_source[entry.source].append(entry.document_id)

    def append(self, entry: ArchiveEntry) -> None:
        """Adds a line and makes sure that it is on the disk. Call it under `locked`."""
        with self._path.open("ab") as file:
            torn = file.tell() > 0 and not self._ends_whole()
            file.write((b"\n" if torn else b"") + entry.as_line())
            file.flush()
            os.fsync(file.fileno())
        self.refresh()

    def _ends_whole(self) -> bool:
        with self._path.open("rb") as file:
            file.seek(-1, os.SEEK_END)
            return file.read(1) == b"\n"

    @contextlib.contextmanager
    def locked(self) -> Iterator["Manifest"]:
        """Keeps other writers out; yields the manifest as it then stands."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield self.refresh()
