"""What the steps of a run are held against: the least work that reading what a step reads, all of it once, takes.

document                  taking every file out of its archive and hashing its bytes
figures                   one regular expression that finds every run of digits in the texts (`benchmarks.floors`)
the others                DuckDB's scan of every column of every row that the step reads: rooms, or published tables
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from zipfile import ZipFile

import duckdb

from contracts import registry
from orchestration.checks import CHECKED
from tests.benchmarks.floors import digit_runs
from warehouse.content import published_tables
from warehouse.rooms import partition_files

# The rooms that a step reads; it says how many rows the first of them has.
READS = {
    "issue_within_report": ("figure", "report", "document"),
    "number_every_number_accounted_for": ("number", "figure", "report", "document"),
    "across_years": ("figure", "report"),
    "dbt_models": ("figure", "report", "issue"),
    **{f"{table}_{table}_contract": (table,) for table in CHECKED},
}
OF_THE_FILE = ("contracts_of_published_tables", "release")


@dataclass(frozen=True)
class Floor:
    """Rows that a step goes through, and the least processor seconds for them."""

    rows: int
    cpu: float


def floors(reports: Path, data: Path) -> dict[str, Floor]:
    """The floor of every step that has one, of a folder of reports and the data folder after its run."""
    with duckdb.connect(config={"threads": 2}) as connection:
        rooms = {table: scan(connection, table, files(data / "rooms", table)) for table in _rooms(data / "rooms")}
        texts = [
            text for (text,) in connection.execute(f"select text from {files(data / 'rooms', 'document')}").fetchall()
        ]
    with duckdb.connect(str(data / "current" / "xianjian.duckdb"), read_only=True, config={"threads": 2}) as connection:
        file = [scan(connection, table, table) for table in published_tables()]
    found = {
        step: Floor(rooms[read[0]].rows, sum(rooms[table].cpu for table in read))
        for step, read in READS.items()
        if rooms.keys() >= set(read)
    }
    for step in OF_THE_FILE:
        found[step] = Floor(sum(table.rows for table in file), sum(table.cpu for table in file))
    found["document"] = Floor(len(texts), _seconds(lambda: _hash_all(reports)))
    found["figures"] = Floor(rooms["figure"].rows, _seconds(lambda: _find_digits(texts)))
    return found


def _rooms(rooms: Path) -> set[str]:
    """The rooms that steps read, without those that stayed empty."""
    return {table for read in READS.values() for table in read if partition_files(rooms, table)}


def files(rooms: Path, table: str) -> str:
    """SQL that reads a room."""
    listed = ", ".join(f"'{path}'" for path in partition_files(rooms, table))
    return f"read_parquet([{listed}], hive_partitioning = false)"


def scan(connection: duckdb.DuckDBPyConnection, table: str, relation: str) -> Floor:
    """Rows of a table, and processor seconds to read every column of them: the best of three."""
    touched = ", ".join(f"count({c.name}), max({c.name})" for c in registry.columns(table))
    rows: list[int] = []
    query = f"select count(*), {touched} from {relation}"
    cpu = min(_seconds(lambda: rows.append(connection.execute(query).fetchall()[0][0])) for _ in range(3))
    return Floor(rows[0], cpu)


def _seconds(work: Callable[[], object]) -> float:
    began = process_time()
    work()
    return process_time() - began


def _hash_all(reports: Path) -> None:
    for path in reports.rglob("*"):
        if path.suffix == ".zip":
            with ZipFile(path) as packed:
                for name in packed.namelist():
                    hashlib.sha256(packed.read(name)).digest()
        elif path.is_file():
            hashlib.sha256(path.read_bytes()).digest()


def _find_digits(texts: Iterable[str]) -> None:
    for text in texts:
        digit_runs(text)
