"""The rules over years for some counties at a time, put together to the same rows as for all counties at once.

Every rule over years but `jump` compares the figures of one county's line, so what it found stands until a report of
the county changes. A jump is held against what all counties show: kept is each county's part in that, its changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from contracts import registry
from contracts.rules import compare, definitions, evidence, jumps, lines, tally
from contracts.rules.comparisons import NONE
from contracts.rules.definitions import Rule
from contracts.rules.facts import NEEDED, prepare

# The columns of the room table `figure` that rules over years and counties look at, and that issues quote.
COLUMNS = tuple(dict.fromkeys([*NEEDED, *evidence.SOURCE]))
FIRST_DIGITS = 2


@dataclass(frozen=True)
class OfCounties:
    """What the rules over years came to for some counties.

    Attributes:
        broken: comparisons that do not hold, with the name of their `rule`.
        checks: rows of `rule_check`, without those of jumps.
        changes: every change from one year to the next (`jumps.NARROW`), with its `rule`: they tell what is usual.
        leaps: the changes that are jumps where they are unusual, with their `rule` and all that a comparison says.
        sources: what issues say of the figures that `broken` and `leaps` name.
    """

    broken: pl.DataFrame
    checks: pl.DataFrame
    changes: pl.DataFrame
    leaps: pl.DataFrame
    sources: pl.DataFrame


def provinces(figures: pl.DataFrame, counties: pl.DataFrame) -> pl.Series:
    """The province of each figure, as the first two digits of the county's line: lines never cross it.

    Args:
        figures: county_code and report_year.
        counties: the room table `county`.
    """
    followed = lines.follow(figures.select("county_code", "report_year"), counties)
    return followed["county_code"].str.slice(0, FIRST_DIGITS).alias("province")


def compare_years(figures: pl.DataFrame, indicators: pl.DataFrame, counties: pl.DataFrame) -> OfCounties:
    """Run the rules over years for whole lines of counties.

    Args:
        figures: all figures of the counties that stand in comparison: of current reports, without those that an error
            keeps out, by year; the columns of COLUMNS.
        indicators: the room table `indicator`.
        counties: the room table `county`.
    """
    facts = prepare(lines.follow(figures, counties), indicators)
    plain = [(rule, compare(rule, facts)) for rule in _rules(jump=False)]
    changes = _named([(rule, jumps.changes(rule, facts)) for rule in _rules(jump=True)])
    broken = _named([(rule, comparisons.filter(~pl.col("holds"))) for rule, comparisons in plain])
    leaps = changes.filter("weighty", "leap")
    named = pl.concat([broken["figure_ids"].explode(), leaps["figure_id"], leaps["before_id"]]).unique()
    return OfCounties(
        broken=broken,
        checks=tally.count(plain, figures),
        changes=changes.select("rule", *jumps.NARROW),
        leaps=leaps,
        sources=figures.select(evidence.SOURCE).filter(pl.col("figure_id").is_in(named.implode())),
    )


def put_together(parts: Sequence[OfCounties], indicators: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The issues over years of all counties, and how often each rule was evaluated and held (rows of `rule_check`).

    Args:
        parts: what the rules came to, of every county once.
        indicators: the room table `indicator`, for the messages.
    """
    if not parts:
        return registry.empty("issue"), registry.empty("rule_check")
    broken, changes, leaps = (
        pl.concat([getattr(part, name) for part in parts]) for name in ("broken", "changes", "leaps")
    )
    found: list[tuple[Rule, pl.DataFrame]] = []
    checks = [part.checks for part in parts]
    for rule in definitions.load("panel"):
        own = pl.col("rule") == rule.name
        if rule in _rules(jump=True):
            moved = changes.filter(own)
            shown = jumps.usual(moved)
            checks.append(tally.counted(rule, jumps.judged(rule, moved, shown)))
            comparisons = jumps.comparisons(jumps.judged(rule, leaps.filter(own), shown))
        else:
            comparisons = broken.filter(own).select(NONE.columns)
        found.append((rule, comparisons.filter(~pl.col("holds"))))
    sources = pl.concat([part.sources for part in parts])
    return evidence.issues(found, sources, evidence.names(indicators)), pl.concat(checks)


def _rules(*, jump: bool) -> list[Rule]:
    return [rule for rule in definitions.load("panel") if (rule.check == "jump") == jump]


def _named(frames: Sequence[tuple[Rule, pl.DataFrame]]) -> pl.DataFrame:
    """The frames of some rules as one, with the name of the rule."""
    return pl.concat([frame.with_columns(rule=pl.lit(rule.name)) for rule, frame in frames])
