"""Text tables: read where names and numbers are sure to belong together, refused with a problem where not."""

from __future__ import annotations

import pytest

from extract.document import Extraction, extract_text

BARS = "| 事项 | 2023年 | 2024年 |\n| --- | --- | --- |\n| 行政许可（件） | 210 | 230 |\n| 行政处罚（件） | 45 | 41 |\n"
TABS = "事项\t2023年\t2024年\n行政许可（件）\t210\t230\n行政处罚（件）\t45\t41\n"
RAGGED = "| 事项 | 2023年 | 2024年 |\n| 行政许可（件） | 210 |\n| 行政处罚（件） | 45 | 41 |\n"


def read(text: str) -> Extraction:
    return extract_text(f"2024年行政执法情况如下：\n{text}以上为全县数据。\n", family="rule_of_law", year=2024)


@pytest.mark.parametrize("table", [BARS, TABS], ids=["bars", "tabs"])
def test_a_table_gives_a_record_a_cell(table: str) -> None:
    assert [(f["indicator"], f["measure"], f["value"], f["unit"]) for f in read(table).figures] == [
        ("enforcement.licences", "prior", 210, "件"),
        ("enforcement.licences", "level", 230, "件"),
        ("enforcement.penalties", "prior", 45, "件"),
        ("enforcement.penalties", "level", 41, "件"),
    ]
    assert read(table).problems == []


def test_a_scale_in_the_header_counts_for_every_cell_below() -> None:
    table = "| 事项 | 罚没金额（万元） |\n| 县公安局 | 96.4 |\n| 县市场监管局 | 58.2 |\n"
    assert [(f["value"], f["unit"]) for f in read(table).figures] == [(964000, "元"), (582000, "元")]


def test_a_table_with_missing_cells_is_refused_and_not_guessed() -> None:
    extraction = read(RAGGED)
    assert [figure["indicator"] for figure in extraction.figures] == [None, None, None]
    (problem,) = extraction.problems
    assert problem["code"] == "table_refused"
    assert problem["start"] < problem["end"]


def test_what_stands_behind_a_table_is_read_as_prose_again() -> None:
    extraction = extract_text(BARS + "\n全年举办法治讲座12场。\n", family="rule_of_law", year=2024)
    assert (extraction.figures[-1]["indicator"], extraction.figures[-1]["value"]) == ("publicity.lectures", 12)
