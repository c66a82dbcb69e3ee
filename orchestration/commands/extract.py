"""`xianjian extract`: the figures of some files as JSON lines, without the warehouse."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from orchestration.door import FAILED, MISUSED, stop

app = typer.Typer(add_completion=False)


class Output(StrEnum):
    """How figures are printed."""

    jsonl = "jsonl"


@app.command()
def extract(
    files: Annotated[
        list[str], typer.Argument(help="Files, folders (all files in them) or - for text from standard input.")
    ],
    output: Annotated[Output, typer.Option("--format", help="One JSON object a file, a line each.")] = Output.jsonl,
    family: Annotated[
        str | None, typer.Option(help="The family of the reports, such as rule_of_law; else it is recognised.")
    ] = None,
    catalogue: Annotated[
        list[Path] | None,
        typer.Option(help="A catalogue file, or a folder of them, that adds to the catalogue or overrides it."),
    ] = None,
) -> None:
    """Print what some files state: every figure with its indicator, and every other number with its kind.

    Nothing else is written to standard output. A file that cannot be read gives an object with `error`; then the exit
    code is 1, and the others are printed all the same.
    """
    from extract.catalogue import CatalogueError
    from extract.command import run

    try:
        status = run(files, family=family, catalogue=tuple(catalogue or ()))
    except CatalogueError as error:
        stop(str(error), MISUSED)
    except BrokenPipeError:  # whoever reads has seen enough
        status = FAILED
    raise typer.Exit(status)
