"""Where a number comes from: from a figure or a cell of the warehouse back to the words of the report.

A reference is a figure_id, an observation_id, or a cell: county (code or name), year, indicator (code or Chinese name)
and, where it is not a level that was reached, measure and status, in any order and parted by spaces, `|`, `,` or `+`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from contracts import registry
from warehouse.names import county_codes, indicator_codes
from warehouse.places import Places
from warehouse.query import open_database

if TYPE_CHECKING:
    import duckdb

Row = dict[str, Any]

FIGURE_ID = re.compile(r"^[0-9a-f]{16}-\d+-\d+$")
SEPARATORS = re.compile(r"[\s|,+，、]+")
WHY = {
    "chosen": "chosen",
    "earlier_revision": "stands in a revision that a later one replaced",
    "later_year": "a later report's mention; the year's own report goes first",
    "approximate": "less exact than the chosen one",
    "later_statement": "says it again elsewhere, later or in passing",
    "part": "speaks of a part of the county",
    "excluded": "kept out by an issue of severity error",
    "breakdown": "stated as part of the same indicator",
}


class ExplainError(ValueError):
    """A reference that names no figure or cell, or more than one; the message says what there is."""


@dataclass(frozen=True)
class Evidence:
    """One figure with the report it stands in and, beside a chosen one, why it was not chosen."""

    figure: Row
    report: Row
    why: str = "chosen"
    agrees: bool = True

    @property
    def mark(self) -> tuple[int, int]:
        """Where the number stands in the figure's quote."""
        quote, text = self.figure["quote"], self.figure["text"]
        start = self.figure["start_offset"] - self.figure["quote_start"]
        if quote[start : start + len(text)] != text:
            start = quote.find(text)
        return (start, start + len(text)) if start >= 0 else (0, 0)


@dataclass(frozen=True)
class Explanation:
    """A figure or cell explained: the cell's observation if it has one, its figure, the others, and the issues."""

    chosen: Evidence
    indicator: Row | None
    observation: Row | None = None
    others: list[Evidence] = field(default_factory=list)
    issues: list[Row] = field(default_factory=list)


def explain(places: Places, reference: str) -> Explanation:
    """Explain a figure or a cell of the current release.

    Raises:
        ExplainError: if the reference fits nothing or is ambiguous.
        warehouse.query.QueryError: if nothing is published.
    """
    with open_database(places.database) as connection:
        wanted = reference.strip()
        if FIGURE_ID.match(wanted):
            return _figure(connection, wanted)
        return _cell(connection, _observation(connection, wanted))


def _figure(connection: duckdb.DuckDBPyConnection, figure_id: str) -> Explanation:
    observation = _one(connection, "select * from fct_observation where figure_id = ? order by year desc", figure_id)
    if observation:
        return _cell(connection, observation)
    evidence = _evidence(connection, figure_id)
    return Explanation(evidence, _indicator(connection, evidence.figure), None, [], _issues(connection, [figure_id]))


def _cell(connection: duckdb.DuckDBPyConnection, observation: Row) -> Explanation:
    chosen = _evidence(connection, observation["figure_id"])
    others = _not_chosen(connection, observation)
    figures = [chosen.figure["figure_id"], *(other.figure["figure_id"] for other in others)]
    return Explanation(chosen, _indicator(connection, chosen.figure), observation, others, _issues(connection, figures))


def _not_chosen(connection: duckdb.DuckDBPyConnection, observation: Row) -> list[Evidence]:
    """The other figures that state the cell, then those of the same cell that speak of a part or were kept out."""
    key = [observation[name] for name in ("observation_id", "county_code", "year", "indicator", "measure", "status")]
    rows = _all(
        connection,
        """
        select figure_id, why, agrees, preference
        from fct_observation_statement
        where observation_id = $1 and not is_chosen
        union all
        select
            figure_id,
            case when is_excluded then 'excluded' when scope is not null then 'part'
                when not is_current then 'earlier_revision' else 'breakdown' end,
            true,
            1000 + row_number() over (order by figure_id)
        from fct_figure
        where county_code = $2 and year = $3 and indicator = $4 and measure = $5 and status = $6
            and figure_id not in (select figure_id from fct_observation_statement where observation_id = $1)
        order by preference
        """,
        *key,
    )
    return [_evidence(connection, row["figure_id"], row["why"], row["agrees"]) for row in rows]


