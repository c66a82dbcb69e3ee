"""Every numeric token has exactly one kind; these sentences of our own have one of each."""

from __future__ import annotations

import pytest

from extract.document import extract_text


def kinds(text: str) -> list[tuple[str, str]]:
    """The numbers of a text that are no figures, with their kinds."""
    return [(number["text"], number["kind"]) for number in extract_text(text, family="rule_of_law").numbers]


def figures(text: str) -> list[tuple[str, float | None, float | None, str | None]]:
    """The figures of a text: surface, value, upper value, unit."""
    return [
        (f["text"], f["value"], f["value_high"], f["unit"]) for f in extract_text(text, family="rule_of_law").figures
    ]


@pytest.mark.parametrize(
    ("text", "surface", "kind"),
    [
        ("会议于2024年3月15日召开。", "2024年3月15日", "date"),
        ("统计时段为1—6月。", "1—6月", "date"),
        ("第三季度有所好转。", "第三季度", "ordinal"),
        ("排名第12位。", "第12位", "ordinal"),
        ("一、总体情况", "一、", "list_marker"),
        ("（三）规范执法。", "（三）", "list_marker"),
        ("石政发〔2024〕7号文件已印发。", "〔2024〕7号", "reference"),
        ("依照第25条办理。", "第25条", "ordinal"),
        ("印发《石湾县2024年要点》。", "2024", "title"),
        ("落实“十四五”规划。", "十四五", "plan_period"),
        ("“八五”普法持续推进。", "八五", "plan_period"),
        ("党的二十大精神深入人心。", "二十大", "name"),
        ("拨打12345热线。", "12345", "name"),
        ("联系电话：0851-2345678。", "0851-2345678", "code"),
        ("落实三项制度。", "三项", "word"),
        ("优化三次产业结构。", "三次", "word"),
        ("民生实事一件接着一件办。", "一件", "word"),
        ("亿元GDP死亡率下降。", "亿元", "word"),
        ("会议从9:30开始。", "9:30", "time"),
    ],
)
def test_a_number_that_is_no_figure_has_its_own_kind(text: str, surface: str, kind: str) -> None:
    assert (surface, kind) in kinds(text)
    assert figures(text) == []


def test_the_parts_of_a_ratio_are_no_time_of_day() -> None:
    assert [value for _, value, _, _ in figures("产业结构由28:31:41优化为22:35:43。")] == [28, 31, 41, 22, 35, 43]


@pytest.mark.parametrize(
    ("words", "value", "high", "unit"),
    [
        ("１２件", 12, None, "件"),
        ("1,234件", 1234, None, "件"),
        ("4.46万个", 44600, None, "个"),
        ("109.89万元", 1098900, None, "元"),
        ("1亿2000万元", 120000000, None, "元"),
        ("百分之九十八点五", 98.5, None, "%"),
        ("九成", 90, None, "%"),
        ("22.22％", 22.22, None, "%"),
        ("50—60人", 50, 60, "人"),
        ("三十余场", 30, None, "场"),
        # How many are meant cannot be told: a figure without a value, and no guess.
        ("数百人次", None, None, "人次"),
        ("2.5个百分点", 2.5, None, "个百分点"),
        ("一百二十余公里", 120, None, "公里"),
    ],
)
def test_a_number_is_given_in_its_base_unit(words: str, value: float | None, high: float | None, unit: str) -> None:
    assert figures(f"全年共有{words}。") == [(words, value, high, unit)]


@pytest.mark.parametrize(
    ("words", "approximate", "bound"),
    [
        ("约30件", True, None),
        ("近30件", True, None),
        ("30余件", True, None),
        ("30多件", True, None),
        ("30件左右", True, None),
        ("不少于30件", False, "at_least"),
        ("30件以上", False, "at_least"),
        ("不超过30件", False, "at_most"),
        ("30件以内", False, "at_most"),
        ("30件", False, None),
    ],
)
def test_a_qualifier_belongs_to_its_number(words: str, approximate: bool, bound: str | None) -> None:
    (figure,) = extract_text(f"全年登记{words}。", family="rule_of_law").figures
    assert figure["text"] == words
    assert (figure["approximate"], figure["bound"]) == (approximate, bound)


def test_the_resolution_is_one_unit_in_the_last_stated_place() -> None:
    stated = extract_text("占22.22%，共4.46万人，罚款12元。", family="rule_of_law").figures
    assert [figure["resolution"] for figure in stated] == [0.01, 100, 1]


def test_white_space_inside_a_number_does_not_split_it() -> None:
    assert figures("全年共办理1 234件。") == [("1 234件", 1234, None, "件")]


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("占比分别提高2个和1.4个百分点", ["个百分点", "个百分点"]),
        ("增速分别提高2个、0.6个和1.4个百分点", ["个百分点", "个百分点", "个百分点"]),
        ("新增企业1个，占比提高1.4个百分点", ["个", "个百分点"]),
        ("新增企业1个和项目2个", ["个", "个"]),
    ],
)
def test_points_side_by_side_share_their_unit(text: str, units: list[str]) -> None:
    assert [unit for *_, unit in figures(text)] == units
