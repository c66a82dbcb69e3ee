"""The Parquet files between the rooms: one folder a table and report year, written whole and renamed into place.

    rooms/figure/report_year=2024/part.parquet
    rooms/document/report_year=none/part.parquet      documents whose year is unknown
    rooms/indicator.parquet                           a table without years

Many workers may write different years at once; a reader sees the old file of a year or the new one.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from contracts import registry
from warehouse.durable import replacing

if TYPE_CHECKING:
    import polars as pl

NO_YEAR = "none"


class RoomError(ValueError):
    """A frame that does not fit its table, or a file that cannot be read; the message says what and where."""


def partition_path(root: Path, table: str, year: int | None) -> Path:
    """Where the rows of a year lie; for a table without years, its one file."""
    partition = registry.table(table).partition
    if partition is None:
        return root / f"{table}.parquet"
    return root / table / f"{partition}={NO_YEAR if year is None else year}" / "part.parquet"


def write_partition(root: Path, table: str, year: int | None, frame: pl.DataFrame) -> Path:
    """Write all rows of a table for a year in place of what was there, in the order of the table's key.

    `year` is None for rows without a year and for tables that have no years. Columns are put in the registry's order.

    Raises:
        RoomError: if the columns or types are not those of the registry.
    """
    target = partition_path(root, table, year)
    ordered = fitted(table, frame).sort(registry.table(table).key, nulls_last=True, maintain_order=True)
    with replacing(target) as temporary:
        ordered.write_parquet(temporary, compression="zstd", statistics=True)
    return target


def fitted(table: str, frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with the registry's columns in their order; an all-null column takes the registry's type."""
    import polars as pl

    schema = registry.polars_schema(table)
    missing, unknown = sorted(set(schema) - set(frame.columns)), sorted(set(frame.columns) - set(schema))
    if missing or unknown:
        raise RoomError(f"{table}: missing columns {missing}, unknown columns {unknown}; see contracts/tables.yml")
    wrong = [n for n, t in schema.items() if frame.schema[n] not in (t, pl.Null)]
    if wrong:
        found = ", ".join(f"{n} {frame.schema[n]} instead of {schema[n]}" for n in wrong)
        raise RoomError(f"{table}: {found}")
    return frame.select(pl.col(n).cast(t) for n, t in schema.items())


def read_table(
    root: Path, table: str, years: Iterable[int | None] | None = None, *, columns: Iterable[str] | None = None
) -> pl.DataFrame:
    """All rows of a table, or those of some years; a table or year that was never written has no rows.

    `columns` are those to read, in the registry's order; by default all.

    Raises:
        RoomError: if a file is damaged.
    """
    import polars as pl

    if years is None:
        files = partition_files(root, table)
    else:
        files = [p for p in (partition_path(root, table, year) for year in years) if p.exists()]
    wanted = None if columns is None else [name for name in registry.polars_schema(table) if name in set(columns)]
    if not files:
        return registry.empty(table).select(pl.all() if wanted is None else wanted)
    return pl.concat([_read(file, wanted) for file in files])


def _read(file: Path, columns: list[str] | None) -> pl.DataFrame:
    import polars as pl

    try:
        return pl.read_parquet(file, columns=columns, hive_partitioning=False)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise RoomError(
            f"{file} cannot be read ({error}). `xianjian run --rebuild` writes it again from what the archive holds."
        ) from error


def partition_files(root: Path, table: str) -> list[Path]:
    """The files of a table that are there, by year."""
    partition = registry.table(table).partition
    pattern = f"{table}.parquet" if partition is None else f"{table}/{partition}=*/part.parquet"
    return sorted(root.glob(pattern))


def partition_years(root: Path, table: str) -> list[int | None]:
    """The years for which the table has a file, None (without a year) last."""
    stated = [path.parent.name.partition("=")[2] for path in partition_files(root, table)]
    return sorted((None if year == NO_YEAR else int(year) for year in stated), key=lambda year: (year is None, year))


def remove_partition(root: Path, table: str, year: int | None) -> bool:
    """Remove the rows of a year that no document speaks of any more; False where there were none."""
    path = partition_path(root, table, year)
    if not path.exists():
        return False
    path.unlink()
    if registry.table(table).partition is not None:
        path.parent.rmdir()
    return True


def ensure_rooms(root: Path, tables: Iterable[str]) -> None:
    """Give each table that has no file one without rows, so that an empty room can be read like any other."""
    for table in tables:
        if not partition_files(root, table):
            write_partition(root, table, None, registry.empty(table))
