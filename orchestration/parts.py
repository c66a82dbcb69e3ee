"""Rows of rooms that several steps write to: each step keeps its own part, and one step puts them together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from contracts import registry
from orchestration.settings import Settings
from warehouse.durable import replacing
from warehouse.rooms import partition_years, remove_partition, write_partition


def write_part(settings: Settings, table: str, part: str, rows: Sequence[dict[str, Any]] | pl.DataFrame) -> None:
    """Replace what a step has to say to a table."""
    frame = rows if isinstance(rows, pl.DataFrame) else pl.DataFrame(rows, schema=registry.polars_schema(table))
    with replacing(settings.parts / table / f"{part}.parquet") as temporary:
        frame.write_parquet(temporary)


def read_parts(settings: Settings, table: str) -> pl.DataFrame:
    """What all steps have to say to a table."""
    files = sorted((settings.parts / table).glob("*.parquet"))
    return pl.concat([registry.empty(table), *(pl.read_parquet(file) for file in files)])


def write_years(settings: Settings, table: str, frame: pl.DataFrame) -> None:
    """Write a whole table, one folder a report year, and remove the years that it no longer has."""
    parts = {key[0]: rows for key, rows in frame.partition_by("report_year", as_dict=True).items()}
    for year, rows in parts.items():
        write_partition(settings.rooms, table, year, rows)
    for year in set(partition_years(settings.rooms, table)) - set(parts):
        remove_partition(settings.rooms, table, year)
