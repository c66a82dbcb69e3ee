"""The marts' SQL without dbt: what dbt compiled for the last build, run once more in one DuckDB connection.

`python -m tests.benchmarks.national.one_connection DATA` prints the processor time of each statement, and sums as
multiples of one scan of every column of every figure. The tables that came out are then read and written once more as
they are: about what any SQL takes that makes them.
"""

from __future__ import annotations

import json
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from typing import Any

import duckdb
import yaml

from orchestration.settings import Settings
from warehouse.changes import begun

from . import floors

THREADS = 2
PROFILES = Path(__file__).resolve().parents[3] / "dbt_project" / "profiles.yml"


@dataclass(frozen=True)
class Statement:
    """A dbt node: its name, kind (view, table, test), processor seconds in one connection, and seconds under dbt.

    What DuckDB leaves for the end is the last one, the checkpoint, of a kind of its own.
    """

    name: str
    kind: str
    seconds: float
    under_dbt: float = 0.0
    relation: str = ""


def scan(rooms: Path) -> tuple[int, float]:
    """Figures, and processor seconds to read every column of them once from Parquet, the best of three."""
    with duckdb.connect(config={"threads": THREADS}) as connection:
        floor = floors.scan(connection, "figure", floors.files(rooms, "figure"))
    return floor.rows, floor.cpu


def run(data: Path) -> tuple[list[Statement], float]:
    """Every model and test of the last build, in dbt's order, in a fresh file; seconds to write its tables again."""
    target = data / "build" / "dbt"
    nodes = json.loads((target / "manifest.json").read_text("utf-8"))["nodes"]
    results = json.loads((target / "run_results.json").read_text("utf-8"))["results"]
    done = []
    with tempfile.TemporaryDirectory(dir=data) as folder:
        profile = yaml.safe_load(PROFILES.read_text("utf-8"))["xianjian"]["outputs"]["build"]
        config: dict[str, Any] = {"threads": THREADS, "file_search_path": str(data / "rooms")}
        config |= profile.get("config_options", {})
        with duckdb.connect(f"{folder}/xianjian.duckdb", config=config) as connection:
            connection.execute("set TimeZone = 'UTC'")
            connection.execute(f"attach '{folder}/staging.duckdb' as staging")
            for result in (result for result in results if result["unique_id"] in nodes):
                kind, sql = _statement(nodes[result["unique_id"]], result)
                began = process_time()
                connection.execute(sql)
                name, relation = result["unique_id"].split(".")[2], nodes[result["unique_id"]]["relation_name"]
                done.append(Statement(name, kind, process_time() - began, result["execution_time"], relation))
            began = process_time()
            connection.execute("checkpoint; checkpoint staging")
            done.append(Statement("checkpoint", "checkpoint", process_time() - began))
            return done, _written_again(connection, f"{folder}/again.duckdb", done)


def _written_again(connection: duckdb.DuckDBPyConnection, file: str, done: list[Statement]) -> float:
    """Processor seconds to read the finished tables and write them into another file, without computing anything."""
    began = process_time()
    connection.execute(f"attach '{file}' as again")
    for table in done:
        if table.kind == "table":
            connection.execute(f"create table again.{table.name} as from {table.relation}")
    connection.execute("checkpoint again")
    return process_time() - began


def _statement(node: dict[str, Any], result: dict[str, Any]) -> tuple[str, str]:
    relation = node["relation_name"]
    if node["resource_type"] == "test":
        return "test", f"select count(*) from ({result['compiled_code']})"
    # Of a build that began with an empty file: what is incremental was made whole.
    kind = node["config"]["materialized"].replace("incremental", "table")
    if node["config"]["contract"]["enforced"]:
        columns = ", ".join(_column(column) for column in node["columns"].values())
        return kind, f"create table {relation} ({columns}); insert into {relation} by name {result['compiled_code']}"
    return kind, f"create or replace {kind} {relation} as {result['compiled_code']}"


def _column(column: dict[str, Any]) -> str:
    """A column as dbt declares it: constraints without an expression of their own are named as in SQL."""
    told = (one["expression"] or one["type"].replace("_", " ") for one in column["constraints"])
    return " ".join([column["name"], column["data_type"], *told])


def main(data: Path) -> None:
    """Print what each statement takes."""
    if begun(Settings(data=data)):
        raise SystemExit(
            f"the last build in {data} went on from a release: run `xianjian run --rebuild --data {data}` first"
        )
    rows, once = scan(data / "rooms")
    done, written = run(data)
    whole = sum(statement.seconds for statement in done)
    print(f"{rows:,} figures; one scan of every column {once:.2f} s")
    for kind in ("table", "test", "view"):
        of_kind = [statement for statement in done if statement.kind == kind]
        own, dbt = (sum(getattr(s, name) for s in of_kind) for name in ("seconds", "under_dbt"))
        print(f"  {len(of_kind):>3} {kind:<6} {own:7.2f} s  {own / once:6.1f} x the scan; in dbt {dbt:7.2f} s")
    print(f"  all        {whole:7.2f} s  {whole / once:6.1f} x the scan of processor time")
    print(f"  tables read and written as they are {written:7.2f} s  {written / once:6.1f} x the scan")
    for statement in sorted(done, key=lambda s: -s.seconds)[:14]:
        print(f"  {statement.seconds:7.2f} s  {statement.under_dbt:7.2f} s in dbt  {statement.name}")


if __name__ == "__main__":
    main(Path(sys.argv[1]).absolute())
