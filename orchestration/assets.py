"""The assets of the rooms before dbt, in the order in which data goes: document, figure, issue.

An asset calls the room that does the work and says in its metadata what was done; it has no logic of its own.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import dagster as dg

from orchestration import stages
from orchestration.archive_asset import archive_asset
from orchestration.asset_specs import OWNERS, room_spec
from orchestration.code_version import extraction_version, reading_version
from orchestration.jobs import POOL
from orchestration.partitions import report_years
from orchestration.passing_faults import tried_again
from orchestration.receiving import archived_files
from orchestration.reference import REFERENCE_TABLES, write_reference_tables
from orchestration.resources import Workplace
from orchestration.room_metadata import room_metadata
from orchestration.settings import Settings
from orchestration.verdicts import check_across_years, check_years


def assets(settings: Settings) -> list[dg.AssetsDefinition]:
    """All assets before dbt; those of figures and issues are partitioned by report year."""
    archive, document = archive_asset(), _document()
    return [archive, _reference(), document, _figures(settings), _issue_within_report(settings), _across_years()]


def _reference() -> dg.AssetsDefinition:
    @dg.multi_asset(pool=POOL, specs=[room_spec(table, "reference") for table in REFERENCE_TABLES])
    def reference(
        context: dg.AssetExecutionContext, workplace: dg.ResourceParam[Workplace]
    ) -> Iterator[dg.MaterializeResult[None]]:
        """The division table, the catalogue and its families as rooms."""
        with tried_again(context, workplace.settings.retries):
            written = write_reference_tables(workplace.settings)
        for table, rows in written.items():
            yield dg.MaterializeResult(asset_key=table, metadata={"dagster/row_count": rows})

    return reference


def _document() -> dg.AssetsDefinition:
    spec = room_spec("document", "extract", deps=["archive"], code_version=reading_version())

    @dg.multi_asset(pool=POOL, specs=[spec])
    def document(
        context: dg.AssetExecutionContext, workplace: dg.ResourceParam[Workplace]
    ) -> Iterator[dg.MaterializeResult[None]]:
        """Canonical text of each document, and whose report it is, for which year."""
        settings = workplace.settings
        with tried_again(context, settings.retries):
            done = stages.read_documents(settings, archived_files(settings), workplace.progress)
        workplace.tally.documents, workplace.tally.read = done.documents, done.worked_on
        said = {"read now": done.worked_on, "in quarantine": done.quarantined}
        yield dg.MaterializeResult(asset_key="document", metadata={**said, **room_metadata(settings, "document")})

    return document


def _figures(settings: Settings) -> dg.AssetsDefinition:
    tables = ("report", "figure", "number")

    @dg.multi_asset(
        pool=POOL,
        specs=[room_spec(table, "extract", deps=["document"], code_version=extraction_version()) for table in tables],
        can_subset=False,
        partitions_def=report_years(settings),
        backfill_policy=_single_run(),
    )
    def figures(
        context: dg.AssetExecutionContext, workplace: dg.ResourceParam[Workplace]
    ) -> Iterator[dg.MaterializeResult[None]]:
        """Every figure and every other number of every report."""
        with tried_again(context, workplace.settings.retries):
            done = stages.extract_figures(workplace.settings, _years(context), workplace.progress)
        workplace.tally.extracted, workplace.tally.years = done.worked_on, done.written
        said: dict[str, Any] = {
            "reports extracted now": done.worked_on,
            **_years_done(done.written, done.unchanged),
        }
        for table in tables:
            yield dg.MaterializeResult(asset_key=table, metadata={**said, **room_metadata(workplace.settings, table)})

    return figures


def _issue_within_report(settings: Settings) -> dg.AssetsDefinition:
    @dg.asset(
        deps=["report", "figure", "indicator"],
        group_name="contracts",
        kinds={"parquet", "polars"},
        owners=list(OWNERS),
        pool=POOL,
        partitions_def=report_years(settings),
        backfill_policy=_single_run(),
    )
    def issue_within_report(
        context: dg.AssetExecutionContext, workplace: dg.ResourceParam[Workplace]
    ) -> dg.MaterializeResult[None]:
        """What a report contradicts within itself: sums, parts, rates."""
        with tried_again(context, workplace.settings.retries):
            done = check_years(workplace.settings, _years(context))
        return dg.MaterializeResult(metadata={"issues": done.issues, **_years_done(done.checked, done.unchanged)})

    return issue_within_report


def _across_years() -> dg.AssetsDefinition:
    tables = ("issue", "rule_check", "quarantine")

    @dg.multi_asset(pool=POOL, specs=[room_spec(table, "contracts", deps=["issue_within_report"]) for table in tables])
    def across_years(
        context: dg.AssetExecutionContext, workplace: dg.ResourceParam[Workplace]
    ) -> Iterator[dg.MaterializeResult[None]]:
        """What reports contradict across years and counties, and everything that is kept out."""
        settings = workplace.settings
        with tried_again(context, settings.retries):
            check_across_years(settings)
            stages.put_together_quarantine(settings)
        for table in tables:
            yield dg.MaterializeResult(asset_key=table, metadata=room_metadata(settings, table))

    return across_years


def _single_run() -> dg.BackfillPolicy:
    """One run for all years: a run a year costs 0.4 s each in process, and 4 s by the daemon."""
    return dg.BackfillPolicy.single_run()


def _years(context: dg.AssetExecutionContext) -> list[int]:
    return [int(key) for key in context.partition_keys]


def _years_done(done: Iterable[int], unchanged: Iterable[int]) -> dict[str, str]:
    """Which years were computed and which stay as they are, for the metadata."""
    said = {"years computed": done, "years unchanged": unchanged}
    return {what: ", ".join(map(str, years)) or "none" for what, years in said.items()}
