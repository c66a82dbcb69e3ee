"""How often each rule was put to the test and held: a rule that was never evaluated is silently off."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from contracts import registry
from contracts.rules.definitions import Rule, load

_EMPTY = pl.DataFrame(schema={"rule": pl.String(), "holds": pl.Boolean(), "figure_id": pl.String()})


def count(made: Sequence[tuple[Rule, pl.DataFrame]], figures: pl.DataFrame) -> pl.DataFrame:
    """Rows of the room table `rule_check` for the comparisons made; what was not compared at all has no row.

    A comparison belongs to the family and year of the report that states the value checked: its first figure's.

    Args:
        made: the comparisons of each rule.
        figures: the room table `figure` they are about.
    """
    origins = figures.select("family", "report_year").unique()
    held = pl.concat([_EMPTY, *(_held(rule, comparisons) for rule, comparisons in made)])
    # Where all figures are of one family and year there is nothing to look up.
    if origins.height == 1:
        placed = held.join(origins, how="cross")
    else:
        placed = held.join(figures.select("figure_id", "family", "report_year"), on="figure_id")
    found = (counted(rule, placed.filter(pl.col("rule") == rule.name)) for rule, _ in made)
    return pl.concat([registry.empty("rule_check"), *found])


def counted(rule: Rule, judged: pl.DataFrame) -> pl.DataFrame:
    """Rows of `rule_check` of one rule, from the family, report_year and `holds` of each comparison."""
    places = judged.group_by("family", "report_year").agg(evaluated=pl.len(), held=pl.col("holds").sum())
    return _rows(rule, places.sort("family", "report_year"))


def complete(checks: pl.DataFrame, reports: pl.DataFrame) -> pl.DataFrame:
    """The rows of all rules for every family and year with a report, 0 where nothing was compared.

    Args:
        checks: rows of `rule_check`, as `count` gives them.
        reports: the room table `report`.
    """
    places = reports.select("family", "report_year").unique().with_columns(evaluated=pl.lit(0), held=pl.lit(0))
    every = pl.concat([registry.empty("rule_check"), *(_rows(rule, places) for rule in load())])
    key = ["rule", "level", "severity", "family", "report_year"]
    summed = pl.concat([every, checks]).group_by(key).agg(pl.col("evaluated", "held").sum())
    return summed.select(every.columns).sort("report_year", "family", "level", "rule")


def _held(rule: Rule, comparisons: pl.DataFrame) -> pl.DataFrame:
    return comparisons.select(rule=pl.lit(rule.name), holds="holds", figure_id=pl.col("figure_ids").list.first())


def _rows(rule: Rule, places: pl.DataFrame) -> pl.DataFrame:
    rows = places.with_columns(rule=pl.lit(rule.name), level=pl.lit(rule.level), severity=pl.lit(rule.severity))
    schema = registry.polars_schema("rule_check")
    return rows.select(pl.col(name).cast(kind) for name, kind in schema.items())
