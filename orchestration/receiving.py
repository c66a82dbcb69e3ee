"""Receiving a folder of reports into the archive, and saying which archived documents the warehouse is made of.

The warehouse is made of everything that the archive has received, except: the embedded samples, as soon as there is any
document of the user's own; and files that have since been taken out of the folder they came from, when that folder is
given again. Both stay in the archive.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from extract import samples
from extract.archive import Archive, ArchiveEntry, documents_in
from extract.readers import UnreadableDocument
from orchestration.documents import ArchivedFile
from orchestration.parts import write_part
from orchestration.progress import Progress
from orchestration.quarantine import quarantine_row
from orchestration.registries import NAME, Registries, registries, remember
from orchestration.settings import Settings
from warehouse.durable import write_text
from warehouse.rooms import read_table

# Not reports: the user's own tables beside them, and what office programs and file managers leave behind.
BESIDE = frozenset({NAME, "population.csv", "Thumbs.db", "desktop.ini"})
WITHDRAWN = "withdrawn.json"
# Documents received together, and bytes of zips that may be held for it.
TOGETHER = 256
HELD = 64 * 1024 * 1024


@dataclass
class Received:
    """What receiving a folder did: documents by how they were new, and what could not be received."""

    folder: Path
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    quarantined: list[dict[str, Any]] = field(default_factory=list)

    @property
    def files(self) -> int:
        """Files that were received or already known."""
        return self.created + self.changed + self.unchanged

    def metadata(self) -> dict[str, Any]:
        """For the asset's materialization."""
        return {
            "folder": str(self.folder),
            "created": self.created,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "no longer in the folder": self.withdrawn,
            "not received": len(self.quarantined),
        }


def receive(settings: Settings, folder: Path, progress: Progress) -> Received:
    """Take every file of a folder into the archive; what cannot be taken becomes a row of quarantine."""
    folder = folder.expanduser().absolute()
    archive = Archive(settings.archive)
    archive.mend()
    received = Received(folder)
    files = list(_files(folder))
    if not files and folder != settings.inbox:
        received.quarantined.append(_nothing_there(folder))
    progress.step("receiving", 0, len(files))
    for batch in _batches(_documents(files, received, progress)):
        for (source, _), entry in zip(batch, archive.add_all(batch), strict=True):
            if isinstance(entry, UnreadableDocument):
                received.quarantined.append(_refused(source, entry))
            else:
                setattr(received, entry.status, getattr(received, entry.status) + 1)
    if (folder / NAME).is_file():
        remember(settings, folder / NAME)
    received.withdrawn = _note_withdrawn(settings, archive, folder, {str(file) for file in files})
    write_part(settings, "quarantine", "receive", received.quarantined)
    return received


def archived_files(settings: Settings) -> list[ArchivedFile]:
    """The documents that the warehouse is made of, each as it was last received, in the order of their ids.

    Raises:
        extract.registry.RegistryError: if a registry does not hold what it must.
    """
    archive = Archive(settings.archive)
    withdrawn = _withdrawn(settings)
    standing = [receipt for receipt in archive.receipts() if receipt.source.partition("!/")[0] not in withdrawn]
    own = [receipt for receipt in standing if not is_sample(receipt.source)]
    known = registries(settings)
    files = _as_last_received(archive, own or standing, settings.report_years, known)
    return sorted(files, key=lambda file: file.document_id)


def holds_own_documents(settings: Settings) -> bool:
    """Whether the archive holds anything but the embedded samples."""
    return any(not is_sample(receipt.source) for receipt in Archive(settings.archive).receipts())


def made_of_samples(settings: Settings) -> bool:
    """Whether the document room holds the embedded samples."""
    return any(is_sample(source) for source in read_table(settings.rooms, "document", columns=["source"])["source"])


def is_sample(source: str) -> bool:
    """Whether a source is one of the embedded samples."""
    return _lies_in(source, samples.reports())


