"""What a table says, as one hash: equal for equal rows, whatever their order and whenever they were built."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from contracts import registry

if TYPE_CHECKING:
    import duckdb

_NULL, _BETWEEN = "␀", "␟"
_HALF = (1 << 64) - 1


@dataclass(frozen=True)
class Sums:
    """Rows of a table, and the sums of the two halves of their digests."""

    rows: int = 0
    low: int = 0
    high: int = 0

    def __add__(self, other: Sums) -> Sums:
        """The rows of both."""
        return Sums(self.rows + other.rows, self.low + other.low, self.high + other.high)

    def __sub__(self, other: Sums) -> Sums:
        """Without the rows of the other."""
        return Sums(self.rows - other.rows, self.low - other.low, self.high - other.high)


@dataclass(frozen=True)
class TableContent:
    """Rows of a table and the hash of its columns, types and rows (sha256, hexadecimal).

    `digests` are the two sums that the hash is made of, decimal, with a colon between them: JSON has no integers of
    that size. A manifest of an earlier version of this code does not give them.
    """

    rows: int
    hash: str
    digests: str | None = field(default=None, compare=False)

    @property
    def sums(self) -> Sums | None:
        """What the hash is made of, None where it is not known."""
        return None if self.digests is None else Sums(self.rows, *map(int, self.digests.split(":")))


def published_tables() -> list[str]:
    """Names of the tables that say what reports say, in the registry's order: dbt builds them, and they are hashed.

    What is left out tells of the build; the registry gives the reason (`outside_content`), and publishing adds it.
    """
    return [table.name for table in registry.tables("published") if table.outside_content is None]


def table_content(connection: duckdb.DuckDBPyConnection, table: str, catalog: str | None = None) -> TableContent:
    """The content of a published table.

    Each row is digested to 128 bits and the halves of the digests are added up, so that neither order nor threads
    matter and a repeated row counts twice; the sums are hashed with the columns' names and types. Doubles are written
    in their shortest form that reads back the same.
    """
    return content_of(table, sums_of(connection, table, catalog))


def sums_of(connection: duckdb.DuckDBPyConnection, table: str, catalog: str | None = None, where: str = "true") -> Sums:
    """The sums of a published table's rows, or of those for which `where` holds."""
    words = ", ".join(f"coalesce(cast({c.name} as varchar), '{_NULL}')" for c in registry.columns(table))
    qualified = f"{catalog}.main.{table}" if catalog else table
    rows, low, high = connection.execute(
        f"""
        select
            count(*),
            coalesce(sum((digest >> 64)::hugeint), 0),
            coalesce(sum((digest & {_HALF}::uhugeint)::hugeint), 0)
        from (select md5_number(concat_ws('{_BETWEEN}', {words})) as digest from {qualified} where {where})
        """  # noqa: S608 names come from the registry
    ).fetchall()[0]
    return Sums(int(rows), int(low), int(high))


def content_of(table: str, sums: Sums) -> TableContent:
    """The content of a published table whose rows have these sums."""
    header = ",".join(f"{c.name} {c.duckdb_type}" for c in registry.columns(table))
    digests = f"{sums.low}:{sums.high}"
    said = f"{table}({header}):{sums.rows}:{digests}"
    return TableContent(sums.rows, hashlib.sha256(said.encode()).hexdigest(), digests)


def contents(connection: duckdb.DuckDBPyConnection) -> dict[str, TableContent]:
    """The content of every published table but those that the registry leaves out, with its reasons."""
    return {table: table_content(connection, table) for table in published_tables()}


def combined_hash(tables: dict[str, TableContent]) -> str:
    """One hash over all tables."""
    lines = "\n".join(f"{name} {content.hash}" for name, content in sorted(tables.items()))
    return hashlib.sha256(lines.encode()).hexdigest()
