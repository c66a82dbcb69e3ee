"""`xianjian bi`: the dashboards, in Apache Superset on the published warehouse."""

from __future__ import annotations

import os
import socket
from typing import Annotated

import typer

from orchestration.door import DataOption, plain_failures, published, settings_at, stderr, stdout, stop
from warehouse.bi.bundle import BundleError, stated, titled
from warehouse.bi.server import ADDRESS, Server, ServerError
from warehouse.query import QueryError

app = typer.Typer(add_completion=False)

ACCOUNT = "analyst"


@app.command()
def bi(
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port on this machine.")] = 8088,
    data: DataOption = None,
) -> None:
    """Open the dashboards in Apache Superset: compare counties, follow a county, trust. Ctrl-C ends it.

    It is served to this machine only. `make bi` installs Superset first; its first start takes about a minute.
    """
    settings = settings_at(data)
    published(settings)
    if not _free(port):
        stop(f"Something else answers at {ADDRESS}:{port}. Name another port: xianjian bi --port {port + 1}")
    server = Server(settings.bi, settings.database, settings.bi_environment)
    stderr().print("Preparing Superset (about a minute the first time) …")
    with plain_failures(ServerError, BundleError, QueryError):
        server.prepare()
    _say(server, port)
    arguments = server.command(port)
    # This process becomes gunicorn, so that Ctrl-C, SIGTERM and the exit code are its own and nothing is left behind.
    os.execve(arguments[0], arguments, server.variables(os.environ))  # noqa: S606 - a fixed program, read by no shell


def _say(server: Server, port: int) -> None:
    out = stdout()
    for name, says in stated("dashboards").items():
        out.print(f"{titled(says)}: http://{ADDRESS}:{port}/superset/dashboard/{name}/")
    file = server.password_file(ACCOUNT)
    # Written to a file, the output would keep the password where anyone may read it.
    word = f"{server.password(ACCOUNT)} (kept in {file})" if out.is_terminal else f"stands in {file}"
    out.print(f"Account {ACCOUNT}, password {word}", soft_wrap=True, markup=False)
    out.print(f"It answers in some 15 seconds; its log is {server.log}; Ctrl-C ends it.", soft_wrap=True)


def _free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((ADDRESS, port)) != 0
