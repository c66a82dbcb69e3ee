"""`xianjian settings`: what a data folder is set to, and a file to start from."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from orchestration.door import DataOption, settings_at, stdout

app = typer.Typer(add_completion=False)


@app.command()
def settings(
    template: Annotated[bool, typer.Option("--template", help="Print a settings file with every default.")] = False,
    data: DataOption = None,
) -> None:
    """Print the settings in force, or a settings file to start from; a fault in them is named with its place.

    Save the template as xianjian.toml in the data folder, or anywhere and name it in XIANJIAN_SETTINGS. Secrets are not
    printed.
    """
    from orchestration.settings_file import TEMPLATE

    if template:
        sys.stdout.write(TEMPLATE.read_text(encoding="utf-8"))
        return
    from dataclasses import fields

    held = settings_at(data)
    for field in (field for field in fields(held) if field.repr):
        stdout().print(f"{field.name} = {getattr(held, field.name)!r}", markup=False, soft_wrap=True)
