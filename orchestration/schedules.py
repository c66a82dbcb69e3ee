"""When the job runs by itself: every Monday morning, with whatever has been fetched or put into the inbox."""

from __future__ import annotations

import dagster as dg

from orchestration.partitions import every_year
from orchestration.settings import Settings


def weekly(settings: Settings, job: dg.UnresolvedAssetJobDefinition) -> dg.ScheduleDefinition:
    """Mondays at six in the morning in China, off until somebody turns it on.

    Reports must be public before 1 April; a week is soon enough for what comes once a year.
    """
    return dg.ScheduleDefinition(
        name="weekly_build",
        job=job,
        cron_schedule="0 6 * * 1",
        execution_timezone="Asia/Shanghai",
        tags=every_year(settings),
        description="Builds and publishes on Monday mornings from the archive and the inbox.",
    )
