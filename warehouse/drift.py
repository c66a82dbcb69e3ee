"""Measuring how a build differs from the current release, on the documents that both had to read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from warehouse.places import Places
from warehouse.release import current

if TYPE_CHECKING:
    import duckdb

# `same` holds the documents that were reports in the last release and are still there to be read.
SAME = """
    create or replace temp table same as
    select report_id, document_id, county_code, year from {catalog}.main.dim_report
    where document_id in (select document_id from basis)
"""
MEASURES = {
    "reports": "select count(distinct document_id) from same",
    "figures": "select count(*) from {catalog}.main.fct_figure where document_id in (select document_id from same)",
    "mapped_share": """
        select coalesce(100.0 * count(indicator) / nullif(count(*), 0), 0)
        from {catalog}.main.fct_figure where document_id in (select document_id from same)
    """,
    "observations": """
        select count(*) from {catalog}.main.fct_observation where report_id in (select report_id from same)
    """,
    "coverage": "select count(distinct (county_code, year)) from same",
    "issues": """
        select count(*) from {catalog}.main.mart_quality_issue where report_id in (select report_id from same)
    """,
    "counties": "select count(*) from {catalog}.main.dim_county",
    "indicators": "select count(*) from {catalog}.main.dim_indicator",
}


@dataclass(frozen=True)
class Drift:
    """One measure in the last release and in the build."""

    measure: str
    then: float
    now: float


def measure(places: Places, documents: Iterable[str]) -> list[Drift]:
    """Measure the build against the current release; empty where there is none, or none that can be read.

    `documents` are the ids of all documents that the build had to read, whatever became of them.
    """
    import duckdb

    release = current(places)
    if release is None or not places.build_database.exists():
        return []
    with duckdb.connect() as connection:
        try:
            connection.execute(f"attach '{_quoted(release.database)}' as before (read_only)")
            connection.execute("select count(*) from before.main.dim_report")
        except (duckdb.Error, StopIteration):
            return []
        connection.execute(f"attach '{_quoted(places.build_database)}' as build (read_only)")
        ids = sorted(documents)
        connection.execute("create temp table there as select unnest($1::varchar[]) as document_id", [ids])
        connection.execute("create temp table basis as select document_id from before.main.dim_report")
        connection.execute("delete from basis where document_id not in (from there)")
        then, now = (_measured(connection, catalog) for catalog in ("before", "build"))
    return [Drift(name, then[name], now[name]) for name in MEASURES]


def _measured(connection: duckdb.DuckDBPyConnection, catalog: str) -> dict[str, float]:
    connection.execute(SAME.format(catalog=catalog))
    return {name: _one(connection, sql.format(catalog=catalog)) for name, sql in MEASURES.items()}


def _one(connection: duckdb.DuckDBPyConnection, sql: str) -> float:
    return float(connection.execute(sql).fetchall()[0][0])


def _quoted(path: object) -> str:
    return str(path).replace("'", "''")
