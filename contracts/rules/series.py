"""The levels of counties over the years: one value a county, family, indicator and year, for the robust comparisons."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from contracts.rules.facts import Facts

KEY = ("county_code", "family", "indicator", "report_year")


def series(facts: Facts, kinds: Sequence[str]) -> pl.DataFrame:
    """Positive plain levels of indicators of these kinds: KEY, value, figure_id.

    The first statement stands for its report where all statements in it agree; where they do not, the year is left out.
    Strings are categorical here: grouping a million of them costs a fraction.
    """
    name = ("series", *sorted(kinds))
    if name not in facts.kept:
        facts.kept[name] = _series(facts, kinds)
    return facts.kept[name]


def _series(facts: Facts, kinds: Sequence[str]) -> pl.DataFrame:
    levels = facts.figures.filter(
        "plain",
        pl.col("measure") == "level",
        pl.col("indicator").is_not_null(),
        pl.col("kind").is_in(list(kinds)),
        pl.col("value") > 0,
    )
    compact = levels.select(pl.col(KEY[:3]).cast(pl.Categorical), "report_year", "value", "figure_id", "start_offset")
    one = compact.group_by(KEY, maintain_order=True).agg(
        pl.col("value").first(),
        pl.col("figure_id").get(pl.col("start_offset").arg_min()),
        agree=pl.col("value").min() == pl.col("value").max(),
    )
    return one.filter("agree").drop("agree")
