"""Rules about one figure: expressions of the YAML entry, and the figure's place in its document."""

from __future__ import annotations

import polars as pl

from contracts.rules.comparisons import COMPARISON, NONE
from contracts.rules.definitions import Rule
from contracts.rules.facts import Facts


def expression(rule: Rule, facts: Facts) -> pl.DataFrame:
    """Comparisons of the figures that `where` selects with the condition `holds`, both SQL over the figure's columns.

    Beside the columns of `figure` there are kind, parent and catalogue_unit of the indicator, null without a catalogue.
    """
    frame = facts.figures
    for column in ("parent", "catalogue_unit"):
        if column not in frame.columns:
            frame = frame.with_columns(pl.lit(None, pl.String).alias(column))
    chosen = frame.filter(pl.sql_expr(rule.settings["where"]))
    expected = rule.settings.get("expected")
    return _of_one(chosen, pl.sql_expr(rule.settings["holds"]), pl.sql_expr(expected) if expected else pl.lit(None))


def inside_document(rule: Rule, facts: Facts, documents: pl.DataFrame | None) -> pl.DataFrame:
    """Comparisons of each figure's offsets with the length of its document's text."""
    placed = _placed(facts, documents, "characters")
    if placed is None:
        return NONE
    holds = (pl.col("start_offset") >= 0) & (pl.col("end_offset") <= pl.col("characters"))
    return _of_one(placed, holds & (pl.col("start_offset") < pl.col("end_offset")), pl.col("characters"))


def words_of_document(rule: Rule, facts: Facts, documents: pl.DataFrame | None) -> pl.DataFrame:
    """Comparisons of each figure's words with what stands at its offsets, where these lie inside the document."""
    placed = _placed(facts, documents, "document_text")
    if placed is None:
        return NONE
    inside = (pl.col("start_offset") >= 0) & (pl.col("end_offset") <= pl.col("document_text").str.len_chars())
    placed = placed.filter(inside & (pl.col("start_offset") < pl.col("end_offset")))
    there = pl.col("document_text").str.slice(pl.col("start_offset"), pl.col("end_offset") - pl.col("start_offset"))
    return _of_one(placed, there == pl.col("text"), pl.lit(None))


def _placed(facts: Facts, documents: pl.DataFrame | None, column: str) -> pl.DataFrame | None:
    if documents is None:
        return None
    texts = documents.select("document_id", characters=pl.col("text").str.len_chars(), document_text="text")
    return facts.figures.join(texts.select("document_id", column), on="document_id", maintain_order="left")


def _of_one(figures: pl.DataFrame, holds: pl.Expr, expected: pl.Expr) -> pl.DataFrame:
    return figures.select(
        figure_ids=pl.concat_list("figure_id"),
        stated="value",
        expected=expected.cast(pl.Float64),
        tolerance=pl.lit(None, pl.Float64),
        terms=pl.coalesce("unit", pl.lit("")),
        holds=holds.fill_null(True),
    ).match_to_schema(COMPARISON)
