"""The scorecard as an Excel workbook: one sheet of values, one that says what each column is, one with the issues."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from contracts import registry
from contracts.registry import Column
from warehouse.durable import replacing
from warehouse.places import Places
from warehouse.query import open_database

if TYPE_CHECKING:
    import duckdb
    from xlsxwriter import Workbook  # type: ignore[import-untyped]
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

FILE_NAME = "scorecard.xlsx"
# Nothing that a report says is taken for a formula, a link or a number.
OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "constant_memory": True}
# Excel's own bounds: rows (one is the heading), and characters of a cell.
MOST_ROWS = 1_048_575
MOST_CHARACTERS = 32_767
NUMBER, DAY = "#,##0.##", "yyyy-mm-dd"


def write(places: Places, folder: Path) -> list[Path]:
    """Write `scorecard.xlsx`; returns it in a list."""
    from xlsxwriter import Workbook

    target = folder / FILE_NAME
    with (
        open_database(places.database) as connection,
        replacing(target) as temporary,
        Workbook(str(temporary), OPTIONS) as workbook,
    ):
        _about(workbook, connection)
        _sheet(workbook, connection, "记分卡 scorecard", "mart_scorecard")
        _sheet(workbook, connection, "问题 issues", "mart_quality_issue")
    return [target]


def _about(workbook: Workbook, connection: duckdb.DuckDBPyConnection) -> None:
    sheet = workbook.add_worksheet("说明 about")
    bold = workbook.add_format({"bold": True})
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 3, 28)
    release_id, built_at = connection.execute("select release_id, built_at from release").fetchall()[0]
    sheet.write_row(0, 0, ["Xianjian 县鉴", f"release {release_id}, built {built_at} UTC"], bold)
    sheet.write_row(1, 0, ["An empty cell was not stated: it is not zero. Values are in the unit of their column."])
    sheet.write_row(3, 0, ["column", "中文", "unit", "meaning"], bold)
    for row, column in enumerate(registry.columns("mart_scorecard"), start=4):
        sheet.write_row(row, 0, [column.name, column.zh, column.unit or "", column.en])


def _sheet(workbook: Workbook, connection: duckdb.DuckDBPyConnection, title: str, table: str) -> None:
    columns = registry.columns(table)
    sheet = workbook.add_worksheet(title)
    heading = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    formats = {
        "float64": workbook.add_format({"num_format": NUMBER}),
        "date": workbook.add_format({"num_format": DAY}),
    }
    for place, column in enumerate(columns):
        sheet.set_column(place, place, 14, formats.get(column.dtype))
    sheet.freeze_panes(1, 3)
    for place, column in enumerate(columns):
        sheet.write_string(0, place, _heading(column), heading)
    names = ", ".join(column.name for column in columns)
    key = ", ".join(registry.table(table).key)
    rows = connection.execute(f"select {names} from {table} order by {key} limit {MOST_ROWS}")  # noqa: S608 registry
    last = _rows(sheet, rows)
    sheet.autofilter(0, 0, last, len(columns) - 1)


def _heading(column: Column) -> str:
    return f"{column.zh}\n{column.indicator or column.name}" + (f"\n{column.unit}" if column.unit else "")


def _rows(sheet: Worksheet, rows: duckdb.DuckDBPyConnection) -> int:
    written = 0
    while batch := rows.fetchmany(1000):
        for row in batch:
            written += 1
            for place, value in enumerate(row):
                _cell(sheet, written, place, value)
    return written


def _cell(sheet: Worksheet, row: int, column: int, value: Any) -> None:
    if value is None:
        return
    if isinstance(value, str):
        fits = value if len(value) <= MOST_CHARACTERS else value[: MOST_CHARACTERS - 1] + "…"
        sheet.write_string(row, column, fits)
    else:
        sheet.write(row, column, value)
