"""The audit page without a browser: it accounts for every number, escapes every word, and asks for nothing."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.audit import Account, Objection, account, render
from extract.audit.words import KINDS, card, number, stated
from extract.catalogue import load
from extract.document import extract_text

TEXT = (
    "石湾县2024年报告\n一、成效\n办理行政处罚案件1,204件，罚没款109.89万元，植树3,200株。\n"
    "政务服务办结率、好评率均达100%。\n"
)


def made(text: str, **more: object) -> Account:
    catalogue = load("rule_of_law")
    extraction = extract_text(text, family="rule_of_law", catalogue=catalogue, year=2024)
    return account(text, extraction, catalogue, **more)  # type: ignore[arg-type]


class Outline(HTMLParser):
    """The words of the report on a page, its numbers, and every tag that occurs."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.numbers: dict[str, str] = {}
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._inside = False
        self._number: str | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = dict(attributes)
        self.tags.append((tag, values))
        self._inside = self._inside or tag == "main"
        if self._inside and tag == "p":
            self.lines.append("")
        if self._inside and tag == "b":
            self._number = values["id"]
            self.numbers[self._number or ""] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "main":
            self._inside = False
        if tag == "b":
            self._number = None

    def handle_data(self, words: str) -> None:
        if self._inside and self.lines:
            self.lines[-1] += words
            if self._number is not None:
                self.numbers[self._number] += words


def test_every_number_of_the_report_is_marked_once_and_the_kinds_add_up() -> None:
    shown = made(TEXT)
    assert sum(shown.counts.values()) == len(shown.marks)
    outline = Outline(render(shown))
    assert list(outline.numbers.values()) == [TEXT[mark.start : mark.end] for mark in shown.marks]
    assert "1,204件" in outline.numbers.values()


def test_a_number_with_two_records_is_one_number() -> None:
    shown = made(TEXT)
    rates = [mark for mark in shown.marks if TEXT[mark.start : mark.end] == "100%"]
    assert len(rates) == 1
    assert len(rates[0].records) == 2


def test_the_page_shows_the_whole_text_line_by_line() -> None:
    assert [line.strip("\n") for line in Outline(render(made(TEXT))).lines] == TEXT.split("\n")


def test_every_kind_that_occurs_has_a_name_in_chinese() -> None:
    text = "一、2024年1月5日10:30，第3次会议依〔2024〕7号文件印发《2024年要点》，“十四五”期间三项制度、12345热线共9件。"
    assert set(made(text).counts) <= set(KINDS)


@settings(max_examples=60, deadline=None)
@given(
    st.text(
        st.one_of(st.sampled_from("<>&\"'/!-=script件1２一年 \n\t\r\u2028\u202e\x00"), st.characters()), max_size=60
    )
)
def test_words_of_a_report_are_words_and_never_markup(words: str) -> None:
    hostile = f"<script>alert(1)</script>{words}<img src=x onerror=alert(1)>12件 <!--slot report-->"
    page = render(made(hostile, title=words, facts=[("文件", words)], warnings=[words]))
    outline = Outline(page)
    assert [tag for tag, _ in outline.tags].count("script") == 1
    assert not any(tag in ("img", "iframe", "link", "object", "base") for tag, _ in outline.tags)
    assert not any(name.startswith("on") for _, values in outline.tags for name in values)
    page.encode("utf-8")


def test_nothing_of_the_page_comes_from_elsewhere() -> None:
    page = render(made(TEXT))
    assert not re.search(r"(?:src|href)\s*=\s*[\"'](?!#)", page)
    assert "http" not in page.replace("http-equiv", "")
    assert "url(" not in page
    assert "@import" not in page


def test_an_objection_leads_to_its_numbers_and_a_refused_table_to_its_place() -> None:
    start = TEXT.index("1,204件")
    shown = made(TEXT, objections=[Objection("parts_sum", "warn", "does <not> add up", ((start, start + 6),))])
    page = render(shown)
    index = next(place for place, mark in enumerate(shown.marks) if mark.start == start)
    assert f'href="#n{index}"' in page
    assert "does &lt;not&gt; add up" in page
    refused = made("2024年\n| 甲 | 乙 | 丙 |\n| 许可 | 5 |\n| 处罚 | 6 | 7 |\n")
    assert [one.rule for one in refused.objections] == ["table_refused"]


def test_the_gravest_objection_stands_first() -> None:
    said = [Objection("a", severity, "x", ((0, 1),)) for severity in ("info", "warn", "error")]
    assert [one.severity for one in made(TEXT, objections=said).objections] == ["error", "warn", "info"]


def test_an_empty_text_has_a_page_too() -> None:
    assert "0</b> 个数字" in render(made(""))


@pytest.mark.parametrize(
    ("value", "written"),
    [(None, "—"), (1098900, "1,098,900"), (22.22, "22.22"), (0.5, "0.5"), (-3, "-3"), (1e-7, "1e-07")],
)
def test_a_value_is_written_for_people(value: float | None, written: str) -> None:
    assert number(value) == written


def test_a_card_names_indicator_value_qualities_wording_and_rule() -> None:
    catalogue = load("rule_of_law")
    (figure,) = extract_text("2025年力争办理行政处罚案件约300件。", family="rule_of_law", year=2024).figures
    lines = dict(card(figure, catalogue.by_code))
    assert "enforcement.penalties" in lines["指标"]
    assert lines["值"] == stated(figure) == "约 300 件"
    assert "目标" in lines["性质"]
    assert lines["用语"]
    assert lines["规则"]
