"""The marts beyond the nation: `python -m tests.benchmarks.national.multiplied DATA TIMES FOLDER`.

The rooms of a finished run are written so many times over into a folder of its own, each time with other codes of
counties, reports and figures; then dbt builds all models and runs all tests within `XIANJIAN_DBT_MEMORY` (4GB). It
prints time, memory, what was spilled, and multiples of one scan of every column of every figure.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import threading
from pathlib import Path
from time import monotonic, process_time

import duckdb

from contracts import registry
from orchestration.settings import Settings
from warehouse.build import build
from warehouse.rooms import partition_files

from .one_connection import scan
from .watching import Watch

# Codes and ids of the k-th nation; what is null stays null.
CODE = "lpad((code_number.number * {times} + k)::varchar, 6, '0')"
OTHERWISE = {
    "county_code": CODE,
    "code": CODE,
    "continues_as": "lpad((line_number.number * {times} + k)::varchar, 6, '0')",
    "county_key": CODE + " || right(county_key, 5)",
    "figure_ids": """replace(figure_ids, '"]', '-' || k || '"]').replace('",', '-' || k || '",')""",
    **{name: f"{name} || '-' || k" for name in ("report_id", "document_id", "figure_id", "part_of", "issue_id")},
}
MULTIPLIED = ("county", "document", "report", "figure", "issue")
AS_THEY_ARE = ("indicator", "family", "rule_check", "population")


def multiply(rooms: Path, target: Path, times: int) -> None:
    """Write the rooms so many times over."""
    with duckdb.connect(config={"threads": 2}) as connection:
        connection.execute(f"""
            create table number as
            select code, row_number() over (order by code) - 1 as number
            from (select code from '{rooms}/county.parquet' union select continues_as from '{rooms}/county.parquet')
            where code is not null
        """)
        for table in (*MULTIPLIED, *AS_THEY_ARE):
            for file in partition_files(rooms, table):
                copy = target / file.relative_to(rooms)
                copy.parent.mkdir(parents=True, exist_ok=True)
                if table in AS_THEY_ARE:
                    shutil.copyfile(file, copy)
                else:
                    connection.execute(_multiplied(table, file, copy, times))


def _multiplied(table: str, file: Path, copy: Path, times: int) -> str:
    names = [column.name for column in registry.columns(table)]
    code = "code" if "code" in names else "county_code"
    line = "continues_as" if "continues_as" in names else code
    made = ", ".join(f"{OTHERWISE.get(name, name).format(times=times)} as {name}" for name in names if name != "text")
    text = ", '' as text" if table == "document" else ", text" if "text" in names else ""
    return f"""
        copy (
            select {made}{text}
            from read_parquet('{file}', hive_partitioning = false) as room
            cross join range({times}) as nation (k)
            left join number as code_number on room.{code} = code_number.code
            left join number as line_number on room.{line} = line_number.code
            order by k
        ) to '{copy}' (format parquet, compression zstd)
    """


class Spilled:
    """The most bytes that lay in DuckDB's temporary folder while it was looked at."""

    def __init__(self, folder: Path) -> None:
        self.most = 0
        self._folder = folder
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Look no more."""
        self._stop.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._stop.wait(0.5):
            files = list(self._folder.glob("*.tmp/*"))
            self.most = max(self.most, sum(file.stat().st_size for file in files if file.exists()))


def main(data: Path, times: int, folder: Path) -> None:
    """Multiply, build and print."""
    settings = Settings(data=folder)
    if not settings.rooms.exists():
        multiply(data / "rooms", settings.rooms, times)
    figures, once = scan(settings.rooms)
    watch, spilled = Watch(os.getpid()).start(), Spilled(settings.build)
    began, cpu = monotonic(), process_time()
    result = build(settings)
    wall, cpu = monotonic() - began, process_time() - cpu
    watch.stop()
    spilled.stop()
    print(f"{figures:,} figures; one scan of every column {once:.1f} CPU s; {result.summary}")
    print(f"  wall {wall:,.0f} s, CPU {cpu:,.0f} s, {cpu / once:.0f} x the scan, {1e6 * cpu / figures:.0f} µs a figure")
    most = max(sample.memory for sample in watch.samples)
    size = settings.build_database.stat().st_size
    print(f"  peak {most / 1e9:.1f} GB, spilled at most {spilled.most / 1e9:.1f} GB, file {size / 1e9:.1f} GB")
    results = json.loads((settings.build / "dbt" / "run_results.json").read_text("utf-8"))["results"]
    for node in sorted(results, key=lambda node: -node["execution_time"])[:12]:
        print(f"  {node['execution_time']:8.1f} s  {node['unique_id'].split('.')[2]}")


if __name__ == "__main__":
    main(Path(sys.argv[1]).absolute(), int(sys.argv[2]), Path(sys.argv[3]).absolute())
