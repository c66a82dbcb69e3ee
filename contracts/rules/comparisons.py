"""What a comparison is: the frame that every kind of rule compiles to, and how figures are put side by side.

COMPARISON columns: figure_ids (the stated figure first, then those it is held against), stated, expected, tolerance
(in the unit of the value), terms (the calculation in digits), holds. One row is one comparison made, whether it holds
or not: a rule without rows had nothing to compare.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

_COLUMNS: dict[str, pl.DataType] = {
    "figure_ids": pl.List(pl.String()),
    "stated": pl.Float64(),
    "expected": pl.Float64(),
    "tolerance": pl.Float64(),
    "terms": pl.String(),
    "holds": pl.Boolean(),
}
COMPARISON = pl.Schema(_COLUMNS)
NONE = pl.DataFrame(schema=COMPARISON)


def beside(frames: Sequence[tuple[str, pl.DataFrame]], key: Sequence[str] = ("report_id",)) -> pl.DataFrame:
    """Every combination of one row from each frame with the same key; columns are prefixed with the frame's label.

    Kept of each: figure_id, value, half, resolution, start_offset, quote. A frame without rows gives no combination.
    """
    joined: pl.DataFrame | None = None
    for label, frame in frames:
        kept = ("figure_id", "value", "half", "resolution", "start_offset", "quote")
        side = frame.select(*key, *(pl.col(column).alias(f"{label}_{column}") for column in kept))
        joined = side if joined is None else joined.join(side, on=list(key), how="inner", maintain_order="left")
    assert joined is not None
    return joined


def best_of(compared: pl.DataFrame, stated_id: str) -> pl.DataFrame:
    """One row for each stated figure: a combination that holds if there is one, else the nearest in the text.

    `compared` has `holds` and `distance`. A figure that agrees with any statement of the others contradicts nothing.
    """
    return compared.sort("holds", "distance", descending=[True, False], maintain_order=True).unique(
        stated_id, keep="first", maintain_order=True
    )


def number(value: pl.Expr) -> pl.Expr:
    """The value as a person writes it: whole numbers without a decimal point, others to at most four places."""
    whole = value.round(0).cast(pl.Int64, strict=False).cast(pl.String)
    return pl.when(value % 1 == 0).then(whole).otherwise(value.round(4).cast(pl.String))
