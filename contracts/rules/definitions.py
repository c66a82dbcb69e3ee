"""The rules as written: the YAML entries of this folder as typed objects.

A rule is data: what it compares, how severe a breach is, why it holds, and an example of good figures with the change
that breaks it. `check` names the comparison that compiles it to polars; adding a rule of a known kind needs no code.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any, Literal, get_args

import yaml

from contracts.registry import LOADER, RegistryError

Level = Literal["figure", "report", "panel", "peers"]
Severity = Literal["error", "warn", "info"]
FILES: dict[Level, tuple[str, ...]] = {
    "figure": ("figure.yml",),
    "report": ("parts.yml", "ratios.yml", "bounds.yml", "growth.yml"),
    "panel": ("panel.yml",),
    "peers": ("peers.yml",),
}
_KEYS = {"rule", "check", "severity", "reason", "reason_zh", "message", "message_zh", "example"}


@dataclass(frozen=True)
class Example:
    """Good figures, and the change to them that must raise the rule's issue and no other."""

    figures: Mapping[str, Any]
    broken: Mapping[str, Any]
    fill: Mapping[str, Any] = field(default_factory=dict)
    """Figures of many counties or years, for the rules that need a crowd: see tests/unit/contracts."""


@dataclass(frozen=True)
class Rule:
    """One rule: its name, level, kind of comparison, severity, reason, message and what the comparison needs.

    Messages are templates: `name` is the indicator's, `stated` and `expected` are values, `terms` is the calculation.
    The Chinese one has no `terms`: it is made from the columns of a published issue, which do not hold them.
    """

    name: str
    level: Level
    check: str
    severity: Severity
    reason: str
    reason_zh: str
    message: str
    message_zh: str
    settings: Mapping[str, Any]
    example: Example


@cache
def load(level: Level | None = None) -> tuple[Rule, ...]:
    """The rules of one level or all, in the order of the files; RegistryError names an entry that is wrong."""
    levels = get_args(Level) if level is None else (level,)
    return tuple(rule for one in levels for file in FILES[one] for rule in _read(one, file))


def rule(name: str) -> Rule:
    """The rule of that name; RegistryError where there is none."""
    for found in load():
        if found.name == name:
            return found
    raise RegistryError(f"no rule {name!r}; docs/rules.md lists them")


def _read(level: Level, file: str) -> list[Rule]:
    source = resources.files("contracts.rules").joinpath(file).read_text(encoding="utf-8")
    return parse(source, level, file)


def parse(source: str, level: Level, file: str = "<text>") -> list[Rule]:
    """Rules from YAML text. `defaults` at the top gives what the file's entries share."""
    written = yaml.load(source, Loader=LOADER)  # noqa: S506 - a safe loader
    shared: dict[str, Any] = written.get("defaults", {})
    return [_rule({**shared, **entry}, level, file) for entry in written["rules"]]


def _rule(entry: dict[str, Any], level: Level, file: str) -> Rule:
    name = entry.get("rule", "?")
    absent = sorted(_KEYS - set(entry))
    if absent:
        raise RegistryError(
            f"{file}, rule {name!r}: {', '.join(absent)} missing; every rule states its reason and example"
        )
    if entry["severity"] not in get_args(Severity):
        raise RegistryError(f"{file}, rule {name!r}: severity {entry['severity']!r} is none of {get_args(Severity)}")
    settings = {key: value for key, value in entry.items() if key not in _KEYS}
    return Rule(
        name=name,
        level=level,
        check=entry["check"],
        severity=entry["severity"],
        reason=" ".join(entry["reason"].split()),
        reason_zh=entry["reason_zh"],
        message=entry["message"],
        message_zh=entry["message_zh"],
        settings=settings,
        example=Example(**entry["example"]),
    )
