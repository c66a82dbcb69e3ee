"""Becoming one of Dagster's own processes on a data folder: its page, its daemon, or both."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from orchestration.instance import driver_address
from orchestration.settings import DATA_VARIABLE, EVENT_LOG_VARIABLE, Settings

DEFINITIONS = ("-m", "orchestration.definitions")


def prepare(settings: Settings) -> None:
    """Make Dagster's home and databases, which its processes would each begin to make, and the inbox."""
    from orchestration.instance import open_instance

    with open_instance(settings):
        settings.inbox.mkdir(parents=True, exist_ok=True)


def become(settings: Settings, program: str, arguments: Sequence[str]) -> NoReturn:
    """Turn this process into a program of Dagster's, so that Ctrl-C, signals and the exit code are its own."""
    path = Path(sys.executable).with_name(program)
    environment = {**os.environ, "DAGSTER_HOME": str(settings.dagster_home), DATA_VARIABLE: str(settings.data)}
    if settings.event_log:
        environment[EVENT_LOG_VARIABLE] = driver_address(settings)
    os.execve(path, [str(path), *arguments, *DEFINITIONS], environment)  # noqa: S606 - fixed, and no shell reads it
