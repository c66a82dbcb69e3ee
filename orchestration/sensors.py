"""What starts the job: a report put into the inbox folder."""

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

import dagster as dg

from orchestration.partitions import every_year
from orchestration.settings import Settings

if TYPE_CHECKING:
    from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition as AssetJob

Signature = tuple[int, int]
Listing = dict[str, Signature]


def inbox_sensor(settings: Settings, job: "AssetJob") -> dg.SensorDefinition:
    """Asks for a run when the inbox holds a new or changed file that has stopped growing; off until turned on."""

    @dg.sensor(
        name="inbox",
        job=job,
        minimum_interval_seconds=30,
        description=f"Runs the job when a report is put into {settings.inbox.name}/ in the data folder.",
    )
    def inbox(context: dg.SensorEvaluationContext) -> dg.SensorResult:
        decision = decide(listing(settings.inbox), context.cursor)
        if decision.run_key is None:
            return dg.SensorResult(skip_reason=decision.reason, cursor=decision.cursor)
        request = dg.RunRequest(run_key=decision.run_key, tags=every_year(settings))
        return dg.SensorResult(run_requests=[request], cursor=decision.cursor)

    return inbox


def listing(inbox: Path) -> Listing:
    """Size and time of change of every file in the inbox, hidden ones left out."""
    found: Listing = {}
    if inbox.is_dir():
        for path in sorted(inbox.rglob("*")):
            if path.is_file() and not any(part.startswith(".") for part in path.relative_to(inbox).parts):
                state = path.stat()
                found[str(path.relative_to(inbox))] = (state.st_size, state.st_mtime_ns)
    return found


class Decision:
    """What the sensor does at one look: ask for a run (`run_key`) or not (`reason`), and what it remembers."""

    def __init__(self, cursor: str, *, run_key: str | None = None, reason: str | None = None) -> None:
        self.cursor, self.run_key, self.reason = cursor, run_key, reason


def decide(now: Listing, cursor: str | None) -> Decision:
    """Compare the inbox with what the last look saw and with what the last run took.

    A file that still changes between two looks is being copied; it is taken when two looks agree.
    """
    memory = json.loads(cursor) if cursor else {}
    seen: Listing = {name: tuple(state) for name, state in memory.get("seen", {}).items()}
    taken: Listing = {name: tuple(state) for name, state in memory.get("taken", {}).items()}
    fresh = {name: state for name, state in now.items() if taken.get(name) != state}
    if not fresh:
        return Decision(_cursor(now, now), reason="Nothing new in the inbox.")
    if any(seen.get(name) != state for name, state in fresh.items()):
        return Decision(_cursor(now, taken), reason=f"{len(fresh)} new files; waiting until they stop changing.")
    key = hashlib.sha256(json.dumps(sorted(fresh.items())).encode()).hexdigest()[:16]
    return Decision(_cursor(now, now), run_key=f"inbox-{key}")


def _cursor(seen: Listing, taken: Listing) -> str:
    return json.dumps({"seen": seen, "taken": taken})
