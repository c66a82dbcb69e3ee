"""The archive's manifest: one line a receipt, appended under a lock, read on from where it was last read."""

import contextlib
import datetime
import fcntl
import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from extract.archive.entry import ArchiveEntry, Status
from extract.archive.journal import Journal, replace
from extract.readers.sniff import media_type


class Manifest:
    """All receipts of an archive.

    A line that was cut short or damaged is skipped; the next writer makes the manifest again from the journal, which
    holds the same lines.
    """

    def __init__(self, path: Path) -> None:
        """Reads nothing yet."""
        self._path = path
        self._journal = Journal(path.with_name("receipts"))
        self._begin()

    def _begin(self) -> None:
        self._offset = 0
        self._damaged = 0
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
        for line in whole.split(b"\n")[:-1]:
            try:
                self._keep(ArchiveEntry.from_line(line))
            except ValueError:
                self._damaged += 1
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
        lines = [entry.as_line() for entry in entries]
        self._journal.write(len(self.receipts) + 1, lines)
        with self._path.open("ab") as file:
            file.write(b"".join(lines))
            file.flush()
            os.fsync(file.fileno())
        self.refresh()

    def mend(self) -> None:
        """See that the manifest and the journal hold the same lines. Call it under `locked` and before a receipt.

        The manifest is there from then on: documents without one have lost their receipts.
        """
        self._journal.clear_unfinished()
        kept = self._journal.length()
        if not self._path.exists() and not kept and not any(self._path.with_name("objects").glob("*/*")):
            self._path.touch()
        elif not self._path.exists() or self._damaged or len(self.receipts) < kept or not self._ends_whole():
            self._make_again()
        elif len(self.receipts) > kept:  # of an archive without a journal
            self._journal.write(kept + 1, [entry.as_line() for entry in self.receipts[kept:]])

    def _ends_whole(self) -> bool:
        return self._path.stat().st_size == self._offset

    def _make_again(self) -> None:
        """Write the manifest from the journal's lines and its own good ones; the damaged one is kept beside it."""
        kept = self._journal.lines()
        entries = [ArchiveEntry.from_line(kept[number]) for number in sorted(kept)]
        there = {entry.as_line() for entry in entries}
        own = [entry for entry in self.receipts if entry.as_line() not in there]
        gaps = len(kept) < self._journal.length() or not kept
        if own or gaps:
            # Where the journal cannot say in which order they came, the time of receipt does.
            entries = sorted([*entries, *own], key=lambda entry: entry.received_at)
        if gaps:
            entries += self._without_receipt({entry.document_id for entry in entries})
        lines = [entry.as_line() for entry in entries]
        replace(self._path, b"".join(lines), keep_as="manifest.damaged-{}.jsonl")
        if own or gaps:
            self._journal.start_over(lines)
        self._begin()
        self.refresh()

    def _without_receipt(self, known: set[str]) -> Iterator[ArchiveEntry]:
        """Receipts for documents whose own ones are lost; where they came from is lost with those."""
        for file in sorted(self._path.with_name("objects").glob("*/*")):
            if file.name not in known:
                data, state = file.read_bytes(), file.stat()
                received = datetime.datetime.fromtimestamp(state.st_mtime, datetime.UTC)
                yield ArchiveEntry(file.name, str(file), received, state.st_size, media_type(data), "created")

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
