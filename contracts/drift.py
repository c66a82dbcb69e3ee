"""How far a release may drift from the one before it: bounds as data, with their reasons and the moves made to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import yaml

from contracts.registry import RegistryError

SHIPPED = Path(__file__).parent / "drift.yml"
# Measured as a difference in percentage points; everything else as a ratio.
IN_POINTS = frozenset({"mapped_share"})
_MOVE = {"measure", "by", "date", "reason"}

Judgement = Literal["fits", "warns", "blocks"]


@dataclass(frozen=True)
class Bound:
    """The bounds of one measure, and why they stand where they do.

    Attributes:
        measure: its name.
        what: what is measured.
        min: below it a release is stopped.
        max: above it a release is published with a warning.
        slack: difference that is always let pass.
        why: the reason, with that of each move.
    """

    measure: str
    what: str
    min: float
    max: float
    slack: float
    why: str

    def judge(self, then: float, now: float) -> Judgement:
        """Whether what is measured now fits what was measured then."""
        if abs(now - then) <= self.slack:
            return "fits"
        drift = self.drift(then, now)
        if drift < self.min:
            return "blocks"
        return "warns" if drift > self.max else "fits"

    def drift(self, then: float, now: float) -> float:
        """The difference in points, or the ratio; from nothing, any rise is beyond every bound."""
        if self.measure in IN_POINTS:
            return now - then
        return now / then if then else float("inf" if now else 1)


def load(own: Path | None = None) -> dict[str, Bound]:
    """The shipped bounds with the moves made to them, those of a data folder's own file last.

    Raises RegistryError for a move of no such measure, without its reason, or that moves nothing.
    """
    shipped = _read(SHIPPED)
    bounds = {name: Bound(measure=name, **says) for name, says in shipped["bounds"].items()}
    for file in (SHIPPED, *([own] if own and own.is_file() else [])):
        for move in _read(file).get("moved") or []:
            name = move.get("measure")
            if name not in bounds:
                raise RegistryError(f"{file}: a bound of {name!r} is moved; there are {', '.join(bounds)}")
            bounds[name] = _moved(bounds[name], move, file)
    return bounds


def _moved(bound: Bound, move: Mapping[str, Any], file: Path) -> Bound:
    missing = sorted(name for name in _MOVE if not move.get(name))
    to: dict[str, Any] = {name: float(move[name]) for name in ("min", "max", "slack") if name in move}
    if missing or not to:
        what = f"does not say {', '.join(missing)}" if missing else "moves neither min, max nor slack"
        raise RegistryError(f"{file}: the move of {bound.measure} {what}")
    said = f"{bound.why} Moved by {move['by']} on {move['date']}: {move['reason']}"
    return replace(bound, why=said, **to)


def _read(file: Path) -> dict[str, Any]:
    says = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
    if not isinstance(says, dict):
        raise RegistryError(f"{file}: holds no bounds; see contracts/drift.yml")
    return says
