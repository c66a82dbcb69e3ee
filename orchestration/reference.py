"""The rooms that do not come from documents: counties, indicators and families."""

from __future__ import annotations

from typing import Any

import polars as pl

from contracts import registry
from orchestration.settings import Settings
from warehouse.rooms import write_partition

REFERENCE_TABLES = ("county", "indicator", "family")


def write_reference_tables(settings: Settings) -> dict[str, int]:
    """Write the rooms of counties, indicators and families; returns the rows of each."""
    from extract.catalogue import all_families, families, load
    from extract.divisions import county_rows

    # An indicator that several families share is a row of each: figures name it with the family of their report.
    indicators = [
        {**indicator.row(), "family": family} for family in families() for indicator in load(family).indicators
    ]
    frames = {
        "county": _frame("county", list(county_rows())),
        "indicator": _frame("indicator", indicators),
        "family": _frame("family", [family.row() for family in all_families()]),
    }
    for table, frame in frames.items():
        write_partition(settings.rooms, table, None, frame)
    return {table: frame.height for table, frame in frames.items()}


def _frame(table: str, rows: list[Any]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=registry.polars_schema(table))
