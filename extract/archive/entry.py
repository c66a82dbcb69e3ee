"""A receipt of a document, and a run's receipts counted."""

import datetime
import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Status = Literal["created", "changed", "unchanged"]


@dataclass(frozen=True, slots=True)
class ArchiveEntry:
    """One receipt of one document.

    Attributes:
        document_id: sha256 of the bytes, hex.
        source: path or URL that it came from; `folder.zip!/name` for a member of a zip.
        received_at: UTC.
        size: bytes.
        media_type: by content.
        status: created (new bytes from a new source), changed (new bytes from a known source: a revision) or
            unchanged (bytes that the archive already had).
        headers: what the server said of it: ETag, Last-Modified, Content-Type and the like.
        run: the run that received it.
    """

    document_id: str
    source: str
    received_at: datetime.datetime
    size: int
    media_type: str
    status: Status
    headers: Mapping[str, str] = field(default_factory=dict)
    run: str = ""

    def as_line(self) -> bytes:
        """The receipt as one line of JSON, with a checksum of itself."""
        record = {name: getattr(self, name) for name in self.__slots__} | {"received_at": self.received_at.isoformat()}
        return _written(record | {"checksum": _checksum(record)}) + b"\n"

    @classmethod
    def from_line(cls, line: bytes) -> "ArchiveEntry":
        """The receipt that a line states.

        Raises:
            ValueError: for half a line, or a damaged one. (Lines of earlier versions have no checksum.)
        """
        record = json.loads(line.decode("utf-8", "surrogateescape"))
        stated = record.pop("checksum", None) if isinstance(record, dict) else "none"
        if stated is not None and stated != _checksum(record):
            raise ValueError("not what was written: the checksum differs")
        record["received_at"] = datetime.datetime.fromisoformat(record["received_at"])
        try:
            return cls(**record)
        except TypeError as error:
            raise ValueError(f"not a receipt: {error}") from error


def _written(record: Mapping[str, object]) -> bytes:
    return json.dumps(record, ensure_ascii=False).encode("utf-8", "surrogateescape")


def _checksum(record: Mapping[str, object]) -> str:
    return hashlib.sha256(_written(record)).hexdigest()[:8]


@dataclass(slots=True)
class Receipts:
    """What a run received, for its summary.

    Attributes:
        entries: the receipts.
        failed: source and the reason, for what could not be received.
    """

    entries: list[ArchiveEntry] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)

    def summary(self) -> dict[str, int]:
        """How many were created, changed, unchanged and failed."""
        counts = Counter(entry.status for entry in self.entries)
        return {
            "created": counts["created"],
            "changed": counts["changed"],
            "unchanged": counts["unchanged"],
            "failed": len(self.failed),
        }
