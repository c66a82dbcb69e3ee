"""Going on from a release: which counties and years a build has to compute anew, and the file that it begins with.

A build that goes on begins with a copy of a release's file. The rooms are held against that release's tables, and what
differs is written down in `staging.duckdb`, where dbt finds it (`dbt_project/macros/changes.sql`):

    changed_county       codes of the counties with other reports, figures or issues, and all codes of their lines
    observation_before   the observations of those counties as the release has them
    begun_from           one row: the release's id

The years whose observations differ follow when dbt has made the new ones (`int_changed_year`). What touches every
county (another catalogue, division table, population, first or last year) makes the build begin anew.
"""

from __future__ import annotations

import os
import shutil
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from contracts import registry
from contracts.registry import Table
from warehouse.content import TableContent, content_of, published_tables, sums_of, table_content
from warehouse.manifest import Release, ReleaseError, room_checksums
from warehouse.places import Places
from warehouse.rooms import partition_path, partition_years

if TYPE_CHECKING:
    import duckdb

STAGING_NAME = "staging.duckdb"
# There while a build is at work, and after it where it did not come to its end: its file may hold half of it.
UNDER_WAY = "under-way"
# Where more of the figures than this belong to changed counties, a build from nothing takes less time.
MOST = 0.2
# Rows that were replaced leave holes in a file. Where there are more of them than this, for each row that is there, a
# build from nothing makes it small again.
MOST_HOLES = 0.5
# Rooms of which every row of every table is made: where one of them changed, all may have.
OF_ALL = ("county", "indicator", "family", "population")
# Where staging gives a column of a room under another name or in another form (stg_figure.sql, stg_report.sql). A test
# holds it against them: where this says something else, every build finds every county changed.
FIGURE_NOW = {"year": "report_year", "scope": "nullif(trim(scope), '')"}
REPORT_NOW = {"year": "report_year as year"}


@dataclass(frozen=True)
class Begun:
    """What a build goes on from: a release's id, and the codes of the counties that are computed anew."""

    release_id: str
    counties: tuple[str, ...]


def go_on_from(places: Places, release: Release) -> Begun | None:
    """Begin a build with a release's file and write down what changed; None where the build has to begin anew.

    The build's files must not be there; where the answer is None they are not there either.
    """
    now = room_checksums(places.rooms)
    changed = {path for path in {*now, *release.rooms} if now.get(path) != release.rooms.get(path)}
    if any(f"{table}.parquet" in changed for table in OF_ALL):
        return None
    shutil.copyfile(release.database, places.build_database)
    with opened(places, read_only=False) as connection:
        _find_changed_reports(connection, places.rooms, changed)
        counties = _changed_counties(connection)
        begun = Begun(release.release_id, tuple(sorted(counties)))
        goes_on = (
            _same_years(connection)
            and _share_of_figures(connection, counties) <= MOST
            and _holes(connection) <= MOST_HOLES
        )
        if goes_on:
            _write_down(connection, begun)
    if goes_on:
        return begun
    for path in (places.build_database, places.build / STAGING_NAME):
        path.unlink()
    return None


def begun(places: Places) -> Begun | None:
    """What the last build went on from; None where it began anew."""
    if not (places.build / STAGING_NAME).exists() or not places.build_database.exists():
        return None
    with opened(places) as connection:
        tables = "select table_name from duckdb_tables() where database_name = 'staging'"
        if ("begun_from",) not in connection.execute(tables).fetchall():
            return None
        release_id = connection.execute("select release_id from staging.main.begun_from").fetchall()[0][0]
        counties = connection.execute("select county_code from staging.main.changed_county order by all").fetchall()
    return Begun(release_id, tuple(code for (code,) in counties))


def computed_anew(table: Table) -> str | None:
    """SQL that holds for the rows of a table that a build which goes on computes; None where it computes all.

    It is to be asked of a connection as `opened` gives it.
    """
    if table.kept_by is None:
        return None
    whose, sql = table.kept_by
    changed = {
        "county": "(select county_code from staging.main.changed_county)",
        "year": "(select year from staging.main.int_changed_year)",
    }
    return f"{sql} in {changed[whose]}"


