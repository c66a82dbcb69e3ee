"""The one way in which assets are partitioned: by the year that a report is about."""

from __future__ import annotations

from datetime import UTC, datetime

import dagster as dg

from orchestration.settings import Settings

RANGE_START, RANGE_END = "dagster/asset_partition_range_start", "dagster/asset_partition_range_end"


def report_years(settings: Settings) -> dg.TimeWindowPartitionsDefinition:
    """One partition a report year, from the first year of the settings to the present one.

    A new year is there on the first of January by itself, in a daemon too that has been running since the year before.
    """
    return dg.TimeWindowPartitionsDefinition(
        start=str(settings.first_year), fmt="%Y", cron_schedule="0 0 1 1 *", timezone="UTC", end_offset=1
    )


def every_year(settings: Settings, now: datetime | None = None) -> dict[str, str]:
    """Run tags that make a single run cover every partition there is."""
    last = (now or datetime.now(UTC)).year
    return {RANGE_START: str(settings.first_year), RANGE_END: str(last)}
