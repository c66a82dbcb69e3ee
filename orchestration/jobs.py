"""The one job: from a folder of reports to a published release."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dagster as dg

if TYPE_CHECKING:  # dagster gives the type of what `define_asset_job` returns no public name
    from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition as AssetJob

JOB = "build_warehouse"
# The pool that every asset is in; its limit is one run (`orchestration.instance`).
POOL = "data_folder"


def build_warehouse() -> AssetJob:
    """Every asset, one after the other in one process; what is parallel is inside the assets.

    A process a step costs about 4 s each; in one process a step costs 0.05 s.
    """
    return dg.define_asset_job(
        JOB,
        selection=dg.AssetSelection.all(),
        executor_def=dg.in_process_executor,
        description="Receive, read, extract, check, build and publish. Give it a folder, or it takes the inbox.",
    )
