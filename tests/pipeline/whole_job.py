"""Running the whole job in tests, and asking what it built."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from orchestration.running import RunOutcome, run_build
from orchestration.settings import Settings
from warehouse.query import run


@dataclass
class Steps:
    """Remembers how many pieces each step of a run had to work on."""

    pieces: dict[str, int]

    def step(self, name: str, done: int, total: int) -> None:
        self.pieces[name] = total


@dataclass(frozen=True)
class Built:
    """A data folder after a run of the job."""

    settings: Settings
    outcome: RunOutcome
    worked_on: dict[str, int]

    def rows(self, sql: str) -> list[dict[str, Any]]:
        """The answer of the published file."""
        return run(self.settings, sql).records()

    def value(self, sql: str) -> Any:
        """The one cell of an answer."""
        return next(iter(self.rows(sql)[0].values()))


def build(settings: Settings, folder: Path, *, rebuild: bool = False) -> Built:
    """Run the job over a folder."""
    steps = Steps({})
    return Built(settings, run_build(settings, folder, steps, rebuild=rebuild), steps.pieces)
