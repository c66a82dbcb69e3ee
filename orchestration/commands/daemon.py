"""`xianjian daemon`: Dagster's daemon on the data folder."""

from __future__ import annotations

import typer

from orchestration.dagster_process import become, prepare
from orchestration.door import DataOption, settings_at, stderr

app = typer.Typer(add_completion=False)


@app.command()
def daemon(data: DataOption = None) -> None:
    """Run Dagster's daemon: the schedule, the sensors and the alarms that the settings file turns on.

    It goes on until it is stopped (SIGTERM, Ctrl-C); docs/operate.md has units for systemd. One for a data folder.
    """
    settings = settings_at(data)
    prepare(settings)
    stderr().print(f"Dagster's daemon on {settings.data}", highlight=False)
    become(settings, "dagster-daemon", ["run"])
