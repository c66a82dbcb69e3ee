"""Stated rates and shares against the stated counts they are made of."""

from __future__ import annotations

from typing import Any

import polars as pl

from contracts.rules.comparisons import COMPARISON, NONE, beside, best_of, number
from contracts.rules.definitions import Rule
from contracts.rules.facts import Facts
from contracts.rules.rounding import follows


def rate_of_counts(rule: Rule, facts: Facts) -> pl.DataFrame:
    """Comparisons of each stated rate with the ratios that it may mean.

    Settings: rate, bases (numerator and denominator lists of indicators, all of them stated; `excuses: true` for a
    basis that can explain a rate but is no reason to object), within (characters between the rate and its counts
    beyond which a basis only excuses), unless (words beside the rate that give it another base, as 按期).
    """
    rates = facts.of(rule.settings["rate"])
    unless = rule.settings.get("unless", [])
    if unless:
        rates = rates.filter(~_said_beside(unless))
    if rates.is_empty():
        return NONE
    bases = [_basis(rates, basis, rule.settings["within"], facts) for basis in rule.settings["bases"]]
    compared = pl.concat([NONE_OF_BASIS, *bases])
    accused = pl.col("holds") | pl.col("accuses")
    return best_of(compared.filter(accused), "stated_id").select(COMPARISON.names()).match_to_schema(COMPARISON)


def share_of_parent(rule: Rule, facts: Facts) -> pl.DataFrame:
    """Comparisons of each stated share with the level of its indicator over the level of the indicator's parent."""
    shares = facts.figures.filter("plain", pl.col("measure") == "share", pl.col("parent").is_not_null())
    if shares.is_empty():
        return NONE
    found = [NONE_OF_BASIS]
    for (indicator, parent), some in shares.partition_by("indicator", "parent", as_dict=True).items():
        basis = {"numerator": [indicator], "denominator": [parent]}
        found.append(_basis(some, basis, rule.settings["within"], facts))
    accused = pl.col("holds") | pl.col("accuses")
    compared = pl.concat(found).filter(accused)
    return best_of(compared, "stated_id").select(COMPARISON.names()).match_to_schema(COMPARISON)


NONE_OF_BASIS = NONE.with_columns(
    stated_id=pl.lit(None, pl.String), distance=pl.lit(None, pl.Int64), accuses=pl.lit(None, pl.Boolean)
)


def _basis(rates: pl.DataFrame, basis: dict[str, Any], within: int, facts: Facts) -> pl.DataFrame:
    """Every rate beside every combination of the basis' counts in its report, and whether the ratio gives the rate."""
    above, below = basis["numerator"], basis["denominator"]
    # An indicator on both sides (won of won plus lost) is one figure, not two.
    codes = list(dict.fromkeys([*above, *below]))
    counts = [facts.of(code) for code in codes]
    if rates.is_empty() or any(frame.is_empty() for frame in counts):
        return NONE_OF_BASIS
    sides = beside([("rate", rates), *((code, frame) for code, frame in zip(codes, counts, strict=True))])
    top, bottom = _sum(above, "value"), _sum(below, "value")
    top_half, bottom_half = _sum(above, "half"), _sum(below, "half")
    apart = pl.max_horizontal(*((pl.col(f"{c}_start_offset") - pl.col("rate_start_offset")).abs() for c in codes))
    low = 100 * (top - top_half) / (bottom + bottom_half)
    high = 100 * (top + top_half) / (bottom - bottom_half)
    unit = pl.col("rate_resolution").fill_null(1.0)
    # More on top than below is no share of it: the counts speak of different things.
    sensible = (bottom > bottom_half) & (top <= bottom)
    return sides.filter(sensible).select(
        figure_ids=pl.concat_list("rate_figure_id", *(f"{code}_figure_id" for code in codes)),
        stated="rate_value",
        expected=100 * top / bottom,
        tolerance=unit / 2 + (high - low) / 2,
        terms=pl.format("{} ÷ {}", _terms(above), _terms(below)),
        holds=follows(pl.col("rate_value"), unit, low, high),
        stated_id="rate_figure_id",
        distance=apart,
        accuses=(apart <= within) & pl.lit(not basis.get("excuses", False)),
    )


def _sum(codes: list[str], column: str) -> pl.Expr:
    return pl.sum_horizontal(*(pl.col(f"{code}_{column}") for code in codes))


def _terms(codes: list[str]) -> pl.Expr:
    joined = pl.concat_str([number(pl.col(f"{code}_value")) for code in codes], separator=" + ")
    return pl.format("({})", joined) if len(codes) > 1 else joined


def _said_beside(words: list[str]) -> pl.Expr:
    """Whether one of the words stands in the 12 characters before the rate, within its sentence."""
    inside = (pl.col("start_offset") - pl.col("quote_start")).clip(0)
    begin = (inside - 12).clip(0)
    before = pl.col("quote").str.slice(begin, inside - begin)
    return before.str.contains_any(words).fill_null(False)
