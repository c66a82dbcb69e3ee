"""A county's report against its report of the year before, and a value against the county's other years.

Only current revisions are compared. A county is its code, or its line where the county table is given (`lines`).
"""

from __future__ import annotations

import polars as pl

from contracts.rules.comparisons import COMPARISON, NONE, beside, best_of, number
from contracts.rules.definitions import Rule
from contracts.rules.facts import Facts
from contracts.rules.growth import compared_change, compared_growth, nominal_growth, stated
from contracts.rules.rounding import EPSILON, at_most, equal
from contracts.rules.series import series

KEY = ("county_code", "family", "indicator", "report_year")


def prior_of_last_year(rule: Rule, facts: Facts) -> pl.DataFrame:
    """Comparisons of each stated prior level with the level that last year's report states."""
    return _same(stated(facts, "prior"), _next_year(stated(facts, "level")))


def growth_since_last_year(rule: Rule, facts: Facts) -> pl.DataFrame:
    """Comparisons of stated growth with the levels of this and last year's report, where no prior level is stated.

    Settings: slack (percentage points that small revisions explain). Exempt are the indicators whose catalogue entry
    gives a growth_basis.
    """
    return compared_growth(_over_years(nominal_growth(facts), facts), rule.settings["slack"])


def growth_near_levels(rule: Rule, facts: Facts) -> pl.DataFrame:
    """Comparisons of growth that has a growth_basis with the levels of both reports. Settings: slack (wide)."""
    growth = stated(facts, "growth").filter(pl.col("growth_basis").is_not_null())
    return compared_growth(_over_years(growth, facts), rule.settings["slack"])


def change_since_last_year(rule: Rule, facts: Facts) -> pl.DataFrame:
    """Comparisons of stated absolute change with the levels of both reports, where no prior is stated."""
    return compared_change(_over_years(stated(facts, "change"), facts))


def carried_over(rule: Rule, facts: Facts) -> pl.DataFrame:
    """Comparisons of what is carried in with what last year left pending. Settings: pairs {carried, pending}."""
    found = [NONE]
    levels = stated(facts, "level")
    for pair in rule.settings["pairs"]:
        carried, pending = (levels.filter(pl.col("indicator") == pair[name]) for name in ("carried", "pending"))
        found.append(_same(carried, _next_year(pending).with_columns(indicator=pl.lit(pair["carried"]))))
    return pl.concat(found)


def stock_and_new(rule: Rule, facts: Facts) -> pl.DataFrame:
    """Comparisons of each stock with last year's and what the report says was added (`adds_to` in the catalogue)."""
    added = stated(facts, "level").filter(pl.col("adds_to").is_not_null()).with_columns(indicator="adds_to")
    levels = stated(facts, "level")
    sides = beside([("stated", levels), ("before", _next_year(levels)), ("new", added)], KEY)
    if sides.is_empty():
        return NONE
    before, new = pl.col("before_value"), pl.col("new_value")
    tolerance = pl.sum_horizontal("stated_half", "before_half", "new_half")
    compared = sides.with_columns(
        figure_ids=pl.concat_list("stated_figure_id", "before_figure_id", "new_figure_id"),
        stated="stated_value",
        expected=before + new,
        tolerance=tolerance,
        terms=pl.format("{} + {}", number(before), number(new)),
        holds=at_most(pl.col("stated_value"), before + new, tolerance),
        distance=(pl.col("new_start_offset") - pl.col("stated_start_offset")).abs(),
    )
    return best_of(compared, "stated_figure_id").select(COMPARISON.names()).match_to_schema(COMPARISON)


