"""The one way in which assets are partitioned: by the year that a report is about."""

from __future__ import annotations

import dagster as dg

from orchestration.settings import Settings


def report_years(settings: Settings) -> dg.StaticPartitionsDefinition:
    """One partition a report year, from the first year of the settings to the last."""
    return dg.StaticPartitionsDefinition([str(year) for year in settings.report_years])


def every_year(settings: Settings) -> dict[str, str]:
    """Run tags that make a single run cover every partition."""
    years = settings.report_years
    return {"dagster/asset_partition_range_start": str(years[0]), "dagster/asset_partition_range_end": str(years[-1])}
