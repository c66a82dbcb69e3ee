"""`xianjian run`: from a folder of reports to a published release."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated

import typer

from orchestration.door import FAILED, NOTHING, DataOption, settings_at, stderr, stop

if TYPE_CHECKING:
    from orchestration.settings import Settings

app = typer.Typer(add_completion=False)


@app.command()
def run(
    folder: Annotated[
        Path | None,
        typer.Argument(help="Your folder of reports; without it the embedded samples are used, which are invented."),
    ] = None,
    wait: Annotated[
        bool, typer.Option("--wait/--no-wait", help="Wait while another run is at work in the data folder.")
    ] = True,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Read, extract and check every year again, in one run, whatever is new.")
    ] = False,
    data: DataOption = None,
) -> None:
    """Build the warehouse from a folder of reports and publish it.

    Reports may be HTML, DOCX, DOC, WPS, RTF, PDF, OFD, text, or zips of these. What cannot be used is put into
    quarantine and listed with its reason; the rest is published. Only what is new or changed is read again, and only
    the years are computed in which something is; where nothing is new at all, the run says so and ends.

    Exit codes: 0 published, or nothing new; 1 not published, the last release stays; 3 the folder is missing or empty.
    """
    started = perf_counter()
    settings = settings_at(data)
    from rich.markup import escape

    from orchestration.progress import shown_on
    from orchestration.running import run_build
    from orchestration.settings import SettingsError
    from orchestration.writer import DataFolderError, sole_writer
    from warehouse.build import BuildError

    console = stderr()
    try:
        with sole_writer(
            settings.data,
            patience=60 * settings.wait_minutes if wait else 0.0,
            tell=partial(console.print, markup=False),
        ) as turn:
            source = _source(settings, folder)
            console.print(f"Building the warehouse in {settings.data}", markup=False, highlight=False)
            with shown_on(console) as progress:
                outcome = run_build(settings, source, progress, turn, rebuild=rebuild)
    except (DataFolderError, BuildError, SettingsError) as error:
        stop(str(error))
    except OSError as error:
        stop(
            f"{error.filename or settings.data} cannot be written to ({error.strerror or error}); "
            "the last release stays as it is."
        )
    for words in outcome.mended:
        console.print(f"mended: {words}", markup=False, soft_wrap=True)
    if not outcome.published:
        for failure in outcome.failures:
            console.print(f"[red]✗[/red] {escape(failure)}", markup=True, soft_wrap=True)
        stop(f"Not published; the last release stays as it is. `xianjian ui` shows run {outcome.run_id}.", FAILED)
    from orchestration.summary import print_summary

    print_summary(settings, seconds=perf_counter() - started, nothing_new=outcome.nothing_new)
    if folder is not None and not _has_files(folder):
        raise typer.Exit(NOTHING)


def _source(settings: Settings, folder: Path | None) -> Path:
    """The folder that the run receives; the samples step aside for documents of the user's own."""
    from extract import samples
    from orchestration.receiving import holds_own_documents

    if folder is not None:
        return folder
    if holds_own_documents(settings):
        stderr().print(
            f"{settings.data} holds reports of your own, so the invented samples are left out. "
            "For the samples use another data folder: xianjian run --data /tmp/samples",
            markup=False,
        )
        return settings.inbox
    return samples.reports()


def _has_files(folder: Path) -> bool:
    return folder.is_file() or (folder.is_dir() and any(path.is_file() for path in folder.rglob("*")))
