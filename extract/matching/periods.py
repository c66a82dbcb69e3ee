"""Periods: whether the words around a figure speak of the year under review, of several years, or of what is to come.

The headings of some families say it for whole sections, and words at the head of a sentence for what follows; which
words these are is data (`sections` in a family.yml).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace

from extract.catalogue.sections import Sections
from extract.matching.scopes import MONTHS

_HEAD = re.compile(
    r"(?:\A|[。!?;:\n]|,(?=刚刚过去|过去的20))[ \t]*"
    r"(?:[一二三四五六七八九十]{1,3}[是、]|\([一二三四五六七八九十]{1,3}\)|(?:各位)?代表(?:们)?[,:!]|同志们[,:!])?"
    r"(?=[“〇○\d\u4e00-\u9fff])"
)
_HEADING_LIMIT = 60
# The day of delivery under the title (2021年1月19日) heads nothing.
_NAMED_YEAR = re.compile(r"(20\d\d)年(?!\d{1,2}月)")
_LEADING_YEAR = re.compile(r"(?:(?:刚刚)?过去的?)?(20\d\d)年(?:以来|来)?(?=[,:是我]|全[县区市旗年])")
# 2023年地区生产总值286亿元,…; 截至2023年末,…: a year that opens a sentence holds to its end.
_OPENING_YEAR = re.compile(
    r"(?:(?:截[至止]|[到至])(?P<end>20\d\d)年(?:年?[末底])?,?"
    r"|(?P<of>20\d\d)年(?:末|底)?(?!以?来|起|至|到|开始|度?[,:是我]|全[县区市旗年]))(?=[\u4e00-\u9fff])"
)
# 1-11月固定资产投资增长12%,…;税收收入增长6%: so does a part of the year, wherever in it it is named.
_OPENING_MONTHS = re.compile(
    rf"(?:今年|20\d\d年)?(?P<months>{MONTHS}"
    r"|截至(?:今年|20\d\d年)?(?:[1-9]|10)月[底末]?)(?=[,\u4e00-\u9fff])"
)
# 预期目标是增长6%,实际增长6.5%: what came of it is told in the same sentence.
_TOLD_TOO = re.compile(r"[^。\n]{0,60}实际(?:完成|增长|达到?|实现|为)")
# 主要预期目标是:⏎地区生产总值增长6%;⏎…: a list goes on over its lines.
_SENTENCE_END = re.compile(r"。|(?<![:;,])\n")
_TITLE = "工作报告"
_AHEAD_REACH = 60
# What may stand between words that name several years and the comma behind them.
_LEADS = re.compile(r"[^,。;:]{0,4}[,:是我全]")
_HEAD_LIMIT = 200
_GIVEN_IN_AUTUMN = re.compile(r"20\d\d年(?:[7-9]|1[01])月\d{1,2}日")
_GONE_BY = re.compile(r"(?:以来|[年届]来)\Z|\A过去")
_ENDS = "。;!?"


@dataclass(frozen=True, slots=True)
class Period:
    """What holds from `start` on.

    `span` are words that name several years or another year, None for the year under review (or, in a plan, the year
    after); `plan` whether it is of what is to come, `notes` of what only explains words; `year` the one year that a
    section's heading names.
    """

    start: int
    span: str | None
    plan: bool
    notes: bool
    year: int | None = None

    @property
    def looks_back(self) -> bool:
        """Whether it is of years gone by, also where a plan speaks of them (“十四五”以来)."""
        return self.span is not None and _GONE_BY.search(self.span) is not None


class Periods:
    """The periods of a text, in order; without `sections` all of it speaks of the year under review."""

    def __init__(self, text: str, year: int | None, sections: Sections | None) -> None:
        self.found = [Period(0, None, False, False)]
        # What the section's heading says, and whether words that name several years hold beyond their paragraph.
        self._section, self._lasts = self.found[0], False
        # Where what a sentence opened with holds no longer, and the period that it turns back to.
        self._until: tuple[int, Period] | None = None
        if sections is not None:
            self._text, self._year, self._sections = text, year, sections
            self._read(sections)
        self._starts = [period.start for period in self.found]
        # A report given in autumn tells what has been reached by then, not at the end of a year.
        self.year_is_over = _GIVEN_IN_AUTUMN.search(text[:_HEAD_LIMIT].partition("各位代表")[0]) is None

    def at(self, offset: int) -> Period:
        """The period that holds at an offset."""
        found = self.found
        return found[0] if len(found) == 1 else found[bisect_right(self._starts, offset) - 1]

    def _read(self, sections: Sections) -> None:
        text = self._text
        for m in _HEAD.finditer(text):
            at = m.end()
            line_end = text.find("\n", at)
            line_end = len(text) if line_end < 0 else line_end
            starts_line = m.start() == 0 or text[m.start()] == "\n"
            self._turn_back(m.start())
            if starts_line:
                self._paragraph(m.start())
            titled = starts_line and line_end - at <= _HEADING_LIMIT and not self._is_sentence(at, line_end)
            if not (titled and self._heading(text[at:line_end].rstrip(" :"), m.start())):
                self._sentence(m.start(), at, sections)
        self._turn_back(len(text))

    def _for_its_sentence(self, period: Period) -> None:
        """A period that holds to the end of the sentence that it begins in."""
        end = _SENTENCE_END.search(self._text, period.start)
        behind = self._until[1] if self._until is not None else self.found[-1]
        self._until = (end.start() if end is not None else len(self._text), behind)
        self.found.append(period)

    def _turn_back(self, at: int) -> None:
        """At `at`, what held only for a sentence before it gives way to what was spoken of until then."""
        if self._until is not None and at >= self._until[0]:
            end, behind = self._until
            self.found.append(replace(behind, start=end))
            self._until = None

    def _paragraph(self, at: int) -> None:
        """A paragraph begins: what one of its forerunners said of several years holds no longer, as a rule."""
        last, section = self.found[-1], self._section
        if not self._lasts and not last.notes and last.span != section.span:
            self.found.append(Period(at, section.span, last.plan, False, section.year))

    def _open(self, at: int, words: str, named: list[int], plan: bool) -> None:
        """A section begins under a heading of these words."""
        self._until = None
        span = self._span(words)
        self._lasts = bool(named) and not plan and span is not None
        self._section = Period(at, None if named else span, plan, False, max(named, default=None))
        self.found.append(self._section)

    def _is_sentence(self, start: int, end: int) -> bool:
        return any(mark in self._text[start:end] for mark in _ENDS)

    def _heading(self, words: str, at: int) -> bool:
        """Whether a line opens a section of another kind."""
        sections = self._sections
        if sections.notes is not None and sections.notes.search(words):
            self.found.append(Period(at, None, False, True))
            return True
        if _TITLE in words:
            # 2024年政府工作报告: the year of delivery, in the title of what reviews the one before.
            return False
        named = [int(year) for year in _NAMED_YEAR.findall(words)]
        coming = self._year is not None and any(year > self._year for year in named)
        if sections.review is not None and sections.review.search(words) and not coming:
            self._open(at, words, named, plan=False)
        elif coming or (self._plans(words) and (not named or self._year is None)):
            self._open(at, words, named, plan=True)
        else:
            return False
        return True

    def _plans(self, words: str) -> bool:
        plan = self._sections.plan
        return plan is not None and plan.search(words) is not None

    def _span(self, words: str) -> str | None:
        found = self._sections.spans.search(words) if self._sections.spans is not None else None
        return found[0] if found else None

    def _sentence(self, mark: int, at: int, sections: Sections) -> None:
        """What the words at `at` say of what follows; `mark` is where the mark stands in front of them."""
        text, last = self._text, self.found[-1]
        if last.notes:
            return
        if (named := _LEADING_YEAR.match(text, at)) is not None:
            self._named_year(int(named[1]), at, last)
        opens = mark == 0 or text[mark] in "。!?\n"
        if self._announces(at):
            self._until = None
            self._section = Period(at, None, True, False, self._section.year)
            self.found.append(self._section)
        elif sections.year is not None and sections.year.match(text, at):
            if last.span is not None:
                self.found.append(Period(at, None, last.plan, False))
        elif (span := self._leading_span(at)) is not None:
            self.found.append(Period(at, span, last.plan, False))
        elif opens and not last.plan and self._hopes(at):
            self._for_its_sentence(Period(at, None, True, False))
        elif opens and last.span is not None and self._opens_with_its_year(at):
            self._for_its_sentence(Period(at, None, last.plan, False, last.year))
        elif not last.plan and (months := _OPENING_MONTHS.match(text, at)) is not None:
            self._for_its_sentence(Period(at, months["months"], False, False, last.year))

    def _opens_with_its_year(self, at: int) -> bool:
        """Whether a sentence opens with the year under review."""
        opening = _OPENING_YEAR.match(self._text, at)
        return opening is not None and int(opening["end"] or opening["of"]) == self._year

    def _hopes(self, at: int) -> bool:
        """Whether all of a sentence is hoped for (力争地区生产总值增长6%,…), and not for a year that is over."""
        goal = self._sections.goal
        m = goal.match(self._text, at) if goal is not None else None
        if m is None or _TOLD_TOO.match(self._text, m.end()):
            return False
        named = _NAMED_YEAR.findall(m[0])
        return not named or self._year is None or int(named[-1]) > self._year

    def _announces(self, at: int) -> bool:
        """Whether a sentence opens the plan: the targets of the coming year (综合考虑各方面因素,今年…预期目标是)."""
        ahead = self._sections.ahead
        if ahead is None:
            return False
        m = ahead.search(self._text, at, at + _AHEAD_REACH)
        if m is None or any(mark in self._text[at : m.start()] for mark in _ENDS + "\n"):
            return False
        named = _NAMED_YEAR.search(m[0])
        return named is None or self._year is None or int(named[1]) > self._year

    def _leading_span(self, at: int) -> str | None:
        """Words that name several years, where they are what a sentence is about."""
        spans = self._sections.spans
        m = spans.match(self._text, at) if spans is not None else None
        return m[0] if m is not None and _LEADS.match(self._text, m.end()) else None

    def _named_year(self, named: int, at: int, last: Period) -> None:
        """2020年,: the year under review after several years, or another one."""
        if self._year is None or named in (self._year, self._year + 1):
            if last.span is not None:
                self.found.append(Period(at, None, last.plan, False, last.year))
        elif named < self._year:
            self.found.append(Period(at, f"{named}年", last.plan, False))
