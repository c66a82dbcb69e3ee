"""What starts the job besides its schedule, a report in the inbox or a changed registry, and what tells somebody."""

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import dagster as dg

from orchestration.alerts import Alert, failure_of, send
from orchestration.checks import FRESHNESS_CHECK
from orchestration.freshness import stale_now
from orchestration.partitions import every_year
from orchestration.registries import NAME
from orchestration.schedules import FETCHING
from orchestration.sections import Watch
from orchestration.settings import Settings

if TYPE_CHECKING:
    from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition as AssetJob

Signature = tuple[int, int]
Listing = dict[str, Signature]


def sensors(settings: Settings, job: "AssetJob") -> list[dg.SensorDefinition]:
    """All sensors, each off until the settings turn it on."""
    data = settings.data
    return [
        _on_new_files("inbox", settings, job, settings.inbox_sensor, lambda: listing(settings.inbox), {}),
        _on_new_files("registry", settings, job, settings.registry_sensor, lambda: _registry(data), FETCHING),
        freshness_sensor(settings),
        failure_sensor(settings),
    ]


def _on_new_files(
    name: str,
    settings: Settings,
    job: "AssetJob",
    watch: Watch,
    look: Callable[[], Listing],
    run_config: dict[str, Any],
) -> dg.SensorDefinition:
    """Asks for a run when there is a new or changed file that has stopped growing."""

    @dg.sensor(
        name=name,
        job=job,
        minimum_interval_seconds=watch.every_seconds,
        default_status=_status(watch.on),
        description=f"Runs the job when the {name} in the data folder holds something new.",
    )
    def on_new_files(context: dg.SensorEvaluationContext) -> dg.SensorResult:
        decision = decide(look(), context.cursor)
        if decision.run_key is None:
            return dg.SensorResult(skip_reason=decision.reason, cursor=decision.cursor)
        request = dg.RunRequest(run_key=f"{name}-{decision.run_key}", tags=every_year(settings), run_config=run_config)
        return dg.SensorResult(run_requests=[request], cursor=decision.cursor)

    return on_new_files


def freshness_sensor(settings: Settings) -> dg.SensorDefinition:
    """Looks whether the warehouse is fresh, writes it into its check, and tells somebody once when it turns stale."""

    @dg.sensor(
        name="freshness",
        minimum_interval_seconds=settings.freshness.every_seconds,
        default_status=_status(settings.freshness.on),
        description="Whether a run has ended well lately, and whether reports are here once their deadline has passed.",
    )
    def freshness(context: dg.SensorEvaluationContext) -> dg.SensorResult:
        reasons = stale_now(settings, datetime.now(UTC))
        said = json.dumps(reasons, ensure_ascii=False)
        if reasons and said != context.cursor:
            subject = f"Xianjian: the warehouse in {settings.data} is stale"
            send(settings.alerts, Alert("stale", subject, "\n".join(reasons), str(settings.data)))
        evaluation = dg.AssetCheckEvaluation(
            asset_key=dg.AssetKey("release"),
            check_name=FRESHNESS_CHECK,
            passed=not reasons,
            severity=dg.AssetCheckSeverity.WARN,
            metadata={"why": dg.MetadataValue.text("\n".join(reasons) or "fresh")},
            description="\n".join(reasons) or "fresh",
        )
        return dg.SensorResult(asset_events=[evaluation], cursor=said)

    return freshness


def failure_sensor(settings: Settings) -> dg.SensorDefinition:
    """Tells somebody when a run fails that Dagster's daemon started; the command line tells of its own."""

    @dg.run_failure_sensor(
        name="alert_on_failure",
        default_status=_status(settings.alerts.on),
        description="Sends an alert to the log, the webhook and the mail server of the settings when a run fails.",
    )
    def alert_on_failure(context: dg.RunFailureSensorContext) -> None:
        reasons = context.failure_event.message or "It says no more."
        alert = failure_of(str(settings.data), context.dagster_run.run_id, reasons)
        for undelivered in send(settings.alerts, alert):
            context.log.error(f"alert not delivered: {undelivered}")

    return alert_on_failure


def _status(on: bool) -> dg.DefaultSensorStatus:
    return dg.DefaultSensorStatus.RUNNING if on else dg.DefaultSensorStatus.STOPPED


def _registry(data: Path) -> Listing:
    """The registry as a listing of one file."""
    file = data / NAME
    if not file.is_file():
        return {}
    state = file.stat()
    return {NAME: (state.st_size, state.st_mtime_ns)}


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
        return Decision(_cursor(now, now), reason="Nothing new.")
    if any(seen.get(name) != state for name, state in fresh.items()):
        return Decision(_cursor(now, taken), reason=f"{len(fresh)} new files; waiting until they stop changing.")
    key = hashlib.sha256(json.dumps(sorted(fresh.items())).encode()).hexdigest()[:16]
    return Decision(_cursor(now, now), run_key=key)


def _cursor(seen: Listing, taken: Listing) -> str:
    return json.dumps({"seen": seen, "taken": taken})
