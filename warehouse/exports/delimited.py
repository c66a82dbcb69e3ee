"""CSV files safe to open in a spreadsheet: UTF-8 with a byte order mark, and no cell that runs as a formula."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from contracts import registry
from warehouse.durable import replacing
from warehouse.exports.reading import batches, table_names
from warehouse.places import Places
from warehouse.query import open_database

if TYPE_CHECKING:
    import duckdb

# A spreadsheet takes a cell that begins with one of these (full-width forms too) for a formula; reports are strangers'
# words (OWASP, CSV Injection). An apostrophe before it makes it text. Numbers are no text: -5 stays -5.
FORMULA_START = r"^([\t\r\n]|\s*[=+\-@＝＋－＠])"
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def write(places: Places, folder: Path) -> list[Path]:
    """Write one `<table>.csv` a table; returns the files."""
    with open_database(places.database) as connection:
        return [_write_table(connection, table, folder / f"{table}.csv") for table in table_names()]


def safe_columns(table: str) -> list[str]:
    """The columns of a table as SQL expressions in which no text begins like a formula."""
    return [safe(c.name) if c.dtype == "string" else c.name for c in registry.columns(table)]


def safe(column: str) -> str:
    """A text column as an SQL expression with an apostrophe before what would begin a formula."""
    return f"case when regexp_matches({column}, '{FORMULA_START}') then '''' || {column} else {column} end as {column}"


def _write_table(connection: duckdb.DuckDBPyConnection, table: str, target: Path) -> Path:
    from pyarrow import csv  # type: ignore[import-untyped]

    reader = batches(connection, table, safe_columns(table))
    with replacing(target) as temporary, temporary.open("wb") as file:
        file.write(BYTE_ORDER_MARK)
        with csv.CSVWriter(file, reader.schema) as writer:
            for batch in reader:
                writer.write_batch(batch)
    return target