def contents_after(connection: duckdb.DuckDBPyConnection, release: Release) -> dict[str, TableContent]:
    """The content of every published table of a build that goes on from a release.

    Of a table that is kept only the rows that were computed anew are digested: as the release has them they are taken
    from its sums, as the build has them they are added. All rows are counted, and have to be as many as come out.

    Raises:
        ReleaseError: if it is not.
    """
    connection.execute(f"attach '{_quoted(release.database)}' as before (read_only)")
    found = {}
    for name in published_tables():
        where, before = computed_anew(registry.table(name)), release.tables[name].sums
        if where is None or before is None:
            found[name] = table_content(connection, name)
            continue
        sums = before - sums_of(connection, name, "before", where) + sums_of(connection, name, where=where)
        rows = connection.execute(f"select count(*) from {name}").fetchall()[0][0]  # noqa: S608 - the registry's
        if sums.rows != rows:
            raise ReleaseError(
                f"{name} has {rows} rows where {sums.rows} follow from release {release.release_id}: "
                "run `xianjian run --rebuild`, which builds from nothing"
            )
        found[name] = content_of(name, sums)
    connection.execute("detach before")
    return found


@contextmanager
def opened(places: Places, *, read_only: bool = True) -> Iterator[duckdb.DuckDBPyConnection]:
    """The build's file with `staging` beside it, where that is there or may be made, under dbt's names for them."""
    import duckdb

    staging = places.build / STAGING_NAME
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": os.environ.get("XIANJIAN_DBT_MEMORY", "4GB")
    }
    with duckdb.connect(str(places.build_database), read_only=read_only, config=config) as connection:
        if staging.exists() or not read_only:
            connection.execute(f"attach '{_quoted(staging)}' as staging{' (read_only)' if read_only else ''}")
        yield connection


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _find_changed_reports(connection: duckdb.DuckDBPyConnection, rooms: Path, changed: Collection[str]) -> None:
    """Write the temporary table changed_report: reports with another row, other figures or other issues."""
    own = _columns("report", "dim_report")
    own_now = ", ".join(f"report.{REPORT_NOW.get(name, name)}" for name in own)
    figure = _columns("figure", "fct_figure")
    row_now = ", ".join(FIGURE_NOW.get(name, name) for name in figure)
    years = _years("figure", changed)
    issue = "issue_id, rule, severity, report_id, figure_ids"
    connection.execute(f"""
        create temp table report_now as
        select {own_now}, coalesce(document.ocr, false) as ocr
        from {_read(rooms, "report")} as report
        left join {_read(rooms, "document")} as document on report.document_id = document.document_id;

        create temp table figures_now as
        select report_id, county_code, count(*) as figures, sum(hash({row_now})) as digest
        from {_read(rooms, "figure", years)}
        group by report_id, county_code;

        create temp table figures_before as
        select report_id, county_code, count(*) as figures, sum(hash({", ".join(figure)})) as digest
        from fct_figure
        where year in ({", ".join(map(str, years)) or "null"})
        group by report_id, county_code;

        create temp table changed_issue as
        select {issue}
        from {_differing(f"select {issue} from {_read(rooms, 'issue')}", f"select {issue} from mart_quality_issue")};

        create temp table changed_report as
        select report_id, county_code
        from {_differing("from report_now", f"select {', '.join(own)}, ocr from dim_report")}
        union
        select report_id, county_code
        from {_differing("from figures_now", "from figures_before")}
        union
        select report_id, county_code
        from (select report_id, county_code from dim_report union select report_id, county_code from report_now)
        where report_id in (select report_id from changed_issue)
        union
        select report_id, county_code
        from fct_figure
        where figure_id in (select unnest(from_json(figure_ids, '["VARCHAR"]')) from changed_issue);
    """)  # noqa: S608 - names of the registry, paths of the rooms


