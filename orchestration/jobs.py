"""The one job: from a folder of reports to a published release."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dagster as dg

from orchestration.run_log import append, history, record

if TYPE_CHECKING:  # dagster gives the type of what `define_asset_job` returns no public name
    from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition as AssetJob

    from orchestration.resources import Workplace

JOB = "build_warehouse"
# The pool that every asset is in; its limit is one run (`orchestration.instance`).
POOL = "data_folder"


def note_failure() -> dg.HookDefinition:
    """Writes a run that failed into the log of runs, once, with what stopped it."""

    @dg.failure_hook(required_resource_keys={"workplace"})
    def failure_into_the_log_of_runs(context: dg.HookContext) -> None:
        workplace: Workplace = context.resources.workplace
        said = history(workplace.settings)
        if any(row["run_id"] == context.run_id for row in said):
            return
        run = context.instance.get_run_by_id(context.run_id)
        append(
            workplace.settings,
            record(
                workplace.settings,
                context.run_id,
                workplace.tally,
                "failed",
                run.tags if run else {},
                release_id=None,
                message=f"{context.op.name}: {context.op_exception}",
            ),
        )

    return failure_into_the_log_of_runs


def build_warehouse() -> AssetJob:
    """Every asset, one after the other in one process; what is parallel is inside the assets.

    A process a step costs about 4 s each; in one process a step costs 0.05 s.
    """
    return dg.define_asset_job(
        JOB,
        selection=dg.AssetSelection.all(),
        executor_def=dg.in_process_executor,
        hooks={note_failure()},
        description="Receive, read, extract, check, build and publish. Give it a folder, or it takes the inbox.",
    )
