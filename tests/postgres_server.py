"""A real PostgreSQL server on loopback, for the tests that need one."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest


@dataclass(frozen=True)
class Server:
    """A PostgreSQL server of the test's own."""

    uri: str

    def ask(self, sql: str, user: str | None = None) -> list[tuple[Any, ...]]:
        import adbc_driver_postgresql.dbapi as adbc

        uri = self.uri.replace("://owner@", f"://{user}@") if user else self.uri
        with adbc.connect(uri, autocommit=True) as connection, connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall() if cursor.description else []


@contextmanager
def postgres(folder: Path) -> Iterator[Server]:
    """A server on a free port of loopback with its cluster in a new folder; skips the test where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        pytest.skip("there is no PostgreSQL server: apt-get install postgresql")
    tools = found[-1].parent
    as_user = ordinary_user(folder)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command(as_user, tools / "initdb", "-D", folder, "-U", "owner", "-A", "trust", "-E", "UTF8", "--locale", "C.UTF-8")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
    command(as_user, tools / "pg_ctl", "-D", folder, "-w", "-o", options, "-l", folder / "log", "start")
    try:
        yield Server(f"postgresql://owner@127.0.0.1:{port}/postgres")
    finally:
        command(as_user, tools / "pg_ctl", "-D", folder, "-m", "immediate", "stop")


def ordinary_user(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root: how to run as `postgres` where the tests run as root."""
    if os.geteuid() != 0:
        return []
    if shutil.which("runuser") is None:
        pytest.skip("running as root without runuser: apt-get install util-linux")
    folder.mkdir()
    shutil.chown(folder, "postgres")
    pwd.getpwnam("postgres")
    # pytest makes its folders for one user alone: three of them, and under pytest-xdist one more.
    for parent in list(folder.parents)[:4]:
        if parent.stat().st_mode & 0o777 == 0o700:
            parent.chmod(0o755)
    return ["runuser", "-u", "postgres", "--"]


def command(prefix: list[str], *words: object) -> None:
    done = subprocess.run([*prefix, *map(str, words)], capture_output=True, text=True, timeout=60, cwd="/")
    assert done.returncode == 0, done.stdout + done.stderr
