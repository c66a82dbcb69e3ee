"""A data file a county: its reports, its figures over the years, the issues and restatements about it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from warehouse.site import datafile, rules
from warehouse.site.reading import Row, grouped, rows

if TYPE_CHECKING:
    import duckdb

# So many counties are held in memory at once.
CHUNK = 250

COUNTIES = """
with shown as (select distinct page from site_report union select distinct county_code from mart_cross_year),

sent as (
    select page, any_value(county_name) as name, count(*) filter (is_current) as reports, min(year) as first_year,
        max(year) as last_year
    from site_report group by page
),

county as (select * from dim_county qualify row_number() over (partition by code order by valid_from desc) = 1)

select
    shown.page, coalesce(county.name, sent.name, shown.page) as name, county.short_name, county.kind,
    county.prefecture_code, county.prefecture_name, county.province_name,
    coalesce(county.province_code, left(shown.page, 2) || '0000') as province_code,
    coalesce(county.invented, false) as invented, coalesce(sent.reports, 0) as reports, sent.first_year, sent.last_year
from shown left join county on shown.page = county.code left join sent on shown.page = sent.page
order by shown.page
"""
FORMER = """
select page.page, county.code, county.name, county.valid_from, county.valid_to
from dim_county as county inner join page using (county_key)
where not county.is_current and page.page in (select page from site_report)
order by page.page, county.valid_from, county.code
"""
REPORTS = """
select
    report.page, report.report_id, report.year, report.family, report.occasion, report.title,
    report.published_on, report.days_late, report.revision, report.is_current,
    report.figures_mapped, report.figures_unmapped, report.numbers_other,
    report.county_code, report.county_name, report.ocr,
    count(issue.issue_id) as issues
from site_report as report left join mart_quality_issue as issue on report.report_id = issue.report_id
where report.page between $1 and $2
group by all
order by report.page, report.family, report.year desc, report.county_code, report.revision desc
"""
MISSING = """
select coalesce(page.page, coverage.county_code) as page, family, year
from mart_coverage as coverage left join page using (county_key)
where expected and not received and coalesce(page.page, coverage.county_code) between $1 and $2
order by page, family, year desc
"""
LEVELS = """
select
    level.county_code as page, level.indicator, level.year, level.value, level.growth_pct, level.stated_growth_pct,
    level.counties_merged, level.break_division, level.break_unit, level.break_slip,
    peers.rank_nation, peers.counties_nation, peers.median_nation, peers.rank_province, peers.counties_province,
    peers.per_10k
from mart_cross_year as level left join mart_cross_county as peers using (observation_id)
where level.county_code between $1 and $2
order by page, level.indicator, level.year
"""
CELLS = """
select page, indicator, status, year, value, value_high, flags, report_id, start, ordinal
from site_cell
where measure = 'level' and page between $1 and $2
order by page, indicator, status, year, observation_id
"""
ISSUES = """
select report.page, issue.rule, issue.severity, issue.message, issue.year, issue.first_quote,
    nullif(issue.second_quote, issue.first_quote) as second_quote, issue.review,
    site_issue.places, site_issue.name, site_issue.stated, site_issue.expected
from mart_quality_issue as issue inner join site_report as report using (report_id)
left join site_issue on issue.issue_id = site_issue.issue_id
where report.page between $1 and $2
order by report.page, issue.year desc, issue.severity, issue.rule, issue.issue_id
"""
RESTATEMENTS = """
select report.page, restatement.kind, restatement.year, restatement.indicator, restatement.measure, restatement.status,
    restatement.unit, restatement.earlier_value, restatement.later_value, restatement.earlier_report_id,
    restatement.later_report_id, restatement.earlier_figure_id, restatement.later_figure_id
