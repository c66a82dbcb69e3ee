"""Layout: paragraphs, sections and clauses of a folded text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

_MARKS = re.compile(r"[。！？!?\n,;:|\t()、]")
_SENTENCE_ENDS = frozenset("。！？!?\n")
_HEADING = re.compile(
    r"\s*(?:(?P<part>第[一二三四五六七八九十]+[部章节][分]?)|(?P<one>[一二三四五六七八九十]{1,3})[、.]"
    r"|(?P<two>\([一二三四五六七八九十]{1,3}\))"
    # 24.6亿元增加到…, where a page begins, is no item 24.6.
    r"|(?P<three>\d{1,2})(?:[.、](?!\d)|(?:\.\d{1,2}){1,2}(?!\d|[余多]?[万亿%元倍吨亩]|个百分点|平方|公里)|(?= \D))"
    r"|(?P<four>\(\d{1,2}\)|[①-⑳])|(?P<boxed>【[^】\n]{2,20}】)|(?P<dash>——))"
)
_TITLE_END = re.compile(r"[。:!?；;]")
_PLAN = re.compile(r"下一?步|下一阶段|来年|明年|打算|工作安排|工作计划|工作思路|努力方向|展望|今后|下阶段")
# A day (2024年1月8日) names no year that is planned.
_YEAR_AHEAD = re.compile(r"(20\d\d|二〇[〇一二三四五六七八九]{2})年(?!\d{1,2}月)")
# ——2024年1月15日在县第十七届人民代表大会第四次会议上: the line under a title says where it was read, and heads nothing.
_OCCASION = re.compile(r"(?:\d日|[届次])[^,;。]{0,40}(?:会议|大会)上?[)]?[ \t]*\Z")
_COMING = re.compile(r"\s*(20\d\d)年[^。]{0,40}?(?:将|要|计划|重点)")
_ASIDE = re.compile(r"\((?![^()]*(?:其中|上年|[\d一二三四五六七八九十]))[^()\n]{1,16}\)|\(12\d{3}\)")
# 审结(含上年结转)88件: what the bracket says is within the number, and does not name it.
_INCLUDED = re.compile(r"\((?:其中)?(?:含|包括|包含)[^()\d]{1,20}\)(?=(?:共|约|近|计)*\d)")
_PROBLEM = re.compile(r"问题|不足|短板|困难|差距|薄弱")
_LEVELS = {"part": 0, "one": 1, "boxed": 1, "dash": 1, "two": 2, "three": 3, "four": 4}


@dataclass(slots=True)
class Paragraph:
    """A line of the text with the section it belongs to; a `heading` stands over all paragraphs before `until`."""

    start: int
    end: int
    section: str
    plan: bool
    mixed: bool
    heading: bool
    level: int
    until: int


class Layout:
    """Where sentences, clauses and list items of a text end, and which section each paragraph is in."""

    def __init__(self, text: str, year: int | None) -> None:
        self.text = text
        # One border more in front of the text and one behind it: every offset lies between two.
        self.included = _included(text)
        borders, end = _borders(text, self.included), len(text)
        self.fine = [-1, *borders, end]
        self.comma = [-1, *[at for at in borders if text[at] != "、"], end]
        self.sentence = [-1, *[at for at in borders if text[at] in _SENTENCE_ENDS], end]
        self.paragraphs = _paragraphs(text, year)
        self.starts = [paragraph.start for paragraph in self.paragraphs]

    def paragraph(self, offset: int) -> Paragraph:
        """The paragraph that holds `offset`."""
        return self.paragraphs[bisect_right(self.starts, offset) - 1]

    def before(self, marks: list[int], offset: int) -> int:
        """The offset behind the last mark before `offset`, or 0."""
        return marks[bisect_left(marks, offset) - 1] + 1

    def after(self, marks: list[int], offset: int) -> int:
        """The offset of the first mark at or after `offset`, or the text's end."""
        return marks[bisect_left(marks, offset)]


def _included(text: str) -> list[tuple[int, int]]:
    """The brackets right before a number that say what is within it."""
    return [m.span() for m in _INCLUDED.finditer(text)] if "(" in text else []


def _borders(text: str, brackets: list[tuple[int, int]]) -> list[int]:
    """Where the marks stand that end a sentence, a clause or an item of a list."""
    borders = [m.start() for m in _MARKS.finditer(text)]
    # 村(社区), 中心组(扩大): a bracket that only explains a word is no border.
    asides = sorted({*(m.span() for m in _ASIDE.finditer(text)), *brackets}) if "(" in text else []
    for start, end in reversed(asides):
        del borders[bisect_left(borders, start) : bisect_left(borders, end)]
    return borders


def _heading_mark(line: str) -> re.Match[str] | None:
    """The mark that makes a line a heading, or an item of a list with a section of its own."""
    mark = _HEADING.match(line)
    return None if mark is not None and mark["dash"] and _OCCASION.search(line) else mark


def _is_plan(title: str, year: int | None) -> bool:
    """Whether a title announces what is to come: by its words, or by naming a year after the reporting year."""
    if _PLAN.search(title):
        return True
    named = _YEAR_AHEAD.search(title)
    return named is not None and year is not None and named[1].isdigit() and int(named[1]) > year


def _announces(line: str, year: int | None) -> bool:
    """Whether a paragraph without a title opens with what the coming year will bring (2022年,我县将重点抓好…)."""
    m = _COMING.match(line)
    return m is not None and year is not None and int(m[1]) > year


def _paragraphs(text: str, year: int | None) -> list[Paragraph]:
    paragraphs: list[Paragraph] = []
    path: list[tuple[int, str]] = []
    section = ""
    plan = mixed = False
    plan_level = 9
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        mark = _heading_mark(line)
        level = 9
        heading = False
        if mark:
            kind = mark.lastgroup or "four"
            level = _LEVELS[kind]
            stop = _TITLE_END.search(line, mark.end())
            title = line[mark.end() : stop.start()] if stop else line[mark.end() :]
            heading = stop is None and len(line) <= 60
            path = [(deep, name) for deep, name in path if deep < level]
            path.append((level, mark[0].strip().rstrip("、.") if kind != "dash" else title[:12]))
            section = "/".join([name for _, name in path])
            if kind == "three":
                level = 3 + mark[0].count(".") if "." in mark[0].strip().rstrip(".") else 3
            if level <= plan_level:
                plan, mixed = _is_plan(title[:40], year), bool(_PROBLEM.search(title[:40]))
                plan_level = level if plan else 9
        elif line.strip() and not plan and (_PLAN.match(line.strip()[:6]) or _announces(line, year)):
            plan, mixed, plan_level = True, False, 8
        elif plan_level == 8 and line.strip() and not _PLAN.match(line.strip()[:6]) and _PROBLEM.search(line[:8]):
            plan, plan_level = False, 9
        paragraphs.append(
            Paragraph(
                start,
                end,
                section,
                plan and not mixed,
                plan and mixed,
                heading,
                level,
                len(text) + 1,
            )
        )
        start = end + 1
    _set_reach(paragraphs)
    return paragraphs


def _set_reach(paragraphs: list[Paragraph]) -> None:
    """A heading stands over what follows, up to the next title of its own or a higher level."""
    open_: list[Paragraph] = []
    for paragraph in paragraphs:
        while open_ and open_[-1].level >= paragraph.level:
            open_.pop().until = paragraph.start
        if paragraph.heading:
            open_.append(paragraph)
