"""Reading a release for the site: rows in a fixed order, and under which county's page a row belongs.

A county has one page, under the code that it goes on as today; the years under its former codes are there too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb

Row = dict[str, Any]
BATCH = 20_000

PAGES = """
create temp table page as
select county_key, code, coalesce(continues_as, code) as page from dim_county;
create temp table site_report as
select report.*, coalesce(page.page, report.county_code) as page
from dim_report as report left join page using (county_key);
create temp table site_cell as
select
    coalesce(continues_as, county_code) as page, observation_id, county_code, year, family, indicator, measure, status,
    value, value_high, unit, report_id, figure_id, stated_in_year,
    split_part(figure_id, '-', 2)::bigint as start, split_part(figure_id, '-', 3)::bigint as ordinal,
    -- The letters are explained in assets/words.js: a figure that carries one is not to be compared without a thought.
    concat(
        if(approximate, 'a', ''), if(bound = 'at_least', 'g', ''), if(bound = 'at_most', 'm', ''),
        if(value_high is not null, 'r', ''), if(conflict, 'c', ''), if(stated_in_year <> year, 'l', ''),
        if(issue_count > 0, 'i', '')
    ) as flags
from fct_observation;
create temp table site_issue as
with place as (
    select
        issue.issue_id,
        list([figure.report_id, figure.start_offset || '-' || figure.ordinal, figure.text] order by place) as places
    from (
        select issue_id, unnest(from_json(figure_ids, '["VARCHAR"]')) as figure_id,
            generate_subscripts(from_json(figure_ids, '["VARCHAR"]'), 1) as place
        from mart_quality_issue
    ) as issue
    inner join fct_figure as figure using (figure_id)
    group by issue.issue_id
)

select issue.issue_id, place.places, issue.stated, issue.expected, indicator.name_zh as name
from mart_quality_issue as issue
left join place using (issue_id)
left join dim_indicator as indicator
    on issue.family = indicator.family and json_extract_string(issue.indicators, '$[0]') = indicator.indicator
"""


def prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the temporary tables that the other queries of the site read: page, site_report, site_cell, site_issue."""
    connection.execute(PAGES)


def rows(connection: duckdb.DuckDBPyConnection, sql: str, *parameters: Any) -> Iterator[Row]:
    """The rows of a query as dictionaries, fetched bit by bit: take all of them before the next query."""
    result = connection.execute(sql, list(parameters))
    names = [str(column[0]) for column in result.description or []]
    while batch := result.fetchmany(BATCH):
        for row in batch:
            yield dict(zip(names, row, strict=True))


def one(connection: duckdb.DuckDBPyConnection, sql: str) -> Row:
    """The first row of a query."""
    return next(rows(connection, sql))


def grouped(connection: duckdb.DuckDBPyConnection, sql: str, key: str, *parameters: Any) -> dict[Any, list[Row]]:
    """All rows of a query by the value of one column, in the query's order."""
    groups: dict[Any, list[Row]] = {}
    for row in rows(connection, sql, *parameters):
        groups.setdefault(row.pop(key), []).append(row)
    return groups
