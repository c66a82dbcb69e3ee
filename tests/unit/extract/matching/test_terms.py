"""What a report to a new congress states speaks of the term, unless it names its year."""

from __future__ import annotations

from extract.document import extract_text

TEXT = (
    "过去五年工作回顾\n"
    "五年来，全县作出行政处罚5200件，法律援助案件从2016年的98件增加到230件。\n"
    "2021年，全县调解纠纷934件。2020年，全县调解纠纷881件。\n"
    "今后五年的奋斗目标\n"
    "办理法律援助案件300件。\n"
)


def stated(occasion: str) -> dict[str, tuple[str, str | None]]:
    extraction = extract_text(TEXT, family="rule_of_law", year=2021, occasion=occasion)
    return {f["text"]: (f["indicator"], f["scope"]) for f in extraction.figures if f["indicator"]}


def test_a_figure_without_a_year_is_of_the_term() -> None:
    found = stated("new_congress")
    assert found["5200件"] == ("enforcement.penalties", "五年来")
    assert found["230件"] == ("legal_aid.cases", "五年来")
    assert all(scope for text, (_, scope) in found.items() if text != "934件")


def test_a_figure_of_the_years_end_is_the_countys() -> None:
    assert stated("new_congress")["934件"] == ("mediation.cases", None)


def test_a_figure_of_another_year_says_which() -> None:
    assert stated("new_congress")["881件"] == ("mediation.cases", "2020年")


def test_an_annual_report_is_read_as_ever() -> None:
    assert stated("annual")["934件"] == ("mediation.cases", None)
    assert stated("annual")["881件"][1] is None


def test_this_year_and_the_planned_one_are_no_terms() -> None:
    text = (
        "政府工作报告\n（2021年10月28日在第十九届人民代表大会第一次会议上）\n各位代表：\n一、过去五年的工作\n"
        "规模以上工业企业达到89户。预计今年地区生产总值达到265亿元。\n"
        "二、今后五年的奋斗目标\n社会消费品零售总额达到180亿元。\n三、2022年工作建议\n地区生产总值增长8%。\n"
    )
    figures = extract_text(text, family="work_report", year=2021, occasion="new_congress").figures
    found = {f["text"]: (f["status"], f["scope"]) for f in figures if f["indicator"]}
    assert found == {
        "89户": ("actual", "过去五年"),
        "265亿元": ("actual", None),
        "180亿元": ("target", "今后五年"),
        "8%": ("target", None),
    }
