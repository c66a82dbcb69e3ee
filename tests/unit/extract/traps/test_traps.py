"""Short strings with one trap each: our own (traps.yml) and those of ../shared.

What is not read as marked is listed in not_right.yml by id with the reason: a test fails when a trap that is not listed
goes wrong, and when one that is listed has come right and should be taken off.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from judge import objections

from extract.document import extract_text

HERE = Path(__file__).parent
OWN: list[dict[str, Any]] = yaml.safe_load((HERE / "traps.yml").read_text(encoding="utf-8"))
NOT_RIGHT: Mapping[str, dict[Any, str]] = yaml.safe_load((HERE / "not_right.yml").read_text(encoding="utf-8"))
SHARED_IDS = range(1, 80, 2)


def wrong(trap: Mapping[str, Any]) -> list[str]:
    """What is wrong with how the extractor reads a trap."""
    return objections(trap["gold"], extract_text(trap["text"], family="rule_of_law").figures)


@pytest.mark.parametrize(
    "trap", [trap for trap in OWN if trap["id"] not in NOT_RIGHT["own"]], ids=lambda trap: trap["id"]
)
def test_a_trap_is_read_as_marked(trap: dict[str, Any]) -> None:
    assert wrong(trap) == [], f"{trap['trap']}: {trap['text']} ({trap['note']})"


@pytest.mark.shared
@pytest.mark.parametrize("number", [number for number in SHARED_IDS if number not in NOT_RIGHT["shared"]])
def test_a_shared_trap_is_read_as_marked(number: int, shared_dir: Path) -> None:
    traps = json.loads((shared_dir / "gold" / "traps.json").read_text(encoding="utf-8"))
    trap = next(trap for trap in traps if trap["id"] == number)
    assert wrong(trap) == [], trap["text"]


def test_what_is_listed_as_not_right_is_few_and_true() -> None:
    assert len(NOT_RIGHT["shared"]) <= 2
    assert set(NOT_RIGHT["own"]) <= {trap["id"] for trap in OWN}
    right_by_now = [trap["id"] for trap in OWN if trap["id"] in NOT_RIGHT["own"] and not wrong(trap)]
    assert right_by_now == [], "take these off not_right.yml"


def test_our_own_traps_are_more_than_sixty_and_well_marked() -> None:
    assert len(OWN) > 60
    assert len({trap["id"] for trap in OWN}) == len(OWN)
    assert len({trap["text"] for trap in OWN}) == len(OWN)
    for trap in OWN:
        for figure in trap["gold"]:
            assert trap["text"][figure["start"] : figure["end"]] == figure["surface"]
