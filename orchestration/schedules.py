"""When the job runs by itself: every day while reports come out, every week otherwise; off until it is turned on."""

from typing import TYPE_CHECKING

import dagster as dg

from orchestration.partitions import every_year
from orchestration.settings import Settings

if TYPE_CHECKING:
    from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition as AssetJob

FETCHING = {"ops": {"archive": {"config": {"fetch": True}}}}


def in_season(settings: Settings, job: "AssetJob") -> dg.ScheduleDefinition:
    """Every day from January to April, else on Mondays, at six in the morning in China, unless the settings say else.

    Reports must be public before 1 April; for what comes out in the rest of the year a week is soon enough.
    """
    schedule = settings.schedule

    @dg.schedule(
        name="in_season",
        job=job,
        cron_schedule=[schedule.season, schedule.otherwise],
        execution_timezone=schedule.timezone,
        default_status=dg.DefaultScheduleStatus.RUNNING if schedule.on else dg.DefaultScheduleStatus.STOPPED,
        description="Fetches what the registry names, builds and publishes: daily from January to April, else weekly.",
    )
    def in_season() -> dg.RunRequest:
        return dg.RunRequest(tags=every_year(settings), run_config=FETCHING if schedule.fetch else {})

    return in_season
