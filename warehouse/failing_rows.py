"""Rows that fail a dbt test: its own SQL, run again on the build that was set aside or is about to be published."""

from __future__ import annotations

from typing import Any

from warehouse.build import REJECTED_NAME
from warehouse.changes import STAGING_NAME
from warehouse.places import Places

SHOWN = 20


def failing_rows(places: Places, sql: str) -> list[dict[str, Any]]:
    """At most 20 rows that a test's compiled SQL finds; none where it cannot be run again."""
    import duckdb

    built = places.build / REJECTED_NAME
    built = built if built.exists() else places.build_database
    with duckdb.connect(config={"file_search_path": str(places.rooms)}) as connection:
        try:
            # Under the names that dbt knew them by: compiled SQL and views say the catalogue's name.
            connection.execute(f"attach '{_quoted(built)}' as {places.build_database.stem} (read_only)")
            connection.execute(f"attach '{_quoted(places.build / STAGING_NAME)}' as staging (read_only)")
            found = connection.execute(f"select * from ({sql.rstrip().rstrip(';')}) limit {SHOWN}")  # noqa: S608 - dbt's
            names = [str(column[0]) for column in found.description or ()]
            return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
        except duckdb.Error:
            return []


def _quoted(path: object) -> str:
    return str(path).replace("'", "''")
