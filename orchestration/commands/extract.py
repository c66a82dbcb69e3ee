"""`xianjian extract`: the figures of some files, without the warehouse."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer()


class Output(StrEnum):
    """How the figures are printed."""

    jsonl = "jsonl"


@app.command()
def extract(
    files: Annotated[
        list[str], typer.Argument(help="Files or folders; - reads text from standard input.", metavar="FILE...")
    ],
    output: Annotated[
        Output, typer.Option("--format", "-f", help="jsonl: one JSON object for each file.")
    ] = Output.jsonl,
    family: Annotated[
        str | None,
        typer.Option(help="The family of all the files, such as rule_of_law; told from each where not given."),
    ] = None,
    catalogue: Annotated[
        list[Path] | None,
        typer.Option(help="A catalogue file or folder that adds or overrides indicators; may be repeated."),
    ] = None,
) -> None:
    """Print what each file states: one JSON object a file, with every figure, its words and its place in the text.

    Exit status 1 where a file could not be read (its object says why); the others are printed all the same.
    """
    from extract.catalogue import CatalogueError
    from extract.command import run

    try:
        raise typer.Exit(run(files, family=family, catalogue=tuple(catalogue or ())))
    except CatalogueError as error:
        typer.echo(f"xianjian: {error}", err=True)
        raise typer.Exit(2) from error
