"""What the UI says of an asset beside what a run did: description, owner, group, kinds, columns, code version."""

from __future__ import annotations

from collections.abc import Iterable

import dagster as dg

from contracts import registry

OWNERS = ("team:xianjian",)


def room_spec(
    table: str, group: str, *, deps: Iterable[dg.AssetsDefinition | dg.AssetSpec | str] = (), code_version: str = ""
) -> dg.AssetSpec:
    """The spec of a room: what its table is, as the registry of tables states it."""
    return dg.AssetSpec(
        table,
        deps=list(deps),
        group_name=group,
        kinds={"parquet", "polars"},
        owners=list(OWNERS),
        description=registry.table(table).description,
        metadata={"dagster/column_schema": column_schema(table)},
        code_version=code_version or None,
    )


def column_schema(table: str) -> dg.TableSchema:
    """The columns of a table with their types, meanings and constraints."""
    return dg.TableSchema(columns=[_column(column) for column in registry.columns(table)])


def _column(column: registry.Column) -> dg.TableColumn:
    bounds = {"at least": column.minimum, "at most": column.maximum, "looks like": column.pattern}
    other = [f"{word} {bound}" for word, bound in bounds.items() if bound is not None]
    if column.allowed:
        other.append(f"one of {', '.join(column.allowed)}")
    constraints = dg.TableColumnConstraints(nullable=column.nullable, unique=False, other=other)
    return dg.TableColumn(column.name, column.duckdb_type, description=column.description, constraints=constraints)
