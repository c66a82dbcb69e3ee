"""Checks of what dbt has built, before it is published: every table's contract, and drift from the last release."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from time import perf_counter
from typing import Any

import dagster as dg
import polars as pl

from contracts import drift as bounds
from contracts import registry
from contracts.validation import ValidationOutcome, merged, validate
from orchestration.checks import result_of
from orchestration.jobs import POOL
from orchestration.receiving import archived_files
from orchestration.resources import Workplace
from orchestration.settings import Settings
from warehouse.changes import begun, computed_anew, opened
from warehouse.content import published_tables
from warehouse.drift import Drift, measure

# Tables of no more rows are validated in one go: each validation has its own cost.
AT_ONCE = 200_000
# Years of a larger one that are read and validated side by side: polars and DuckDB work outside Python's lock, and
# pandera keeps its state by thread.
YEARS_AT_A_TIME = 2
# Which asset a measure's check stands on.
ON = {
    "reports": "dim_report",
    "figures": "fct_figure",
    "mapped_share": "fct_figure",
    "observations": "fct_observation",
    "coverage": "mart_coverage",
    "issues": "mart_quality_issue",
    "counties": "dim_county",
    "indicators": "dim_indicator",
}


def release_checks() -> list[dg.AssetChecksDefinition]:
    """The checks between dbt and the release."""
    return [_contracts(), _drift()]


def _contracts() -> dg.AssetChecksDefinition:
    specs = [
        dg.AssetCheckSpec(
            f"{table}_contract", asset=table, blocking=True, description=f"The pandera model of the table `{table}`."
        )
        for table in published_tables()
    ]

    @dg.multi_asset_check(specs=specs, name="contracts_of_published_tables", pool=POOL)
    def contracts(workplace: dg.ResourceParam[Workplace]) -> Iterator[dg.AssetCheckResult]:
        goes_on = begun(workplace.settings)
        for table in published_tables():
            result = result_of(validate_built(workplace.settings, table, goes_on=goes_on is not None))
            if goes_on and registry.table(table).kept_by:
                said = f"{result.description}; the other rows held in release {goes_on.release_id}"
                result = result._replace(description=said)
            yield result._replace(asset_key=dg.AssetKey(table), check_name=f"{table}_contract")

    return contracts


def validate_built(settings: Settings, table: str, *, goes_on: bool = False) -> ValidationOutcome:
    """Validate a table of the build; a large one by year, so that no more than two years are held.

    Of a build that goes on from a release, what it computed: the other rows passed in that release.
    """
    anew = computed_anew(registry.table(table)) if goes_on else None
    names = [column.name for column in registry.columns(table)]
    rows = f"select {', '.join(names)} from {table}"  # noqa: S608 - names of the registry
    scope = anew or "true"
    with opened(settings) as connection:
        # Words as polars holds them, so that they need not be copied.
        connection.execute("set produce_arrow_string_view = true; set arrow_output_version = '1.4'")
        total = connection.execute(f"select count(*) from {table} where {scope}").fetchall()[0][0]  # noqa: S608
        if "year" not in names or total <= AT_ONCE:
            return validate(table, _frame(connection, table, f"{rows} where {scope}"))
        years = connection.execute(f"select distinct year from {table} where {scope} order by year").fetchall()  # noqa: S608
        # Rows mostly lie by year, and DuckDB leaves out what it need not read only for a plain comparison.
        wheres = ["year is null" if year is None else f"year = {year}" for (year,) in years]

        def of_year(where: str) -> ValidationOutcome:
            return validate(table, _frame(connection, table, f"{rows} where {where} and {scope}"))

        started = perf_counter()
        with ThreadPoolExecutor(YEARS_AT_A_TIME) as threads:
            outcomes = list(threads.map(of_year, wheres))
        return replace(merged(outcomes), seconds=perf_counter() - started)


def _frame(connection: Any, table: str, sql: str) -> pl.DataFrame:
    with connection.cursor() as cursor:
        frame: pl.DataFrame = cursor.execute(sql).pl()
    return frame.cast(dict(registry.polars_schema(table)))  # type: ignore[arg-type]


def _drift() -> dg.AssetChecksDefinition:
    specs = [
        dg.AssetCheckSpec(f"drift_of_{name}", asset=asset, blocking=True, description="Drift from the last release.")
        for name, asset in ON.items()
    ]

    @dg.multi_asset_check(specs=specs, name="drift_from_the_last_release", pool=POOL)
    def drift(workplace: dg.ResourceParam[Workplace]) -> Iterator[dg.AssetCheckResult]:
        settings = workplace.settings
        held = bounds.load(settings.drift)
        measured = {
            found.measure: found for found in measure(settings, [f.document_id for f in archived_files(settings)])
        }
        for name, asset in ON.items():
            yield drift_result(held[name], measured.get(name), asset)

    return drift


def drift_result(bound: bounds.Bound, found: Drift | None, asset: str) -> dg.AssetCheckResult:
    """What the check of a measure says: below its least bound it blocks, above its largest it warns."""
    judgement = bound.judge(found.then, found.now) if found else "fits"
    said = (
        f"{bound.what}: {found.then:,.10g} in the last release, {found.now:,.10g} now"
        if found
        else "There is no earlier release to compare with."
    )
    if judgement != "fits":
        said += f"; {judgement} (from {bound.min:g} to {bound.max:g}; see contracts/drift.yml for how to move a bound)"
    metadata: dict[str, Any] = {"min": bound.min, "max": bound.max, "slack": bound.slack, "why": bound.why}
    if found:
        metadata |= {"then": found.then, "now": found.now}
    return dg.AssetCheckResult(
        asset_key=dg.AssetKey(asset),
        check_name=f"drift_of_{bound.measure}",
        passed=judgement == "fits",
        severity=dg.AssetCheckSeverity.ERROR if judgement == "blocks" else dg.AssetCheckSeverity.WARN,
        description=said,
        metadata=metadata,
    )
