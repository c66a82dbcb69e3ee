"""The last asset: the finished build, published as the current release."""

from collections.abc import Iterable

import dagster as dg

from orchestration.asset_specs import OWNERS, column_schema
from orchestration.code_version import extraction_version
from orchestration.jobs import POOL
from orchestration.resources import Workplace
from warehouse.release import publish


def release_of(everything: Iterable[dg.AssetsDefinition]) -> dg.AssetsDefinition:
    """Publishes when all assets were made and no check that blocks has failed; until then readers see the last release.

    It depends on every asset, not on the models alone: a check of a room that dbt does not read blocks too.
    """

    @dg.asset(
        deps=sorted(key for assets in everything for key in assets.keys),
        group_name="release",
        kinds={"duckdb"},
        owners=list(OWNERS),
        pool=POOL,
        metadata={"dagster/column_schema": column_schema("release")},
    )
    def release(workplace: dg.ResourceParam[Workplace]) -> dg.MaterializeResult[None]:
        """The file that everybody reads: `current/xianjian.duckdb`."""
        settings = workplace.settings
        made = publish(
            settings,
            code_version=extraction_version(),
            inputs=workplace.tally.inputs,
            keep=settings.releases_kept,
        )
        rows = {f"rows in {name}": table.rows for name, table in made.tables.items()}
        return dg.MaterializeResult(
            metadata={
                "release": made.release_id,
                "content hash": made.content_hash,
                "file": dg.MetadataValue.path(settings.database),
                **rows,
            }
        )

    return release
