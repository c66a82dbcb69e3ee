"""Judges how a trap was read: every figure found with its value and qualifier, nothing else taken for one."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

TOLERANCE = 1e-6
Record = Mapping[str, Any]


def objections(gold: Sequence[Record], figures: Sequence[Record]) -> list[str]:
    """What is wrong, in words; empty when the trap was read rightly. `figures` are records of the extract command."""
    return [*_missed(gold, figures), *_spurious(gold, figures)]


def _missed(gold: Sequence[Record], figures: Sequence[Record]) -> Iterator[str]:
    for wanted in gold:
        here = [figure for figure in figures if _overlap(wanted, figure)]
        if not here:
            if wanted["qual"] != "optional":
                yield f"{wanted['surface']!r} is not taken for a figure"
            continue
        right = [figure for figure in here if _same_value(wanted, figure)]
        if not right:
            yield f"{wanted['surface']!r} is read as {[figure['value'] for figure in here]}, not {wanted['value']}"
        elif not any(_same_quality(wanted["qual"], figure) for figure in right):
            yield f"{wanted['surface']!r} lacks its quality {wanted['qual']!r}"


def _spurious(gold: Sequence[Record], figures: Sequence[Record]) -> Iterator[str]:
    for figure in figures:
        zero_in_words = figure["value"] == 0 and not any(character.isdigit() for character in figure["text"])
        if not zero_in_words and not any(_overlap(wanted, figure) for wanted in gold):
            yield f"{figure['text']!r} is no figure"


def _overlap(one: Record, other: Record) -> bool:
    return bool(one["start"] < other["end"] and other["start"] < one["end"])


def _same_value(wanted: Record, figure: Record) -> bool:
    value = wanted["value"]
    if value is None:
        return figure["value"] is None
    if isinstance(value, list):
        return _near(figure["value"], value[0], False) and _near(figure.get("value_high"), value[1], False)
    # A range is one record with value and value_high, or two records; a fall is a growth or change below zero.
    either_sign = figure.get("measure") in {"growth", "change"} or wanted["qual"].startswith(("growth", "change"))
    return any(_near(stated, value, either_sign) for stated in (figure["value"], figure.get("value_high")))


def _near(stated: float | None, wanted: float, either_sign: bool) -> bool:
    if stated is None:
        return False
    stated = abs(stated) if either_sign else stated
    return abs(stated - wanted) <= TOLERANCE * max(1.0, abs(wanted))


def _same_quality(qual: str, figure: Record) -> bool:
    if qual == "approx":
        return bool(figure["approximate"])
    if qual in {">=", "<="}:
        bounded = {">=": "at_least", "<=": "at_most"}[qual]
        return figure["bound"] == bounded or figure.get("value_high") is not None
    return qual != "target" or figure["status"] == "target"
