"""`xianjian ui`: Dagster's web page on the data folder."""

from __future__ import annotations

from typing import Annotated

import typer

from orchestration.dagster_process import become, prepare
from orchestration.door import DataOption, settings_at, stdout, stop

app = typer.Typer(add_completion=False)

ADDRESS = "127.0.0.1"


@app.command()
def ui(
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port on this machine.")] = 3000,
    daemon: Annotated[
        bool, typer.Option(help="Run the daemon too; --no-daemon where `xianjian daemon` runs by itself.")
    ] = True,
    data: DataOption = None,
) -> None:
    """Open Dagster's web page: assets, runs, checks, sensors and the schedule. Ctrl-C ends it.

    It is served to this machine only. It answers some 20 seconds after it was started.
    """
    settings = settings_at(data)
    if not _free(port):
        stop(f"Something else answers at {ADDRESS}:{port}. Name another port: xianjian ui --port {port + 1}")
    prepare(settings)
    stdout().print(f"Dagster on {settings.data}: http://{ADDRESS}:{port} (in some 20 seconds; Ctrl-C ends it)")
    place = ["-h", ADDRESS, "-p", str(port)]
    if daemon:
        become(settings, "dagster", ["dev", *place])
    become(settings, "dagster-webserver", place)


def _free(port: int) -> bool:
    import socket

    with socket.socket() as probe:
        return probe.connect_ex((ADDRESS, port)) != 0
