"""The published tables in PostgreSQL, for tools that speak ODBC or JDBC: loaded beside the old ones, then swapped in.

Tables are streamed into `<schema>_next` by ADBC, get keys, indexes, comments and grants there, and one transaction
renames the schemas: a reader sees the old release or the new one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from contracts import registry
from contracts.registry import Table
from warehouse.exports import ExportError
from warehouse.exports.reading import batches
from warehouse.places import Places
from warehouse.query import open_database

if TYPE_CHECKING:
    from adbc_driver_manager.dbapi import Cursor

NAME = re.compile(r"^[a-z_][a-z0-9_]{0,50}$")
# What people filter and join by, where a table has the column and its key does not already begin with it.
INDEXED = ("county_code", "indicator", "year", "figure_id", "report_id")


def export_postgres(
    places: Places, uri: str, *, schema: str = "xianjian", readers: Sequence[str] = ()
) -> dict[str, int]:
    """Put the current release into a PostgreSQL database; returns the rows of each table.

    `uri` is a libpq connection string; `readers` are roles that may read the tables.

    Raises:
        ExportError: if a name is no plain lower-case name, the database refuses, or views of others use the old tables.
        warehouse.query.QueryError: if nothing is published.
    """
    import adbc_driver_postgresql.dbapi as adbc  # type: ignore[import-untyped]
    from adbc_driver_manager.dbapi import Error

    for name in (schema, *readers):
        if not NAME.match(name):
            raise ExportError(f"{name!r} is no plain lower-case name: use letters, digits and underscores")
    try:
        with adbc.connect(uri) as connection, connection.cursor() as cursor:
            _make_next(cursor, schema)
            rows = _load(places, cursor, f"{schema}_next")
            _finish(cursor, f"{schema}_next", readers)
            _swap(cursor, schema)
            connection.commit()
    except Error as error:
        raise ExportError(f"PostgreSQL: {str(error).strip()}; what was there before is unchanged") from error
    return rows


def _make_next(cursor: Cursor, schema: str) -> None:
    cursor.execute(f"drop schema if exists {schema}_next cascade")
    cursor.execute(f"create schema {schema}_next")


def _load(places: Places, cursor: Cursor, schema: str) -> dict[str, int]:
    rows = {}
    with open_database(places.database) as source:
        for table in registry.tables("published"):
            reader = batches(source, table.name)
            rows[table.name] = cursor.adbc_ingest(table.name, reader, mode="create", db_schema_name=schema)
    return rows


def _finish(cursor: Cursor, schema: str, readers: Sequence[str]) -> None:
    for table in registry.tables("published"):
        for statement in _statements(table, f"{schema}.{table.name}"):
            cursor.execute(statement)
    for role in readers:
        cursor.execute(f"grant usage on schema {schema} to {role}")
        cursor.execute(f"grant select on all tables in schema {schema} to {role}")


def _statements(table: Table, name: str) -> list[str]:
    required = ", ".join(f"alter column {c.name} set not null" for c in table.columns if not c.nullable)
    names = {column.name for column in table.columns}
    indexed = [column for column in INDEXED if column in names and column != table.key[0]]
    return [
        f"alter table {name} {required}",
        f"alter table {name} add primary key ({', '.join(table.key)})",
        *(f"create index on {name} ({column})" for column in indexed),
        f"comment on table {name} is {_literal(table.description)}",
        *(f"comment on column {name}.{c.name} is {_literal(c.description)}" for c in table.columns),
        f"analyze {name}",
    ]


def _swap(cursor: Cursor, schema: str) -> None:
    """Rename the schemas. Old tables go one by one, so that a stranger's view on them stops the swap and stays."""
    cursor.execute(f"create schema if not exists {schema}")
    cursor.execute(f"alter schema {schema} rename to {schema}_old")
    cursor.execute(f"alter schema {schema}_next rename to {schema}")
    for table in registry.tables("published"):
        cursor.execute(f"drop table if exists {schema}_old.{table.name} restrict")
    cursor.execute(f"drop schema {schema}_old restrict")


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
