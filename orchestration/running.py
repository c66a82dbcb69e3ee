"""Running the job from the command line: one process, on the Dagster instance of the data folder."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dagster as dg
from sqlalchemy.exc import SQLAlchemyError

from orchestration.alerts import failure_of, send
from orchestration.definitions import build_definitions, definitions_of_a_look
from orchestration.instance import close_cut_short, open_instance
from orchestration.jobs import JOB
from orchestration.mending import put_right
from orchestration.news import Look, look
from orchestration.partitions import every_year
from orchestration.progress import Progress
from orchestration.run_log import STARTED_BY
from orchestration.settings import Settings
from orchestration.writer import DataFolderError, Turn, sole_writer

POSTGRES = "dagster_postgres"


@dataclass(frozen=True)
class RunOutcome:
    """How a run ended: whether what is published is up to date, Dagster's id of it, and if it failed, where and why.

    `nothing_new` says in words that there was nothing to do; None where there was. `mended` says what was put right
    before it.
    """

    published: bool
    run_id: str
    failures: tuple[str, ...] = ()
    nothing_new: str | None = None
    mended: tuple[str, ...] = ()


def run_build(
    settings: Settings, folder: Path, progress: Progress, turn: Turn | None = None, *, rebuild: bool = False
) -> RunOutcome:
    """Run `build_warehouse` over all years with the reports of a folder, as the sole writer of the data folder.

    With `rebuild` every year is computed again, whatever is new.

    Raises:
        orchestration.writer.DataFolderError: if another run is at work there for longer than `wait_minutes`, or
            Dagster's storage cannot be written to.
    """
    if turn is None:
        with sole_writer(settings.data, patience=60 * settings.wait_minutes) as own:
            return run_build(settings, folder, progress, own, rebuild=rebuild)
    logging.getLogger("dagster").setLevel(logging.CRITICAL)
    mended = put_right(settings)
    found = None if rebuild else _look(settings, folder, progress)
    nothing_new = found.news.summary() if found is not None and not found.news else None
    if found is not None and nothing_new:
        definitions, years = definitions_of_a_look(settings, found, progress, turn), {}
    else:
        definitions, years = build_definitions(settings, progress, turn, found), every_year(settings)
    config = {
        "ops": {"archive": {"config": {"folder": str(folder), "rebuild": rebuild}}},
        "loggers": {"console": {"config": {"log_level": "CRITICAL"}}},
    }
    tags = {**years, STARTED_BY: "command"}
    job = definitions.resolve_job_def(JOB)
    with _plain_storage_faults(settings), open_instance(settings) as instance:
        close_cut_short(instance, turn)
        result = job.execute_in_process(
            run_config=config, instance=instance, tags=tags, raise_on_error=False, run_id=turn.run_id
        )
    failures = tuple(_failures(result))
    if not result.success:
        send(settings.alerts, failure_of(str(settings.data), result.run_id, "\n".join(failures)))
    return RunOutcome(result.success, result.run_id, failures, nothing_new, tuple(mended))


@contextmanager
def _plain_storage_faults(settings: Settings) -> Iterator[None]:
    """Say in one line what Dagster's storage cannot do: a full disk, a closed folder, a database that is away."""
    try:
        yield
    except Exception as error:
        # dagster-postgres has an exception of its own, for which it is not imported where it is not used.
        if not isinstance(error, SQLAlchemyError | sqlite3.Error) and not type(error).__module__.startswith(POSTGRES):
            raise
        where = "the database that event_log names" if settings.event_log else settings.dagster_home
        said = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise DataFolderError(f"Dagster cannot write its events to {where}: {said}. Nothing is published.") from error


def _look(settings: Settings, folder: Path, progress: Progress) -> Look | None:
    """What there is; None where looking failed, which the run itself will say in its own place."""
    try:
        return look(settings, folder, progress)
    except Exception:
        logging.getLogger(__name__).debug("looking failed before the run", exc_info=True)
        return None


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
