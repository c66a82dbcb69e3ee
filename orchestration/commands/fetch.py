"""`xianjian fetch`: download what the user's registry names, those that are new or changed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from orchestration.door import FAILED, MISUSED, NOTHING, DataOption, settings_at, stderr, stdout, stop

if TYPE_CHECKING:
    from extract.registry import Registry, RegistryRow

app = typer.Typer()


@app.command()
def fetch(
    registry: Annotated[Path, typer.Argument(help="CSV: county_code, year, family, source (URL or path), notes.")],
    data: DataOption = None,
    seconds: Annotated[float, typer.Option(min=1, help="Longest time for one download.")] = 60.0,
    max_megabytes: Annotated[float, typer.Option(min=0.1, help="Largest download.")] = 64.0,
    delay: Annotated[float, typer.Option(min=0, help="Seconds between two requests to one site.")] = 1.0,
    tries: Annotated[int, typer.Option(min=1, help="How often a passing failure is tried.")] = 3,
    contact: Annotated[str, typer.Option(help="Your address, told to the sites.")] = "",
    allow_private: Annotated[bool, typer.Option(help="Also ask private and loopback addresses.")] = False,
) -> None:
    """Download what REGISTRY names into the archive: what is new or changed since the last time.

    robots.txt is obeyed. `xianjian run` then builds the warehouse from what was received.
    """
    from extract.archive import Archive
    from extract.fetch import FetchOptions, fetch_all

    settings = settings_at(data)
    wanted = _loaded(registry)
    if not wanted.rows:
        stop(f"{registry} names no report yet: add lines with at least a source.", NOTHING)
    options = FetchOptions(seconds, max_megabytes, tries, delay, allow_private, contact=contact)
    console = stderr()
    done = 0

    def told(row: RegistryRow, outcome: str) -> None:
        nonlocal done
        done += 1
        console.print(f"{done}/{len(wanted.rows)} {outcome:<12} {row.source}", markup=False)

    receipts = fetch_all(wanted, Archive(settings.archive), options, progress=told)
    for source, reason in receipts.failed:
        console.print(f"{source}: {reason}", markup=False)
    stdout().print(", ".join(f"{count} {status}" for status, count in receipts.summary().items()))
    if receipts.failed:
        raise typer.Exit(FAILED)


def _loaded(path: Path) -> Registry:
    from extract.registry import RegistryError, load

    try:
        return load(path)
    except RegistryError as error:
        stop(str(error), MISUSED)
