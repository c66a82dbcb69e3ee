"""All definitions, put together by one function; `dagster dev -m orchestration.definitions` finds them here."""

from __future__ import annotations

import warnings

import dagster as dg

from orchestration.assets import assets
from orchestration.checks import checks
from orchestration.dbt_assets import dbt_models
from orchestration.jobs import build_warehouse
from orchestration.progress import Progress, Silent
from orchestration.release_asset import release_of
from orchestration.resources import resources
from orchestration.schedules import weekly
from orchestration.sensors import inbox_sensor
from orchestration.settings import Settings
from orchestration.writer import Turn


def build_definitions(settings: Settings, progress: Progress | None = None, turn: Turn | None = None) -> dg.Definitions:
    """The assets, checks, job, schedule and sensor of one data folder; `turn` where the caller is its sole writer.

    Raises:
        warehouse.build.BuildError: if dbt cannot understand its project.
    """
    # What is in beta is pinned by the lock file and covered by the pipeline tests.
    warnings.filterwarnings("ignore", category=dg.BetaWarning)
    everything = [*assets(settings), dbt_models(settings)]
    job = build_warehouse()
    return dg.Definitions(
        assets=[*everything, release_of(everything)],
        asset_checks=checks(),
        jobs=[job],
        schedules=[weekly(settings, job)],
        sensors=[inbox_sensor(settings, job)],
        resources=resources(settings, progress or Silent(), turn),
    )


@dg.definitions
def defs() -> dg.Definitions:
    """The definitions for the data folder that the environment names."""
    return build_definitions(Settings.from_environment())
