"""The sections of the settings file: what a data folder does by itself, whom it tells, and what a document may take.

Everything that runs by itself is off until the file turns it on. `orchestration.settings_file` reads and checks them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar, Literal

from annotated_types import Ge, Gt, Le, MinLen

# How pydantic checks a section: a name that is none is refused, and "3" is no number.
STRICT: dict[str, Any] = {"extra": "forbid", "strict": True}

Positive = Annotated[float, Gt(0)]
NotNegative = Annotated[float, Ge(0)]
Share = Annotated[float, Ge(0), Le(1)]


@dataclass(frozen=True)
class DocumentLimits:
    """What one document may take before it is put into quarantine.

    Attributes:
        seconds: time for reading it, and again for taking its figures.
        megabytes: memory beyond what its worker holds already.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    seconds: Positive = 600.0
    megabytes: Annotated[int, Ge(16)] = 4096


@dataclass(frozen=True)
class Retries:
    """How often a step that a passing fault stopped is tried again.

    Attributes:
        times: tries after the first.
        wait_seconds: before the second try; doubled before each further one.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    times: Annotated[int, Ge(0)] = 3
    wait_seconds: NotNegative = 2.0


@dataclass(frozen=True)
class Schedule:
    """When the job runs by itself.

    Attributes:
        on: whether it does.
        season: cron line for the season in which reports come out.
        otherwise: cron line for the rest of the year.
        timezone: of both lines.
        fetch: whether a run first downloads what registry.csv names.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    on: bool = False
    season: str = "0 6 * 1-4 *"
    otherwise: str = "0 6 * 5-12 1"
    timezone: str = "Asia/Shanghai"
    fetch: bool = True


@dataclass(frozen=True)
class Watch:
    """A sensor that looks at a place in the data folder.

    Attributes:
        on: whether it does.
        every_seconds: least time between two looks.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    on: bool = False
    every_seconds: Annotated[int, Ge(1)] = 30


@dataclass(frozen=True)
class Freshness:
    """When the warehouse counts as stale.

    Attributes:
        on: whether somebody is told.
        days_in_season: from January to April, days since the last run that ended well.
        days_otherwise: the same for the rest of the year.
        received_after_deadline: from the deadline on, the share of expected reports on last year that must be here.
        every_seconds: least time between two looks.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    on: bool = False
    days_in_season: Positive = 2.0
    days_otherwise: Positive = 9.0
    received_after_deadline: Share = 0.8
    every_seconds: Annotated[int, Ge(1)] = 3600


@dataclass(frozen=True)
class Email:
    """The mail server that alerts go through, and to whom. The password comes from XIANJIAN_SMTP_PASSWORD."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    host: Annotated[str, MinLen(1)]
    sender: Annotated[str, MinLen(3)]
    to: Annotated[list[str], MinLen(1)]
    port: Annotated[int, Ge(1), Le(65535)] = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True)
class Alerts:
    """Who is told when a run fails or the warehouse is stale.

    Attributes:
        on: whether anybody is.
        log: write it to the log, as a line of JSON on standard error.
        webhook: address that gets a JSON object by POST; better given as XIANJIAN_WEBHOOK where it holds a secret.
        email: the mail server, sender and receivers.
        seconds: time that one target may take.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    on: bool = False
    log: bool = True
    webhook: str = field(default="", repr=False)
    email: Email | None = None
    seconds: Positive = 10.0
