"""A good row of every table of the registry, invented, for tests that break it in one way."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import polars as pl

from contracts import registry
from contracts.registry import Column

# What a pattern or a relation between columns asks for.
VALUES: dict[str, Any] = {
    "document_id": "a" * 64,
    "county_code": "990101",
    "county_key": "990101-2000",
    "continues_as": "990101",
    "indicator": "enforcement.penalties",
    "year": 2023,
    "report_year": 2023,
    "family": "rule_of_law",
    "revision": 1,
    "correction_id": "one-slip",
    "reason": "unreadable",
    "text": "98件",
    "start_offset": 5,
    "end_offset": 8,
    "quote": "98件",
    "quote_start": 5,
    "value": 98.0,
    "value_high": 99.0,
    "characters": 3,
    "numbers": 6,
    "figures_mapped": 3,
    "figures_unmapped": 2,
    "numbers_other": 1,
    "valid_from": 2000,
    "valid_to": 2010,
    "conflict": False,
    "report_id": "990101-2023-rule_of_law-r1",
}
BY_TABLE: dict[tuple[str, str], Any] = {
    ("indicator", "code"): "enforcement.penalties",
    ("county", "code"): "990101",
    ("dim_county", "code"): "990101",
    ("dim_county", "is_current"): False,
    ("mart_cross_year", "previous_value"): 90.0,
    ("mart_cross_year", "change"): 8.0,
    ("mart_cross_year", "stated_growth_pct"): 8.0,
    ("mart_cross_year", "growth_pct"): 8.5,
    ("mart_cross_year", "growth_gap"): -0.5,
    ("mart_coverage", "received"): True,
    ("mart_quality_issue", "stated"): 52685.0,
    ("mart_quality_issue", "expected"): 52684.0,
    ("mart_restatement", "earlier_value"): 90.0,
    ("mart_restatement", "later_value"): 91.0,
}
BY_TYPE: dict[str, Any] = {
    "string": "x",
    "int64": 1,
    "float64": 1.0,
    "boolean": True,
    "date": date(2024, 3, 18),
    "timestamp": datetime(2024, 3, 18, 8, 0),  # noqa: DTZ001 (naive UTC is what the registry asks for)
}


def value(table: str, column: Column) -> Any:
    """A good value of a column."""
    if (table, column.name) in BY_TABLE:
        return BY_TABLE[table, column.name]
    if column.name in VALUES:
        return VALUES[column.name]
    return column.allowed[0] if column.allowed else BY_TYPE[column.dtype]


def frame(table: str, **changes: Any) -> pl.DataFrame:
    """One good row of the table, with some of its values changed."""
    row = {column.name: value(table, column) for column in registry.columns(table)}
    return pl.DataFrame([{**row, **changes}], schema=registry.polars_schema(table), orient="row")
