"""Counts that cannot exceed other counts of the same report."""

from __future__ import annotations

from typing import Literal

import polars as pl

from contracts.rules.comparisons import COMPARISON, NONE, number
from contracts.rules.definitions import Rule
from contracts.rules.facts import Facts
from contracts.rules.rounding import at_most


def sum_at_most(rule: Rule, facts: Facts) -> pl.DataFrame:
    """Comparisons of the sum of the `smaller` indicators with the sum of the `larger` ones, where all are stated.

    Settings: pairs, a list of {smaller, larger}. Where a report states an indicator more than once, the smallest
    value of the smaller side and the largest of the larger side count: the statements contradict each other only if
    even these do.
    """
    return pl.concat([NONE, *(_pair(pair["smaller"], pair["larger"], facts) for pair in rule.settings["pairs"])])


def _pair(smaller: list[str], larger: list[str], facts: Facts) -> pl.DataFrame:
    if any(facts.of(code).is_empty() for code in [*smaller, *larger]):
        return NONE
    joined: pl.DataFrame | None = None
    for code in [*smaller, *larger]:
        side = _extreme(facts.of(code), code, "smallest" if code in smaller else "largest")
        joined = side if joined is None else joined.join(side, on="report_id", maintain_order="left")
    assert joined is not None
    low, high = _sum(smaller, "value"), _sum(larger, "value")
    tolerance = _sum([*smaller, *larger], "half")
    return joined.select(
        figure_ids=pl.concat_list(*(f"{code}_figure_id" for code in [*smaller, *larger])),
        stated=low,
        expected=high,
        tolerance=tolerance,
        terms=pl.format("{} ≤ {}", _terms(smaller), _terms(larger)),
        holds=at_most(low, high, tolerance),
    ).match_to_schema(COMPARISON)


def _extreme(figures: pl.DataFrame, code: str, which: Literal["smallest", "largest"]) -> pl.DataFrame:
    """One figure a report: the one with the smallest or largest value."""
    ordered = figures.sort("value", descending=which == "largest", maintain_order=True)
    columns = {f"{code}_{name}": name for name in ("figure_id", "value", "half")}
    return ordered.unique("report_id", keep="first", maintain_order=True).select("report_id", **columns)


def _sum(codes: list[str], column: str) -> pl.Expr:
    return pl.sum_horizontal(*(pl.col(f"{code}_{column}") for code in codes))


def _terms(codes: list[str]) -> pl.Expr:
    return pl.concat_str([number(pl.col(f"{code}_value")) for code in codes], separator=" + ")
