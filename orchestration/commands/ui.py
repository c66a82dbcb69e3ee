"""`xianjian ui`: Dagster's web page on the data folder."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from orchestration.door import DataOption, settings_at, stdout, stop
from orchestration.settings import DATA_VARIABLE, EVENT_LOG_VARIABLE

app = typer.Typer(add_completion=False)

ADDRESS = "127.0.0.1"


@app.command()
def ui(
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port on this machine.")] = 3000,
    data: DataOption = None,
) -> None:
    """Open Dagster's web page: assets, runs, checks, the inbox sensor and the weekly schedule. Ctrl-C ends it.

    It is served to this machine only. It answers some 20 seconds after it was started.
    """
    from orchestration.instance import open_instance

    settings = settings_at(data)
    if not _free(port):
        stop(f"Something else answers at {ADDRESS}:{port}. Name another port: xianjian ui --port {port + 1}")
    with open_instance(settings):  # Dagster's processes would each begin to make its databases
        home = settings.dagster_home
    settings.inbox.mkdir(parents=True, exist_ok=True)
    stdout().print(f"Dagster on {settings.data}: http://{ADDRESS}:{port} (in some 20 seconds; Ctrl-C ends it)")
    dagster = Path(sys.executable).with_name("dagster")
    arguments = [str(dagster), "dev", "-m", "orchestration.definitions", "-h", ADDRESS, "-p", str(port)]
    environment = {**os.environ, "DAGSTER_HOME": str(home), DATA_VARIABLE: str(settings.data)}
    if settings.event_log:
        environment[EVENT_LOG_VARIABLE] = settings.event_log
    # This process becomes Dagster's, so that Ctrl-C and the exit code are its own.
    os.execve(dagster, arguments, environment)  # noqa: S606 - a fixed program with arguments that no shell reads


def _free(port: int) -> bool:
    import socket

    with socket.socket() as probe:
        return probe.connect_ex((ADDRESS, port)) != 0
