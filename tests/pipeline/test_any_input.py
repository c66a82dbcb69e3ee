"""Any input: what is wrong gets a message and a row of quarantine, and the rest is published."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner
from whole_job import Built, build

from extract import samples
from orchestration.cli import app
from orchestration.door import NOTHING
from orchestration.settings import Settings
from warehouse.rooms import read_table

GOOD = "鹿溪县人民政府关于2024年法治政府建设情况的报告.txt"


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A run over a folder with a good report, its rival, its copy, and files that are none or whose county is none."""
    folder = tmp_path_factory.mktemp("mine")
    text = (samples.reports() / GOOD).read_text(encoding="utf-8")
    (folder / "good.txt").write_text(text, encoding="utf-8")
    (folder / "copy.txt").write_text(text.replace("\n", "\n\n"), encoding="utf-8")
    (folder / "rival.txt").write_text(text.replace("件", "宗", 1), encoding="utf-8")
    (folder / "nowhere.txt").write_text(text.replace("鹿溪", "乌有乡之"), encoding="utf-8")
    (folder / "shopping.txt").write_text("白菜2斤，豆腐3块，共18元。", encoding="utf-8")
    (folder / "broken.docx").write_bytes(b"PK\x03\x04 cut off")
    (folder / "empty.txt").write_bytes(b"")
    return build(Settings(data=tmp_path_factory.mktemp("data"), workers=2), folder)


def quarantine(built: Built) -> dict[str, str]:
    """The reason by file name."""
    rows = read_table(built.settings.rooms, "quarantine").filter(pl.col("stage") != "contract")
    assert all(rows["message"].str.len_chars() > 10)
    assert all(rows["remedy"].str.len_chars() > 10)
    return {Path(row["source"]).name: row["reason"] for row in rows.iter_rows(named=True)}


def test_the_rest_is_published(mixed: Built) -> None:
    assert mixed.outcome.published
    assert mixed.value("select count(*) from dim_report") == 1


def test_two_files_that_claim_one_county_and_year_leave_one_and_say_so(mixed: Built) -> None:
    kept_out = quarantine(mixed)
    reasons = {name: kept_out.get(name) for name in ("good.txt", "copy.txt", "rival.txt")}
    assert list(reasons.values()).count(None) == 1
    assert "rival_report" in reasons.values()
    assert "same_words" in reasons.values()


@pytest.mark.parametrize("name", ["nowhere.txt", "shopping.txt", "broken.docx", "empty.txt"])
def test_what_cannot_be_used_is_in_quarantine_with_message_and_remedy(mixed: Built, name: str) -> None:
    assert name in quarantine(mixed)


def test_a_missing_folder_is_said_and_kept_in_quarantine_and_the_rest_stays_published(data_folder: Settings) -> None:
    missing = data_folder.data / "no-such-folder"
    done = CliRunner().invoke(app, ["run", str(missing), "--data", str(data_folder.data)])
    assert done.exit_code == NOTHING
    assert "no-such-folder" in done.output
    reasons = read_table(data_folder.rooms, "quarantine")["reason"].to_list()
    assert "missing_folder" in reasons
    assert "Published" in done.output


def test_an_empty_folder_is_said_and_an_empty_warehouse_is_published(tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    built = build(Settings(data=tmp_path / "data"), folder)
    assert built.outcome.published
    assert quarantine(built) == {"empty": "empty_folder"}
    assert built.value("select count(*) from fct_figure") == 0
