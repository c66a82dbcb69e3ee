"""What a release says of itself: which one it is, and by which runs it came about. None of it counts as content."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from contracts import registry

if TYPE_CHECKING:
    import duckdb

RELEASE_TABLE = "release"
RUNS_TABLE = "ops_run"
# What the row of the run that publishes says instead of its release's id, which is known only when it is sealed.
THIS_RELEASE = "this release"


def write_release_row(
    connection: duckdb.DuckDBPyConnection,
    release_id: str,
    built_at: datetime,
    content_hash: str,
    code_version: str | None,
) -> None:
    """Write the one row that says which release the file is."""
    _create_empty(connection, RELEASE_TABLE)
    connection.execute(
        f"""
        insert into {RELEASE_TABLE} by name
        select
            ? as release_id, ?::timestamp as built_at, ? as content_hash, ?::varchar as code_version,
            (
                select count(distinct coalesce(county.continues_as, report.county_code))
                from dim_report as report left join dim_county as county using (county_key)
            ) as counties,
            (select min(year) from dim_report) as first_year,
            (select max(year) from dim_report) as last_year,
            (select count(*) from dim_report where is_current) as reports,
            (select count(*) from fct_figure) as figures,
            (select count(*) from fct_observation) as observations,
            (select count(*) from mart_quality_issue) as issues
        """,  # noqa: S608 the table's name is the registry's
        [release_id, built_at, content_hash, code_version],
    )


def write_runs(connection: duckdb.DuckDBPyConnection, release_id: str, runs: Sequence[Mapping[str, Any]]) -> None:
    """Write the runs that led to the release, its own among them."""
    _create_empty(connection, RUNS_TABLE)
    names = [column.name for column in registry.columns(RUNS_TABLE)]
    for run in runs:
        row = {**run, "release_id": release_id} if run["release_id"] == THIS_RELEASE else run
        holes = ", ".join("?" for _ in names)
        connection.execute(f"insert into {RUNS_TABLE} values ({holes})", [row[name] for name in names])  # noqa: S608


def _create_empty(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Create a table of the registry in place of what was there, with its key and comments and without rows."""
    table = registry.table(name)
    columns = ", ".join(f"{c.name} {c.duckdb_type}{'' if c.nullable else ' not null'}" for c in table.columns)
    connection.execute(f"create or replace table {name} ({columns}, primary key ({', '.join(table.key)}))")
    connection.execute(f"comment on table {name} is {_literal(table.description)}")
    for column in table.columns:
        connection.execute(f"comment on column {name}.{column.name} is {_literal(column.description)}")


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
