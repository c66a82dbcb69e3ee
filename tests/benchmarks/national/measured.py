"""A national run, measured: what each step took, and whether everything that is known came out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import duckdb

from .watching import Watch

PROJECT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Step:
    """What a step of the job took: wall and processor seconds, the most memory (bytes) of all processes together."""

    name: str
    wall: float
    cpu: float
    memory: int


@dataclass(frozen=True)
class Measured:
    """A run: its steps, what Dagster takes between them, and the whole from the start of the process to its end.

    What the whole takes beyond the run is Python's start, all imports, and receiving the files.
    """

    steps: list[Step]
    between_steps: Step
    whole: Step
    published: bool
    failures: list[str]


def measure(folder: Path, data: Path, workers: int = 2) -> Measured:
    """Run the job over a folder in a process of its own and watch it."""
    with tempfile.TemporaryDirectory() as beside:
        record = Path(beside) / "record.json"
        command = [sys.executable, "-m", "tests.benchmarks.national.run", str(folder), str(data), str(record)]
        began = time.time()
        process = subprocess.Popen(command, cwd=PROJECT, env={**os.environ, "XIANJIAN_WORKERS": str(workers)})
        watch = Watch(process.pid).start()
        process.wait()
        watch.stop()
        ended = time.time()
        told = json.loads(record.read_text("utf-8"))
    steps = []
    for name, moments in sorted(told["steps"].items(), key=lambda item: item[1]):
        steps.append(Step(name, moments[-1] - moments[0], *watch.between(moments[0], moments[-1])))
    in_run = Step("run", told["run"][1] - told["run"][0], *watch.between(*told["run"]))
    between_steps = Step(
        "Dagster, between steps",
        in_run.wall - sum(step.wall for step in steps),
        in_run.cpu - sum(step.cpu for step in steps),
        in_run.memory,
    )
    whole = Step("whole run", ended - began, *watch.between(began, ended))
    return Measured(steps, between_steps, whole, told["published"], told["failures"])


@dataclass(frozen=True)
class CameOut:
    """How much of what is known is in the published warehouse: of so many, those not found, with examples."""

    what: str
    known: int
    missing: int
    examples: list[tuple[object, ...]]


FOUND = {
    "figures": (
        "figure",
        """exists (
            from fct_figure as f where f.county_code = k.county_code and f.year = k.year
            and f.indicator = k.indicator and f.measure = k.measure and f.is_current = k.is_current
            and f.scope is null and f.status = 'actual' and abs(f.value - k.value) < 1e-6
        )""",
    ),
    "contradictions": (
        "contradiction",
        """exists (
            from mart_quality_issue as i where i.county_code = k.county_code and i.year = k.year
            and i.rule = k.rule and contains(i.indicators, k.indicator)
        )""",
    ),
    "restatements": (
        "restatement",
        """exists (
            from mart_restatement as r where r.county_code = k.county_code and r.year = k.year
            and r.indicator = k.indicator
        )""",
    ),
}


def came_out(database: Path, known: Path) -> list[CameOut]:
    """Look for everything that the generator put in."""
    found = []
    with duckdb.connect(str(database), read_only=True) as connection:
        for what, (table, there) in FOUND.items():
            rows = f"read_parquet('{known}/{table}.parquet') as k"
            # What a correction withdrew contradicts nothing that still stands across years.
            current = "where k.is_current" if table == "contradiction" else ""
            query = f"select k.* from {rows} {current}"
            missing = connection.execute(f"{query} {'and' if current else 'where'} not {there}").fetchall()
            total = connection.execute(f"select count(*) from ({query})").fetchall()[0][0]
            found.append(CameOut(what, total, len(missing), missing[:5]))
    return found
