"""The dbt models as assets and the dbt tests as asset checks; the warehouse room runs dbt, once, in this process.

dagster-dbt makes the definitions from dbt's manifest. Its own way of running dbt, a process that reports line by line,
costs more than the build of a small warehouse; here the events are made from dbt's `run_results.json` instead.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, dbt_assets

from extract import samples
from orchestration.asset_specs import OWNERS
from orchestration.jobs import POOL
from orchestration.passing_faults import may_pass, tried_again
from orchestration.receiving import made_of_samples
from orchestration.resources import Workplace
from orchestration.settings import Settings
from warehouse.build import BuildError, build, built_rows, parse
from warehouse.changes import begun
from warehouse.failing_rows import failing_rows
from warehouse.manifest import Release

UNIQUE_ID = "dagster_dbt/unique_id"

Events = Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]


class RoomTranslator(DagsterDbtTranslator):
    """A dbt source is the room of the same name; a model is named as its table."""

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        """The table's name alone: table names are unique in the house."""
        return dg.AssetKey([dbt_resource_props["name"]])

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        """The layer: staging, core, marts."""
        layer: str | None = next(iter(dbt_resource_props.get("fqn", [])[1:2]), None)
        return layer if dbt_resource_props["resource_type"] != "source" else None

    def get_owners(self, dbt_resource_props: Mapping[str, Any]) -> Sequence[str]:
        """Those of every asset."""
        return OWNERS


def dbt_models(settings: Settings) -> dg.AssetsDefinition:
    """One asset a dbt model and one check a dbt test; together they are one step."""

    @dbt_assets(
        manifest=parse(settings),
        name="dbt_models",
        pool=POOL,
        dagster_dbt_translator=RoomTranslator(),
    )
    def models(context: dg.AssetExecutionContext, workplace: dg.ResourceParam[Workplace]) -> Events:
        settings = workplace.settings
        with tried_again(context, settings.retries):
            failure = _built(settings, workplace.tally.basis)
        if failure is None:
            context.log.info(_began(settings))
        yield from events_of(settings, context.assets_def)
        if failure is not None:
            raise dg.Failure(str(failure), allow_retries=False) from failure

    return models


def _began(settings: Settings) -> str:
    """One sentence for the log."""
    goes_on = begun(settings)
    if goes_on is None:
        return "Everything was computed."
    return f"Went on from release {goes_on.release_id}: {len(goes_on.counties)} codes of counties were computed anew."


def _built(settings: Settings, basis: Release | None) -> BuildError | None:
    """Build; gives back why the build did not pass, and raises what may pass by itself."""
    # What an earlier run of dbt said must not be taken for what this one says, should it stop before it says it.
    (settings.build / "dbt" / "run_results.json").unlink(missing_ok=True)
    try:
        build(settings, denominators=denominators(settings), basis=basis)
    except BuildError as error:
        if may_pass(error):
            raise
        return error
    return None


def denominators(settings: Settings) -> Path | None:
    """The user's population file, where there is one; the samples bring their own."""
    if settings.population.exists():
        return settings.population
    return samples.population() if made_of_samples(settings) else None


def events_of(settings: Settings, assets: dg.AssetsDefinition) -> Events:
    """What the last run of dbt did, as Dagster's events: models that were built, tests that passed or did not."""
    results = settings.build / "dbt" / "run_results.json"
    if not results.exists():
        return
    rows = built_rows(settings)
    specs = {spec.metadata.get(UNIQUE_ID): spec for spec in assets.specs}
    checks = {(spec.metadata or {}).get(UNIQUE_ID): spec for spec in assets.check_specs}
    # In the order in which dbt ran them, which is one in which nothing comes before what it is made of.
    for result in json.loads(results.read_text(encoding="utf-8"))["results"]:
        spec, check = specs.get(result["unique_id"]), checks.get(result["unique_id"])
        if spec is not None and result["status"] == "success":
            yield dg.MaterializeResult(
                asset_key=spec.key, metadata={"seconds": result["execution_time"], **_rows_of(rows, spec)}
            )
        elif check is not None and result["status"] != "skipped":
            yield _check(settings, check, result)


def _rows_of(rows: Mapping[str, int], spec: dg.AssetSpec) -> dict[str, Any]:
    count = rows.get(spec.key.to_user_string())
    return {} if count is None else {"dagster/row_count": count}


def _check(settings: Settings, spec: dg.AssetCheckSpec, result: Mapping[str, Any]) -> dg.AssetCheckResult:
    failing = failing_rows(settings, result["compiled_code"]) if result.get("failures") else []
    records = [dg.TableRecord({name: "" if v is None else str(v)[:200] for name, v in row.items()}) for row in failing]
    return dg.AssetCheckResult(
        asset_key=spec.asset_key,
        check_name=spec.name,
        passed=result["status"] == "pass",
        severity=dg.AssetCheckSeverity.WARN if result["status"] == "warn" else dg.AssetCheckSeverity.ERROR,
        metadata={
            "seconds": result["execution_time"],
            "failing rows": result.get("failures") or 0,
            "message": result.get("message") or "",
            **({"failing rows (at most 20)": dg.MetadataValue.table(records)} if records else {}),
        },
    )
