"""From comparisons that do not hold to rows of the `issue` table: message, quotes, stable identity."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any, get_args

import polars as pl

from contracts import registry
from contracts.rules.definitions import Rule, Severity

# What an issue says of the figures that it names.
SOURCE = (
    "figure_id", "report_id", "document_id", "county_code", "report_year", "family", "start_offset", "end_offset",
    "text", "indicator", "measure", "quote",
)  # fmt: skip


def names(indicators: pl.DataFrame | None) -> dict[str, str]:
    """Chinese name by indicator code, from the room table `indicator`; without it messages give codes."""
    return {} if indicators is None else dict(indicators.select("code", "name_zh").unique("code").iter_rows())


def issues(
    broken: Iterable[tuple[Rule, pl.DataFrame]], figures: pl.DataFrame, names: Mapping[str, str]
) -> pl.DataFrame:
    """Rows of the room table `issue`, in a stable order, one for each contradiction.

    Args:
        broken: the comparisons of each rule that do not hold.
        figures: the room table `figure` they are about.
        names: Chinese name by indicator code, for the messages.
    """
    severest_first = sorted(broken, key=lambda pair: get_args(Severity).index(pair[0].severity))
    found = [(rule, row) for rule, frame in severest_first for row in frame.iter_rows(named=True)]
    wanted = {figure_id for _, row in found for figure_id in row["figure_ids"]}
    chosen = figures.select(SOURCE).filter(pl.col("figure_id").is_in(sorted(wanted)))
    by_id = {row["figure_id"]: row for row in chosen.iter_rows(named=True)}
    made: dict[tuple[str, ...], dict[str, Any]] = {}
    for rule, row in found:
        issue = _issue(rule, row, [by_id[figure_id] for figure_id in row["figure_ids"]], names)
        # Two rules of one level that object to the same figures see the same contradiction: the severest, then the
        # first one says it.
        made.setdefault((rule.level, *sorted(row["figure_ids"])), issue)
    frame = pl.DataFrame(_simplest(list(made.values())), schema=registry.polars_schema("issue"), orient="row")
    return frame.unique("issue_id", keep="first").sort(
        "report_year", "county_code", "family", "rule", "issue_id", nulls_last=True
    )


def _simplest(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without the issues of a rule that say with more figures what another of the same report says with fewer."""
    named = [(issue, (issue["rule"], issue["report_id"]), set(json.loads(issue["figure_ids"]))) for issue in found]
    sets: dict[tuple[str, str], list[set[str]]] = {}
    for _, place, ids in named:
        sets.setdefault(place, []).append(ids)
    return [issue for issue, place, ids in named if not any(other < ids for other in sets[place])]


def issue_id(rule: str, stated: Mapping[str, Any], evidence: Iterable[Mapping[str, Any]]) -> str:
    """The stable name of an issue: what rule objects to what number, held against which other numbers.

    Numbers are named by document and place, not by value or figure_id: a new catalogue, rule text or build order
    changes nothing; a new document does.
    """
    places = sorted(f"{figure['document_id']}:{figure['start_offset']}:{figure['indicator']}" for figure in evidence)
    told = "|".join([rule, str(stated["document_id"]), str(stated["start_offset"]), str(stated["indicator"]), *places])
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def plain_number(value: float | None) -> str:
    """A value as a person writes it: 52,685; 22.22; at most four decimals."""
    if value is None:
        return "nothing"
    return f"{int(value):,}" if float(value).is_integer() else f"{value:,.4f}".rstrip("0").rstrip(".")


def message_in_chinese(rule: Rule, name: str, stated: float | None, expected: float | None) -> str:
    """What a rule objects to, in Chinese, from the columns of a published issue and its indicator's Chinese name."""
    computed = expected is not None and "{expected}%" in rule.message_zh
    told = plain_number(round(expected, 2) if computed and expected is not None else expected)
    return rule.message_zh.format(name=name, stated=plain_number(stated), expected=told)


def _issue(rule: Rule, row: dict[str, Any], figures: list[dict[str, Any]], names: Mapping[str, str]) -> dict[str, Any]:
    first = figures[0]
    code = first["indicator"]
    name = f"{names[code]} ({code})" if code in names else code or first["text"]
    expected = "{:.2f}".format(row["expected"]) if _is_ratio(row) else plain_number(row["expected"])
    message = rule.message.format(
        name=name, stated=plain_number(row["stated"]), expected=expected, terms=row["terms"] or "no unit"
    )
    return {
        "issue_id": issue_id(rule.name, first, figures[1:]),
        "rule": rule.name,
        "severity": rule.severity,
        **{column: first[column] for column in ("family", "county_code", "report_year", "report_id", "document_id")},
        "indicators": _json(list(dict.fromkeys(f["indicator"] for f in figures if f["indicator"]))),
        "figure_ids": _json([figure["figure_id"] for figure in figures]),
        **{column: row[column] for column in ("stated", "expected", "tolerance")},
        "message": message,
        "quotes": _json([_quote(figure) for figure in figures]),
        "review": None,
    }


def _is_ratio(row: dict[str, Any]) -> bool:
    return row["expected"] is not None and "÷" in (row["terms"] or "")


def _quote(figure: dict[str, Any]) -> dict[str, Any]:
    return {
        "figure_id": figure["figure_id"],
        "quote": figure["quote"],
        "start": figure["start_offset"],
        "end": figure["end_offset"],
    }


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
