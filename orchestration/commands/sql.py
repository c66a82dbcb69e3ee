"""`xianjian sql`: an SQL shell on the published warehouse."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from orchestration.door import DataOption, published, settings_at

app = typer.Typer(add_completion=False)


@app.command()
def sql(
    limit: Annotated[int, typer.Option(min=1, help="Rows to show at most.")] = 200,
    data: DataOption = None,
) -> None:
    """Open an SQL shell on the published warehouse, read-only.

    A statement ends with a semicolon. `.tables` lists the tables, `.columns TABLE` says what is in one, `.quit` ends.
    """
    from orchestration.shell import Shell

    settings = settings_at(data)
    published(settings)
    Shell(settings, limit=limit, interactive=sys.stdin.isatty()).cmdloop()
