"""Handing the published tables to other tools: Parquet with a data package, CSV, Excel, SDMX-CSV and PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from warehouse.places import Places

FORMATS = {
    "parquet": "one Parquet file a table and a Frictionless data package that describes them",
    "csv": "one CSV file a table, safe to open in a spreadsheet",
    "excel": "the scorecard as an Excel workbook",
    "sdmx": "the observations as SDMX-CSV",
}


class ExportError(RuntimeError):
    """An export that cannot be made; the message says what to do. What was there before is still there."""


def export(places: Places, form: str, folder: Path) -> list[Path]:
    """Write the current release into `folder` in one of FORMATS; returns the files written.

    Each file is written whole and renamed into place.

    Raises:
        ExportError: if the format is unknown.
        warehouse.query.QueryError: if nothing is published.
    """
    try:
        write = _writers()[form]
    except KeyError:
        raise ExportError(f"no format {form!r}; there are {', '.join(FORMATS)}, and PostgreSQL") from None
    folder.mkdir(parents=True, exist_ok=True)
    return write(places, folder)


def _writers() -> dict[str, Callable[[Places, Path], list[Path]]]:
    from warehouse.exports import delimited, excel, package, sdmx

    return {"parquet": package.write, "csv": delimited.write, "excel": excel.write, "sdmx": sdmx.write}
