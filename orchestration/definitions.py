"""All definitions, put together by one function; `dagster dev -m orchestration.definitions` finds them here."""

from __future__ import annotations

import warnings

import dagster as dg

from orchestration.archive_asset import archive_asset
from orchestration.assets import assets
from orchestration.checks import checks
from orchestration.jobs import build_warehouse
from orchestration.news import Look
from orchestration.progress import Progress, Silent
from orchestration.release_asset import release_of
from orchestration.release_checks import release_checks
from orchestration.resources import resources
from orchestration.schedules import in_season
from orchestration.sensors import sensors
from orchestration.settings import Settings
from orchestration.writer import Turn


def build_definitions(
    settings: Settings, progress: Progress | None = None, turn: Turn | None = None, look: Look | None = None
) -> dg.Definitions:
    """The assets, checks, job, schedule and sensor of one data folder; `turn` where the caller is its sole writer.

    Raises:
        warehouse.build.BuildError: if dbt cannot understand its project.
    """
    # dbt takes longer to load than all else; a run that finds nothing new goes without it (`definitions_of_a_look`).
    from orchestration.dbt_assets import dbt_models

    _silence_betas()
    everything = [*assets(settings), dbt_models(settings)]
    job = build_warehouse()
    return dg.Definitions(
        assets=[*everything, release_of(everything)],
        asset_checks=[*checks(), *release_checks()],
        jobs=[job],
        schedules=[in_season(settings, job)],
        sensors=sensors(settings, job),
        resources=resources(settings, progress or Silent(), turn, look),
    )


def definitions_of_a_look(settings: Settings, look: Look, progress: Progress, turn: Turn) -> dg.Definitions:
    """The same job as far as a run goes that finds nothing new: its first asset."""
    _silence_betas()
    return dg.Definitions(
        assets=[archive_asset()], jobs=[build_warehouse()], resources=resources(settings, progress, turn, look)
    )


def _silence_betas() -> None:
    # What is in beta is pinned by the lock file and covered by the pipeline tests.
    warnings.filterwarnings("ignore", category=dg.BetaWarning)


@dg.definitions
def defs() -> dg.Definitions:
    """The definitions for the data folder that the environment names."""
    return build_definitions(Settings.from_environment())