def unit_slip(rule: Rule, facts: Facts) -> pl.DataFrame:
    """Comparisons of each level with the county's other years: a factor of 10,000 is 万元 read as 元.

    Settings: factors, band (how far from the factor still counts), kinds. With two years alone the later one is held
    against the earlier; with more, each against all others.
    """
    levels = series(facts, rule.settings["kinds"])
    largest, smallest = pl.col("value").max().over(KEY[:3]), pl.col("value").min().over(KEY[:3])
    suspect = largest / smallest >= min(rule.settings["factors"]) / rule.settings["band"]
    several = levels.filter(pl.len().over(KEY[:3]) > 1).with_columns(suspect=suspect)
    # Nearly every series stays within the least factor: only the others are worth comparing year with year.
    unsuspected = several.filter(~pl.col("suspect")).select(
        figure_ids=pl.concat_list("figure_id"),
        stated="value",
        expected=pl.lit(None, pl.Float64),
        tolerance=pl.lit(None, pl.Float64),
        terms=pl.lit(None, pl.String),
        holds=pl.lit(True),
    )
    return pl.concat([unsuspected, _against_other_years(several.filter("suspect"), rule)]).match_to_schema(COMPARISON)


def _against_other_years(levels: pl.DataFrame, rule: Rule) -> pl.DataFrame:
    """Comparisons of each level with the other years of its series: it slipped if it is off against most of them."""
    other = levels.select(*KEY[:3], other_year="report_year", other="value", other_id="figure_id")
    times = (pl.col("value") / pl.col("other")).log().abs()
    band = pl.lit(rule.settings["band"]).log()
    off = pl.any_horizontal(*((times - pl.lit(f).log()).abs() <= band for f in rule.settings["factors"]))
    held_against = (
        levels.select(*KEY, "value", "figure_id")
        .join(other, on=KEY[:3], maintain_order="left")
        .filter(pl.col("report_year") != pl.col("other_year"))
        .with_columns(off=off)
        .group_by(*KEY, "value", "figure_id", maintain_order=True)
        .agg(
            pl.col("other").filter("off").median(),
            pl.col("other_id").sort_by("off", "other_year").last(),
            years=pl.len(),
            last=pl.col("other_year").max(),
            most=pl.col("off").mean() > 0.5,
        )
        .filter((pl.col("years") > 1) | (pl.col("last") < pl.col("report_year")))
    )
    return held_against.select(
        figure_ids=pl.concat_list("figure_id", "other_id"),
        stated="value",
        expected="other",
        tolerance=pl.lit(None, pl.Float64),
        terms=pl.format("{} other years, median {}", "years", number(pl.col("other"))),
        holds=~pl.col("most"),
    )


def _next_year(levels: pl.DataFrame) -> pl.DataFrame:
    return levels.with_columns(report_year=pl.col("report_year") + 1)


def _same(claimed: pl.DataFrame, before: pl.DataFrame) -> pl.DataFrame:
    """Comparisons of `claimed` with the value of last year's report for the same county and indicator."""
    sides = beside([("stated", claimed), ("before", before)], KEY)
    if sides.is_empty():
        return NONE
    tolerance = pl.col("stated_half") + pl.col("before_half")
    compared = sides.with_columns(
        figure_ids=pl.concat_list("stated_figure_id", "before_figure_id"),
        stated="stated_value",
        expected="before_value",
        tolerance=tolerance,
        terms=number(pl.col("before_value")),
        holds=equal(pl.col("stated_value"), pl.col("before_value"), tolerance + EPSILON),
        distance=pl.lit(0),
    )
    return best_of(compared, "stated_figure_id").select(COMPARISON.names()).match_to_schema(COMPARISON)


def _over_years(claimed: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    """Claims beside this year's and last year's levels, without those whose report states its own prior level."""
    own = stated(facts, "prior").select(*KEY).unique()
    claims = claimed.join(own, on=KEY, how="anti", maintain_order="left")
    levels = stated(facts, "level")
    sides = beside([("stated", claims), ("now", levels), ("before", _next_year(levels))], KEY)
    return sides.with_columns(distance=(pl.col("now_start_offset") - pl.col("stated_start_offset")).abs())
