"""The accounting of numbers: green on a report whose numbers are all there, red for each way of losing one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from contracts import registry
from orchestration import accounting
from orchestration.accounting import account_for
from orchestration.settings import Settings
from warehouse.rooms import partition_path, write_partition

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
    settings = Settings(data=root)
    for table, rows in rooms.items():
        write_partition(settings.rooms, table, 2023, pl.DataFrame(rows, schema=registry.polars_schema(table)))
    return account_for(settings).faults


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


@pytest.fixture
def gone_through(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The years that are really gone through."""
    years: list[int] = []
    inner = accounting._account_for_year

    def noting(rooms: Path, year: int, done: accounting.Accounting) -> None:
        years.append(year)
        inner(rooms, year, done)

    monkeypatch.setattr(accounting, "_account_for_year", noting)
    return years


def test_a_year_in_order_is_not_gone_through_again_and_still_counts(
    tmp_path: Path, rooms: Any, gone_through: list[int]
) -> None:
    faults(tmp_path, rooms)
    done = account_for(Settings(data=tmp_path))
    assert gone_through == [2023]
    assert (done.documents, done.numbers, done.fault_count) == (1, 2, 0)


@pytest.mark.parametrize("table", ["document", "figure", "number"])
def test_a_year_of_which_a_file_is_gone_is_gone_through_again(
    tmp_path: Path, rooms: Any, gone_through: list[int], table: str
) -> None:
    faults(tmp_path, rooms)
    partition_path(Settings(data=tmp_path).rooms, table, 2023).unlink()
    assert account_for(Settings(data=tmp_path)).faults
    assert gone_through == [2023, 2023]


def test_faults_are_found_again_by_every_run(tmp_path: Path, rooms: Any, gone_through: list[int]) -> None:
    rooms["number"] = []
    first = faults(tmp_path, rooms)
    assert first == faults(tmp_path, rooms)
    assert gone_through == [2023, 2023]


def test_a_fault_that_comes_into_a_year_in_order_is_found(tmp_path: Path, rooms: Any) -> None:
    assert faults(tmp_path, rooms) == []
    rooms["figure"][0]["text"] = "19件"
    assert faults(tmp_path, rooms) != []
