"""Parts and their whole, where the report itself lists them (其中): they sum to it, and none is larger.

A list is held to its sum only where it means to be complete: at least two parts that the catalogue names as children
of the whole's indicator, plain all of them. A sum above the whole is a contradiction. A sum below is one only when it
comes near: a list of 等 or of examples stays far below, while a drafter who lists everything misses by little.
"""

from __future__ import annotations

import polars as pl

from contracts.rules.comparisons import COMPARISON, NONE, number
from contracts.rules.definitions import Rule
from contracts.rules.facts import Facts
from contracts.rules.rounding import at_most


def sum_to_whole(rule: Rule, facts: Facts) -> pl.DataFrame:
    """Comparisons of each complete list with its whole. Settings: near, overlaps, also_parts (see parts.yml)."""
    listed = _listed(facts, rule.settings["also_parts"])
    if listed.is_empty():
        return NONE
    overlaps: dict[str, list[str]] = rule.settings["overlaps"]
    members = _members(listed, overlaps)
    lists = _sums(members)
    near = _near(rule.settings["near"])
    missing = pl.col("whole_value") - pl.col("high_sum")
    over = ~at_most(pl.col("low_sum"), pl.col("whole_value"), pl.col("tolerance"))
    short = ~at_most(pl.col("whole_value"), pl.col("high_sum"), pl.col("tolerance"))
    return (
        lists.filter((pl.col("children") >= 2) & pl.col("computable") & (pl.col("whole_value") > 0))
        .with_columns(over=over, short=short, is_near=missing <= near * pl.col("whole_value"))
        # Far below is an open list: nothing was compared.
        .filter(~pl.col("short") | pl.col("is_near"))
        .select(
            figure_ids=pl.concat_list(pl.concat_list("part_of"), pl.when("over").then("low_ids").otherwise("high_ids")),
            stated="whole_value",
            expected=pl.when("over").then("low_sum").otherwise("high_sum"),
            tolerance="tolerance",
            terms=pl.when("over").then("low_terms").otherwise("high_terms"),
            holds=~pl.col("over") & ~pl.col("short"),
        )
        .match_to_schema(COMPARISON)
    )


def within_whole(rule: Rule, facts: Facts) -> pl.DataFrame:
    """Comparisons of each listed part, of the county or of a part of it, with its whole."""
    listed = _listed(facts, {})
    if listed.is_empty():
        return NONE
    listed = listed.filter("exact", pl.col("measure") == "level", ~pl.col("is_other"))
    tolerance = pl.col("half") + pl.col("whole_half")
    return listed.select(
        figure_ids=pl.concat_list("figure_id", "part_of"),
        stated="value",
        expected="whole_value",
        tolerance=tolerance,
        terms=number(pl.col("whole_value")),
        holds=at_most(pl.col("value"), pl.col("whole_value"), tolerance),
    ).match_to_schema(COMPARISON)


def _listed(facts: Facts, also_parts: dict[str, list[str]]) -> pl.DataFrame:
    """Figures stated as parts, beside their whole: whether they are its children, or others counted in another unit."""
    whole = facts.figures.filter("exact", pl.col("measure") == "level", pl.col("indicator").is_not_null()).select(
        part_of="figure_id",
        whole_indicator="indicator",
        whole_value="value",
        whole_half="half",
        whole_unit="unit",
        whole_plain="plain",
        whole_status="status",
    )
    parts = facts.figures.filter(pl.col("part_of").is_not_null(), pl.col("value").is_not_null())
    same_unit = (pl.col("unit") == pl.col("whole_unit")).fill_null(False)
    child = (pl.col("parent") == pl.col("whole_indicator")).fill_null(False)
    for whole_code, codes in also_parts.items():
        child = child | ((pl.col("whole_indicator") == whole_code) & pl.col("indicator").is_in(codes).fill_null(False))
    return (
        parts.join(whole, on="part_of", maintain_order="left")
        .filter(pl.col("status") == pl.col("whole_status"))
        .with_columns(is_child=child, is_other=~(child | same_unit))
    )


def _members(listed: pl.DataFrame, overlaps: dict[str, list[str]]) -> pl.DataFrame:
    """Marks who surely counts towards the sum (sure), who may (maybe), and lists that cannot be summed (blocked)."""
    group = ["part_of", "part_group"]
    overlapping = pl.lit(False)
    for code, others in overlaps.items():
        beside = pl.col("indicator").is_in(others).any().over(group)
        overlapping = overlapping | ((pl.col("indicator") == code).fill_null(False) & beside)
    countable = pl.col("plain") & (pl.col("measure") == "level")
    # An unnamed part has no indicator to make it a child; it may count where it is exact and of the whole county.
    unnamed = pl.col("exact") & pl.col("scope").is_null() & (pl.col("measure") == "level") & ~pl.col("is_other")
    return listed.filter("whole_plain").with_columns(
        sure=pl.col("is_child") & countable & ~overlapping,
        maybe=(pl.col("is_child") & countable & overlapping) | (~pl.col("is_child") & unnamed),
        blocked=pl.col("is_child") & ~countable & pl.col("scope").is_null() & (pl.col("measure") == "level"),
    )


def _sums(members: pl.DataFrame) -> pl.DataFrame:
    """A row a list: the sum of the sure parts and of all parts, with ids and terms, and the rounding of the sum."""
    sure, either = pl.col("sure"), pl.col("sure") | pl.col("maybe")
    return (
        members.sort("part_of", "part_group", "start_offset", "ordinal")
        .group_by("part_of", "part_group", maintain_order=True)
        .agg(
            pl.col("whole_value").first(),
            children=sure.sum(),
            computable=~pl.col("blocked").any(),
            low_sum=pl.col("value").filter(sure).sum(),
            high_sum=pl.col("value").filter(either).sum(),
            low_ids=pl.col("figure_id").filter(sure),
            high_ids=pl.col("figure_id").filter(either),
            low_terms=number(pl.col("value").filter(sure)).str.join(" + "),
            high_terms=number(pl.col("value").filter(either)).str.join(" + "),
            tolerance=pl.col("half").filter(either).sum() + pl.col("whole_half").first(),
        )
        .with_columns(pl.col("whole_value").cast(pl.Float64))
    )


def _near(by_parts: dict[int, float]) -> pl.Expr:
    """How far below the whole a sum of so many parts may lie and still be meant as complete, as its share."""
    share = pl.lit(0.0)
    for parts, value in sorted(by_parts.items()):
        share = pl.when(pl.col("children") >= parts).then(value).otherwise(share)
    return share
