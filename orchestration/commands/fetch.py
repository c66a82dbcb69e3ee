"""`xianjian fetch`: downloads what a registry names into the archive."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from orchestration.door import FAILED, MISUSED, NOTHING, DataOption, settings_at, stderr, stdout, stop

if TYPE_CHECKING:
    from extract.registry import RegistryRow

app = typer.Typer(add_completion=False)


@app.command()
def fetch(
    registry: Annotated[
        Path | None,
        typer.Argument(help="A CSV file with the columns county_code, year, family, source, notes."),
    ] = None,
    delay: Annotated[float, typer.Option(min=0, help="Least seconds between two requests to a host.")] = 1.0,
    seconds: Annotated[float, typer.Option(min=1, help="Longest time for one try.")] = 60.0,
    megabytes: Annotated[float, typer.Option("--max-megabytes", min=0.001, help="Largest file.")] = 64.0,
    tries: Annotated[int, typer.Option(min=1, help="How often to try what may pass.")] = 3,
    contact: Annotated[str, typer.Option(help="Your address for the site's people, sent with every request.")] = "",
    allow_private: Annotated[bool, typer.Option(help="Also ask private and loopback addresses.")] = False,
    data: DataOption = None,
) -> None:
    """Download the reports that a registry names, those that are new or changed, into the archive.

    Without REGISTRY the file registry.csv in the data folder is used. Sites are asked politely: robots.txt is obeyed,
    hosts are given time between requests, and nothing is downloaded twice. `xianjian run` then builds from the archive.
    """
    from extract.archive import Archive
    from extract.fetch import FetchOptions, fetch_all
    from extract.registry import RegistryError, load
    from orchestration.registries import NAME, remember

    settings = settings_at(data)
    file = registry or settings.data / NAME
    if not file.is_file():
        stop(
            f"There is no registry {file}. It is a CSV file with the columns county_code, year, family, source, notes.",
            3,
        )
    try:
        rows = load(file)
    except RegistryError as error:
        stop(str(error), MISUSED)
    if not rows.rows:
        stop(f"{file} names no sources.", NOTHING)
    console = stderr()

    def tell(row: RegistryRow, outcome: str) -> None:
        console.print(f"{outcome:<12} {row.source}", markup=False, soft_wrap=True)

    options = FetchOptions(
        seconds=seconds, megabytes=megabytes, tries=tries, delay=delay, allow_private=allow_private, contact=contact
    )
    receipts = fetch_all(rows, Archive(settings.archive), options, progress=tell)
    remember(settings, file)
    for source, reason in receipts.failed:
        console.print(f"✗ {source}: {reason}", style="red", markup=False, soft_wrap=True)
    stdout().print(", ".join(f"{count} {what}" for what, count in receipts.summary().items()))
    if receipts.failed:
        raise typer.Exit(FAILED)
