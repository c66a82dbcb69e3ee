"""From a number back to the words."""

from __future__ import annotations

import pytest
from rich.console import Console

from orchestration.settings import Settings
from warehouse.explain import ExplainError, explain
from warehouse.explanation import render
from warehouse.query import run


def shown(settings: Settings, reference: str) -> str:
    console = Console(width=120, record=True, file=None, quiet=False, force_terminal=True)
    with console.capture() as captured:
        console.print(render(explain(settings, reference)))
    return captured.get()


@pytest.mark.parametrize(
    "reference",
    [
        "990222|2024|enforcement.penalties|level|actual",
        "990222 2024 enforcement.penalties",
        "云栖县 2024年 行政处罚",
        "行政处罚，云栖县，2024",
        "990222+2024+行政处罚+level",
    ],
)
def test_a_cell_is_understood_in_any_order_and_by_name(published: Settings, reference: str) -> None:
    found = explain(published, reference)
    assert found.observation is not None
    assert found.observation["value"] == 666.0
    assert found.chosen.report["report_id"] == "990222-2024-rule_of_law-r2"
    assert [(other.figure["value"], other.why) for other in found.others] == [
        (640.0, "earlier_revision"),
        (64.0, "part"),
    ]


def test_another_measure_is_asked_for_by_its_name(published: Settings) -> None:
    found = explain(published, "990222 2024 行政处罚 growth")
    assert found.chosen.figure["value"] == 4.1
    assert explain(published, "990101 2024 mediation.cases target").chosen.figure["value"] == 420.0


def test_every_figure_s_number_is_found_in_its_quote(published: Settings) -> None:
    for (figure_id,) in run(published, "select figure_id from fct_figure where year = 2024").rows:
        found = explain(published, figure_id)
        start, end = found.chosen.mark
        assert found.chosen.figure["quote"][start:end] == found.chosen.figure["text"]


def test_the_number_is_marked_in_its_sentence_and_what_contradicts_it_is_said(published: Settings) -> None:
    text = shown(published, "990101 2024 调解矛盾纠纷")
    assert "全年\x1b[1;30;43m520件\x1b[0m。" in text
    assert "they disagree" in text
    assert "530 件: says it again elsewhere, later or in passing, says otherwise" in text
    assert "warn repeated_statements_agree" in text


def test_a_figure_of_no_indicator_and_a_part_are_explained_too(published: Settings) -> None:
    part = run(published, "select figure_id from fct_figure where scope is not null order by figure_id").rows[0][0]
    assert explain(published, part).observation is None
    assert "(县公安局)" in shown(published, part)
    unmapped = run(published, "select figure_id from fct_figure where indicator is null order by figure_id").rows[0][0]
    assert "no indicator" in shown(published, unmapped)


@pytest.mark.parametrize(
    ("reference", "says"),
    [
        ("990222 2020 行政处罚", "it is there for 2021, 2022, 2023, 2024"),
        ("某县 2024 行政处罚", "'某县' is no year, county"),
        ("990101 2024", r"fits \d cells"),
        ("0123456789abcdef-1-0", "no figure 0123456789abcdef-1-0"),
        ("", r"fits \d+ cells"),
        ("'; drop table x", "is no year"),
    ],
)
def test_a_reference_that_fits_nothing_or_too_much_is_answered_with_what_there_is(
    published: Settings, reference: str, says: str
) -> None:
    with pytest.raises(ExplainError, match=says):
        explain(published, reference)
