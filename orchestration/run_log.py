"""The log of runs: a line for every run that ended, kept in the data folder and published with each release.

A run that was killed has no line. A line that was cut short is passed over, and what the log has lost is taken from
the current release, which carries it too.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from contracts import registry
from orchestration.settings import Settings
from orchestration.tally import Tally
from warehouse.durable import sync_file
from warehouse.imprint import RUNS_TABLE, THIS_RELEASE
from warehouse.query import QueryError, run
from warehouse.rooms import partition_files

LONGEST_MESSAGE = 500
STARTED_BY = "xianjian/started_by"
# Dagster's tags that name what started a run.
TRIGGERS = {STARTED_BY: "", "dagster/schedule_name": "schedule ", "dagster/sensor_name": "sensor "}


def record(
    settings: Settings,
    run_id: str,
    tally: Tally,
    outcome: str,
    tags: Mapping[str, str],
    *,
    release_id: str | None = THIS_RELEASE,
    message: str | None = None,
    now: datetime | None = None,
) -> dict[str, Any]:
    """The row of `ops_run` of a run that ends now."""
    ended = now or datetime.now(UTC)
    counted = {"report": "reports", "figure": "figures", "issue": "issues", "quarantine": "quarantined"}
    return {
        "run_id": run_id,
        "started_at": tally.started_at.replace(tzinfo=None, microsecond=0).isoformat(sep=" "),
        "seconds": round((ended - tally.started_at).total_seconds(), 1),
        "started_by": started_by(tags),
        "outcome": outcome,
        "release_id": release_id,
        "documents_received": tally.received,
        "documents": tally.documents,
        "documents_read": tally.read,
        "reports_extracted": tally.extracted,
        "years_computed": json.dumps(tally.years) if tally.years is not None else None,
        **{name: _rows(settings, table) for table, name in counted.items()},
        "version": version("xianjian"),
        "commit": commit(settings.project),
        "message": message[:LONGEST_MESSAGE] if message else None,
    }


def started_by(tags: Mapping[str, str]) -> str:
    """Who started a run: a command, a schedule or sensor by name, else somebody in the UI."""
    return next((f"{kind}{tags[tag]}" for tag, kind in TRIGGERS.items() if tag in tags), "ui")


def append(settings: Settings, row: Mapping[str, Any]) -> None:
    """Add a row to the log. Only the sole writer of the data folder may call it."""
    file = settings.run_log
    file.parent.mkdir(parents=True, exist_ok=True)
    torn = file.exists() and not file.read_bytes().endswith(b"\n")
    with file.open("a", encoding="utf-8") as log:
        log.write(("\n" if torn else "") + json.dumps(row, ensure_ascii=False) + "\n")
    sync_file(file)


def history(settings: Settings) -> list[dict[str, Any]]:
    """All runs that are known, the earliest first; a run that was noted twice stands as it was noted last."""
    rows = {row["run_id"]: row for row in (*_published(settings), *_logged(settings.run_log))}
    return sorted(rows.values(), key=lambda row: (row["started_at"], row["run_id"]))


def summary(row: Mapping[str, Any]) -> str:
    """One line for people and logs: how the run ended, how long it took, and how many of what."""
    names = ("documents_received", "documents_read", "reports_extracted", "reports", "figures", "issues", "quarantined")
    counts = ", ".join(f"{name.replace('_', ' ')} {row[name]:,}" for name in names if row[name] is not None)
    return f"{row['outcome']} in {row['seconds']:.1f} s by {row['started_by']}: {counts or 'nothing counted'}"


@cache
def commit(project: Path) -> str | None:
    """The commit of the project's code, where it lies in a git repository of its own; else None."""
    if not (project / ".git").exists():
        return None
    asked = ["git", "-C", str(project), "rev-parse", "HEAD"]
    try:
        done = subprocess.run(asked, capture_output=True, text=True, check=False, timeout=10)  # noqa: S603 - fixed words
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() or None


def _rows(settings: Settings, table: str) -> int | None:
    """Rows of a room; None while a file of it cannot be read."""
    import polars as pl

    files = partition_files(settings.rooms, table)
    try:
        return int(pl.scan_parquet(files, hive_partitioning=False).select(pl.len()).collect().item()) if files else 0
    except (OSError, pl.exceptions.PolarsError):
        return None


def _logged(file: Path) -> Iterable[dict[str, Any]]:
    if not file.exists():
        return
    names = [column.name for column in registry.columns(RUNS_TABLE)]
    for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            row = json.loads(line)
        except ValueError:
            continue
        if isinstance(row, dict) and row.get("run_id"):
            yield {name: row.get(name) for name in names}


def _published(settings: Settings) -> list[dict[str, Any]]:
    import duckdb

    try:
        rows = run(settings, f"select * from {RUNS_TABLE}").records()  # noqa: S608 - a fixed name
    except (QueryError, duckdb.Error):  # nothing is published, or a release of before there was this table, or damaged
        return []
    return [{**row, "started_at": row["started_at"].isoformat(sep=" ")} for row in rows]
