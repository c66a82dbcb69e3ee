"""The settings file, `xianjian.toml` in the data folder or what XIANJIAN_SETTINGS names: read, checked, explained.

A variable of the environment wins over the file: XIANJIAN_WORKERS over `workers`, and so on for every setting outside
the sections. Secrets are better kept out of the file: XIANJIAN_EVENT_LOG, XIANJIAN_WEBHOOK
and XIANJIAN_SMTP_PASSWORD. The credentials of object storage have no setting at all (`warehouse.bucket`).
"""

from __future__ import annotations

import dataclasses
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, ClassVar, get_args, get_type_hints

from annotated_types import Ge, Le, MinLen
from pydantic import TypeAdapter, ValidationError

from orchestration.sections import STRICT, Alerts, DocumentLimits, Email, Freshness, Retries, Schedule, Watch
from orchestration.settings import PASSWORD_VARIABLE, PREFIX, SETTINGS_FILE, WEBHOOK_VARIABLE, SettingsError
from warehouse.bucket import fault_of_address, fault_of_endpoint

UNKNOWN = frozenset({"unexpected_keyword_argument", "extra_forbidden"})
TEMPLATE = Path(__file__).with_name(SETTINGS_FILE)


@dataclass(frozen=True)
class Stated:
    """What a settings file can state. None means not stated: `orchestration.settings.Settings` has the default."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    workers: Annotated[int, Ge(1)] | None = None
    shard_size: Annotated[int, Ge(1)] | None = None
    executor: Annotated[str, MinLen(1)] | None = None
    dask_scheduler: str | None = None
    releases_kept: Annotated[int, Ge(0)] | None = None
    wait_minutes: Annotated[int, Ge(0)] | None = None
    event_log: str | None = None
    object_store: str | None = None
    object_store_endpoint: str | None = None
    first_year: Annotated[int, Ge(1980), Le(2100)] | None = None
    document: DocumentLimits = field(default_factory=DocumentLimits)
    retries: Retries = field(default_factory=Retries)
    schedule: Schedule = field(default_factory=Schedule)
    inbox_sensor: Watch = field(default_factory=Watch)
    registry_sensor: Watch = field(default_factory=Watch)
    freshness: Freshness = field(default_factory=Freshness)
    alerts: Alerts = field(default_factory=Alerts)

    def values(self) -> dict[str, Any]:
        """What is stated, and all sections."""
        named = {f.name: getattr(self, f.name) for f in dataclasses.fields(self)}
        return {name: value for name, value in named.items() if value is not None}


def read(file: Path | None, environment: Mapping[str, str]) -> Stated:
    """The settings that a file and the environment state; without a file, those of the environment alone.

    Raises:
        SettingsError: for what cannot be read, is of the wrong type, out of its bounds, or of no such name.
    """
    stated = _of_file(file) if file else {}
    types = get_type_hints(Stated)
    for name in (f.name for f in dataclasses.fields(Stated) if f.default is None):
        if text := environment.get(PREFIX + name.upper()):
            stated[name] = int(text) if int in get_args(types[name]) and text.isascii() and text.isdecimal() else text
    for variable, section, name in ((WEBHOOK_VARIABLE, "alerts", "webhook"), (PASSWORD_VARIABLE, "email", "password")):
        _put_secret(stated, environment.get(variable), section, name)
    try:
        # By way of JSON: in strict mode only there does a table count as a section.
        checked = TypeAdapter(Stated).validate_json(json.dumps(stated, default=str))
        _check_schedule(checked.schedule)
        _check_webhook(checked.alerts.webhook)
        _check_event_log(checked.event_log or "")
        _check_object_store(checked.object_store or "", checked.object_store_endpoint or "")
    except ValidationError as error:
        raise SettingsError(_explained(error, file, environment)) from None
    except ValueError as error:
        raise SettingsError(f"{file or 'environment'}: {error}") from None
    return checked


def _of_file(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"The settings file {file} cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"The settings file {file} is not TOML in UTF-8: {error}.") from error


def _put_secret(stated: dict[str, Any], secret: str | None, section: str, name: str) -> None:
    alerts = stated.get("alerts", {})
    place = alerts if section == "alerts" else alerts.get(section) if isinstance(alerts, dict) else None
    if secret and isinstance(place, dict):
        place[name] = secret
        stated["alerts"] = alerts


def _check_schedule(schedule: Schedule) -> None:
    if schedule == Schedule():
        return
    from zoneinfo import ZoneInfo

    from dagster._utils.schedules import is_valid_cron_string  # dagster's own judgement; it gives it no public name

    for name in ("season", "otherwise"):
        if not is_valid_cron_string(getattr(schedule, name)):
            raise ValueError(f"schedule.{name} = {getattr(schedule, name)!r} is no cron line, as '0 6 * 1-4 *' is one.")
    try:
        ZoneInfo(schedule.timezone)
    except (KeyError, ValueError):
        raise ValueError(f"schedule.timezone = {schedule.timezone!r} is no time zone, as 'Asia/Shanghai'.") from None


def _check_event_log(address: str) -> None:
    if address and not address.startswith(("postgresql://", "postgres://", "postgresql+psycopg2://")):
        raise ValueError("event_log is no address of PostgreSQL, as postgresql://user:password@host/database.")


def _check_object_store(address: str, endpoint: str) -> None:
    if address and (fault := fault_of_address(address)):
        raise ValueError(f"object_store: {fault}.")
    if fault := fault_of_endpoint(endpoint):
        raise ValueError(f"object_store_endpoint: {fault}.")


def _check_webhook(address: str) -> None:
    if address and not address.startswith(("https://", "http://")):
        raise ValueError("alerts.webhook is no address: it begins with https:// (or http:// within your network).")


def _explained(error: ValidationError, file: Path | None, environment: Mapping[str, str]) -> str:
    lines = []
    for fault in error.errors(include_url=False, include_input=True):
        place = ".".join(str(part) for part in fault["loc"])
        variable = PREFIX + place.upper()
        where = variable if variable in environment else f"{file or 'environment'}: {place}"
        lines.append(
            f"{where}{_said(place, fault['type'], fault['input'])}: {fault['msg']}{_meant(place, fault['type'])}"
        )
    return "\n".join(lines)


def _said(place: str, kind: str, value: Any) -> str:
    # A mistyped name may hold a secret.
    secret = kind in UNKNOWN or place.startswith(("alerts", "object_store")) or place.endswith("event_log")
    return "" if secret or isinstance(value, dict) else f" = {value!r}"


def _meant(place: str, kind: str) -> str:
    if kind not in UNKNOWN:
        return "."
    known = _names(Stated)
    there = [name for name in known if name.rpartition(".")[0] == place.rpartition(".")[0]]
    close = get_close_matches(place, there, n=1, cutoff=0.75)
    return f"; there is no such setting. Did you mean {close[0]}?" if close else f"; there are {', '.join(there)}."


def _names(of: Any, before: str = "") -> list[str]:
    names = []
    for one in dataclasses.fields(of):
        names.append(before + one.name)
        made = one.default_factory
        if dataclasses.is_dataclass(made):
            names += _names(made, f"{before}{one.name}.")
    if of is Alerts:
        names += _names(Email, f"{before}email.")
    return names
