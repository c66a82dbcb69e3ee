"""What a figure measures: structure, measure, status and scope, in sentences of our own wording."""

from __future__ import annotations

from typing import Any

import pytest

from extract.document import Extraction, extract_text


def read(text: str, year: int = 2024) -> Extraction:
    return extract_text(text, family="rule_of_law", year=year)


def said(text: str, *keys: str) -> list[tuple[Any, ...]]:
    """Some keys of each record, in order."""
    return [tuple(figure[key] for key in keys) for figure in read(text).figures]


def test_a_topic_named_once_is_carried_through_the_sentence() -> None:
    text = "全县新收行政复议案件64件，受理60件，审结57件，其中维持31件、撤销4件。"
    assert said(text, "indicator", "value") == [
        ("reconsideration.received", 64),
        ("reconsideration.accepted", 60),
        ("reconsideration.concluded", 57),
        ("reconsideration.upheld", 31),
        ("reconsideration.revoked", 4),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "公开信息12345条。满意率97.6%。",
        "公开信息12345余条，满意率97.6%。",
        "公开信息12345条的单位满意率97.6%。",
        "统一社会信用代码112345。满意率97.6%。",
        "联系电话：0557-3012345。满意率97.6%。",
    ],
)
def test_digits_that_count_or_go_on_are_not_the_name_of_a_hotline(text: str) -> None:
    assert said(text, "indicator", "value")[-1] == (None, 97.6)


@pytest.mark.parametrize("name", ["12345", "12345群众诉求", "12345人工坐席", "12345市级平台", "12345社区"])
def test_a_hotline_is_named_by_its_number(name: str) -> None:
    assert said(f"{name}受理320件，满意率97.6%。", "indicator", "value") == [
        ("functions.hotline_cases", 320),
        ("functions.hotline_satisfaction_rate", 97.6),
    ]


def test_a_name_behind_its_number_counts_too() -> None:
    assert said("共办理412件行政处罚案件。", "indicator", "value") == [("enforcement.penalties", 412)]


def test_one_rate_for_two_names_gives_two_records() -> None:
    records = said("政务服务办结率、好评率均达99.8%。", "value", "text")
    assert records == [(99.8, "99.8%"), (99.8, "99.8%")]


def test_a_row_of_names_meets_its_row_of_numbers() -> None:
    text = "全年办理行政许可、行政处罚、行政强制分别为320件、85件、7件。"
    assert said(text, "indicator", "value") == [
        ("enforcement.licences", 320),
        ("enforcement.penalties", 85),
        ("enforcement.coercion", 7),
    ]


def test_each_of_two_names_gets_the_same_number() -> None:
    records = said("行政复议案件撤销、变更各3件。", "indicator", "value")
    assert records == [("reconsideration.revoked", 3), ("reconsideration.changed", 3)]


def test_a_part_points_to_its_whole() -> None:
    figures = read("全年办理行政执法案件500件，其中行政许可400件、行政处罚100件。").figures
    whole = figures[0]["start"]
    assert [figure["part_of"] for figure in figures] == [None, whole, whole]


@pytest.mark.parametrize(
    ("words", "measure", "value"),
    [
        ("办理行政处罚案件120件，同比增长12.5%。", "growth", 12.5),
        ("办理行政处罚案件120件，同比下降12.5%。", "growth", -12.5),
        ("办理行政处罚案件120件，比上年减少15件。", "change", -15),
        ("行政处罚案件由上年的90件增加到120件。", "level", 120),
        ("办理行政处罚案件120件，上年同期为90件。", "prior", 90),
        ("行政处罚案件120件，占行政执法案件总数的24%。", "share", 24),
    ],
)
def test_the_words_before_a_number_give_its_measure(words: str, measure: str, value: float) -> None:
    assert (measure, value) in said(words, "measure", "value")
    assert {indicator for (indicator,) in said(words, "indicator")} == {"enforcement.penalties"}


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("2024年举办法治讲座40场。", "actual"),
        ("一、下一步工作打算\n举办法治讲座40场。", "target"),
        ("2025年力争举办法治讲座40场。", "target"),
    ],
)
def test_a_plan_is_told_from_what_was_done(text: str, status: str) -> None:
    assert said(text, "status") == [(status,)]


@pytest.mark.parametrize(
    ("text", "narrowed"),
    [
        ("全县办理行政处罚案件300件。", False),
        ("县公安局办理行政处罚案件300件。", True),
        ("近五年来累计办理行政处罚案件300件。", True),
    ],
)
def test_a_part_of_the_county_is_not_the_county(text: str, narrowed: bool) -> None:
    ((indicator, scope),) = said(text, "indicator", "scope")
    assert indicator == "enforcement.penalties"
    assert (scope is not None) is narrowed


def test_a_figure_without_a_name_in_the_catalogue_stays_unmapped() -> None:
    assert said("全年新植行道树3200株。", "indicator", "value") == [(None, 3200)]


def test_every_record_says_which_words_and_which_rule_decided() -> None:
    for figure in read("新收行政复议申请18件，审结7件；办理行政处罚案件3件。").figures:
        assert figure["wording"]
        assert figure["rule"] not in ("", "none")


def test_a_text_that_contradicts_itself_keeps_both_figures() -> None:
    assert said("办理行政处罚案件12件。全年办理行政处罚案件13件。", "value") == [(12,), (13,)]
