"""What sentences of both families state: one promise each, marked in statements_of_*.yml."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from gold.marks import read_marks
from scoring.marking import same_value

from extract.document import extract_text

REVIEW = "一、2023年工作回顾\n"


def sentences(name: str) -> list[dict[str, Any]]:
    """The sentences of a file, each with its promise."""
    read: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name(name).read_text(encoding="utf-8"))
    return read


@pytest.mark.parametrize("sentence", sentences("statements_of_economy.yml"), ids=lambda sentence: sentence["promise"])
def test_a_sentence_of_a_work_report_states(sentence: dict[str, Any]) -> None:
    assert_states("work_report", f"{REVIEW}{sentence.get('under', '')}\n{sentence['text']}")


@pytest.mark.parametrize("sentence", sentences("statements_of_law.yml"), ids=lambda sentence: sentence["promise"])
def test_a_sentence_of_a_report_on_law_states(sentence: dict[str, Any]) -> None:
    assert_states("rule_of_law", sentence["text"])


def assert_states(family: str, marked: str) -> None:
    """The records of a text of 2023 are those that its marks say, and no others."""
    text, gold = read_marks(marked)
    figures = extract_text(text, family=family, year=2023).figures
    stated = {
        (f["start"], f["indicator"], f["measure"], f["status"], f["scope"] is not None)
        for f in figures
        if f["indicator"]
    }
    wanted = {
        (figure.start, label.code, label.measure, label.status, label.scope is not None)
        for figure in gold
        for label in figure.labels
    }
    starts = {figure.start: figure for figure in gold}
    aligned = {(_start(start, starts), *rest) for start, *rest in stated}
    assert aligned == wanted
    for figure in gold:
        values = [f["value"] for f in figures if f["start"] <= figure.start < f["end"]]
        assert any(same_value(value, figure.value) for value in values), figure.surface


def test_a_number_with_its_unit_at_the_top_of_a_page_is_no_heading() -> None:
    text = f"{REVIEW}二、2024年工作安排\n税收收入增长8%。\n24.6亿元增加到38.1亿元。\n地区生产总值增长6%。\n"
    assert [figure["section"] for figure in extract_text(text, family="work_report", year=2023).figures] == ["二"] * 4
    item = f"{REVIEW}二、2024年工作安排\n2.1 财税工作\n税收收入增长8%。\n"
    assert extract_text(item, family="work_report", year=2023).figures[-1]["section"] == "二/2.1"


def _start(start: int, marked: dict[int, Any]) -> int:
    """The start of the mark that a figure lies on: 突破 and 超 belong to the figure, and not always to the mark."""
    return next((at for at in sorted(marked) if start <= at < start + 4), start)
