"""Reading the published file: opened read-only, with no way out to other files, the network or other settings."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from warehouse.places import Places

if TYPE_CHECKING:
    import duckdb

# The published file is data for everyone: SQL on it must not read other files or undo these settings.
READER_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "lock_configuration": "true",
    "autoload_known_extensions": "false",
    "autoinstall_known_extensions": "false",
}


ATTEMPTS = 3


class QueryError(ValueError):
    """SQL that cannot be run, or no published file; the message says what is wrong and what to do."""


@dataclass(frozen=True)
class Answer:
    """The result of a query: column names, types and rows, and whether there were more rows than asked for."""

    columns: tuple[str, ...]
    types: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    truncated: bool = False

    def first(self, limit: int) -> Answer:
        """The first rows only, marked as truncated where there are more."""
        return replace(self, rows=self.rows[:limit], truncated=self.truncated or len(self.rows) > limit)

    def records(self) -> list[dict[str, Any]]:
        """The rows as dictionaries by column name."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


@contextmanager
def open_database(database: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection to a published file; raises QueryError where there is none."""
    connection = _connect(database)
    try:
        yield connection
    finally:
        connection.close()


def _connect(database: Path) -> duckdb.DuckDBPyConnection:
    import duckdb

    for attempt in range(ATTEMPTS):
        if not database.exists():
            break
        # The link is resolved once, so that all of a reader's work is on one release.
        release = database.resolve()
        try:
            return duckdb.connect(str(release), read_only=True, config=READER_SETTINGS)
        except duckdb.IOException:
            # Pruned between the two steps: the link already names another release.
            if release.exists() or attempt == ATTEMPTS - 1:
                raise
    raise QueryError(f"nothing is published at {database}: run `xianjian run` first")


def run(
    places: Places,
    sql: str,
    parameters: Sequence[object] = (),
    *,
    limit: int | None = None,
    seconds: float | None = None,
) -> Answer:
    """Run one query on the current release.

    `limit` bounds the rows that are fetched, `seconds` the time that the query may take.

    Raises:
        QueryError: if nothing is published, the SQL cannot be run (the message is DuckDB's own) or takes too long.
    """
    import duckdb

    with open_database(places.database) as connection:
        try:
            with _stopped_after(connection, seconds):
                result = connection.execute(sql, list(parameters))
                described = result.description or []
                rows = result.fetchall() if limit is None else result.fetchmany(limit + 1)
        except duckdb.InterruptException as error:
            raise QueryError(f"stopped after {seconds:g} s: ask for less, or allow more with --seconds") from error
        except duckdb.Error as error:
            raise QueryError(str(error)) from error
    names, types = tuple(str(d[0]) for d in described), tuple(str(d[1]) for d in described)
    return Answer(names, types, rows[:limit], limit is not None and len(rows) > limit)


@contextmanager
def _stopped_after(connection: duckdb.DuckDBPyConnection, seconds: float | None) -> Iterator[None]:
    """Interrupt what the connection does when the time is over."""
    if seconds is None:
        yield
        return
    timer = threading.Timer(seconds, connection.interrupt)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
