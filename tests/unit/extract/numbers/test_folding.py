"""Folding: what is plain stays where it was, what carries no meaning goes, and there is always a way back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.numbers.folding import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("办理１２件，共３％", "办理12件,共3%"),
        ("办 理 12 件", "办理12件"),
        ("办理1 234件", "办理1234件"),
        ("县公安局\t32\t14", "县公安局\t32\t14"),
        ("第一行。\n第二行。", "第一行。\n第二行。"),
    ],
)
def test_a_text_is_folded_for_reading(text: str, folded: str) -> None:
    assert fold(text).text == folded


def test_two_numbers_with_a_gap_between_them_are_not_joined() -> None:
    assert "56 78" in fold("甲局  56  78  90\n乙局  12  34  56").text.replace("  ", " ")


PAGE = """一年来，面对复杂多变的外部形势和繁重艰巨的发展任务，全县上下齐心，
聚力攻坚、克难奋进，较好地完成了年初确定的目标，全年地区生产总值
完成84亿元，是五年前的1.3倍；一般公共预算收入完成6亿元，固定资产投
资完成41亿元，增长9%，城乡居民人均可支配收入分别达到
28640元和13950元，分别增长7%和10%，发展的基础更牢，群众的日子更好，
一、发展质量稳步提升
全县坚持以项目为抓手，以企业为主体，以园区为平台，推动产业向高处走，
一是狠抓项目，投资稳定增长，结构不断优化。
"""
PARAGRAPH = "全县上下聚力攻坚、克难奋进，经济运行稳中有进，社会大局和谐稳定，各项事业全面进步。" * 3


def test_a_page_copied_with_its_line_breaks_is_read_in_paragraphs() -> None:
    lines = fold(PAGE + PARAGRAPH).text.split("\n")
    assert "地区生产总值完成84亿元" in lines[0]
    assert "固定资产投资完成41亿元" in lines[0]
    assert lines[1] == "一、发展质量稳步提升"
    assert lines[3].startswith("一是狠抓项目")


PARAGRAPHS = [
    "一、2023年工作回顾",
    "一年来，全县聚力攻坚、克难奋进，较好地完成了年初确定的各项目标任务，全年地区生产总值完成84.2亿元，增长6.1%；一般公共预算"
    "收入完成5.3亿元，固定资产投资完成41.7亿元，社会消费品零售总额完成31.2亿元，城乡居民人均可支配收入分别达到28640元和13950元。",
    "（一）坚持项目为王，发展后劲持续增强。实施重点项目86个，完成投资41.5亿元，其中产业项目投资占比达到62.3%，新增规上工业企业12家、"
    "国家高新技术企业9家，园区承载能力明显提升。",
    "（二）坚持民生优先，群众生活持续改善。民生支出占一般公共预算支出的比重达到81.5%，城镇新增就业3720人，新建学校3所、新增学位1800个。",
]


@pytest.mark.parametrize("columns", [70, 74, 78])
def test_a_page_folds_as_its_paragraphs_do(columns: int) -> None:
    broken = [line for paragraph in PARAGRAPHS for line in wrapped(paragraph, columns)]
    assert fold("\n".join([*broken, PARAGRAPH])).text == fold("\n".join([*PARAGRAPHS, PARAGRAPH])).text


def wrapped(paragraph: str, columns: int) -> list[str]:
    """A paragraph broken into lines where its characters fill so many columns."""
    lines, room = [""], columns
    for character in paragraph:
        room -= 1 + (character > "\u2000")
        if room < 0:
            lines.append("")
            room = columns - 1 - (character > "\u2000")
        lines[-1] += character
    return lines


def test_a_number_at_the_top_of_a_page_belongs_to_the_sentence_that_led_up_to_it() -> None:
    led = "五年来，全县聚力攻坚，产业结构更优，发展后劲更足，全县生产总值由“十一五”末的"
    assert "末的24.6亿元增加" in fold(f"{PARAGRAPH}\n{led}\n\n24.6亿元增加到38.1亿元。").text
    assert "末的\n\n24" in fold(f"{PARAGRAPH}\n{led}\n\n24.6 主要工作").text


def test_long_headings_and_rows_are_no_broken_lines() -> None:
    heading = "坚持稳字当头、稳中求进，聚焦产业升级，提质增效，现代产业体系加快构建、实力更强"
    text = "\n".join([heading, PARAGRAPH] * 5)
    assert fold(text).text.count("\n") == text.count("\n")


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=60), st.text(st.sampled_from("12３， \n\t|件共　.·(（、"), max_size=60)))
def test_every_character_kept_leads_back_to_its_own(text: str) -> None:
    folded = fold(text)
    last = -1
    for offset, character in enumerate(folded.text):
        start, end = folded.span(offset, offset + 1)
        assert end == start + 1
        assert start > last
        last = start
        # A kept digit is the digit it was, full-width or not.
        if character in "0123456789":
            assert text[start].isdigit()
