"""A value against those of all counties that state the same indicator for the same year."""

from __future__ import annotations

import polars as pl

from contracts.rules.comparisons import COMPARISON, number
from contracts.rules.definitions import Rule
from contracts.rules.facts import Facts
from contracts.rules.series import series


def outside_peers(rule: Rule, facts: Facts) -> pl.DataFrame:
    """Comparisons of each positive level with its peers' median, by robust z of the logarithm and a least factor.

    Settings: z, factor (least times above or below the median), least (peers needed), floor (values below which a
    small level is plausible), kinds.
    """
    settings = rule.settings
    one = series(facts, settings["kinds"])
    among = ("family", "indicator", "report_year")
    logarithm = pl.col("value").log()
    median = logarithm.median().over(among)
    spread = 1.4826 * (logarithm - median).abs().median().over(among)
    away = (logarithm - median).abs()
    # Counties differ tenfold in people: a spread below a factor of two is chance.
    far = away > settings["z"] * pl.max_horizontal(spread, pl.lit(2.0).log())
    large = away >= pl.lit(settings["factor"]).log()
    weighty = pl.max_horizontal(pl.col("value"), median.exp()) >= settings["floor"]
    return (
        one.with_columns(holds=~(far & large & weighty), median=median.exp(), peers=pl.len().over(among))
        .filter(pl.col("peers") >= settings["least"])
        .select(
            figure_ids=pl.concat_list("figure_id"),
            stated="value",
            expected="median",
            tolerance=pl.lit(None, pl.Float64),
            terms=pl.format("median of {} counties {}", "peers", number(pl.col("median"))),
            holds="holds",
        )
        .match_to_schema(COMPARISON)
    )
