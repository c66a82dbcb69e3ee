"""What people call things: counties and provinces by code or name, indicators by code or Chinese name."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

_LIKELY = 0.75


class UnknownNameError(ValueError):
    """A word that names nothing, or several things; the message says what is nearest or which there are."""


def county_codes(connection: duckdb.DuckDBPyConnection, word: str) -> list[str]:
    """The codes of the counties with that code, name or short name, in order."""
    sql = "select distinct code from dim_county where $1 in (code, name, short_name) order by code"
    return [row[0] for row in connection.execute(sql, [word]).fetchall()]


def indicator_codes(connection: duckdb.DuckDBPyConnection, word: str) -> list[str]:
    """The indicators with that code, Chinese or English name, in order."""
    sql = "select distinct indicator from dim_indicator where $1 in (indicator, name_zh, name_en) order by indicator"
    return [row[0] for row in connection.execute(sql, [word]).fetchall()]


def one_indicator(connection: duckdb.DuckDBPyConnection, word: str) -> str:
    """The one indicator of that code or name.

    Raises:
        UnknownNameError: naming the likeliest others, or all that the word fits.
    """
    found = indicator_codes(connection, word)
    if len(found) == 1:
        return found[0]
    if found:
        raise UnknownNameError(f"{word!r} names {len(found)} indicators: {', '.join(found)}; give one of the codes")
    sql = """
        select indicator || ' ' || any_value(name_zh)
        from dim_indicator
        group by indicator
        having max(greatest(
            jaro_winkler_similarity(indicator, $1),
            jaccard(name_zh, $1) + (contains(name_zh, $1) or contains($1, name_zh))::int,
            contains(indicator, $1)::int
        )) >= $2
        order by
            max(greatest(
                jaro_winkler_similarity(indicator, $1),
                jaccard(name_zh, $1) + (contains(name_zh, $1) or contains($1, name_zh))::int,
                contains(indicator, $1)::int
            )) desc,
            indicator
        limit 5
    """
    near = [row[0] for row in connection.execute(sql, [word, _LIKELY]).fetchall()]
    hint = f"is it {', '.join(near)}?" if near else "dim_indicator lists them all"
    raise UnknownNameError(f"{word!r} is no indicator (code or name): {hint}")


def one_county(connection: duckdb.DuckDBPyConnection, word: str) -> str:
    """The code under which the county of that code or name goes on today.

    Raises:
        UnknownNameError: where no county, or counties that go on separately, are called so.
    """
    sql = """
        select distinct coalesce(continues_as, code), name, coalesce(prefecture_name, ''), province_name
        from dim_county
        where $1 in (code, name, short_name)
        order by all
    """
    found = connection.execute(sql, [word]).fetchall()
    codes = sorted({row[0] for row in found})
    if len(codes) == 1:
        return str(codes[0])
    if not codes:
        raise UnknownNameError(f"{word!r} is no county (code or name): dim_county lists them all")
    named = "; ".join(f"{code} {name}, {prefecture} {province}" for code, name, prefecture, province in found[:8])
    raise UnknownNameError(f"{word!r} names {len(codes)} counties: {named}; give one of the codes")


def one_province(connection: duckdb.DuckDBPyConnection, word: str) -> str:
    """The code of the province of that code, name or beginning of a name.

    Raises:
        UnknownNameError: with the provinces that the release has.
    """
    sql = "select distinct province_code, province_name from mart_coverage where province_code is not null order by all"
    known = connection.execute(sql).fetchall()
    found = {code for code, name in known if word in (code, name) or (name or "").startswith(word)}
    if len(found) == 1:
        return str(found.pop())
    there = ", ".join(name for _, name in known)
    raise UnknownNameError(f"{word!r} is no province of this release, which has {there or 'none'}")
