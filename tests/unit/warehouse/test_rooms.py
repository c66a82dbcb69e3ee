"""The Parquet files between the rooms."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from contracts import registry
from warehouse import rooms


def numbers(year: int, *starts: int) -> pl.DataFrame:
    rows = [("d" * 64, year, "rule_of_law", start, start + 2, "3月", "date") for start in starts]
    return pl.DataFrame(rows, schema=registry.polars_schema("number"), orient="row")


def test_a_year_is_written_whole_in_place_of_what_was_there(tmp_path: Path) -> None:
    rooms.write_partition(tmp_path, "number", 2023, numbers(2023, 1, 5))
    rooms.write_partition(tmp_path, "number", 2024, numbers(2024, 9))
    rooms.write_partition(tmp_path, "number", 2023, numbers(2023, 7))
    assert rooms.read_table(tmp_path, "number")["start_offset"].to_list() == [7, 9]
    assert rooms.read_table(tmp_path, "number", [2023])["start_offset"].to_list() == [7]
    assert sorted(p.name for p in tmp_path.rglob("*") if p.is_file()) == ["part.parquet", "part.parquet"]


def test_rows_lie_in_the_order_of_their_key_whoever_wrote_them(tmp_path: Path) -> None:
    one = rooms.write_partition(tmp_path / "a", "number", 2023, numbers(2023, 9, 1, 5))
    two = rooms.write_partition(tmp_path / "b", "number", 2023, numbers(2023, 5, 9, 1))
    assert one.read_bytes() == two.read_bytes()


def test_a_write_that_fails_leaves_the_old_year_and_no_debris(tmp_path: Path) -> None:
    written = rooms.write_partition(tmp_path, "number", 2023, numbers(2023, 1))
    before = written.read_bytes()
    with pytest.raises(rooms.RoomError, match="missing columns \\['kind'\\]"):
        rooms.write_partition(tmp_path, "number", 2023, numbers(2023, 2).drop("kind"))
    with pytest.raises(OSError, match="No space left"):
        write_half(written)
    assert written.read_bytes() == before
    assert list(written.parent.iterdir()) == [written]


def test_a_column_of_another_type_is_refused_and_an_empty_one_takes_its_type(tmp_path: Path) -> None:
    wrong = numbers(2023, 1).with_columns(pl.col("start_offset").cast(pl.Float64))
    with pytest.raises(rooms.RoomError, match="start_offset Float64 instead of Int64"):
        rooms.write_partition(tmp_path, "number", 2023, wrong)
    nothing_known = numbers(2023, 1).with_columns(pl.lit(None).alias("kind"))
    rooms.write_partition(tmp_path, "number", 2023, nothing_known)
    assert rooms.read_table(tmp_path, "number").schema["kind"] == pl.String


def test_a_year_that_no_document_speaks_of_any_more_is_removed(tmp_path: Path) -> None:
    for year in (2023, None):
        rooms.write_partition(tmp_path, "number", year, numbers(2023, 1))
    assert rooms.partition_years(tmp_path, "number") == [2023, None]
    assert rooms.remove_partition(tmp_path, "number", 2023)
    assert not rooms.remove_partition(tmp_path, "number", 2023)
    assert rooms.partition_years(tmp_path, "number") == [None]


def test_a_room_that_was_never_written_reads_as_empty(tmp_path: Path) -> None:
    assert rooms.read_table(tmp_path, "issue").schema == registry.polars_schema("issue")
    rooms.ensure_rooms(tmp_path, ["issue", "county"])
    assert rooms.partition_files(tmp_path, "county") == [tmp_path / "county.parquet"]
    assert rooms.read_table(tmp_path, "issue").is_empty()


def write_half(target: Path) -> None:
    with rooms.replacing(target) as temporary:
        temporary.write_bytes(b"half")
        raise OSError("No space left on device")


def test_a_damaged_file_is_named_with_what_mends_it(tmp_path: Path) -> None:
    part = rooms.write_partition(tmp_path, "issue", 2024, registry.empty("issue"))
    part.write_bytes(part.read_bytes()[:100])
    with pytest.raises(rooms.RoomError, match=r"part\.parquet cannot be read .*--rebuild"):
        rooms.read_table(tmp_path, "issue")
