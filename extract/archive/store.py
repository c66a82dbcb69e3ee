"""Storing documents by their content, and finding them again.

    objects/ab/<sha256>   the bytes, read-only, written under another name and renamed
    manifest.jsonl        one line a receipt
    receipts/             the same lines, in files that are never changed, from which the manifest can be made again

A line is written after its object, so a write cut short leaves at most an object without a line, which the next
receipt of the same bytes writes. Nothing is ever overwritten or removed.
"""

import contextlib
import dataclasses
import datetime
import fcntl
import hashlib
import io
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from extract.archive.entry import ArchiveEntry
from extract.archive.manifest import Manifest
from extract.readers import printable
from extract.readers.document import UnreadableDocument
from extract.readers.limits import DEFAULT_LIMITS
from extract.readers.sniff import ZIP, media_type

INCOMING = "incoming"


class Archive:
    """A folder of documents as received."""

    def __init__(self, root: Path, *, largest: int = DEFAULT_LIMITS.file_bytes) -> None:
        """Uses `root`, which is made at the first receipt; refuses documents of more than `largest` bytes."""
        self.root = root
        self._largest = largest
        self._manifest = Manifest(root / "manifest.jsonl")
        self._mended = False

    def path(self, document_id: str) -> Path:
        """Where the bytes of a document lie.

        Raises:
            ValueError: when `document_id` is no sha256 in hex, so that no identity leads out of the archive.
        """
        if len(document_id) != 64 or not set(document_id) <= set("0123456789abcdef"):
            raise ValueError(f"{document_id!r} is no document identity: a sha256 in hex is")
        return self.root / "objects" / document_id[:2] / document_id

    def __contains__(self, document_id: str) -> bool:
        return document_id in self._manifest.refresh().by_document

    def entries(self) -> list[ArchiveEntry]:
        """The first receipt of every document, in the order in which they came."""
        return [receipts[0] for receipts in self._manifest.refresh().by_document.values()]

    def receipts(self) -> list[ArchiveEntry]:
        """Every receipt: a document that came from two sources has two."""
        return list(self._manifest.refresh().receipts)

    def latest(self, source: str) -> ArchiveEntry | None:
        """The last receipt from `source`, for a conditional request."""
        return next((receipt for receipt in reversed(self.receipts()) if receipt.source == source), None)

    def mend(self) -> None:
        """See that the manifest is whole, and make it again where it is not; done before the first receipt too."""
        self._mended = True
        with self._manifest.locked() as manifest:
            manifest.mend()
        with self._storing(fcntl.LOCK_EX | fcntl.LOCK_NB) as alone:
            # Where nobody is storing, what waits is what a process that was killed had not given its name yet.
            for left in (self.root / INCOMING).glob("*") if alone else ():
                left.unlink(missing_ok=True)

    @contextlib.contextmanager
    def _storing(self, how: int = fcntl.LOCK_SH) -> Iterator[bool]:
        """Hold the right to write beside the objects, with others or alone; yields whether it was to be had."""
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / f"{INCOMING}.lock").open("w") as lock:
            try:
                fcntl.flock(lock, how)
            except BlockingIOError:
                yield False
            else:
                yield True

    def add(
        self,
        document: Path | bytes,
        *,
        source: str = "",
        headers: Mapping[str, str] | None = None,
        run: str = "",
        received_at: datetime.datetime | None = None,
    ) -> ArchiveEntry:
        """Receives one document. The same bytes twice are one document, whatever their source.

        Args:
            document: a file, or its bytes.
            source: where it came from; by default the file's path.
            headers: of the response, where it was fetched.
            run: the run that receives it.
            received_at: UTC; by default now.

        Raises:
            UnreadableDocument: `missing_file`, `empty_file` or `too_large`; nothing is stored then.
        """
        named = source or (str(document) if isinstance(document, Path) else "bytes")
        (entry,) = self.add_all([(named, document)], headers=headers, run=run, received_at=received_at)
        if isinstance(entry, UnreadableDocument):
            raise entry
        return entry

    def add_all(
        self,
        documents: Iterable[tuple[str, Path | bytes]],
        *,
        headers: Mapping[str, str] | None = None,
        run: str = "",
        received_at: datetime.datetime | None = None,
    ) -> list[ArchiveEntry | UnreadableDocument]:
        """Receives several documents, given as source and content: for each its receipt, or why it has none.

        All are written first and made safe together, objects before receipts: waiting for the disk twice for each of
        many small files takes longer than everything else that is done with them.
        """
        with self._storing():
            stored = [(source, self._store_or_refuse(document)) for source, document in documents]
            kept = [(source, found) for source, found in stored if isinstance(found, _Stored)]
            self._settle(found.waiting for _, found in kept if found.waiting)
        if not kept:
            return [found for _, found in stored if isinstance(found, UnreadableDocument)]
        received = received_at or datetime.datetime.now(datetime.UTC)
        entries: dict[int, ArchiveEntry] = {}
        with self._manifest.locked() as manifest:
            receipts = manifest.receipts_to_be()
            for source, found in kept:
                status = receipts.status(source, found.document_id)
                entry = ArchiveEntry(
                    found.document_id, source, received, found.size, found.media_type, status, dict(headers or {}), run
                )
                receipts.add(entry, always=bool(headers))
                entries[id(found)] = entry
            manifest.append(receipts.entries)
        return [entries[id(found)] if isinstance(found, _Stored) else found for _, found in stored]

    def _store_or_refuse(self, document: Path | bytes) -> "_Stored | UnreadableDocument":
        try:
            return self._store(document)
        except UnreadableDocument as refused:
            return refused

    def _store(self, document: Path | bytes) -> "_Stored":
        """Writes the bytes beside the objects, to be moved among them by `_settle`, unless they are there."""
        with _opened(document) as file:
            data = file.read(self._largest + 1)
        if len(data) > self._largest:
            raise UnreadableDocument("too_large", f"The document has more than {self._largest:,} bytes.")
        if not data:
            raise UnreadableDocument("empty_file", "The file is empty.")
        if not self._mended:
            self.mend()
        document_id = hashlib.sha256(data).hexdigest()
        stored = _Stored(document_id, len(data), media_type(data))
        if self.path(document_id).exists():
            return stored
        waiting = self.root / INCOMING
        waiting.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f"{document_id}-", dir=waiting)
        with os.fdopen(handle, "wb") as copy:
            copy.write(data)
        return dataclasses.replace(stored, waiting=Path(name))

    def _settle(self, waiting: Iterable[Path]) -> None:
        """Makes sure that what was written is on the disk, and gives it its name among the objects."""
        files = list(waiting)
        for file in files:
            with file.open("rb") as written:
                os.fsync(written.fileno())
        for file in files:
            place = self.path(file.name.partition("-")[0])
            if place.exists():
                file.unlink()
                continue
            place.parent.mkdir(parents=True, exist_ok=True)
            file.chmod(0o444)
            file.replace(place)


