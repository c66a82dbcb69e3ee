"""Figures made ready for comparison: their kind, the half-width of their rounding, and which of them are plain.

A plain figure is actual, of the whole county, and exact: no 余, 近, 以上, no range. Rules compare plain figures only:
what is approximate or speaks of a part cannot contradict a total.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

KEEP = (
    "figure_id", "report_id", "county_code", "report_year", "family", "start_offset", "indicator", "measure", "value",
    "unit", "resolution", "quote", "quote_start",
)  # fmt: skip
# What `prepare` makes facts from.
NEEDED = (*KEEP, "approximate", "bound", "value_high", "scope", "status")
OF_THE_CATALOGUE = ("parent", "adds_to", "growth_basis")
MONEY = ["元", "美元", "港元", "港币", "欧元", "日元", "英镑", "澳元"]


@dataclass
class Facts:
    """All figures with `kind`, `half` and `plain`, and the plain ones by indicator and measure."""

    figures: pl.DataFrame
    kept: dict[tuple[str, ...], pl.DataFrame] = field(default_factory=dict)
    """What several rules derive from the figures, derived once."""
    _plain: dict[tuple[object, ...], pl.DataFrame] = field(default_factory=dict)

    def of(self, indicator: str, measure: str = "level") -> pl.DataFrame:
        """The plain figures of an indicator and measure: the columns of KEEP, kind and half."""
        if not self._plain:
            plain = self.figures.filter("plain").select(*KEEP, "kind", "half")
            self._plain = plain.partition_by("indicator", "measure", as_dict=True)
            self._plain[("", "")] = plain.clear()
        return self._plain.get((indicator, measure), self._plain[("", "")])


def prepare(figures: pl.DataFrame, indicators: pl.DataFrame | None = None) -> Facts:
    """Facts from the room table `figure` and, for kind, parent, stock and basis of growth, the room table `indicator`.

    Without `indicators` the kind is told from the unit, and no figure has a parent, a stock or a basis.
    """
    if indicators is None:
        known = figures.with_columns(pl.lit(None, pl.String).alias(name) for name in ("kind", *OF_THE_CATALOGUE))
    else:
        catalogue = indicators.select("family", "kind", *OF_THE_CATALOGUE, indicator="code", catalogue_unit="unit")
        known = figures.join(catalogue, on=["family", "indicator"], how="left", maintain_order="left")
    money = pl.col("unit").is_in(MONEY).fill_null(False)
    told = (
        pl.when(pl.col("unit") == "%")
        .then(pl.lit("rate"))
        .when(money)
        .then(pl.lit("amount"))
        .otherwise(pl.lit("count"))
    )
    known = known.with_columns(kind=pl.coalesce("kind", told), half=half_width())
    return Facts(known.with_columns(exact=is_exact(), plain=is_plain()))


def is_exact() -> pl.Expr:
    """Whether a figure is one number and no other: no 余, 近, 以上, no range."""
    exact = ~pl.col("approximate") & pl.col("bound").is_null() & pl.col("value_high").is_null()
    return exact & pl.col("value").is_not_null()


def is_plain() -> pl.Expr:
    """Whether a figure is plain (see above)."""
    return is_exact() & pl.col("scope").is_null() & (pl.col("status") == "actual")


def half_width() -> pl.Expr:
    """Half of one unit in the last stated place: the true value lies within value ± half.

    A whole number of things counted one by one is exact (0). Money, rates and scaled numbers (4.46万) are rounded.
    """
    counted = (pl.col("resolution") <= 1) & (pl.col("value") % 1 == 0)
    rounded = pl.col("unit").is_in([*MONEY, "%", "个百分点"]).fill_null(False)
    return pl.when(counted & ~rounded).then(0.0).otherwise(pl.col("resolution") / 2).fill_null(0.0)
