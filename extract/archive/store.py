"""Storing documents by their content, and finding them again.

    objects/ab/<sha256>   the bytes, read-only, written under another name and renamed
    manifest.jsonl        one line a receipt

A line is written after its object, so a write cut short leaves at most an object without a line, which the next
receipt of the same bytes writes. Nothing is ever overwritten or removed.
"""

import contextlib
import datetime
import hashlib
import io
import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from extract.archive.entry import ArchiveEntry, Status
from extract.archive.manifest import Manifest
from extract.readers import printable
from extract.readers.document import UnreadableDocument
from extract.readers.limits import DEFAULT_LIMITS
from extract.readers.sniff import ZIP, media_type

_CHUNK = 1024 * 1024


class Archive:
    """A folder of documents as received."""

    def __init__(self, root: Path, *, largest: int = DEFAULT_LIMITS.file_bytes) -> None:
        """Uses `root`, which is made at the first receipt; refuses documents of more than `largest` bytes."""
        self.root = root
        self._largest = largest
        self._manifest = Manifest(root / "manifest.jsonl")

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
        source = source or (str(document) if isinstance(document, Path) else "bytes")
        with _opened(document) as file:
            document_id, size = self._store(file)
        kind = media_type(self.path(document_id).read_bytes())
        received = received_at or datetime.datetime.now(datetime.UTC)
        with self._manifest.locked() as manifest:
            known = document_id in manifest.by_document
            before = manifest.by_source.get(source, [])
            status: Status = "unchanged" if known else "changed" if before else "created"
            entry = ArchiveEntry(document_id, source, received, size, kind, status, dict(headers or {}), run)
            if before[-1:] != [document_id] or headers:
                manifest.append(entry)
        return entry

    def _store(self, file: BinaryIO) -> tuple[str, int]:
        """Writes the bytes under their own name, unless they are there. Returns identity and size."""
        waiting = self.root / "incoming"
        waiting.mkdir(parents=True, exist_ok=True)
        digest, size = hashlib.sha256(), 0
        handle, name = tempfile.mkstemp(dir=waiting)
        try:
            with os.fdopen(handle, "wb") as copy:
                while chunk := file.read(_CHUNK):
                    digest.update(chunk)
                    size += len(chunk)
                    if size > self._largest:
                        raise UnreadableDocument("too_large", f"The document has more than {self._largest:,} bytes.")
                    copy.write(chunk)
                if size == 0:
                    raise UnreadableDocument("empty_file", "The file is empty.")
                copy.flush()
                os.fsync(copy.fileno())
            place = self.path(digest.hexdigest())
            if not place.exists():
                place.parent.mkdir(parents=True, exist_ok=True)
                Path(name).chmod(0o444)
                Path(name).replace(place)
        finally:
            Path(name).unlink(missing_ok=True)
        return digest.hexdigest(), size


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