from mart_restatement as restatement inner join site_report as report on restatement.later_report_id = report.report_id
where report.page between $1 and $2
order by report.page, restatement.year desc, restatement.restatement_id
"""


def listed(connection: duckdb.DuckDBPyConnection) -> list[Row]:
    """The counties that get a page, by code: those that a report or a figure is about."""
    return list(rows(connection, COUNTIES))


def write(connection: duckdb.DuckDBPyConnection, folder: Path, counties: list[Row]) -> int:
    """Write `data/county/<code>.js` for each county; returns how many."""
    former = grouped(connection, FORMER, "page")
    for begin in range(0, len(counties), CHUNK):
        chunk = counties[begin : begin + CHUNK]
        bounds = chunk[0]["page"], chunk[-1]["page"]
        parts = {
            name: grouped(connection, sql, "page", *bounds)
            for name, sql in (
                ("reports", REPORTS),
                ("missing", MISSING),
                ("levels", LEVELS),
                ("cells", CELLS),
                ("issues", ISSUES),
                ("restatements", RESTATEMENTS),
            )
        }
        for county in chunk:
            page = county["page"]
            content = _county(county, former.get(page, []), {name: part.get(page, []) for name, part in parts.items()})
            datafile.write(folder, f"county/{page}", content, packed=True)
    return len(counties)


def _county(county: Row, former: list[Row], parts: dict[str, list[Row]]) -> dict[str, Any]:
    places = {report["report_id"]: place for place, report in enumerate(parts["reports"])}
    return {
        "county": datafile.without_empty(county) | {"former": former},
        "reports": [_report(report) for report in parts["reports"]],
        "missing": [[row["family"], row["year"]] for row in parts["missing"]],
        "series": dict(_series(parts["levels"], parts["cells"], places)),
        "targets": dict(_targets(parts["cells"], places)),
        "issues": [datafile.without_empty(rules.told(issue)) for issue in parts["issues"]],
        "restatements": [_restatement(row) for row in parts["restatements"]],
    }


def _report(report: Row) -> Row:
    published = str(report["published_on"]) if report["published_on"] else None
    return datafile.without_empty(report | {"published_on": published})


def _series(levels: list[Row], cells: list[Row], places: dict[str, int]) -> Iterator[tuple[str, list[Any]]]:
    """Cells by indicator, one a year: see `cells` in assets/county.js for their order."""
    stated: dict[tuple[str, int], list[Row]] = {}
    for cell in cells:
        if cell["status"] == "actual":
            stated.setdefault((cell["indicator"], cell["year"]), []).append(cell)
    series: dict[str, list[Any]] = {}
    for level in levels:
        behind = stated.get((level["indicator"], level["year"]), [])
        flags = "".join(sorted({letter for cell in behind for letter in cell["flags"]})) + _breaks(level)
        row = [
            level["year"],
            datafile.number(level["value"]),
            flags,
            [_reference(cell, places) for cell in behind],
            _round(level["growth_pct"]),
            _round(level["stated_growth_pct"]),
            datafile.number(behind[0]["value_high"]) if len(behind) == 1 else None,
            level["rank_nation"],
            level["counties_nation"],
            datafile.number(level["median_nation"]),
            level["rank_province"],
            level["counties_province"],
            _round(level["per_10k"]),
        ]
        series.setdefault(level["indicator"], []).append(datafile.trimmed(row))
    yield from series.items()


def _breaks(level: Row) -> str:
    """Letters for what parts a year from the year before: division, unit, suspected slip, counties added up."""
    letters = {"D": "break_division", "U": "break_unit", "S": "break_slip"}
    found = "".join(letter for letter, name in letters.items() if level[name])
    return found + ("M" if level["counties_merged"] > 1 else "")


def _targets(cells: list[Row], places: dict[str, int]) -> Iterator[tuple[str, list[Any]]]:
    targets: dict[str, list[Any]] = {}
    for cell in cells:
        if cell["status"] == "target":
            row = [cell["year"], datafile.number(cell["value"]), cell["flags"], [_reference(cell, places)]]
            targets.setdefault(cell["indicator"], []).append(row)
    yield from targets.items()


def _reference(cell: Row, places: dict[str, int]) -> list[int]:
    """Which of the county's reports states the figure, and where: start offset and ordinal."""
    return [places[cell["report_id"]], cell["start"], cell["ordinal"]]


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def _restatement(row: Row) -> dict[str, Any]:
    values = {name: datafile.number(row[name]) for name in ("earlier_value", "later_value")}
    figures = {
        f"{when}_place": row.pop(f"{when}_figure_id").split("-", 1)[1]
        for when in ("earlier", "later")
        if row[f"{when}_figure_id"]
    }
    return datafile.without_empty(row | values | figures)
