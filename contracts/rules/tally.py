"""How often each rule was put to the test and held: a rule that was never evaluated is silently off."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from contracts import registry
from contracts.rules.definitions import Rule, load


def count(made: Iterable[tuple[Rule, pl.DataFrame]], figures: pl.DataFrame) -> pl.DataFrame:
    """Rows of the room table `rule_check` for the comparisons made; what was not compared at all has no row.

    A comparison belongs to the family and year of the report that states the value checked: its first figure's.

    Args:
        made: the comparisons of each rule.
        figures: the room table `figure` they are about.
    """
    origins = figures.select("family", "report_year").unique()
    named = None if origins.height == 1 else figures.select("figure_id", "family", "report_year")
    found = [registry.empty("rule_check")]
    for rule, comparisons in made:
        held = comparisons.select("holds", figure_id=pl.col("figure_ids").list.first())
        # Where all figures are of one family and year there is nothing to look up.
        placed = held.join(origins, how="cross") if named is None else held.join(named, on="figure_id")
        counted = placed.group_by("family", "report_year").agg(evaluated=pl.len(), held=pl.col("holds").sum())
        found.append(_rows(rule, counted))
    return pl.concat(found)


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


def _rows(rule: Rule, counted: pl.DataFrame) -> pl.DataFrame:
    rows = counted.with_columns(rule=pl.lit(rule.name), level=pl.lit(rule.level), severity=pl.lit(rule.severity))
    schema = registry.polars_schema("rule_check")
    return rows.select(pl.col(name).cast(kind) for name, kind in schema.items())
