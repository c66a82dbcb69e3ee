"""What the UI shows of a room after a run: rows, mapped share, issues, and a small chart by year."""

from __future__ import annotations

from typing import Any

import dagster as dg
import polars as pl

from orchestration.charts import bars, listed
from orchestration.settings import Settings
from warehouse.rooms import partition_files

# What is counted apart in a room, beside its rows by year.
KINDS = {"issue": "severity", "quarantine": "reason"}


def room_metadata(settings: Settings, table: str) -> dict[str, Any]:
    """Rows in all and by year as a chart; mapped share of reports; issues by severity; quarantine by reason."""
    files = partition_files(settings.rooms, table)
    if not files:
        return {"dagster/row_count": 0}
    rows = pl.scan_parquet(files, hive_partitioning=False)
    by_year = rows.group_by("report_year").len().sort("report_year", nulls_last=True).collect()
    drawn = [(str(year or "no year"), count) for year, count in by_year.iter_rows()]
    said: dict[str, Any] = {
        "dagster/row_count": sum(count for _, count in drawn),
        "rows by year": dg.MetadataValue.md(bars(drawn, ("year", "rows"))),
    }
    if table == "report":
        said |= _mapped_share(rows)
    if kind := KINDS.get(table):
        counts = rows.group_by(kind).len().sort("len", kind, descending=[True, False]).collect()
        said[f"by {kind}"] = dg.MetadataValue.md(listed(dict(counts.iter_rows())))
    return said


def _mapped_share(reports: pl.LazyFrame) -> dict[str, Any]:
    mapped, unmapped = (pl.col(f"figures_{kind}").sum() for kind in ("mapped", "unmapped"))
    share = (100 * mapped / (mapped + unmapped)).fill_nan(0).round(2).alias("share")
    by_year = reports.group_by("report_year").agg(share).sort("report_year").collect()
    drawn = [(str(year), percent) for year, percent in by_year.iter_rows()]
    return {
        "mapped share (%)": float(reports.select(share).collect().item()),
        "mapped share by year": dg.MetadataValue.md(bars(drawn, ("year", "mapped %"))),
    }
