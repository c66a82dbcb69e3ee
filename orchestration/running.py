"""Running the job from the command line: one process, on the Dagster instance of the data folder."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dagster as dg

from orchestration.definitions import build_definitions
from orchestration.instance import close_cut_short, open_instance
from orchestration.jobs import JOB
from orchestration.partitions import every_year
from orchestration.progress import Progress
from orchestration.settings import Settings
from orchestration.writer import Turn, sole_writer


@dataclass(frozen=True)
class RunOutcome:
    """How a run ended: whether it published, Dagster's id of it, and if it failed, where and why."""

    published: bool
    run_id: str
    failures: tuple[str, ...] = ()


def run_build(settings: Settings, folder: Path, progress: Progress, turn: Turn | None = None) -> RunOutcome:
    """Run `build_warehouse` over all years with the reports of a folder, as the sole writer of the data folder.

    Raises:
        orchestration.writer.DataFolderError: if another run is at work there for longer than `wait_minutes`.
    """
    if turn is None:
        with sole_writer(settings.data, patience=60 * settings.wait_minutes) as own:
            return run_build(settings, folder, progress, own)
    definitions = build_definitions(settings, progress, turn)
    job = definitions.resolve_job_def(JOB)
    config = {
        "ops": {"archive": {"config": {"folder": str(folder)}}},
        "loggers": {"console": {"config": {"log_level": "CRITICAL"}}},
    }
    logging.getLogger("dagster").setLevel(logging.CRITICAL)
    with open_instance(settings) as instance:
        close_cut_short(instance, turn)
        result = job.execute_in_process(
            run_config=config,
            instance=instance,
            tags=every_year(settings),
            raise_on_error=False,
            run_id=turn.run_id,
        )
    return RunOutcome(result.success, result.run_id, tuple(_failures(result)))


def _failures(result: dg.ExecuteInProcessResult) -> list[str]:
    found = []
    for event in result.all_events:
        if event.is_step_failure:
            found.append(f"{event.step_key}: {_innermost(event.step_failure_data.error)}")
        elif event.event_type is dg.DagsterEventType.ASSET_CHECK_EVALUATION:
            check = event.asset_check_evaluation_data
            if not check.passed and check.blocking:
                found.append(f"check {check.check_name} of {check.asset_key.to_user_string()}: {check.description}")
    return found


def _innermost(error: Any) -> str:
    while error is not None and error.cause is not None:
        error = error.cause
    return str(error.message).strip() if error is not None else "unknown"
