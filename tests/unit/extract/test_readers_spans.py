"""Merged cells: a label stands in every cell it covers, a number in one."""

from pathlib import Path

import pytest

from extract.readers import read
from extract.readers.spans import SpannedCell, expanded

HEADER = (
    "<tr><td rowspan=2 colspan=2>办理情况</td><td colspan=2>申请人情况</td><td rowspan=2>总计</td></tr>"
    "<tr><td>自然人</td><td>法人</td></tr>"
)
PAGE = f"""<html><body><article><h1>青岚县2024年政务公开年报</h1><p>{"全县政务公开工作稳步推进。" * 6}</p><table>
{HEADER}
<tr><td colspan=2>本年新收</td><td>12</td><td>3</td><td>15</td></tr>
<tr><td rowspan=2>本年办理</td><td>予以公开</td><td>9</td><td>2</td><td>11</td></tr>
<tr><td>不予公开</td><td>1</td><td>0</td><td>1</td></tr>
</table></article></body></html>"""


def lines_of(path: Path) -> list[str]:
    return [line for line in read(path).text.split("\n") if line.startswith("|")]


def test_a_label_stands_in_every_cell_that_it_covers(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(PAGE, encoding="utf-8")
    assert lines_of(page) == [
        "| 办理情况 | 办理情况 | 申请人情况 | 申请人情况 | 总计 |",
        "| 办理情况 | 办理情况 | 自然人 | 法人 | 总计 |",
        "| 本年新收 | 本年新收 | 12 | 3 | 15 |",
        "| 本年办理 | 予以公开 | 9 | 2 | 11 |",
        "| 本年办理 | 不予公开 | 1 | 0 | 1 |",
    ]


def test_the_marker_of_a_repeated_label_stands_once() -> None:
    grid = expanded([[SpannedCell("三、办理结果", rows=2), SpannedCell("1")], [SpannedCell("2")]])
    assert grid == [["三、办理结果", "1"], ["办理结果", "2"]]


def test_what_holds_a_digit_stands_once_whatever_it_covers() -> None:
    grid = expanded([[SpannedCell("甲"), SpannedCell("12", columns=2, rows=2)], [SpannedCell("乙")]])
    assert grid == [["甲", "12", ""], ["乙", "", ""]]


def test_a_cell_that_says_it_continues_the_one_above_has_its_label() -> None:
    grid = expanded([[SpannedCell("处罚"), SpannedCell("1")], [SpannedCell("", continued=True), SpannedCell("2")]])
    assert grid == [["处罚", "1"], ["处罚", "2"]]


def test_a_row_of_one_cell_is_a_caption_and_stands_once() -> None:
    assert expanded([[SpannedCell("表一", columns=3)], [SpannedCell("甲"), SpannedCell("1")]]) == [
        ["表一"],
        ["甲", "1"],
    ]


@pytest.mark.parametrize("span", ["0", "-3", "many", "99999999", "", "２"])
def test_a_span_that_cannot_be_covers_one_cell_or_stays_bounded(tmp_path: Path, span: str) -> None:
    page = tmp_path / "page.html"
    page.write_text(PAGE.replace("colspan=2", f'colspan="{span}"'), encoding="utf-8")
    assert all(line.count("|") < 70 for line in lines_of(page))
    assert [number for line in lines_of(page) for number in line.replace("|", " ").split() if number.isdecimal()] == [
        "12", "3", "15", "9", "2", "11", "1", "0", "1",
    ]  # fmt: skip
