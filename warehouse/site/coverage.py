"""Data files about what can be relied on: what came and what is missing, in time or late, and the issues by rule."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from warehouse.site import datafile, rules
from warehouse.site.reading import Row, grouped, rows

if TYPE_CHECKING:
    import duckdb

PROVINCES = """
select
    family, coalesce(coverage.province_code, left(county_code, 2) || '0000') as province, year,
    count(*) filter (expected) as expected, count(*) filter (received) as received,
    count(*) filter (timeliness = 'on_time') as on_time, count(*) filter (timeliness = 'late') as late,
    count(*) filter (timeliness in ('unknown_date', 'no_deadline')) as undated,
    count(*) filter (expected and not received) as missing,
    coalesce(sum(figures), 0)::bigint as figures, coalesce(sum(figures_mapped), 0)::bigint as mapped
from mart_coverage as coverage
group by all
order by family, province, year
"""
COUNTIES = """
select
    coalesce(coverage.province_code, left(coverage.county_code, 2) || '0000') as province,
    coalesce(page.page, coverage.county_code) as page, any_value(coverage.county_name) as name, family, year,
    any_value(timeliness) as timeliness, any_value(days_late) as days_late, any_value(report_id) as report_id,
    any_value(mapped_share_pct) as mapped, any_value(issue_count) as issues, any_value(indicators_missing) as dropped
from mart_coverage as coverage left join page using (county_key)
group by province, page.page, coverage.county_code, family, year
order by province, family, page, coverage.county_code, year
"""
RULES = """
with
found as (
    select rule, severity, count(*) as issues, count(distinct county_code) as counties
    from mart_quality_issue group by rule, severity
),

made as (
    select rule, any_value(severity) as severity, sum(evaluated)::bigint as evaluated, sum(held)::bigint as held
    from mart_rule_check group by rule
)

select
    rule, coalesce(found.severity, made.severity) as severity, coalesce(issues, 0) as issues,
    coalesce(counties, 0) as counties, evaluated, held
from found full join made using (rule)
where issues > 0 or evaluated > 0
order by issues desc, evaluated desc, rule
"""
ISSUES = """
select rule, issue.county_code, coalesce(issue.county_name, issue.county_code) as county_name, issue.year, report_id,
    message, name, site_issue.stated, site_issue.expected,
    list_filter(places, place -> place[1] = report_id)[1][2] as place
from mart_quality_issue as issue left join site_issue using (issue_id)
order by rule, issue.year desc, issue.county_code, issue_id
"""
RESTATEMENTS = "select kind, count(*) as restatements from mart_restatement group by kind order by kind"
LETTERS = {"on_time": "o", "late": "l", "missing": "m", "unknown_date": "u", "no_deadline": "n"}
COUNTED = ("expected", "received", "on_time", "late", "undated", "missing", "figures", "mapped")


def write(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Write `data/coverage.js`, `data/coverage/<province>.js` and `data/issues/<rule>.js`."""
    totals: dict[str, dict[str, list[Any]]] = {}
    for row in rows(connection, PROVINCES):
        counted = [row["year"], *(row[name] for name in COUNTED)]
        totals.setdefault(row["family"], {}).setdefault(row["province"], []).append(counted)
    content = {
        "counted": ["year", *COUNTED],
        "families": totals,
        "rules": [row | rules.reasons(row["rule"]) for row in rows(connection, RULES)],
        "restatements": {row["kind"]: row["restatements"] for row in rows(connection, RESTATEMENTS)},
    }
    datafile.write(folder, "coverage", content)
    for province, counties in grouped(connection, COUNTIES, "province").items():
        datafile.write(folder, f"coverage/{province}", _matrix(counties))
    for rule, issues in grouped(connection, ISSUES, "rule").items():
        datafile.write(folder, f"issues/{rule}", [_issue(issue | {"rule": rule}) for issue in issues])


def _matrix(counties: list[Row]) -> dict[str, list[Any]]:
    """By family: a county's code, name and cells (year, letter, days late, report, mapped share, issues, dropped)."""
    families: dict[str, list[Any]] = {}
    for (family, page), cells in groupby(counties, key=lambda row: (row["family"], row["page"])):
        of_county = list(cells)
        families.setdefault(family, []).append([page, of_county[-1]["name"], [_cell(row) for row in of_county]])
    return families


def _cell(row: Row) -> list[Any]:
    mapped = None if row["mapped"] is None else round(row["mapped"], 1)
    late = row["days_late"] or None
    return datafile.trimmed(
        [row["year"], LETTERS[row["timeliness"]], late, row["report_id"], mapped, row["issues"] or None, row["dropped"]]
    )


def _issue(issue: Row) -> list[Any]:
    """County, name, year, report, the place of the report's first figure concerned, message, message in Chinese."""
    said = rules.told(issue)
    columns = ("county_code", "county_name", "year", "report_id", "place", "message", "message_zh")
    return datafile.trimmed([said.get(name) for name in columns])
