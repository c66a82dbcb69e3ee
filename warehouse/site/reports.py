"""A data file a report revision: its sentences with the numbers in them marked, and what each number states.

The sentences that state a figure are all that a release keeps of a report; together they are the report's page, which
every figure of the site leads to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from warehouse.site import datafile, rules
from warehouse.site.reading import Row, grouped, rows

if TYPE_CHECKING:
    import duckdb

FIGURES = """
select
    report_id, start_offset, end_offset, ordinal, text, value, value_high, unit, indicator, measure, status, scope,
    approximate, bound, section, quote, quote_start, wording, rule, part_of, is_excluded, issue_count
from fct_figure
order by report_id, quote_start, start_offset, ordinal
"""
REPORTS = "select * exclude (county_key) from site_report order by report_id"
ISSUES = """
select report_id, rule, severity, message, review, places, name, site_issue.stated, site_issue.expected
from mart_quality_issue left join site_issue using (issue_id)
where report_id is not null
order by report_id, severity, rule, issue_id
"""
# The order of a mark in its sentence: see `marks` in assets/report.js.
MARK = ("start_offset", "ordinal", "indicator", "measure", "status", "value", "unit", "scope", "rule", "wording")


# Makes the page on which the whole text of a report is audited, from the report's row; None where it cannot be made.
Audit = Callable[[Row], str | None]


def write(connection: duckdb.DuckDBPyConnection, folder: Path, audit: Audit | None = None) -> int:
    """Write `data/report/<county code>/<report_id>.js` for every revision; returns how many.

    Where `audit` is given, the page that it makes of a report is written to `audit/<report_id>.html` and linked.
    """
    reports = {row["report_id"]: row for row in rows(connection, REPORTS)}
    issues = grouped(connection, ISSUES, "report_id")
    unstated = dict(reports)
    for report_id, figures in groupby(rows(connection, FIGURES), key=lambda row: row["report_id"]):
        report = unstated.pop(report_id)
        _write_one(folder, report, list(figures), issues.get(report_id, []), audit)
    for report_id, report in unstated.items():
        _write_one(folder, report, [], issues.get(report_id, []), audit)
    return len(reports)


def _write_one(folder: Path, report: Row, figures: list[Row], issues: list[Row], audit: Audit | None) -> None:
    shown = datafile.without_empty(
        {
            name: str(value) if name in ("published_on", "deadline") and value else value
            for name, value in report.items()
        }
    )
    page = audit(report) if audit else None
    if page is not None:
        target = folder / "audit" / f"{report['report_id']}.html"
        target.parent.mkdir(exist_ok=True)
        target.write_text(page, encoding="utf-8", newline="\n")
    content = {
        "report": shown | {"audited": page is not None},
        "sentences": list(_sentences(figures)),
        "issues": [datafile.without_empty(rules.told(issue)) for issue in issues],
    }
    datafile.write(folder, f"report/{report['county_code']}/{report['report_id']}", content, packed=True)


def _sentences(figures: list[Row]) -> Iterator[list[Any]]:
    """Section, place in the text, words, marks: the sentences in the report's order."""
    for (start, quote), stated in groupby(figures, key=lambda row: (row["quote_start"], row["quote"])):
        marked = list(stated)
        yield [marked[0]["section"] or "", start, quote, [_mark(figure) for figure in marked]]


def _mark(figure: Row) -> list[Any]:
    """Where the number stands in its sentence (first and last character) and what it says."""
    begin = _within(figure)
    more = {
        "high": datafile.number(figure["value_high"]),
        "approximate": figure["approximate"],
        "bound": figure["bound"],
        "part_of": figure["part_of"],
        "excluded": figure["is_excluded"],
        "issues": figure["issue_count"] or None,
    }
    said = [datafile.number(figure[name]) if name == "value" else figure[name] for name in MARK]
    return datafile.trimmed([begin, begin + len(figure["text"]), *said, datafile.without_empty(more)])


def _within(figure: Row) -> int:
    """The place of the number in its quote; -1 where the quote, cut short, does not hold it."""
    begin: int = figure["start_offset"] - figure["quote_start"]
    words, quote = str(figure["text"]), str(figure["quote"])
    return begin if begin >= 0 and quote[begin : begin + len(words)] == words else quote.find(words)
