"""The command line: which commands there are, and where each one lives.

A command's module is imported only when the command is called, so that a small command starts at once.
"""

from __future__ import annotations

import re
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

# command: (module in orchestration.commands, one line for the list)
COMMANDS: dict[str, tuple[str, str]] = {
    "run": ("run", "Build and publish the warehouse from a folder of reports (or from the embedded samples)."),
    "extract": ("extract", "Print the figures of some files, without the warehouse."),
    "audit": ("audit", "Show one report as a page in which every number says what it was taken for, and why."),
    "catalogue": ("catalogue", "Check the catalogue, try a sentence on it, and see what it does not cover yet."),
    "query": ("query", 'Answer an SQL question from the published warehouse: xianjian query "select ..."'),
    "compare": ("compare", "Compare counties: what each states of an indicator for one year, with bars."),
    "trend": ("trend", "Follow a county over the years, with the growth it states beside its own figures."),
    "status": ("status", "Say what is published, what it covers, what the last run did, and what is overdue."),
    "explain": ("explain", "Show where a figure or a cell of the warehouse comes from, word for word."),
    "sql": ("sql", "Open an SQL shell on the published warehouse, read-only."),
    "fetch": ("fetch", "Download the reports that a registry names, those that are new or changed."),
    "release": ("release", "List the published releases, say what changed between two, push and pull them (S3)."),
    "export": ("export", "Write the published tables as Parquet, CSV, Excel, SDMX, or into PostgreSQL."),
    "settings": ("settings", "Print the settings in force, or a settings file to start from."),
    "bi": ("bi", "Open the dashboards in Apache Superset (install it with `make bi`)."),
    "daemon": ("daemon", "Run Dagster's daemon on the data folder: the schedule, the sensors, the alarms."),
    "site": ("site", "Write the published warehouse as a static site: open it from the folder or from any web host."),
    "ui": ("ui", "Open Dagster's web page on the data folder: assets, runs, checks."),
}

LINE_BREAK = re.compile(r"(?<!\n)\n(?!\n)")


class LazyCommands(TyperGroup):
    """The commands of `COMMANDS`, imported when they are called."""

    def list_commands(self, ctx: typer.Context) -> list[str]:  # type: ignore[override]
        """The names in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: typer.Context, cmd_name: str):  # type: ignore[no-untyped-def,override]
        """The command of that name, or None."""
        if cmd_name not in COMMANDS:
            return None
        module, summary = COMMANDS[cmd_name]
        app: typer.Typer = import_module(f"orchestration.commands.{module}").app
        command = typer.main.get_command(app)
        command.name = cmd_name
        command.short_help = summary
        _unwrap_help(command)
        return command


def _unwrap_help(command: Any) -> None:
    """Let help texts flow: a docstring's line breaks are for readers of the code."""
    command.help = LINE_BREAK.sub(" ", command.help or "")
    for below in getattr(command, "commands", {}).values():
        _unwrap_help(below)


app = typer.Typer(
    cls=LazyCommands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"xianjian {version('xianjian')}")
        raise typer.Exit


@app.callback()
def xianjian(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Xianjian 县鉴: the yearly reports of China's counties as a warehouse you can compare, query and cite.

    Start with `xianjian run`: it builds the warehouse from the embedded samples and says what to do next.
    The data folder is ./data, or what XIANJIAN_DATA names.
    """


def main() -> None:
    """The entry point of `xianjian`."""
    app()
