"""The archive's manifest: one line a receipt, appended under a lock, read on from where it was last read."""

import contextlib
import fcntl
import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from extract.archive.entry import ArchiveEntry, Status


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

    def receipts_to_be(self) -> "Receiving":
        """What is about to be received, beside what was. Call it under `locked`."""
        return Receiving(self)

    def append(self, entries: Sequence[ArchiveEntry]) -> None:
        """Adds a line for each receipt and makes sure that they are on the disk. Call it under `locked`."""
        if not entries:
            return
        with self._path.open("ab") as file:
            torn = file.tell() > 0 and not self._ends_whole()
            file.write((b"\n" if torn else b"") + b"".join(entry.as_line() for entry in entries))
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


class Receiving:
    """Receipts that are to be written together: what each is beside those that stand and those before it."""

    def __init__(self, manifest: Manifest) -> None:
        """Begins with none."""
        self.entries: list[ArchiveEntry] = []
        self._manifest = manifest
        self._last: dict[str, str] = {}
        self._documents: set[str] = set()

    def status(self, source: str, document_id: str) -> Status:
        """What a receipt of a document from a source would be."""
        if document_id in self._documents or document_id in self._manifest.by_document:
            return "unchanged"
        return "changed" if self._latest(source) is not None else "created"

    def add(self, entry: ArchiveEntry, *, always: bool = False) -> None:
        """Take in a receipt, unless the source gave the same bytes last time and `always` does not ask for it."""
        if self._latest(entry.source) != entry.document_id or always:
            self.entries.append(entry)
        self._last[entry.source] = entry.document_id
        self._documents.add(entry.document_id)

    def _latest(self, source: str) -> str | None:
        return self._last.get(source) or next(iter(self._manifest.by_source.get(source, [])[-1:]), None)
