"""The archive of documents as received: content-addressed, immutable, with a manifest of where each came from."""

from extract.archive.entry import ArchiveEntry, Receipts
from extract.archive.store import Archive, documents_in

__all__ = ["Archive", "ArchiveEntry", "Receipts", "documents_in"]
