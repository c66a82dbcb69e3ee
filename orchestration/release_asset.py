"""The last assets: the finished build, published as the current release, and the log of runs that it carries."""

from collections.abc import Iterable, Iterator

import dagster as dg

from contracts import registry
from orchestration.asset_specs import OWNERS, column_schema
from orchestration.code_version import extraction_version
from orchestration.jobs import POOL
from orchestration.passing_faults import tried_again
from orchestration.resources import Workplace
from orchestration.run_log import append, history, record, summary
from warehouse.imprint import RELEASE_TABLE, RUNS_TABLE
from warehouse.release import publish


def release_of(everything: Iterable[dg.AssetsDefinition]) -> dg.AssetsDefinition:
    """Publishes when all assets were made and no check that blocks has failed; until then readers see the last release.

    It depends on every asset, not on the models alone: a check of a room that dbt does not read blocks too.
    """
    made_before = sorted(key for assets in everything for key in assets.keys)

    @dg.multi_asset(specs=[_spec(table, made_before) for table in (RELEASE_TABLE, RUNS_TABLE)], pool=POOL)
    def release(
        context: dg.AssetExecutionContext, workplace: dg.ResourceParam[Workplace]
    ) -> Iterator[dg.MaterializeResult[None]]:
        """The file that everybody reads: `current/xianjian.duckdb`."""
        settings = workplace.settings
        row = record(settings, context.run.run_id, workplace.tally, "published", context.run.tags)
        earlier = [run for run in history(settings) if run["run_id"] != context.run.run_id]
        with tried_again(context, settings.retries):
            made = publish(
                settings,
                code_version=extraction_version(),
                inputs=workplace.tally.inputs,
                runs=[*earlier, row],
                keep=settings.releases_kept,
            )
        append(settings, {**row, "release_id": made.release_id})
        context.log.info(summary(row))
        yield dg.MaterializeResult(
            asset_key=RELEASE_TABLE,
            metadata={
                "release": made.release_id,
                "content hash": made.content_hash,
                "file": dg.MetadataValue.path(settings.database),
                "run": summary(row),
                **{f"rows in {name}": table.rows for name, table in made.tables.items()},
            },
        )
        yield dg.MaterializeResult(asset_key=RUNS_TABLE, metadata={"dagster/row_count": len(earlier) + 1})

    return release


def _spec(table: str, deps: Iterable[dg.AssetKey]) -> dg.AssetSpec:
    return dg.AssetSpec(
        table,
        deps=list(deps),
        group_name="release",
        kinds={"duckdb"},
        owners=list(OWNERS),
        description=registry.table(table).description,
        metadata={"dagster/column_schema": column_schema(table)},
    )
