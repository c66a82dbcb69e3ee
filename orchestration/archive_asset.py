"""The first asset: receiving reports, and seeing whether anything is new. Where nothing is, the run ends here."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg
from pydantic import Field

from contracts import registry
from orchestration.asset_specs import OWNERS
from orchestration.charts import markdown_table
from orchestration.fetching import fetch_registry
from orchestration.finished_years import forget_everything
from orchestration.jobs import POOL
from orchestration.news import Look, look
from orchestration.passing_faults import tried_again
from orchestration.resources import Workplace
from orchestration.run_log import append, record, summary
from orchestration.settings import Settings

# Rooms that are no assets of their own.
NO_ASSETS = frozenset({"correction", "population"})


class Source(dg.Config):
    """Where the reports of a run come from, and how much of them is worked on."""

    folder: str = Field(default="", description="A folder of reports on this machine; empty means the inbox.")
    fetch: bool = Field(default=False, description="First download what registry.csv in the data folder names.")
    rebuild: bool = Field(default=False, description="Read, extract and check every year again, whatever is new.")


def archive_asset() -> dg.AssetsDefinition:
    """The asset in which every run begins, and in which one that finds nothing new ends."""

    @dg.asset(group_name="extract", kinds={"file"}, owners=list(OWNERS), pool=POOL, output_required=False)
    def archive(
        context: dg.AssetExecutionContext, config: Source, workplace: dg.ResourceParam[Workplace]
    ) -> Iterator[dg.MaterializeResult[None]]:
        """Documents as received, named by the sha256 of their bytes; nothing is changed or overwritten.

        Where nothing is new since the current release, what comes after is skipped, and every asset noted as unchanged.
        """
        settings = workplace.settings
        if config.rebuild:
            forget_everything(settings)
        folder = Path(config.folder) if config.folder else settings.inbox
        with tried_again(context, settings.retries):
            fetched = _fetched(settings) if config.fetch else {}
            found = workplace.look or look(settings, folder, workplace.progress)
        workplace.tally.received = found.received.created + found.received.changed
        workplace.tally.inputs = found.news.inputs
        workplace.tally.basis = None if config.rebuild else found.news.basis
        context.log.info(found.news.summary())
        metadata = {**found.received.metadata(), **fetched, "news": found.news.summary()}
        if found.news or config.rebuild:
            yield dg.MaterializeResult(metadata=metadata)
        else:
            release = found.news.release
            release_id = release.release_id if release else None
            row = record(
                settings, context.run.run_id, workplace.tally, "unchanged", context.run.tags, release_id=release_id
            )
            append(settings, row)
            _note_unchanged(context, found, {**metadata, "run": summary(row)})

    return archive


def _fetched(settings: Settings) -> dict[str, Any]:
    """Download what the registry names, and say what came and what did not."""
    receipts = fetch_registry(settings)
    if receipts is None:
        return {"fetched": "there is no registry.csv"}
    said: dict[str, Any] = {f"fetched: {what}": count for what, count in receipts.summary().items()}
    if receipts.failed:
        said["not fetched (at most 20)"] = dg.MetadataValue.md(markdown_table(("source", "why"), receipts.failed[:20]))
    return said


def unchanged_assets() -> list[str]:
    """Every asset that stays as it is where nothing is new, but the archive and dbt's steps on the way."""
    tables = [table.name for table in registry.tables() if table.name not in NO_ASSETS]
    return [*tables, "issue_within_report"]


def _note_unchanged(context: dg.AssetExecutionContext, found: Look, metadata: dict[str, Any]) -> None:
    context.log_event(dg.AssetObservation("archive", metadata=metadata))
    release = found.news.release
    unchanged = {"state": "unchanged", "release": release.release_id if release else ""}
    for name in unchanged_assets():
        context.log_event(dg.AssetObservation(name, metadata=unchanged))
