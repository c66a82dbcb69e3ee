"""Denominators that the user gives: a CSV of population by county and year, checked, handed to dbt, never guessed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from contracts import registry
from warehouse.rooms import write_partition

if TYPE_CHECKING:
    import polars as pl

TABLE = "population"


class PopulationError(ValueError):
    """A denominators file that cannot be used; the message says which line and what to write instead."""


def take_in(rooms: Path, file: Path | None) -> int:
    """Check the denominators file and write it into the rooms; returns its rows. Without a file the room is empty.

    The file has the columns county_code, year, population and kind (resident 常住人口 or registered 户籍人口).

    Raises:
        PopulationError: if the file is missing, has other columns, or a line that cannot be used.
    """
    frame = read(file) if file else registry.empty(TABLE)
    write_partition(rooms, TABLE, None, frame)
    return frame.height


def read(file: Path) -> pl.DataFrame:
    """The rows of a denominators file as the table `population` has them; raises PopulationError."""
    import polars as pl

    schema = registry.polars_schema(TABLE)
    try:
        raw = pl.read_csv(file, infer_schema=False)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise PopulationError(f"{file}: cannot be read as CSV in UTF-8: {error}") from error
    if set(raw.columns) != set(schema):
        raise PopulationError(f"{file}: columns {', '.join(raw.columns)}; it needs {', '.join(schema)}")
    stripped = raw.select(pl.col(name).str.strip_chars() for name in schema)
    frame = stripped.select(pl.col(name).cast(dtype, strict=False) for name, dtype in schema.items())
    _refuse_unusable(file, frame)
    return frame


def _refuse_unusable(file: Path, frame: pl.DataFrame) -> None:
    import polars as pl

    kinds = registry.table(TABLE).column("kind").allowed
    faults = {
        "county_code must have six digits": ~pl.col("county_code").str.contains(r"^\d{6}$"),
        "year must be a whole number from 1980 to 2100": ~pl.col("year").is_between(1980, 2100),
        "population must be a whole number from 1 on": pl.col("population") < 1,
        f"kind must be {' or '.join(kinds)}": ~pl.col("kind").is_in(kinds),
        "county, year and kind stand there twice": pl.struct("county_code", "year", "kind").is_duplicated(),
    }
    for says, fault in faults.items():
        lines = frame.with_row_index("line", offset=2).filter(fault.fill_null(value=True))["line"].to_list()
        if lines:
            shown = ", ".join(map(str, lines[:5])) + (" …" if len(lines) > 5 else "")
            raise PopulationError(f"{file}: {says} (line {shown})")
