"""Receiving a folder: what goes into the archive, what the warehouse is then made of, and what is said of the rest."""

from __future__ import annotations

import zipfile
from pathlib import Path

import polars as pl
import pytest

from extract import samples
from orchestration.parts import read_parts
from orchestration.progress import Silent
from orchestration.receiving import Received, archived_files, receive
from orchestration.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "a.txt").write_text("甲县报告18件", encoding="utf-8")
    (mine / "b.txt").write_text("乙县报告19件", encoding="utf-8")
    return mine


def take(settings: Settings, folder: Path) -> Received:
    return receive(settings, folder, Silent())


def names(settings: Settings) -> list[str]:
    """The file names of the documents that the warehouse is made of."""
    return sorted(file.filename for file in archived_files(settings))


def reasons(settings: Settings) -> list[str]:
    return read_parts(settings, "quarantine")["reason"].to_list()


def test_every_file_is_received_and_known_the_second_time(settings: Settings, folder: Path) -> None:
    assert (take(settings, folder).created, take(settings, folder).unchanged) == (2, 2)
    assert names(settings) == ["a.txt", "b.txt"]


def test_a_changed_file_is_a_document_more_and_the_earlier_one_is_superseded(settings: Settings, folder: Path) -> None:
    take(settings, folder)
    (folder / "a.txt").write_text("甲县报告20件", encoding="utf-8")
    assert take(settings, folder).changed == 1
    assert sorted(file.superseded for file in archived_files(settings) if file.filename == "a.txt") == [False, True]


def test_a_file_taken_out_of_the_folder_leaves_the_warehouse_and_stays_in_the_archive(
    settings: Settings, folder: Path
) -> None:
    take(settings, folder)
    (folder / "a.txt").unlink()
    assert take(settings, folder).withdrawn == 1
    assert names(settings) == ["b.txt"]
    assert len(list(settings.archive.rglob("objects/*/*"))) == 2


def test_a_file_put_back_is_there_again(settings: Settings, folder: Path) -> None:
    take(settings, folder)
    content = (folder / "a.txt").read_bytes()
    (folder / "a.txt").unlink()
    take(settings, folder)
    (folder / "a.txt").write_bytes(content)
    take(settings, folder)
    assert names(settings) == ["a.txt", "b.txt"]


def test_a_folder_that_is_missing_withdraws_nothing(settings: Settings, folder: Path) -> None:
    take(settings, folder)
    folder.rename(folder.with_name("unplugged"))
    take(settings, folder)
    assert names(settings) == ["a.txt", "b.txt"]
    assert reasons(settings) == ["missing_folder"]


def test_a_renamed_file_is_known_by_its_new_name(settings: Settings, folder: Path) -> None:
    take(settings, folder)
    (folder / "a.txt").rename(folder / "甲县2023年.txt")
    take(settings, folder)
    assert names(settings) == ["b.txt", "甲县2023年.txt"]


def test_a_second_folder_is_added_to_the_first(settings: Settings, folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "c.txt").write_text("丙县报告21件", encoding="utf-8")
    take(settings, folder)
    take(settings, other)
    assert names(settings) == ["a.txt", "b.txt", "c.txt"]


def test_the_samples_step_aside_for_documents_of_the_users_own(settings: Settings, folder: Path) -> None:
    take(settings, samples.reports())
    assert len(names(settings)) > 20
    take(settings, folder)
    assert names(settings) == ["a.txt", "b.txt"]


def test_members_of_a_zip_are_received_one_by_one(settings: Settings, folder: Path) -> None:
    with zipfile.ZipFile(folder / "c.zip", "w") as packed:
        packed.writestr("丙县2023.txt", "丙县报告21件")
        packed.writestr("丁县2023.txt", "丁县报告22件")
    assert take(settings, folder).created == 4
    assert {"丙县2023.txt", "丁县2023.txt"} <= set(names(settings))


def test_hidden_files_and_the_users_own_tables_are_no_reports(settings: Settings, folder: Path) -> None:
    for name in (".DS_Store", "~$a.docx", "population.csv"):
        (folder / name).write_text("x", encoding="utf-8")
    assert take(settings, folder).files == 2


def test_an_empty_file_and_an_empty_folder_are_said(settings: Settings, folder: Path, tmp_path: Path) -> None:
    (folder / "c.txt").write_bytes(b"")
    take(settings, folder)
    assert reasons(settings) == ["empty_file"]
    empty = tmp_path / "empty"
    empty.mkdir()
    take(settings, empty)
    rows = read_parts(settings, "quarantine")
    assert rows["reason"].to_list() == ["empty_folder"]
    assert rows.filter(pl.col("remedy").str.len_chars() == 0).is_empty()


def test_an_empty_inbox_is_nothing_to_speak_of(settings: Settings) -> None:
    take(settings, settings.inbox)
    assert reasons(settings) == []


def test_a_registry_beside_the_reports_names_them_in_later_runs_too(settings: Settings, folder: Path) -> None:
    (folder / "registry.csv").write_text(
        "county_code,year,family,source,notes\n990121,2023,rule_of_law,a.txt,\n", encoding="utf-8"
    )
    take(settings, folder)
    take(settings, settings.inbox)
    named = {file.filename: file.registry for file in archived_files(settings)}
    assert named["a.txt"] is not None
    assert (named["a.txt"].county_code, named["a.txt"].year) == ("990121", 2023)
    assert named["b.txt"] is None
