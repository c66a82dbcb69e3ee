"""Growth, change and the year before's level, as one report states them, against each other."""

from __future__ import annotations

import polars as pl

from contracts.rules.comparisons import COMPARISON, NONE, beside, best_of, number
from contracts.rules.definitions import Rule
from contracts.rules.facts import Facts
from contracts.rules.rounding import equal, follows

KEY = ("report_id", "indicator")


def growth_of_levels(rule: Rule, facts: Facts) -> pl.DataFrame:
    """Comparisons of each stated growth with the level and prior level that the same report states.

    Settings: within (characters, as for rates). Exempt are the indicators whose catalogue entry gives a growth_basis.
    """
    levels, priors = stated(facts, "level"), stated(facts, "prior")
    sides = beside([("stated", nominal_growth(facts)), ("now", levels), ("before", priors)], KEY)
    return compared_growth(near(sides, rule.settings["within"], "now", "before"), slack=0.0)


def change_of_levels(rule: Rule, facts: Facts) -> pl.DataFrame:
    """Comparisons of each stated absolute change with the level and prior level that the same report states."""
    sides = beside(
        [("stated", stated(facts, "change")), ("now", stated(facts, "level")), ("before", stated(facts, "prior"))], KEY
    )
    return compared_change(near(sides, rule.settings["within"], "now", "before"))


def stated(facts: Facts, measure: str) -> pl.DataFrame:
    """The plain figures of a measure that an indicator is named for."""
    name = ("stated", measure)
    if name not in facts.kept:
        wanted = pl.col("measure") == measure
        facts.kept[name] = facts.figures.filter("plain", wanted, pl.col("indicator").is_not_null())
    return facts.kept[name]


def nominal_growth(facts: Facts) -> pl.DataFrame:
    """Stated growth of the indicators for which it is the ratio of two published levels."""
    return stated(facts, "growth").filter(pl.col("growth_basis").is_null())


def near(sides: pl.DataFrame, within: int, *labels: str) -> pl.DataFrame:
    """Keeps what stands within so many characters of the stated figure, and adds the distance."""
    gaps = [(pl.col(f"{label}_start_offset") - pl.col("stated_start_offset")).abs() for label in labels]
    return sides.with_columns(distance=pl.max_horizontal(*gaps)).filter(pl.col("distance") <= within)


def compared_growth(sides: pl.DataFrame, slack: float) -> pl.DataFrame:
    """Comparisons of `stated` growth in per cent with `now` over `before`; slack is in percentage points."""
    now, before = pl.col("now_value"), pl.col("before_value")
    now_half, before_half = pl.col("now_half"), pl.col("before_half")
    low = 100 * ((now - now_half) / (before + before_half) - 1) - slack
    high = 100 * ((now + now_half) / (before - before_half) - 1) + slack
    unit = pl.col("stated_resolution").fill_null(1.0)
    if sides.is_empty():
        return NONE
    compared = sides.filter(before > before_half, now >= 0).with_columns(
        figure_ids=pl.concat_list("stated_figure_id", "now_figure_id", "before_figure_id"),
        stated="stated_value",
        expected=100 * (now / before - 1),
        tolerance=unit / 2 + (high - low) / 2,
        terms=pl.format("{} ÷ {} - 1", number(now), number(before)),
        holds=follows(pl.col("stated_value"), unit, low, high),
    )
    return best_of(compared, "stated_figure_id").select(COMPARISON.names()).match_to_schema(COMPARISON)


def compared_change(sides: pl.DataFrame) -> pl.DataFrame:
    """Comparisons of `stated` change with `now` minus `before`."""
    tolerance = pl.col("stated_half") + pl.col("now_half") + pl.col("before_half")
    expected = pl.col("now_value") - pl.col("before_value")
    if sides.is_empty():
        return NONE
    compared = sides.with_columns(
        figure_ids=pl.concat_list("stated_figure_id", "now_figure_id", "before_figure_id"),
        stated="stated_value",
        expected=expected,
        tolerance=tolerance,
        terms=pl.format("{} - {}", number(pl.col("now_value")), number(pl.col("before_value"))),
        holds=equal(pl.col("stated_value"), expected, tolerance),
    )
    return best_of(compared, "stated_figure_id").select(COMPARISON.names()).match_to_schema(COMPARISON)
