"""The dbt project's sources and column contracts, written from the registry of tables (contracts/tables.yml).

`python -m warehouse.dbt_schema` writes `sources.yml`, `core.yml` and `marts.yml` under `dbt_project/models`; a test
fails when they drift from the registry. Nothing else states a column of a published table.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from contracts import registry
from contracts.registry import Column, Table

HEADER = "# Generated from contracts/tables.yml by `python -m warehouse.dbt_schema`: change it there, then run that.\n"
LAYERS = {"core": "core", "mart": "marts"}
MODELS = Path(__file__).resolve().parent.parent / "dbt_project" / "models"

# A column of this name in another table points to a row of that one.
REFERENCES = {
    "county_key": "dim_county",
    "report_id": "dim_report",
    "figure_id": "fct_figure",
    "observation_id": "fct_observation",
}
# Columns of long words of which hardly two are the same, by the ending of their names: zstd takes half the processor
# time and little more than half the room of what DuckDB would choose, which thinks of zstd only for far longer words.
ZSTD = ("figure_id", "observation_id", "quote")
# What dbt reads from the rooms, and the name of its source there.
SOURCES = ("document", "report", "figure", "issue", "rule_check", "indicator", "family", "county", "population")


def room_pattern(table: Table) -> str:
    """Where a table's Parquet files lie, relative to the rooms: one folder a year, or one file for all."""
    return f"{table.name}/{table.partition}=*/part.parquet" if table.partition else f"{table.name}.parquet"


def schema_files() -> dict[str, str]:
    """Text of each generated file by its path under `dbt_project/models`."""
    files = {"staging/sources.yml": _dump({"version": 2, "sources": [_rooms()]})}
    for layer, folder in LAYERS.items():
        models = [_model(table) for table in registry.tables("published") if table.layer == layer]
        files[f"{folder}/{folder}.yml"] = _dump({"version": 2, "models": models})
    return files


def write(models: Path = MODELS) -> list[Path]:
    """Write the generated files; returns those that changed."""
    changed = []
    for name, text in schema_files().items():
        path = models / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            changed.append(path)
    return changed


def _rooms() -> dict[str, Any]:
    return {
        "name": "rooms",
        "description": "Parquet files that the Python rooms hand over, validated there by pandera models.",
        "tables": [_source(registry.table(name)) for name in SOURCES],
    }


def _source(table: Table) -> dict[str, Any]:
    location = f"read_parquet('{room_pattern(table)}', hive_partitioning = false)"
    return {
        "name": table.name,
        "description": table.description,
        "config": {"meta": {"external_location": location}},
        "columns": [{"name": c.name, "data_type": c.duckdb_type, "description": c.description} for c in table.columns],
    }


def _model(table: Table) -> dict[str, Any]:
    # Its key is held by tests, not by a primary key of DuckDB: the index of one costs more than the rest of the table's
    # making, and twice its bytes, in a file that nobody writes to afterwards.
    model: dict[str, Any] = {
        "name": table.name,
        "description": table.description,
        "config": {"contract": {"enforced": True}, "access": "public"},
        "columns": [_column(table, column) for column in table.columns],
    }
    tests = _table_tests(table)
    return model | ({"data_tests": tests} if tests else {})


def _table_tests(table: Table) -> list[Any]:
    tests: list[Any] = []
    if len(table.key) > 1:
        tests.append({"unique_together": {"arguments": {"columns": list(table.key)}}})
    ranges = {c.name: [c.minimum, c.maximum] for c in table.columns if (c.minimum, c.maximum) != (None, None)}
    if ranges:
        tests.append({"within_ranges": {"arguments": {"ranges": ranges}}})
    return tests


def _column(table: Table, column: Column) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "name": column.name,
        "data_type": column.duckdb_type,
        "description": column.description,
    }
    if column.indicator:
        entry["config"] = {"meta": {"indicator": column.indicator}}
    constraints = [{"type": "custom", "expression": "using compression zstd"}] if column.name.endswith(ZSTD) else []
    if not column.nullable:
        constraints.append({"type": "not_null"})
    if constraints:
        entry["constraints"] = constraints
    tests = _column_tests(table, column)
    return entry | ({"data_tests": tests} if tests else {})


def _column_tests(table: Table, column: Column) -> list[Any]:
    tests: list[Any] = []
    if table.key == (column.name,):
        tests += ["not_null", "unique"]
    if column.allowed:
        tests.append({"accepted_values": {"arguments": {"values": list(column.allowed)}}})
    target = REFERENCES.get(column.name)
    if target and target != table.name:
        tests.append({"relationships": {"arguments": {"to": f"ref('{target}')", "field": column.name}}})
    return tests


def _dump(content: Mapping[str, Any]) -> str:
    body = yaml.safe_dump(dict(content), allow_unicode=True, sort_keys=False, width=120)
    return HEADER + body


if __name__ == "__main__":
    for written in write():
        sys.stdout.write(f"written: {written}\n")