def _as_last_received(
    archive: Archive, receipts: Iterable[ArchiveEntry], years: range, known: Registries
) -> Iterator[ArchivedFile]:
    last: dict[str, ArchiveEntry] = {}
    first: dict[str, ArchiveEntry] = {}
    latest_of_source: dict[str, str] = {}
    for receipt in receipts:  # in the order of the manifest
        first.setdefault(receipt.document_id, receipt)
        last[receipt.document_id] = receipt
        latest_of_source[receipt.source] = receipt.document_id
    for document_id, receipt in last.items():
        address = _is_address(receipt.source)
        yield ArchivedFile(
            document_id=document_id,
            path=archive.path(document_id),
            source=receipt.source,
            filename=_filename(receipt.source),
            source_url=receipt.source if address else None,
            received_at=first[document_id].received_at.replace(tzinfo=None),
            registry=known.row_for(receipt.source),
            report_years=years,
            superseded=latest_of_source[receipt.source] != document_id,
        )


def _files(folder: Path) -> Iterator[Path]:
    if folder.is_file():
        yield folder
        return
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)
        if path.is_file() and not hidden and path.name not in BESIDE:
            yield path


def _documents(files: Sequence[Path], received: Received, progress: Progress) -> Iterator[tuple[str, Path | bytes]]:
    """Every document of the files, those within zips too; what cannot be opened is noted."""
    for done, file in enumerate(files, 1):
        source = str(file)
        try:
            for source, document in documents_in(file):
                yield source, document
        except UnreadableDocument as error:
            received.quarantined.append(_refused(source, error))
        progress.step("receiving", done, len(files))


def _batches(documents: Iterable[tuple[str, Path | bytes]]) -> Iterator[list[tuple[str, Path | bytes]]]:
    """The documents in lots that are received together, none of which holds much of the memory."""
    batch: list[tuple[str, Path | bytes]] = []
    held = 0
    for source, document in documents:
        batch.append((source, document))
        held += len(document) if isinstance(document, bytes) else 0
        if len(batch) == TOGETHER or held > HELD:
            yield batch
            batch, held = [], 0
    if batch:
        yield batch


def _refused(source: str, error: UnreadableDocument) -> dict[str, Any]:
    return quarantine_row("read", error.reason, error.message, error.remedy, source=source)


def _nothing_there(folder: Path) -> dict[str, Any]:
    if folder.is_dir():
        return quarantine_row(
            "read",
            "empty_folder",
            f"The folder {folder} holds no files.",
            "Put reports into it (HTML, DOCX, DOC, WPS, RTF, PDF, OFD, text, or zips of these) and run again.",
            source=str(folder),
        )
    return quarantine_row(
        "read", "missing_folder", f"There is no folder {folder}.", "Check the path and run again.", source=str(folder)
    )


def _note_withdrawn(settings: Settings, archive: Archive, folder: Path, there: set[str]) -> int:
    """Remember which received files are no longer in the folder; a folder that is missing itself says nothing."""
    before = _withdrawn(settings)
    if not folder.is_dir():
        return 0
    from_here = {path for receipt in archive.receipts() if _lies_in(path := receipt.source.partition("!/")[0], folder)}
    gone = from_here - there
    write_text(settings.parts / WITHDRAWN, json.dumps(sorted((before - from_here) | gone), ensure_ascii=False))
    return len(gone - before)


def _withdrawn(settings: Settings) -> set[str]:
    file = settings.parts / WITHDRAWN
    return set(json.loads(file.read_text(encoding="utf-8"))) if file.exists() else set()


def _lies_in(source: str, folder: Path) -> bool:
    """Whether a source lies below a folder, or is it; by its name alone, for a national archive asks 28,500 times."""
    name = str(folder)
    return source == name or source.startswith(f"{name.rstrip('/')}/")


def _is_address(source: str) -> bool:
    return source.startswith(("http://", "https://"))


def _filename(source: str) -> str:
    path = unquote(urlsplit(source).path) if _is_address(source) else source
    return PurePosixPath(path).name
