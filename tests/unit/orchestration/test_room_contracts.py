"""Room contracts a year at a time say what one validation of the whole room says, and years in order stay validated."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest
from good_rows import frame

from contracts import registry
from contracts.validation import ValidationOutcome, validate
from orchestration import room_contracts
from orchestration.room_contracts import validate_room
from orchestration.settings import Settings
from warehouse.rooms import partition_path, read_table, write_partition

YEARED = sorted(table.name for table in registry.tables("room") if table.partition)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path)


@pytest.fixture
def validated(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The tables that are really validated, one entry a year."""
    tables: list[str] = []

    def noting(table: str, frame: pl.DataFrame) -> ValidationOutcome:
        tables.append(table)
        return validate(table, frame)

    monkeypatch.setattr(room_contracts, "validate", noting)
    return tables


def write(settings: Settings, table: str, year: int | None, *changed: dict[str, Any]) -> None:
    """Write a year of good rows, each with what is changed in it."""
    rows = pl.concat([frame(table, **{"report_year": year, **changes}) for changes in changed])
    write_partition(settings.rooms, table, year, rows)


def whole(settings: Settings, table: str) -> ValidationOutcome:
    """The room validated in one go."""
    return validate(table, read_table(settings.rooms, table))


def said(outcome: ValidationOutcome) -> dict[str, Any]:
    """All that a check's metadata is made of, but the time, and without the words of the failing cells."""
    shown = sorted(outcome.failures.select("check", "row").rows())
    told = {"failures": shown, "bad_rows": list(outcome.bad_rows), "seconds": 0}
    return {**vars(outcome), **told}


def numbers(document: str, start: int) -> dict[str, Any]:
    """The start of a row of the room of numbers that breaks no relation."""
    return {"document_id": document * 64, "start_offset": start, "end_offset": start + 3}


@pytest.mark.parametrize("table", YEARED)
def test_a_year_in_order_is_validated_once_and_still_counts(
    settings: Settings, validated: list[str], table: str
) -> None:
    write(settings, table, 2023, {})
    first, again = validate_room(settings, table), validate_room(settings, table)
    assert validated == [table]
    assert first.ok
    assert said(first) == said(again) == said(whole(settings, table))


def test_a_room_without_years_or_without_files_is_validated_whole(settings: Settings, validated: list[str]) -> None:
    assert validate_room(settings, "figure").ok
    assert validate_room(settings, "family").ok
    assert validated == ["figure", "family"]


def test_only_the_year_that_changed_is_validated_again(settings: Settings, validated: list[str]) -> None:
    for year in (2022, 2023):
        write(settings, "number", year, numbers("a", year))
    validate_room(settings, "number")
    write(settings, "number", 2023, numbers("a", 2023), numbers("b", 7))
    assert validate_room(settings, "number").rows == 3
    assert len(validated) == 3


def test_failures_are_those_of_the_whole_room_and_found_by_every_run(settings: Settings) -> None:
    write(settings, "number", 2022, numbers("a", 1), numbers("b", 1))
    write(settings, "number", 2023, numbers("c", 1), {**numbers("d", 1), "end_offset": 9})
    expected = said(whole(settings, "number"))
    assert expected["bad_rows"] == [3]
    assert [said(validate_room(settings, "number")) for _ in range(2)] == [expected] * 2


def test_a_key_that_stands_in_two_years_is_found_though_both_were_in_order(settings: Settings) -> None:
    for year in (2022, 2023):
        write(settings, "number", year, numbers("a", year), numbers("b", 5 if year == 2022 else 6))
        assert validate_room(settings, "number").ok
    write(settings, "number", 2023, numbers("a", 2022))
    outcome = validate_room(settings, "number")
    assert said(outcome) == said(whole(settings, "number"))
    assert outcome.failed_checks == {"number: key is unique": 2}
    assert list(outcome.bad_rows) == [0, 2]


def test_keys_that_repeat_within_a_year_and_over_years_are_counted_once(settings: Settings) -> None:
    write(settings, "number", 2022, numbers("a", 1), numbers("a", 1), numbers("a", 2))
    write(settings, "number", 2023, numbers("a", 2))
    outcome = validate_room(settings, "number")
    assert said(outcome) == said(whole(settings, "number"))
    assert outcome.failure_count == 4


def test_a_column_that_a_year_lacks_is_said(settings: Settings) -> None:
    write(settings, "number", 2022, numbers("a", 1))
    path = partition_path(settings.rooms, "number", 2022)
    pl.read_parquet(path, hive_partitioning=False).drop("start_offset").write_parquet(path)
    outcome = validate_room(settings, "number")
    assert not outcome.ok
    assert any("start_offset: missing" in name for name in outcome.failed_checks)
