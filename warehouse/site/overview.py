"""Data files that every page may need: what the release holds, its counties and provinces, and one worked example."""

from __future__ import annotations

import csv
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contracts import registry
from warehouse.site import datafile, indicators
from warehouse.site.reading import Row, grouped, one, rows

if TYPE_CHECKING:
    import duckdb

FORMER = """
select distinct page.page, county.code, county.name
from dim_county as county inner join page using (county_key)
where not county.is_current and page.page in (select page from site_report)
order by page.page, county.code, county.name
"""
# A plain statement of a headline indicator that a county makes year after year, in a sentence short enough to be read
# at a glance: what a newcomer sees first.
EXAMPLE = """
select
    cell.page, cell.year, cell.indicator, cell.value, cell.unit, cell.report_id, cell.start, cell.ordinal,
    figure.quote, figure.start_offset - figure.quote_start as begin, figure.text,
    coalesce(report.county_name, cell.page) as county_name
from site_cell as cell
inner join fct_figure as figure using (figure_id)
inner join site_report as report on cell.report_id = report.report_id
where
    cell.measure = 'level' and cell.status = 'actual' and cell.flags = '' and cell.unit <> '%' and cell.value >= 10
    and replace(cell.indicator, '.', '_') in (select unnest($1)) and length(figure.quote) between 6 and 80
    and substr(figure.quote, figure.start_offset - figure.quote_start + 1, length(figure.text)) = figure.text
order by
    count(*) over (partition by cell.page, cell.indicator) desc, cell.year desc, abs(length(figure.quote) - 30),
    cell.observation_id
limit 1
"""
TREND = """
select year, value from mart_cross_year where county_code = $1 and indicator = $2 order by year
"""
# The columns of `data/counties.js`; former codes and names follow, for the search.
LISTED = ("page", "name", "short_name", "prefecture_name", "province_code", "reports", "first_year", "last_year")


def write(connection: duckdb.DuckDBPyConnection, folder: Path, counties: list[Row], listed: list[Row]) -> None:
    """Write `data/site.js`, `data/counties.js` and `data/indicators.js`."""
    release = one(connection, "from release")
    example = _example(connection)
    content = {
        "release": release | {"built_at": f"{release['built_at']:%Y-%m-%d %H:%M}"},
        "invented": bool(counties) and all(county["invented"] for county in counties),
        "families": sorted({indicator["family"] for indicator in listed}),
        "provinces": _provinces(counties),
        "example": example,
    }
    datafile.write(folder, "site", content)
    former = grouped(connection, FORMER, "page")
    datafile.write(folder, "counties", [_county(row, former.get(row["page"], [])) for row in counties])
    datafile.write(folder, "indicators", indicators.index(listed))


def _county(county: Row, former: list[Row]) -> list[Any]:
    names = [
        word for row in former for word in (row["code"], row["name"]) if word not in (county["page"], county["name"])
    ]
    return [county[name] for name in LISTED] + sorted(set(names))


def _provinces(counties: list[Row]) -> list[list[Any]]:
    """Code, name, short name, English name, column, row: all of the tiles where any of them has a county, then others.

    A province without a tile of its own stands in a row below the map.
    """
    tiles = tile_map()
    names = {county["province_code"]: county["province_name"] or county["province_code"] for county in counties}
    shown = bool(names.keys() & tiles.keys())
    others = sorted(names.keys() - tiles.keys())
    mapped = [
        [code, names.get(code), tile["short_zh"], tile["name_en"], int(tile["column"]), int(tile["row"])]
        for code, tile in (tiles.items() if shown else ())
    ]
    return mapped + [[code, names[code], names[code][:2], names[code], None, None] for code in others]


def tile_map() -> dict[str, dict[str, str]]:
    """Where each province stands on the tile map, by code: column and row, short and English names."""
    source = resources.files("warehouse.site").joinpath("tiles.csv").read_text(encoding="utf-8")
    return {tile["province"]: tile for tile in csv.DictReader(source.splitlines())}


def _example(connection: duckdb.DuckDBPyConnection) -> Row | None:
    headline = [column.name for column in registry.columns("mart_scorecard")]
    found = next(rows(connection, EXAMPLE, headline), None)
    if found is None:
        return None
    trend = [
        [row["year"], datafile.number(row["value"])]
        for row in rows(connection, TREND, found["page"], found["indicator"])
    ]
    return found | {"value": datafile.number(found["value"]), "trend": trend}
