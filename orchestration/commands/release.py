"""`xianjian release`: what has been published, and what changed between two releases."""

from __future__ import annotations

import typer

from orchestration.door import NOTHING, DataOption, settings_at, stdout, stop

app = typer.Typer(no_args_is_help=True)


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
