"""The accounting of numbers: green on a report whose numbers are all there, red for each way of losing one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from contracts import registry
from orchestration.accounting import account_for
from warehouse.rooms import write_partition

TEXT = "2023年，办理案件18件。"
DOCUMENT = "a" * 64


def row(table: str, **stated: Any) -> dict[str, Any]:
    """A row of a room with what is stated and something harmless in the other columns."""
    usual: dict[str, Any] = {"string": "x", "int64": 0, "float64": 0.0, "boolean": False, "date": None}
    made = {c.name: None if c.nullable else usual.get(c.dtype) for c in registry.columns(table)}
    return {**made, "document_id": DOCUMENT, "report_year": 2023, **stated}


@pytest.fixture
def rooms(tmp_path: Path) -> dict[str, list[dict[str, Any]]]:
    return {
        "document": [row("document", text=TEXT, characters=len(TEXT), received_at=None)],
        "report": [row("report", numbers=2, figures_mapped=1, figures_unmapped=0, numbers_other=1)],
        "figure": [row("figure", start_offset=10, end_offset=13, text="18件")],
        "number": [row("number", start_offset=0, end_offset=5, text="2023年", kind="date")],
    }


def faults(root: Path, rooms: dict[str, list[dict[str, Any]]]) -> list[str]:
    for table, rows in rooms.items():
        write_partition(root, table, 2023, pl.DataFrame(rows, schema=registry.polars_schema(table)))
    return account_for(root).faults


def test_a_report_whose_numbers_are_all_there_is_in_order(tmp_path: Path, rooms: Any) -> None:
    assert faults(tmp_path, rooms) == []


def test_a_number_that_nobody_read_is_named(tmp_path: Path, rooms: Any) -> None:
    rooms["number"] = []
    rooms["report"][0] |= {"numbers": 1, "numbers_other": 0}
    assert any("'2023' at 0" in fault for fault in faults(tmp_path, rooms))


def test_a_surface_that_does_not_stand_in_the_text_is_named(tmp_path: Path, rooms: Any) -> None:
    rooms["figure"][0]["text"] = "19件"
    assert any("not '19件'" in fault for fault in faults(tmp_path, rooms))


def test_kinds_that_do_not_add_up_are_named(tmp_path: Path, rooms: Any) -> None:
    rooms["report"][0]["figures_unmapped"] = 1
    assert any("add up to 3, not 2" in fault for fault in faults(tmp_path, rooms))


def test_a_count_that_is_not_that_of_the_rows_is_named(tmp_path: Path, rooms: Any) -> None:
    rooms["report"][0] |= {"numbers": 3, "figures_unmapped": 1}
    assert any("3 numbers counted, 2 there" in fault for fault in faults(tmp_path, rooms))


def test_a_number_that_states_two_indicators_is_one_number(tmp_path: Path, rooms: Any) -> None:
    rooms["figure"].append({**rooms["figure"][0], "figure_id": "second", "ordinal": 1})
    assert faults(tmp_path, rooms) == []