def _columns(room: str, published: str) -> list[str]:
    """The columns of a published table that its room states, under their published names."""
    stated = {"year" if column.name == "report_year" else column.name for column in registry.columns(room)}
    return [column.name for column in registry.columns(published) if column.name in stated]


def _differing(now: str, before: str) -> str:
    return f"((({now}) except all ({before})) union all (({before}) except all ({now})))"


def _years(table: str, changed: Collection[str]) -> list[int]:
    """The years whose files of a table are not what they were."""
    folder = f"{table}/{registry.table(table).partition}="
    stated = {path.removeprefix(folder).partition("/")[0] for path in changed if path.startswith(folder)}
    return sorted(int(year) for year in stated if year.isdigit())


def _read(rooms: Path, table: str, years: Iterable[int | None] | None = None) -> str:
    """SQL that reads a room, or some years of it: an empty one where there is no file."""
    wanted = partition_years(rooms, table) if years is None else years
    files = [path for path in (partition_path(rooms, table, year) for year in wanted) if path.exists()]
    if not files:
        holes = ", ".join(f"null::{column.duckdb_type} as {column.name}" for column in registry.columns(table))
        return f"(select {holes} where false)"
    listed = ", ".join(f"'{_quoted(path)}'" for path in files)
    return f"read_parquet([{listed}], hive_partitioning = false)"


def _changed_counties(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """The codes of the changed reports, and every other code that a line connects with one of them."""
    beside: defaultdict[str, set[str]] = defaultdict(set)
    for code, line in connection.execute("select code, coalesce(continues_as, code) from dim_county").fetchall():
        beside[code].add(line)
        beside[line].add(code)
    found: set[str] = set()
    waiting = {code for (code,) in connection.execute("select distinct county_code from changed_report").fetchall()}
    while waiting:
        found |= waiting
        waiting = {other for code in waiting for other in beside[code]} - found
    return found


def _same_years(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether reports begin and end with the years that they did, in all and in each family."""
    spans = """
        select family, min(year), max(year) from {reports} where is_current group by family
        union all
        select null, min(year), max(year) from {reports}
    """
    now, before = (spans.format(reports=reports) for reports in ("report_now", "dim_report"))
    return not connection.execute(f"from {_differing(now, before)}").fetchall()


def _share_of_figures(connection: duckdb.DuckDBPyConnection, counties: Collection[str]) -> float:
    """Figures that are computed anew, as the release has them or as the rooms do, for each figure of the release."""
    sql = """
        select count(*), count(*) filter (county_code in (select unnest($1::varchar[]))), (
            select coalesce(sum(figures), 0) from figures_now where report_id in (select report_id from changed_report)
        )
        from fct_figure
    """
    all_figures, before, now = connection.execute(sql, [sorted(counties)]).fetchall()[0]
    return float(max(before, now) / all_figures) if all_figures else 1.0


def _holes(connection: duckdb.DuckDBPyConnection) -> float:
    """Rows that are stored but were replaced, for each row of the table in which most were."""
    stored = dict(connection.execute("select table_name, estimated_size from duckdb_tables()").fetchall())
    found = [0.0]
    for table in registry.tables("published"):
        if table.kept_by is not None:
            rows = connection.execute(f"select count(*) from {table.name}").fetchall()[0][0]  # noqa: S608 - the registry's
            found.append(stored[table.name] / rows - 1 if rows else 0.0)
    return max(found)


def _write_down(connection: duckdb.DuckDBPyConnection, begun: Begun) -> None:
    create = "create table staging.main.changed_county as select unnest($1::varchar[]) as county_code"
    connection.execute(create, [list(begun.counties)])
    connection.execute("""
        create table staging.main.observation_before as
        select * from fct_observation where county_code in (select county_code from staging.main.changed_county)
    """)
    connection.execute("create table staging.main.begun_from as select $1::varchar as release_id", [begun.release_id])
