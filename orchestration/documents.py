"""From archived files to rows of the document room: reading and identifying, in shards.

What cannot be read or identified becomes a row of the quarantine room instead, with its reason and remedy.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orchestration.limits import LimitExceededError, limited
from orchestration.quarantine import quarantine_row
from orchestration.sections import DocumentLimits
from orchestration.shards import ShardStore

if TYPE_CHECKING:
    from extract.identity import Identity
    from extract.readers import ReadDocument
    from extract.registry import RegistryRow

DEFAULT_LIMITS = DocumentLimits()


@dataclass(frozen=True)
class ArchivedFile:
    """A document to read: where its bytes lie, and what is known of it from outside.

    Attributes:
        document_id: sha256 of its bytes.
        path: the file in the archive.
        source: where it was received from (a path or an address).
        filename: its name at the source.
        source_url: its address, where it has one.
        received_at: when the archive first saw it, UTC.
        registry: the row of the user's registry that names it.
        report_years: the years that a report can be about.
        superseded: its source has since given other bytes.
    """

    document_id: str
    path: Path
    source: str
    filename: str
    source_url: str | None
    received_at: datetime
    registry: RegistryRow | None = None
    report_years: range = range(1980, 2100)
    superseded: bool = False

    @cached_property
    def key(self) -> str:
        """The document together with everything outside it that its identity depends on."""
        context = repr((self.source, self.filename, self.source_url, self.registry))
        return f"{self.document_id}-{hashlib.sha256(context.encode()).hexdigest()[:8]}"


def read_shard(root: Path, files: Sequence[ArchivedFile], limits: DocumentLimits = DEFAULT_LIMITS) -> None:
    """Read and identify some files and write them to the store as one shard with two tables."""
    import polars as pl

    from contracts import registry

    documents: list[dict[str, Any]] = []
    quarantined: list[dict[str, Any]] = []
    exceeded: dict[str, str] = {}
    for file in files:
        key = file.key
        try:
            with limited(limits):
                row, objections = read_document(file)
        except LimitExceededError as error:
            exceeded[key] = str(error)
            continue
        if row is not None:
            documents.append({**row, "item_key": key})
        quarantined.extend({**objection, "item_key": key} for objection in objections)
    ShardStore(root).write(
        [file.key for file in files],
        {
            table: pl.DataFrame(rows, schema={**registry.polars_schema(table), "item_key": pl.String()})
            for table, rows in (("document", documents), ("quarantine", quarantined))
        },
        exceeded,
    )


def read_document(file: ArchivedFile) -> tuple[dict[str, Any] | None, list[dict[str, Any]]]:
    """Read one file: its row of the document room (None when unreadable) and its rows of quarantine."""
    from extract.identity import identify
    from extract.readers import UnreadableDocument, read

    try:
        document = read(file.path)
    except UnreadableDocument as error:
        return None, [
            quarantine_row(
                "read", error.reason, error.message, error.remedy, document_id=file.document_id, source=file.source
            )
        ]
    identity = identify(
        document.text, title=document.title, filename=file.filename, meta=document.meta, registry=file.registry
    )
    return _row(file, document, identity), _identity_objections(file, identity)


def _row(file: ArchivedFile, document: ReadDocument, identity: Identity) -> dict[str, Any]:
    return {
        "document_id": file.document_id,
        "source": file.source,
        "media_type": document.media_type,
        "reader": document.reader,
        "title": identity.title or document.title,
        "text": document.text,
        "characters": len(document.text),
        "family": identity.family,
        "county_code": identity.county_code,
        "county_name": identity.county_name,
        "report_year": identity.year,
        "occasion": identity.occasion,
        "issuer": identity.issuer,
        "published_on": identity.published_on,
        "source_url": file.source_url,
        "identity_confidence": identity.confidence,
        "identity_evidence": json.dumps([asdict(item) for item in identity.evidence], ensure_ascii=False, default=str),
        "ocr": document.ocr,
        "warnings": json.dumps([*document.warnings, *identity.problems], ensure_ascii=False),
        "received_at": file.received_at,
    }


def _identity_objections(file: ArchivedFile, identity: Identity) -> list[dict[str, Any]]:
    """The one reason why a document cannot be a county's report of a year, if there is one."""
    found = _objection(identity, file.report_years)
    if found is None:
        return []
    reason, message, remedy = found
    return [
        quarantine_row(
            "identify",
            reason,
            message,
            remedy,
            document_id=file.document_id,
            source=file.source,
            report_year=identity.year,
            family=identity.family,
            county_code=identity.county_code,
            evidence=[asdict(item) for item in identity.evidence],
        )
    ]


def _objection(identity: Identity, years: range) -> tuple[str, str, str] | None:
    if identity.reason is not None:
        return identity.reason, " ".join(identity.problems), identity.remedy or ""
    if identity.year is not None and identity.year not in years:
        return (
            "impossible_year",
            f"The report seems to be about {identity.year}, which is not among the years {years[0]} to {years[-1]}.",
            "Look at its title and dates; if they are right, name the year in the registry.",
        )
    if None in (identity.family, identity.county_code, identity.year):
        return (
            "unidentified",
            " ".join(["It cannot be told whose report of which year this is.", *identity.problems]),
            "Name its county code, year and family in the registry, or the county and the year in the file name.",
        )
    return None
