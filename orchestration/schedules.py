"""When the job runs by itself: every Monday morning, with whatever has been fetched or put into the inbox."""

from typing import TYPE_CHECKING

import dagster as dg

from orchestration.partitions import every_year
from orchestration.settings import Settings

if TYPE_CHECKING:
    from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition as AssetJob


def weekly(settings: Settings, job: "AssetJob") -> dg.ScheduleDefinition:
    """Mondays at six in the morning in China, off until somebody turns it on.

    Reports must be public before 1 April; a week is soon enough for what comes once a year.
    """

    @dg.schedule(
        name="weekly_build",
        job=job,
        cron_schedule="0 6 * * 1",
        execution_timezone="Asia/Shanghai",
        description="Builds and publishes on Monday mornings from the archive and the inbox.",
    )
    def weekly_build() -> dg.RunRequest:
        return dg.RunRequest(tags=every_year(settings))

    return weekly_build
