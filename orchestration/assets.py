"""The assets, in the order in which data goes: archive, document, figure, issue, dbt models, release.

An asset calls the room that does the work and says in its metadata what was done; it has no logic of its own.
"""

from collections.abc import Iterator
from pathlib import Path

import dagster as dg
from pydantic import Field

from orchestration import stages
from orchestration.jobs import POOL
from orchestration.partitions import report_years
from orchestration.receiving import archived_files, receive
from orchestration.reference import REFERENCE_TABLES, write_reference_tables
from orchestration.resources import Workplace
from orchestration.settings import Settings
from orchestration.verdicts import check_across_years, check_years


class Source(dg.Config):
    """Where the reports of a run come from."""

    folder: str = Field(default="", description="A folder of reports on this machine; empty means the inbox.")


def assets(settings: Settings) -> list[dg.AssetsDefinition]:
    """All assets before dbt; those of figures and issues are partitioned by report year."""
    years = report_years(settings)
    # One run for all years: a run a year costs 0.4 s each in process, and 4 s by the daemon.
    single_run = dg.BackfillPolicy.single_run()

    @dg.asset(group_name="extract", kinds={"file"}, pool=POOL)
    def archive(config: Source, workplace: dg.ResourceParam[Workplace]) -> dg.MaterializeResult[None]:
        """Documents as received, named by the sha256 of their bytes; nothing is changed or overwritten."""
        received = receive(
            workplace.settings, Path(config.folder) if config.folder else workplace.settings.inbox, workplace.progress
        )
        return dg.MaterializeResult(metadata=received.metadata())

    @dg.multi_asset(
        pool=POOL,
        specs=[dg.AssetSpec(name, group_name="reference", kinds={"parquet"}) for name in REFERENCE_TABLES],
    )
    def reference(workplace: dg.ResourceParam[Workplace]) -> Iterator[dg.MaterializeResult[None]]:
        """The division table, the catalogue and its families as rooms."""
        for table, rows in write_reference_tables(workplace.settings).items():
            yield dg.MaterializeResult(asset_key=table, metadata={"rows": rows})

    @dg.asset(deps=[archive], group_name="extract", kinds={"parquet"}, pool=POOL)
    def document(workplace: dg.ResourceParam[Workplace]) -> dg.MaterializeResult[None]:
        """Canonical text of each document, and whose report it is, for which year."""
        done = stages.read_documents(workplace.settings, archived_files(workplace.settings), workplace.progress)
        return dg.MaterializeResult(
            metadata={"documents": done.documents, "read now": done.worked_on, "in quarantine": done.quarantined}
        )

    @dg.multi_asset(
        pool=POOL,
        specs=[
            dg.AssetSpec(table, deps=[document], group_name="extract", kinds={"parquet"})
            for table in ("report", "figure", "number")
        ],
        can_subset=False,
        partitions_def=years,
        backfill_policy=single_run,
    )
    def figures(
        context: dg.AssetExecutionContext,
        workplace: dg.ResourceParam[Workplace],
    ) -> Iterator[dg.MaterializeResult[None]]:
        """Every figure and every other number of every report."""
        done = stages.extract_figures(workplace.settings, _years(context), workplace.progress)
        counts = {
            "report": sum(year.reports for year in done.years),
            "figure": sum(year.figures for year in done.years),
            "number": sum(year.numbers for year in done.years),
        }
        for table, rows in counts.items():
            yield dg.MaterializeResult(
                asset_key=table, metadata={"rows": rows, "reports extracted now": done.worked_on}
            )

    @dg.asset(
        pool=POOL,
        deps=["report", "figure", "indicator"],
        group_name="contracts",
        kinds={"parquet"},
        partitions_def=years,
        backfill_policy=single_run,
    )
    def issue_within_report(
        context: dg.AssetExecutionContext, workplace: dg.ResourceParam[Workplace]
    ) -> dg.MaterializeResult[None]:
        """What a report contradicts within itself: sums, parts, rates."""
        return dg.MaterializeResult(metadata={"issues": check_years(workplace.settings, _years(context))})

    @dg.multi_asset(
        pool=POOL,
        specs=[
            dg.AssetSpec("issue", deps=[issue_within_report], group_name="contracts", kinds={"parquet"}),
            dg.AssetSpec("quarantine", deps=[issue_within_report], group_name="contracts", kinds={"parquet"}),
        ],
    )
    def across_years(workplace: dg.ResourceParam[Workplace]) -> Iterator[dg.MaterializeResult[None]]:
        """What reports contradict across years and counties, and everything that is kept out."""
        issues = check_across_years(workplace.settings)
        yield dg.MaterializeResult(asset_key="issue", metadata={"rows": issues})
        kept_out = stages.put_together_quarantine(workplace.settings)
        yield dg.MaterializeResult(asset_key="quarantine", metadata={"rows": kept_out.height})

    return [archive, reference, document, figures, issue_within_report, across_years]


def _years(context: dg.AssetExecutionContext) -> list[int]:
    return [int(key) for key in context.partition_keys]
