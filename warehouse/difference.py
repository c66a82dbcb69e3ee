"""What changed between two releases: rows of each table, and the observations that differ, with both quotes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from contracts import registry
from warehouse.content import published_tables
from warehouse.manifest import Release
from warehouse.places import Places
from warehouse.release import find

if TYPE_CHECKING:
    import duckdb

Kind = Literal["added", "removed", "changed"]


@dataclass(frozen=True)
class TableDifference:
    """Rows that only the later release has, that only the earlier one has, or that say otherwise under the same key."""

    added: int
    removed: int
    changed: int

    @property
    def equal(self) -> bool:
        """Whether the table says the same in both releases."""
        return self.added == self.removed == self.changed == 0


@dataclass(frozen=True)
class ObservationDifference:
    """An observation whose value or evidence differs, with the sentences that state it in each release."""

    observation_id: str
    kind: Kind
    earlier_value: float | None
    later_value: float | None
    earlier_quote: str | None
    later_quote: str | None


@dataclass(frozen=True)
class ReleaseDifference:
    """The differences between two releases, tables in the registry's order, observations by their id."""

    earlier: Release
    later: Release
    tables: dict[str, TableDifference]
    observations: list[ObservationDifference]


def diff(places: Places, earlier: str, later: str = "current") -> ReleaseDifference:
    """Compare two releases that are kept, named by their ids, the beginnings of these, or `current`.

    Raises:
        warehouse.release.ReleaseError: if an id fits no release or several.
    """
    one, other = find(places, earlier), find(places, later)
    with _both(one, other) as connection:
        tables = {name: _table(connection, name, one, other) for name in published_tables()}
        changed = [] if tables["fct_observation"].equal else _observations(connection)
    return ReleaseDifference(one, other, tables, changed)


@contextmanager
def _both(earlier: Release, later: Release) -> Iterator[duckdb.DuckDBPyConnection]:
    import duckdb

    connection = duckdb.connect()
    try:
        for name, release in (("earlier", earlier), ("later", later)):
            connection.execute(f"attach '{str(release.database).replace(chr(39), chr(39) * 2)}' as {name} (read_only)")
        yield connection
    finally:
        connection.close()


def _table(connection: duckdb.DuckDBPyConnection, table: str, earlier: Release, later: Release) -> TableDifference:
    if earlier.tables.get(table) == later.tables.get(table):
        return TableDifference(0, 0, 0)
    known = [_column_names(connection, f"{side}.main.{table}") for side in ("earlier", "later")]
    key = registry.table(table).key
    shared = [c.name for c in registry.columns(table) if c.name in known[0] & known[1]]
    match = " and ".join(f"a.{name} = b.{name}" for name in key)
    differs = " or ".join(f"a.{name} is distinct from b.{name}" for name in shared)
    sql = f"""
        select
            count(*) filter (a.{key[0]} is null),
            count(*) filter (b.{key[0]} is null),
            count(*) filter (a.{key[0]} is not null and b.{key[0]} is not null and ({differs}))
        from earlier.main.{table} as a
        full join later.main.{table} as b on {match}
    """  # noqa: S608 names come from the registry
    return TableDifference(*connection.execute(sql).fetchall()[0])


def _column_names(connection: duckdb.DuckDBPyConnection, table: str) -> set[str]:
    described = connection.execute(f"describe {table}").fetchall()
    return {row[0] for row in described}


def _observations(connection: duckdb.DuckDBPyConnection) -> list[ObservationDifference]:
    sql = """
        with
        stated as (
            select 'earlier' as side, o.observation_id, o.value, f.quote
            from earlier.main.fct_observation as o join earlier.main.fct_figure as f using (figure_id)
            union all
            select 'later', o.observation_id, o.value, f.quote
            from later.main.fct_observation as o join later.main.fct_figure as f using (figure_id)
        ),
        sides as (
            select
                observation_id,
                any_value({value: value, quote: quote}) filter (side = 'earlier') as a,
                any_value({value: value, quote: quote}) filter (side = 'later') as b
            from stated
            group by observation_id
        )
        select
            observation_id,
            case when a is null then 'added' when b is null then 'removed' else 'changed' end,
            a.value, b.value, a.quote, b.quote
        from sides
        where a.value is distinct from b.value or a.quote is distinct from b.quote
        order by observation_id
    """
    return [ObservationDifference(*row) for row in connection.execute(sql).fetchall()]
