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
    assert found["5200件"] == ("enforcement.penalties", "过去五年")
    assert found["230件"] == ("legal_aid.cases", "过去五年")
    assert all(scope for text, (_, scope) in found.items() if text != "934件")


def test_a_figure_of_the_years_end_is_the_countys() -> None:
    assert stated("new_congress")["934件"] == ("mediation.cases", None)


def test_a_figure_of_another_year_says_which() -> None:
    assert stated("new_congress")["881件"] == ("mediation.cases", "2020年")


def test_an_annual_report_is_read_as_ever() -> None:
    assert stated("annual")["934件"] == ("mediation.cases", None)
    assert stated("annual")["881件"][1] is None
