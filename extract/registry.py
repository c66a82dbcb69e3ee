"""The user's registry: which county's report of which year and family to expect, and where it is.

A CSV file, UTF-8, with the columns of `COLUMNS`. Only `source` must be filled in; what else is filled in is believed.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from extract.catalogue import all_families

COLUMNS = ("county_code", "year", "family", "source", "notes")
FIRST_YEAR, LAST_YEAR = 1990, 2100


class RegistryError(ValueError):
    """A registry that does not hold what it must; the message lists every fault with its line."""


@dataclass(frozen=True, slots=True)
class RegistryRow:
    """One expected report.

    Attributes:
        source: URL or path.
        county_code: six digits, or None where it is to be found out.
        year: the year under review, or None.
        family: a family of the catalogue, or None.
        notes: for people.
    """

    source: str
    county_code: str | None = None
    year: int | None = None
    family: str | None = None
    notes: str = ""

    @property
    def is_url(self) -> bool:
        """Whether the source is to be downloaded."""
        return urlsplit(self.source).scheme.lower() in ("http", "https")


@dataclass(frozen=True)
class Registry:
    """A registry's rows, and the row of a source."""

    rows: tuple[RegistryRow, ...] = ()
    folder: Path = Path()
    _by_source: dict[str, RegistryRow] = field(default_factory=dict)

    def row_for(self, source: str) -> RegistryRow | None:
        """The row that names `source`: by its URL, its path as written, or its path beside the registry."""
        return self._by_source.get(source)

    def path_of(self, row: RegistryRow) -> Path:
        """Where a row's file lies; relative paths start at the registry's folder."""
        return self.folder / row.source


def load(path: Path) -> Registry:
    """Reads and checks a registry.

    Raises:
        RegistryError: with every fault and its line: an unknown column, no source, a code that is no division's, a
            year or family that cannot be, one source for two different reports, one report claimed by two rows
            of one source.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise RegistryError(f"{path}: cannot be read as UTF-8 text ({error}).") from error
    reader = csv.DictReader(io.StringIO(text, newline=""))
    header = reader.fieldnames or []
    unknown = [name for name in header if name not in COLUMNS]
    if "source" not in header or unknown:
        told = f"unknown: {', '.join(unknown)}" if unknown else "source is missing"
        raise RegistryError(f"{path}: the first line must name columns out of {', '.join(COLUMNS)} ({told}).")
    rows: list[RegistryRow] = []
    faults: list[str] = []
    for number, record in enumerate(reader, 2):
        row = _row({key: (value or "").strip() for key, value in record.items() if isinstance(key, str)})
        faults += [f"line {number}: {fault}" for fault in _faults(row)]
        if isinstance(row, RegistryRow):
            rows.append(row)
    faults += _doubles(rows)
    if faults:
        raise RegistryError(f"{path}: " + "; ".join(faults[:20]) + (" ..." if len(faults) > 20 else ""))
    folder = path.resolve().parent
    by_source = {row.source: row for row in rows} | {str(folder / row.source): row for row in rows if not row.is_url}
    return Registry(tuple(rows), folder, by_source)


def _row(record: dict[str, str]) -> RegistryRow | str:
    year = record.get("year", "")
    if year and not re.fullmatch(r"\d{4}", year):
        return f"{year!r} is no year: write four digits"
    return RegistryRow(
        source=record.get("source", ""),
        county_code=record.get("county_code") or None,
        year=int(year) if year else None,
        family=record.get("family") or None,
        notes=record.get("notes", ""),
    )


def _faults(row: RegistryRow | str) -> Iterator[str]:
    from extract.divisions import load as divisions

    if isinstance(row, str):
        yield row
        return
    if not row.source:
        yield "no source: give a URL or a path"
    elif "://" in row.source and not row.is_url:
        yield f"{row.source!r} is neither http nor https"
    if row.county_code and row.county_code not in divisions().by_code:
        yield f"{row.county_code!r} is no county-level code since 1980"
    if row.year is not None and not FIRST_YEAR <= row.year <= LAST_YEAR:
        yield f"{row.year} is no year of a report"
    known = [family.name for family in all_families()]
    if row.family and row.family not in known:
        yield f"{row.family!r} is no family: write {' or '.join(known)}"


def _doubles(rows: list[RegistryRow]) -> Iterator[str]:
    seen: dict[str, RegistryRow] = {}
    for row in rows:
        before = seen.setdefault(row.source, row)
        if before is not row and row.source:
            yield f"{row.source} stands on two lines"
