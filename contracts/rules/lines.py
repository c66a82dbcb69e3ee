"""Which reports speak of the same county over the years, where codes change.

A county that is renamed or recoded goes on: its years are compared under the code that continues it. A county into
which others are merged is another one from that year: comparing it with its smaller self would accuse a report of the
merger.
"""

from __future__ import annotations

import polars as pl


def follow(figures: pl.DataFrame, counties: pl.DataFrame) -> pl.DataFrame:
    """The figures with `county_code` replaced by the line of the county: the same for years that may be compared.

    Args:
        figures: the room table `figure`.
        counties: the room table `county`; a code that it does not know in a year is a line of its own.
    """
    years = figures.select(year="report_year").unique()
    known = (
        counties.join(years, how="cross")
        .filter(
            pl.col("valid_from") <= pl.col("year"),
            pl.col("valid_to").is_null() | (pl.col("valid_to") > pl.col("year")),
        )
        .select("code", "year", today=pl.coalesce("continues_as", "code"))
        .unique(["code", "year"], keep="first", maintain_order=True)
        .with_columns(parts=pl.col("code").n_unique().over("today", "year"))
    )
    # While several counties are what one is today, each goes its own way, and none of them is the merged one.
    line = pl.when(pl.col("parts") == 1).then("today").otherwise(pl.format("{} of {}", "code", "parts"))
    lines = known.select(county_code="code", report_year="year", line=line)
    followed = figures.join(lines, on=["county_code", "report_year"], how="left", maintain_order="left")
    return followed.with_columns(county_code=pl.coalesce("line", "county_code")).drop("line")
