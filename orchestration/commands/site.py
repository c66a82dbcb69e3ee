"""`xianjian site`: the published warehouse as a static site."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from orchestration.door import DataOption, plain_failures, published, settings_at, stdout
from orchestration.settings import Settings

if TYPE_CHECKING:
    from warehouse.site.reports import Audit

app = typer.Typer(add_completion=False)

MEGABYTE = 1_000_000


@app.command()
def site(
    out: Annotated[Path, typer.Argument(help="The folder to write; a site that is there is replaced.")],
    audit: Annotated[
        bool, typer.Option("--audit", help="Add each report's whole text as its audit page, from the archive (slow).")
    ] = False,
    data: DataOption = None,
) -> None:
    """Write the published warehouse as a static site, in Chinese and English.

    A page for every county, indicator and report, charts, a map, coverage and search. It opens from the folder
    (OUT/index.html) or from any web host, and needs no server and no network.
    """
    from warehouse.query import QueryError
    from warehouse.site.folder import SiteError
    from warehouse.site.writing import write

    settings = settings_at(data)
    published(settings)
    with plain_failures(SiteError, QueryError, OSError):
        written = write(settings, out, _auditing(settings) if audit else None)
    stdout().print(
        f"{out / 'index.html'}: {written.counties:,} counties, {written.indicators:,} indicators, "
        f"{written.reports:,} reports in {written.files:,} files, {written.size / MEGABYTE:,.1f} MB",
        markup=False,
        soft_wrap=True,
    )


def _auditing(settings: Settings) -> Audit:
    """Makes the page that `xianjian audit` makes, from the archived document of a report."""
    from extract.archive import Archive
    from extract.readers import UnreadableDocument, read
    from orchestration.commands.audit import build

    archive = Archive(settings.archive)

    def page(report: dict[str, Any]) -> str | None:
        file = archive.path(report["document_id"])
        try:
            return build(file, read(file), report["family"], ())[0]
        except UnreadableDocument:
            return None

    return page
