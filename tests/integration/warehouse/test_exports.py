"""What other tools get."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import duckdb
import openpyxl
import polars as pl
import pytest

from contracts import registry
from orchestration.settings import Settings
from warehouse import release
from warehouse.exports import ExportError, export
from warehouse.exports.delimited import safe
from warehouse.query import run

HOSTILE = ['=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "\t=1", "＝1+1", " =1", "\n=1"]


def test_parquet_holds_every_table_as_published_and_the_package_describes_it(
    published: Settings, tmp_path: Path
) -> None:
    files = export(published, "parquet", tmp_path)
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    assert len(files) == len(package["resources"]) + 1 == len(registry.tables("published")) + 1
    for resource in package["resources"]:
        frame = pl.read_parquet(tmp_path / resource["path"])
        key = ", ".join(registry.table(resource["name"]).key)
        rows = run(published, f"from {resource['name']} order by {key}").rows
        assert frame.rows() == rows
        fields = resource["schema"]["fields"]
        assert [field["name"] for field in fields] == frame.columns
        assert all(field["title"] and field["description"] for field in fields)
        assert resource["bytes"] == (tmp_path / resource["path"]).stat().st_size
    assert package["licenses"][0]["name"] == "Apache-2.0"
    assert package["sources"]


def test_the_package_points_only_to_keys_that_are_there(published: Settings, tmp_path: Path) -> None:
    export(published, "parquet", tmp_path)
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    frames = {r["name"]: pl.read_parquet(tmp_path / r["path"]) for r in package["resources"]}
    for resource in package["resources"]:
        own = frames[resource["name"]]
        assert own.select(resource["schema"]["primaryKey"]).is_unique().all()
        for reference in resource["schema"].get("foreignKeys", []):
            target = frames[reference["reference"]["resource"]]
            used = own[reference["fields"][0]].drop_nulls()
            assert used.is_in(target[reference["reference"]["fields"][0]].implode()).all()


def test_csv_says_what_the_table_says(published: Settings, tmp_path: Path) -> None:
    export(published, "csv", tmp_path)
    for table in registry.tables("published"):
        text = (tmp_path / f"{table.name}.csv").read_text(encoding="utf-8-sig")
        rows = list(csv.reader(text.splitlines()))
        assert rows[0] == [column.name for column in table.columns]
        assert len(rows) - 1 == run(published, f"select count(*) from {table.name}").rows[0][0]
    quotes = pl.read_csv(tmp_path / "fct_figure.csv")["quote"].to_list()
    assert quotes == [row[0] for row in run(published, "select quote from fct_figure order by figure_id").rows]
    assert "-5" in (tmp_path / "fct_figure.csv").read_text(encoding="utf-8-sig").split(",")


@pytest.mark.parametrize("words", HOSTILE)
def test_no_cell_of_a_csv_runs_as_a_formula(words: str) -> None:
    said = duckdb.execute(f"select {safe('words')} from (select $1 as words)", [words]).fetchall()[0][0]
    assert said == "'" + words


@pytest.mark.parametrize("words", ["行政处罚=12件", "%", "一——二", "", "5-7"])
def test_harmless_words_stay_as_they_are_in_a_csv(words: str) -> None:
    assert duckdb.execute(f"select {safe('words')} from (select $1 as words)", [words]).fetchall()[0][0] == words


def test_the_workbook_shows_the_scorecard_and_explains_its_columns(published: Settings, tmp_path: Path) -> None:
    (file,) = export(published, "excel", tmp_path)
    book = openpyxl.load_workbook(file)
    about, card, issues = book.worksheets
    assert [row[0].value for row in about.iter_rows(min_row=5)] == [c.name for c in registry.columns("mart_scorecard")]
    rows = run(published, "from mart_scorecard order by county_code, year").rows
    assert card.max_row == len(rows) + 1
    for place, row in enumerate(rows, start=2):
        assert tuple(cell.value for cell in card[place]) == row
    assert issues.max_row == 3
    assert card.freeze_panes == "D2"


def test_words_of_a_report_are_words_in_the_workbook(own_copy: Settings, tmp_path: Path) -> None:
    with duckdb.connect(str(own_copy.build_database)) as connection:
        connection.execute(
            "update mart_quality_issue set message = '=1+1', first_quote = 'http://example.org', "
            "second_quote = repeat('长', 40000)"
        )
    release.publish(own_copy)
    (file,) = export(own_copy, "excel", tmp_path)
    sheet = openpyxl.load_workbook(file).worksheets[2]
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row if cell.value in ("=1+1", "http://example.org")]
    assert cells
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}
    assert all(cell.hyperlink is None for cell in cells)
    long = [cell.value for row in sheet.iter_rows(min_row=2) for cell in row if str(cell.value).startswith("长")]
    assert {(len(words), words[-1]) for words in long} == {(32767, "…")}


def test_sdmx_has_one_row_an_observation_with_codes_that_sdmx_allows(published: Settings, tmp_path: Path) -> None:
    (file,) = export(published, "sdmx", tmp_path)
    frame = pl.read_csv(file, infer_schema_length=None)
    assert frame.height == run(published, "select count(*) from fct_observation").rows[0][0]
    dimensions = ["FREQ", "REF_AREA", "INDICATOR", "MEASURE", "STATUS", "TIME_PERIOD"]
    assert frame.select(dimensions).is_unique().all()
    assert frame["INDICATOR"].str.contains(r"^[A-Za-z0-9_@$-]+$").all()
    assert set(frame.filter(pl.col("STATUS") == "target")["OBS_STATUS"]) == {"F"}
    assert set(frame["STRUCTURE_ID"]) == {"XIANJIAN:COUNTY_OBSERVATIONS(1.0)"}


def test_an_export_that_is_written_again_leaves_nothing_beside_it(published: Settings, tmp_path: Path) -> None:
    first = export(published, "csv", tmp_path)
    again = export(published, "csv", tmp_path)
    assert first == again
    assert sorted(tmp_path.iterdir()) == sorted(first)


def test_an_unknown_format_is_refused_with_those_there_are(published: Settings, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="parquet, csv, excel, sdmx, and PostgreSQL"):
        export(published, "stata", tmp_path)
