"""The door of every command: its settings, where its words go, and the exit codes.

Exit codes: 0 done; 1 something failed and the message says what (a file could not be read, a run did not publish; the
last release stays); 2 the command was called wrongly; 3 there is nothing to work on (an empty or missing folder, no
release yet).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from orchestration.settings import Settings, SettingsError

if TYPE_CHECKING:
    from rich.console import Console

FAILED = 1
MISUSED = 2
NOTHING = 3

WIDE = 160

DataOption = Annotated[
    Path | None,
    typer.Option("--data", metavar="FOLDER", help="The data folder; default ./data, or what XIANJIAN_DATA names."),
]


def settings_at(data: Path | None) -> Settings:
    """The settings of a command; a setting that cannot be used ends it with its message."""
    try:
        return Settings.from_environment(data=data)
    except SettingsError as error:
        stop(str(error), MISUSED)


def published(settings: Settings) -> Path:
    """The published DuckDB file; ends the command where nothing was published yet."""
    if not settings.database.exists():
        stop(f"Nothing is published in {settings.data} yet. Run `xianjian run` (or `make run`) first.", NOTHING)
    return settings.database


def stdout() -> Console:
    """The console for results; where nobody sees it, it is as wide as tables want."""
    from rich.console import Console

    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=WIDE)


def stderr() -> Console:
    """The console for progress and complaints."""
    from rich.console import Console

    return Console(stderr=True, highlight=False)


def stop(message: str, code: int = FAILED) -> NoReturn:
    """Say what is wrong and what to do, and end the command."""
    from rich.markup import escape

    stderr().print(f"[red]{escape(message)}[/red]", soft_wrap=True)
    raise typer.Exit(code)


@contextmanager
def plain_failures(*expected: type[Exception]) -> Iterator[None]:
    """Turn expected errors into a message and exit code 1; a programming error keeps its traceback."""
    try:
        yield
    except expected as error:
        stop(str(error))