@dataclasses.dataclass(frozen=True, slots=True)
class _Stored:
    """Bytes that were received: identity, size and kind, and the file in which they wait if they are new."""

    document_id: str
    size: int
    media_type: str
    waiting: Path | None = None


@contextlib.contextmanager
def _opened(document: Path | bytes) -> Iterator[BinaryIO]:
    if isinstance(document, bytes):
        yield io.BytesIO(document)
        return
    if not document.is_file():
        raise UnreadableDocument("missing_file", f"There is no file {printable(document)}.")
    try:
        file = document.open("rb")
    except OSError as error:
        raise UnreadableDocument(
            "missing_file", f"{printable(document)} cannot be opened: {error.strerror}."
        ) from error
    with file:
        yield file


def documents_in(path: Path) -> Iterator[tuple[str, Path | bytes]]:
    """The documents of a file, as source and content: itself, or the members of a zip of reports.

    Raises:
        UnreadableDocument: for a missing file, or a zip that is broken, encrypted or unsafe.
    """
    with _opened(path) as file:
        packed = file.read(4) == b"PK\x03\x04" and path.stat().st_size <= DEFAULT_LIMITS.file_bytes
    if not packed or media_type(path.read_bytes()) != ZIP:
        yield str(path), path
        return
    from extract.readers.bundle import members

    for name, data in members(path.read_bytes(), DEFAULT_LIMITS):
        yield f"{path}!/{name}", data
