"""The published tables as Arrow batches: what every export reads, in the order of their keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from contracts import registry

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa  # type: ignore[import-untyped]

BATCH = 50_000


def table_names() -> list[str]:
    """Every table of a release, in the registry's order."""
    return [table.name for table in registry.tables("published")]


def batches(
    connection: duckdb.DuckDBPyConnection, table: str, columns: Sequence[str] | None = None
) -> pa.RecordBatchReader:
    """The rows of a published table; `columns` may be expressions in their place, all columns by default."""
    selected = ", ".join(columns or [column.name for column in registry.columns(table)])
    # A build that goes on from a release stores what changed behind the rest: equal content is to be exported equally.
    key = ", ".join(registry.table(table).key)
    return connection.execute(f"select {selected} from {table} order by {key}").to_arrow_reader(BATCH)  # noqa: S608
