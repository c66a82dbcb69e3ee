"""Rows of rooms that several steps write to: each step keeps its own part, and one step puts them together."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from contracts import registry
from orchestration.settings import Settings
from warehouse.durable import replacing
from warehouse.rooms import partition_years, remove_partition, write_partition


def part_path(settings: Settings, table: str, part: str) -> Path:
    """Where a step keeps what it has to say to a table."""
    return settings.parts / table / f"{part}.parquet"


def write_part(settings: Settings, table: str, part: str, rows: Sequence[dict[str, Any]] | pl.DataFrame) -> None:
    """Replace what a step has to say to a table."""
    frame = rows if isinstance(rows, pl.DataFrame) else pl.DataFrame(rows, schema=registry.polars_schema(table))
    with replacing(part_path(settings, table, part)) as temporary:
        frame.write_parquet(temporary)


def read_parts(
    settings: Settings, table: str, only: Collection[str] | None = None, *, without: Collection[str] = ()
) -> pl.DataFrame:
    """What the steps have to say to a table: all parts, or `only` those named, and none of those in `without`."""
    files = sorted((settings.parts / table).glob("*.parquet"))
    wanted = [file for file in files if file.stem not in without and (only is None or file.stem in only)]
    return pl.concat([registry.empty(table), *(pl.read_parquet(file) for file in wanted)])


def write_years(settings: Settings, table: str, frame: pl.DataFrame) -> None:
    """Write a whole table, one folder a report year, and remove the years that it no longer has."""
    parts = {key[0]: rows for key, rows in frame.partition_by("report_year", as_dict=True).items()}
    for year, rows in parts.items():
        write_partition(settings.rooms, table, year, rows)
    for year in set(partition_years(settings.rooms, table)) - set(parts):
        remove_partition(settings.rooms, table, year)
