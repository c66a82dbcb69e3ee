"""Arithmetic and panel rules: YAML entries compiled to polars and run over figures.

What lives here: the rules as data (*.yml), the comparisons they compile to, and the issues that come out. What does
not: how figures are found, and what happens to a figure that an issue excludes (`contracts.quarantine`, the dbt
project).
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

    from contracts.rules.definitions import Level, Rule
    from contracts.rules.facts import Facts


@dataclass(frozen=True)
class RuleRun:
    """What a run of rules found.

    Attributes:
        issues: rows of the room table `issue`.
        checks: rows of the room table `rule_check`: comparisons made and held by rule, family and year.
        compared: number of comparisons made by rule; 0 says that there was nothing to compare.
        seconds: wall time.
    """

    issues: pl.DataFrame
    checks: pl.DataFrame
    compared: dict[str, int]
    seconds: float


def check_figures(
    figures: pl.DataFrame, indicators: pl.DataFrame | None = None, documents: pl.DataFrame | None = None
) -> pl.DataFrame:
    """Issues of single figures. `documents` (document_id, text) lets offsets and words be checked against the text."""
    return run("figure", figures, indicators=indicators, documents=documents).issues


def check_reports(
    figures: pl.DataFrame,
    reports: pl.DataFrame | None = None,
    indicators: pl.DataFrame | None = None,
    *,
    excluded: pl.Series | None = None,
) -> pl.DataFrame:
    """Issues within each report: every revision is checked by itself. `excluded`: see `run`."""
    return run("report", figures, reports, indicators, excluded=excluded).issues


def check_panel(
    figures: pl.DataFrame,
    reports: pl.DataFrame | None = None,
    indicators: pl.DataFrame | None = None,
    *,
    counties: pl.DataFrame | None = None,
    excluded: pl.Series | None = None,
) -> pl.DataFrame:
    """Issues between the years of a county; current revisions only, where `reports` is given. The others: see `run`."""
    return run("panel", figures, reports, indicators, counties=counties, excluded=excluded).issues


def check_peers(
    figures: pl.DataFrame,
    reports: pl.DataFrame | None = None,
    indicators: pl.DataFrame | None = None,
    *,
    excluded: pl.Series | None = None,
) -> pl.DataFrame:
    """Issues between counties; current revisions only, where `reports` is given. `excluded`: see `run`."""
    return run("peers", figures, reports, indicators, excluded=excluded).issues


def run(
    level: Level,
    figures: pl.DataFrame,
    reports: pl.DataFrame | None = None,
    indicators: pl.DataFrame | None = None,
    documents: pl.DataFrame | None = None,
    *,
    counties: pl.DataFrame | None = None,
    excluded: pl.Series | None = None,
) -> RuleRun:
    """Runs the rules of one level over figures and says what was compared, what broke and how long it took.

    Args:
        level: figure, report, panel or peers.
        figures: the room table `figure`, collected.
        reports: the room table `report`; names the current revisions, which alone are compared over years and counties.
        indicators: the room table `indicator`: kinds, parents and names. Without it kinds are told from units, no
            figure has a parent, and messages give codes.
        documents: document_id and text, for the rules that look into the document.
        counties: the room table `county`; with it a county is followed over years through new codes, and not compared
            across a merger. Without it a county is its code.
        excluded: figure_id of figures that an error keeps out (`quarantine.excluded_figures`): a misread figure is no
            witness against others.
    """
    import polars as pl

    from contracts.rules import definitions, evidence, facts, lines, tally

    started = time.perf_counter()
    compared = figures
    if excluded is not None:
        compared = compared.filter(~pl.col("figure_id").is_in(excluded.implode()))
    if level in ("panel", "peers") and reports is not None:
        compared = compared.join(reports.filter("is_current").select("report_id"), on="report_id", how="semi")
    if level == "panel" and counties is not None:
        compared = lines.follow(compared, counties)
    prepared = facts.prepare(compared, indicators)
    made = [(rule, compare(rule, prepared, documents)) for rule in definitions.load(level)]
    broken = [(rule, comparisons.filter(~comparisons["holds"])) for rule, comparisons in made]
    return RuleRun(
        issues=evidence.issues(broken, figures, evidence.names(indicators)),
        checks=tally.count(made, figures),
        compared={rule.name: comparisons.height for rule, comparisons in made},
        seconds=time.perf_counter() - started,
    )


def compare(rule: Rule, facts: Facts, documents: pl.DataFrame | None = None) -> pl.DataFrame:
    """The comparisons that a rule makes of figures (`comparisons.COMPARISON`)."""
    from contracts.rules import bounds, growth, jumps, panel, parts, peers, ratios, single

    if rule.check in ("inside_document", "words_of_document"):
        placed = {"inside_document": single.inside_document, "words_of_document": single.words_of_document}
        return placed[rule.check](rule, facts, documents)
    compile_rule = {
        "expression": single.expression,
        "sum_to_whole": parts.sum_to_whole,
        "within_whole": parts.within_whole,
        "rate_of_counts": ratios.rate_of_counts,
        "share_of_parent": ratios.share_of_parent,
        "sum_at_most": bounds.sum_at_most,
        "growth_of_levels": growth.growth_of_levels,
        "change_of_levels": growth.change_of_levels,
        "prior_of_last_year": panel.prior_of_last_year,
        "growth_since_last_year": panel.growth_since_last_year,
        "growth_near_levels": panel.growth_near_levels,
        "change_since_last_year": panel.change_since_last_year,
        "carried_over": panel.carried_over,
        "stock_and_new": panel.stock_and_new,
        "unit_slip": panel.unit_slip,
        "jump": jumps.jump,
        "outside_peers": peers.outside_peers,
    }[rule.check]
    return compile_rule(rule, facts)
