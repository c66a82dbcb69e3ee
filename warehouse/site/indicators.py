"""Data files of the indicators: the list, one about each, and one for each year with every county that states it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contracts import registry
from warehouse.site import datafile
from warehouse.site.reading import Row, grouped, rows

if TYPE_CHECKING:
    import duckdb

INDICATORS = """
with
-- An indicator that families share is shown once.
shown as (select * from dim_indicator qualify row_number() over (partition by indicator order by family) = 1),

stated as (
    select
        peers.indicator, count(distinct cell.page) as counties, min(peers.year) as first_year,
        max(peers.year) as last_year, any_value(peers.base_indicator) as base
    from mart_cross_county as peers inner join site_cell as cell using (observation_id)
    group by peers.indicator
)

select
    indicator, family, domain, name_zh, name_en, unit, kind, parent, growth_basis, definition_zh,
    coalesce(counties, 0) as counties, first_year, last_year, base
from shown left join stated using (indicator)
order by family, domain, counties desc, indicator
"""
YEARS = """
select indicator, year, count(*) as counties, any_value(median_nation) as median, any_value(q1_nation) as low,
    any_value(q3_nation) as high
from mart_cross_county group by indicator, year order by indicator, year
"""
PROVINCES = """
select indicator, province_code, year, any_value(median_province) as median, count(*) as counties
from mart_cross_county where province_code is not null
group by indicator, province_code, year order by indicator, province_code, year
"""
CELLS = r"""
select
    peers.indicator, peers.year, cell.page, peers.county_code, peers.county_name, peers.value, cell.value_high,
    cell.flags, cell.start, cell.ordinal, cell.stated_in_year, split_part(cell.report_id, '-r', -1)::int as revision,
    split_part(cell.report_id, '-', 1) as report_county,
    regexp_extract(cell.report_id, '^\d+-\d+-(.+)-r\d+$', 1) as series,
    peers.per_10k, peers.population_kind, peers.share_of_base_pct
from mart_cross_county as peers inner join site_cell as cell using (observation_id)
order by peers.indicator, peers.year, cell.page, peers.county_code
"""
LISTED = ("indicator", "family", "domain", "name_zh", "name_en", "unit", "kind", "parent")


def listed(connection: duckdb.DuckDBPyConnection) -> list[Row]:
    """Every indicator of the catalogue, the ones that more counties state first within their domain."""
    return list(rows(connection, INDICATORS))


def index(indicators: list[Row]) -> list[list[Any]]:
    """The list that pages share: LISTED, whether it is a headline indicator, counties, years, growth basis."""
    headline = {column.name for column in registry.columns("mart_scorecard")}
    return [
        [indicator[name] for name in LISTED]
        + [int(indicator["indicator"].replace(".", "_") in headline)]
        + [indicator["counties"], indicator["first_year"], indicator["last_year"], indicator["growth_basis"]]
        for indicator in indicators
    ]


def write(connection: duckdb.DuckDBPyConnection, folder: Path, indicators: list[Row]) -> int:
    """Write `data/indicator/<code>/about.js` and `<year>.js` for each indicator; returns how many indicators."""
    years = grouped(connection, YEARS, "indicator")
    provinces = grouped(connection, PROVINCES, "indicator")
    for indicator in indicators:
        code = indicator["indicator"]
        about = {
            "definition": indicator["definition_zh"],
            "base": indicator["base"],
            "years": [_year(row) for row in years.get(code, [])],
            "provinces": _trends(provinces.get(code, [])),
        }
        datafile.write(folder, f"indicator/{code}/about", datafile.without_empty(about))
    families = {indicator["indicator"]: indicator["family"] for indicator in indicators}
    cells = rows(connection, CELLS)
    for (code, year), stated in groupby(cells, key=lambda row: (row["indicator"], row["year"])):
        datafile.write(folder, f"indicator/{code}/{year}", _columns(list(stated), families[code]))
    return len(indicators)


def _year(row: Row) -> list[Any]:
    return [row["year"], row["counties"], *(datafile.number(row[name]) for name in ("median", "low", "high"))]


def _trends(trend: list[Row]) -> dict[str, list[Any]]:
    """Year, median and number of counties, by province."""
    return {
        province: [[row["year"], datafile.number(row["median"]), row["counties"]] for row in of_province]
        for province, of_province in groupby(trend, key=lambda row: row["province_code"])
    }


def _columns(stated: list[Row], family: str) -> dict[str, Any]:
    """The cells of a year column by column; the rarely filled columns hold only the places that say something."""
    return dict(_full(stated)) | {name: values for name, values in _seldom(stated, family) if values}


def _full(stated: list[Row]) -> Iterator[tuple[str, list[Any]]]:
    yield "county", [row["page"] for row in stated]
    yield "value", [datafile.number(row["value"]) for row in stated]
    yield "start", [row["start"] for row in stated]


def _seldom(stated: list[Row], family: str) -> Iterator[tuple[str, dict[int, Any]]]:
    yield "flags", datafile.sparse(row["flags"] for row in stated)
    yield "ordinal", datafile.sparse(row["ordinal"] or None for row in stated)
    yield "high", datafile.sparse(datafile.number(row["value_high"]) for row in stated)
    yield "revision", datafile.sparse(row["revision"] if row["revision"] > 1 else None for row in stated)
    yield "stated_in", datafile.sparse(_unless(row["stated_in_year"], row["year"]) for row in stated)
    yield "series", datafile.sparse(_unless(row["series"], family) for row in stated)
    yield "code", datafile.sparse(_unless(row["report_county"], row["page"]) for row in stated)
    yield "name", datafile.sparse(row["county_name"] if row["county_code"] != row["page"] else None for row in stated)
    yield "per_10k", datafile.sparse(_rounded(row["per_10k"]) for row in stated)
    yield "registered", datafile.sparse(1 if row["population_kind"] == "registered" else None for row in stated)
    yield "share", datafile.sparse(_rounded(row["share_of_base_pct"]) for row in stated)


def _unless(value: Any, usual: Any) -> Any:
    return None if value == usual else value


def _rounded(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.4g}")