def _observation(connection: duckdb.DuckDBPyConnection, reference: str) -> Row:
    words = [word for word in SEPARATORS.split(reference) if word]
    asked = _Asked(connection)
    for word in words:
        asked.take(word)
    found = asked.observations()
    if len(found) == 1:
        return found[0]
    if not found:
        raise ExplainError(f"nothing is published under {reference!r} ({asked.understood}); {asked.nearest()}")
    cells = ", ".join(row["observation_id"] for row in found[:5])
    raise ExplainError(f"{reference!r} fits {len(found)} cells: {cells}; name county, year, indicator and measure")


class _Asked:
    """What the words of a reference ask for: each word is a year, county, indicator, measure or status."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._wanted: dict[str, list[Any]] = {}

    def take(self, word: str) -> None:
        """Understand one word; raises ExplainError where it names nothing."""
        for column in ("measure", "status"):
            if word in registry.table("fct_observation").column(column).allowed:
                self._wanted[column] = [word]
                return
        if re.fullmatch(r"(19|20)\d\d年?", word):
            self._wanted["year"] = [int(word.rstrip("年"))]
            return
        for column, lookup in {"county_code": county_codes, "indicator": indicator_codes}.items():
            found = lookup(self._connection, word)
            if found:
                self._wanted[column] = list(found)
                return
        raise ExplainError(
            f"{word!r} is no year, county (code or name), indicator (code or Chinese name), measure or status: "
            "dim_county and dim_indicator list them"
        )

    @property
    def understood(self) -> str:
        """What was understood, for messages."""
        return ", ".join(f"{column} {' or '.join(map(str, values))}" for column, values in self._wanted.items())

    def observations(self) -> list[Row]:
        """The observations that fit; levels that were reached unless something else is asked for."""
        wanted = {"measure": ["level"], "status": ["actual"]} | self._wanted
        return self._fitting(wanted)

    def nearest(self) -> str:
        """What is there instead, for the message when nothing fits."""
        years = [r["year"] for r in self._fitting({k: v for k, v in self._wanted.items() if k != "year"})]
        if years:
            return f"it is there for {', '.join(map(str, sorted(set(years))))}"
        return "see fct_observation for what there is"

    def _fitting(self, wanted: dict[str, list[Any]]) -> list[Row]:
        where = " and ".join(f"list_contains(${place}, {column})" for place, column in enumerate(wanted, 1)) or "true"
        sql = f"select * from fct_observation where {where} order by observation_id"  # noqa: S608 fixed column names
        return _all(self._connection, sql, *wanted.values())


def _evidence(
    connection: duckdb.DuckDBPyConnection, figure_id: str, why: str = "chosen", agrees: bool = True
) -> Evidence:
    figure = _one(connection, "select * from fct_figure where figure_id = ?", figure_id)
    if figure is None:
        raise ExplainError(f"no figure {figure_id} in this release; figure_id stands in fct_figure and the marts")
    report = _one(connection, "select * from dim_report where report_id = ?", figure["report_id"])
    return Evidence(figure, report or {}, why, agrees)


def _indicator(connection: duckdb.DuckDBPyConnection, figure: Row) -> Row | None:
    sql = "select * from dim_indicator where family = ? and indicator = ?"
    return _one(connection, sql, figure["family"], figure["indicator"])


def _issues(connection: duckdb.DuckDBPyConnection, figure_ids: list[str]) -> list[Row]:
    sql = """
        select * from mart_quality_issue
        where list_has_any(from_json(figure_ids, '["VARCHAR"]'), $1)
        order by severity, issue_id
    """
    return _all(connection, sql, figure_ids)


def _one(connection: duckdb.DuckDBPyConnection, sql: str, *parameters: Any) -> Row | None:
    return next(iter(_all(connection, sql, *parameters)), None)


def _all(connection: duckdb.DuckDBPyConnection, sql: str, *parameters: Any) -> list[Row]:
    result = connection.execute(sql, list(parameters))
    names = [str(column[0]) for column in result.description or []]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
