"""Two questions that people ask most: how counties compare in a year, and how one county went over the years."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from warehouse.names import UnknownNameError, one_county, one_indicator, one_province
from warehouse.places import Places
from warehouse.query import Answer, open_database

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True)
class Comparison:
    """An answer with what it is about.

    Attributes:
        answer: the rows; `observation_id` or `figure_id` in each leads to the words that state it.
        title: what is shown, in words.
        caveats: what a reader must know before comparing.
    """

    answer: Answer
    title: str
    caveats: tuple[str, ...] = ()


def compare(
    places: Places, indicator: str, *, year: int | None = None, province: str | None = None, per_head: bool = False
) -> Comparison:
    """Counties side by side in one year, the largest first.

    Args:
        places: the data folder.
        indicator: code or name.
        year: the year; by default the last one for which any county states it.
        province: code, name or beginning of the name; by default the nation.
        per_head: order by the value per 10,000 people; counties without a known population are left out.

    Returns:
        Columns rank, county_code, county_name, prefecture_name, province_name, value, unit, per_10k, approximate,
        issue_count, observation_id.

    Raises:
        UnknownNameError: for an indicator, year or province that the release does not have.
        warehouse.query.QueryError: if nothing is published.
    """
    with open_database(places.database) as connection:
        code = one_indicator(connection, indicator)
        there = _years(connection, code)
        chosen = year or there[-1]
        if chosen not in there:
            raise UnknownNameError(
                f"no county states {code} for {chosen}; it is stated for {', '.join(map(str, there))}"
            )
        within = one_province(connection, province) if province else None
        measure = "per_10k" if per_head else "value"
        answer = _answer(connection, _COMPARED.format(measure=measure), [code, chosen, within])
        if not answer.rows:
            missing = "the population is known of none of them (see population.csv)" if per_head else "none states it"
            raise UnknownNameError(f"{code} {chosen}: of the counties asked for, {missing}")
        return Comparison(answer, f"{_named(connection, code)}, {chosen}", tuple(_comparing(answer)))


def trend(places: Places, county: str, indicator: str) -> Comparison:
    """One county over the years, with the growth it states beside the growth of its own figures.

    Args:
        places: the data folder.
        county: code or name; years under earlier codes are included.
        indicator: code or name.

    Returns:
        Columns year, value, unit, change, growth_pct, stated_growth_pct, growth_gap, approximate, break_note,
        issue_count, figure_id; change is in the unit, of a rate in percentage points, the growths in per cent.

    Raises:
        UnknownNameError: for a county or indicator that the release does not have, or has nothing of.
        warehouse.query.QueryError: if nothing is published.
    """
    with open_database(places.database) as connection:
        code, county_code = one_indicator(connection, indicator), one_county(connection, county)
        answer = _answer(connection, _FOLLOWED, [county_code, code])
        if not answer.rows:
            raise UnknownNameError(
                f"{county} states no level of {code} in any year; mart_cross_year has what it states"
            )
        names = connection.execute(
            "select any_value(county_name) from mart_cross_year where county_code = ?", [county_code]
        ).fetchone()
        name = names[0] if names and names[0] else county_code
        return Comparison(answer, f"{name}: {_named(connection, code)}", tuple(_following(answer)))


_COMPARED = """
    select
        rank() over (order by {measure} desc) as rank, county_code, county_name, prefecture_name, province_name,
        value, unit, round(per_10k, 2) as per_10k, approximate, issue_count, observation_id
    from mart_cross_county
    where indicator = $1 and year = $2 and ($3 is null or province_code = $3) and {measure} is not null
    order by {measure} desc, county_code
"""
_FOLLOWED = """
    select
        year, value, unit, change, round(growth_pct, 2) as growth_pct, stated_growth_pct,
        round(growth_gap, 2) as growth_gap, approximate, break_note, issue_count, figure_id
    from mart_cross_year
    where county_code = $1 and indicator = $2
    order by year
"""


def _answer(connection: duckdb.DuckDBPyConnection, sql: str, parameters: list[Any]) -> Answer:
    result = connection.execute(sql, parameters)
    described = result.description or []
    return Answer(tuple(str(d[0]) for d in described), tuple(str(d[1]) for d in described), result.fetchall())


def _years(connection: duckdb.DuckDBPyConnection, indicator: str) -> list[int]:
    sql = "select distinct year from mart_cross_county where indicator = ? order by year"
    found = [row[0] for row in connection.execute(sql, [indicator]).fetchall()]
    if not found:
        raise UnknownNameError(f"no county states {indicator} in this release; mart_cross_county has what is stated")
    return found


def _named(connection: duckdb.DuckDBPyConnection, indicator: str) -> str:
    sql = "select name_zh, name_en, unit from dim_indicator where indicator = ? order by family limit 1"
    found = connection.execute(sql, [indicator]).fetchone()
    assert found is not None
    return f"{found[0]} {found[1]} ({indicator}, {found[2]})"


def _comparing(answer: Answer) -> list[str]:
    """Counties count what they state by their own lights; what weakens a comparison is said."""
    rows = answer.records()
    said = [
        (sum(bool(row["approximate"]) for row in rows), "approximate as stated (余, 多, 近, 约)"),
        (sum(row["issue_count"] > 0 for row in rows), "named by an issue (see mart_quality_issue)"),
    ]
    return [f"{count} of {len(rows)} values {what}" for count, what in said if count]


def _following(answer: Answer) -> list[str]:
    return [f"{row['year']}: {row['break_note']}" for row in answer.records() if row["break_note"]]
