"""A change from one year to the next, far outside what counties show for the indicator.

What of it a county's own years tell (`changes`) is apart from what is usual in all counties (`usual`), so that the
first can be kept while reports of other counties come in.
"""

from __future__ import annotations

import polars as pl

from contracts.rules.comparisons import COMPARISON, number
from contracts.rules.definitions import Rule
from contracts.rules.facts import Facts
from contracts.rules.series import KEY, series

OF_ONE = ("family", "indicator")
# What is usual, and how often the rule held, is told from these columns of all changes.
NARROW = (*OF_ONE, "report_year", "moved", "weighty", "leap")


def jump(rule: Rule, facts: Facts) -> pl.DataFrame:
    """Comparisons of each year's change with the changes of all counties.

    A jump is unusual by the robust z of its logarithm and large by a least factor; the way back from one is none.
    Settings: z, factor, least (changes needed to know what is usual), floor (smallest level of the larger year), kinds,
    slips (factors left to unit_slip).
    """
    found = changes(rule, facts)
    return comparisons(judged(rule, found, usual(found)))


def changes(rule: Rule, facts: Facts) -> pl.DataFrame:
    """Each level beside the year before, and whether the county's own years make a jump of it.

    Columns: those of NARROW, value, before, figure_id and before_id. `moved` is the logarithm of the levels' ratio,
    `weighty` says that the level is not tiny, and `leap` that the change is large, no slip of unit and no way back from
    a jump.
    """
    settings = rule.settings
    moved, before = pl.col("moved"), pl.col("moved_before")
    least = pl.lit(settings["factor"]).log()
    back = ((before.abs() >= least) & ((moved + before).abs() < least)).fill_null(False)
    slip = pl.any_horizontal(*((moved.abs() - pl.lit(f).log()).abs() <= pl.lit(3.0).log() for f in settings["slips"]))
    return _moves(series(facts, settings["kinds"])).select(
        *NARROW[:4],
        weighty=pl.max_horizontal("value", "before") >= settings["floor"],
        leap=(moved.abs() >= least) & ~slip & ~back,
        value="value",
        before="before",
        figure_id="figure_id",
        before_id="before_id",
    )


def usual(found: pl.DataFrame) -> pl.DataFrame:
    """What counties show for an indicator: how many changes there are, their median and their robust spread."""
    moved = pl.col("moved")
    spread = 1.4826 * (moved - moved.median()).abs().median()
    return found.group_by(OF_ONE).agg(known=pl.len(), usual=moved.median(), spread=spread)


def judged(rule: Rule, found: pl.DataFrame, shown: pl.DataFrame) -> pl.DataFrame:
    """The changes that can be judged by what is usual (`shown`), and whether each holds: whether it is no jump."""
    settings = rule.settings
    away = (pl.col("moved") - pl.col("usual")).abs()
    # Where nearly all counties stand still the spread is nearly nothing; a quarter more or less is never a jump.
    unusual = away > settings["z"] * pl.max_horizontal("spread", pl.lit(1.25).log())
    beside = found.filter("weighty").join(shown, on=OF_ONE, how="left", maintain_order="left")
    return beside.filter(pl.col("known") >= settings["least"]).with_columns(holds=~(unusual & pl.col("leap")))


def comparisons(found: pl.DataFrame) -> pl.DataFrame:
    """Judged changes as comparisons."""
    times = (pl.col("value") / pl.col("before")).round(2)
    return found.select(
        figure_ids=pl.concat_list("figure_id", "before_id"),
        stated="value",
        expected=pl.col("before") * pl.col("usual").exp(),
        tolerance=pl.lit(None, pl.Float64),
        terms=pl.format("{} times {} of the year before", times, number(pl.col("before"))),
        holds="holds",
    ).match_to_schema(COMPARISON)


def _moves(levels: pl.DataFrame) -> pl.DataFrame:
    """Each level beside last year's: the logarithm of their ratio, and last year's own."""
    before = levels.select(*KEY[:3], report_year=pl.col("report_year") + 1, before="value", before_id="figure_id")
    pairs = levels.join(before, on=KEY, maintain_order="left").with_columns(
        moved=(pl.col("value") / pl.col("before")).log()
    )
    earlier = pairs.select(*KEY[:3], report_year=pl.col("report_year") + 1, moved_before="moved")
    return pairs.join(earlier, on=KEY, how="left", maintain_order="left")
