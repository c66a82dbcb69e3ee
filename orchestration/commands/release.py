"""`xianjian release`: what has been published, and what changed between two releases."""

from __future__ import annotations

from typing import Annotated

import typer

from orchestration.door import NOTHING, DataOption, plain_failures, settings_at, stdout, stop

app = typer.Typer(add_completion=False, no_args_is_help=True)


@app.callback()
def release() -> None:
    """List the published releases, or say what changed between two."""


@app.command("list")
def list_releases(data: DataOption = None) -> None:
    """List the releases that are kept, the newest first; the current one is marked."""
    from warehouse.release import current, releases

    settings = settings_at(data)
    kept = releases(settings)
    if not kept:
        stop(f"Nothing is published in {settings.data} yet. Run `xianjian run` first.", NOTHING)
    shown = current(settings)
    console = stdout()
    for release in kept:
        mark = "*" if shown and release.release_id == shown.release_id else " "
        figures = release.tables["fct_figure"].rows
        console.print(f"{mark} {release.release_id}  {release.created:%Y-%m-%d %H:%M} UTC  {figures:,} figures")
    console.print("[dim]* the current release[/dim]")


@app.command()
def diff(
    earlier: Annotated[str, typer.Argument(help="A release's id, or the beginning of it.")],
    later: Annotated[str, typer.Argument(help="Another's; by default the current one.")] = "current",
    limit: Annotated[int, typer.Option(min=1, help="Observations to show at most.")] = 20,
    data: DataOption = None,
) -> None:
    """Say what changed between two releases: rows of each table, and observations with both their sentences."""
    from warehouse.difference import diff as compare
    from warehouse.release import ReleaseError

    settings = settings_at(data)
    with plain_failures(ReleaseError):
        found = compare(settings, earlier, later)
    console = stdout()
    console.print(f"{found.earlier.release_id} → {found.later.release_id}")
    differing = {name: table for name, table in found.tables.items() if not table.equal}
    for name, table in differing.items():
        console.print(f"  {name}: {table.added:,} rows added, {table.removed:,} removed, {table.changed:,} changed")
    if not differing:
        console.print("  The two say the same.")
    for change in found.observations[:limit]:
        console.print(
            f"{change.kind} {change.observation_id}: {change.earlier_value} → {change.later_value}",
            markup=False,
            soft_wrap=True,
        )
        for side, quote in (("before", change.earlier_quote), ("after", change.later_quote)):
            if quote:
                console.print(f"    {side}: {quote}", markup=False, soft_wrap=True)
    if len(found.observations) > limit:
        console.print(f"and {len(found.observations) - limit:,} more; see --limit")
