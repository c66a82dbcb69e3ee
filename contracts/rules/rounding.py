"""Whether a stated value follows from other stated values, given that all of them are rounded.

A drafter rounds half up or cuts off: 99.96 % becomes 100.0 % or 99.9 %. So with one unit u in the last stated place a
stated r stands for true values from r - u/2 up to, but not including, r + u (mirrored below zero). The other values
move within their own half-widths.
"""

from __future__ import annotations

import polars as pl

EPSILON = 1e-12
"""Relative slack for binary floating point: 0.1 + 0.2 must equal 0.3."""


def follows(stated: pl.Expr, unit: pl.Expr, low: pl.Expr, high: pl.Expr) -> pl.Expr:
    """True where some value between `low` and `high` is stated as `stated` when rounded or cut off to `unit`."""
    slack = EPSILON * (stated.abs() + unit)
    rounded = (high >= stated - unit / 2 - slack) & (low <= stated + unit / 2 + slack)
    up = (high >= stated) & (low < stated + unit - slack)
    down = (low <= stated) & (high > stated - unit + slack)
    return rounded | pl.when(stated >= 0).then(up).otherwise(down)


def equal(one: pl.Expr, other: pl.Expr, tolerance: pl.Expr) -> pl.Expr:
    """True where two values differ by no more than the tolerance."""
    return (one - other).abs() <= tolerance + EPSILON * pl.max_horizontal(one.abs(), other.abs())


def at_most(smaller: pl.Expr, larger: pl.Expr, tolerance: pl.Expr) -> pl.Expr:
    """True where `smaller` is not above `larger` by more than the tolerance."""
    return smaller <= larger + tolerance + EPSILON * larger.abs()
