"""Scoping: what is true of a record once its indicator is known: value, status, scope, the whole it belongs to."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from extract.catalogue.model import Indicator
from extract.matching import changes, parts, scopes
from extract.matching.records import Record, Window
from extract.numbers.tokens import Token

if TYPE_CHECKING:
    from extract.matching.flow import Flow

_TARGET = re.compile(r"力争|确保|明年|来年|预期|(?<![查作动度定关施])(?<![^0-9]年)计划(?=[新于在到建开举培完组再])")
# 提前完成地区生产总值180亿元的目标: what was to be reached says only that it was.
_OF_A_GOAL = re.compile(
    r"(?:以上|左右)?(?:[、和及](?!超|完成|高于|比)[^,。;、]{2,20}[\d%元](?:以上|左右)?){0,4}"
    r"的[^,。;、]{0,6}?(?:目标|任务)(?!任?务?完成)"
)
# What is there already is no plan, whatever section says so (管好用好现有260个公园).
_AT_HAND = re.compile(r"(?:现有|目前(?:已有|共有|有))[^,。;]{0,4}\Z")
_TITLE_OF_A_TABLE = re.compile(
    r"[^,。;:\n]{0,6}:?[^,。;:\n]{4,40}(?:表|清单)(?:\([^()\n]*\))?(?:\.(?:docx?|xlsx?|pdf))?[ \t]*(?:\n|\Z)"
)
_HAS_COME_TO = re.compile(r"(?:达到?|增至|增加到|增长到|发展到|突破|首次)(?:了)?\Z")
_OF_TIME = re.compile(r"年|月|季度|届")
_TITLE_LIMIT = 64
_BRACKETS = re.compile(r"\([^()]*\)")
_AHEAD = re.compile(r"下一?步|来年|明年")
# What one unit is in the unit of the indicator.
_AREAS = {"公顷": 10**4, "平方公里": 10**6, "平方千米": 10**6, "平米": 1, "㎡": 1, "m²": 1}
# The ways of `narrowed_by`, in the order in which they are asked.
_WAYS = ("area", "project", "department", "government", "category", "campaign", "holder", "level", "manner")
# 年均增长9%, and 较上年增长9%, which is of one year in whatever period it is told.
_YEARLY = re.compile(r"年均(?=(?:复合|递|实际)*(?:增|递|下降|降))")
_ON_LAST_YEAR = re.compile(r"[较比]上一?年|同比")
_UP_TO_A_YEAR = re.compile(r"20\d\d|月|季度|半年")
_PART_OF_YEAR = re.compile(r"月|季度|半年")
_MONTH = re.compile(r"[一二\d]{1,2}月")
_CONVERSIONS: dict[tuple[str, str], Decimal] = {
    **{(unit, "平方米"): Decimal(factor) for unit, factor in _AREAS.items()},
    ("亩", "平方米"): Decimal(2000) / Decimal(3),
    ("斤", "吨"): Decimal("0.0005"),
    ("公斤", "吨"): Decimal("0.001"),
    ("千米", "公里"): Decimal(1),
    ("km", "公里"): Decimal(1),
    ("米", "公里"): Decimal("0.001"),
}


def finish(flow: Flow, record: Record, window: Window) -> None:
    """Give a record its value, status and scope, and link it to its whole."""
    token = record.token
    if record.value is None:
        record.value, record.value_high = token.value, token.value_high
    record.status = _status(flow, token, window)
    if record.status == "actual" and flow.reviews_a_year and _OF_A_GOAL.match(flow.text, token.end):
        record.indicator, record.wording, record.rule = None, None, changes.OF_THE_PLAN
    indicator = record.indicator
    if indicator is None:
        return
    paragraph = window.paragraph
    title = paragraph.end - paragraph.start <= _TITLE_LIMIT and _TITLE_OF_A_TABLE.match(flow.text, paragraph.start)
    if title or flow.context.periods.at(token.start).notes:
        # What explains a word at the report's end, or names what is attached, states nothing of the county.
        record.indicator, record.wording, record.rule = None, None, "notes"
        return
    if record.scope is None or _is_of_one_year(flow, record, window):
        record.scope = _scope(flow, record, indicator, window)
    factor = _CONVERSIONS.get((token.unit or "", indicator.unit)) if token.unit != indicator.unit else None
    if factor is not None and record.measure in ("level", "prior", "change") and record.value is not None:
        record.value *= factor
        record.value_high = record.value_high * factor if record.value_high is not None else None
    if flow.whole is not None:
        parts.attach(flow, record, indicator, flow.whole)


def _status(flow: Flow, token: Token, window: Window) -> str:
    """`target` in plan sections, behind words of intent, and where the coming year is spoken of."""
    paragraph, text = window.paragraph, flow.text
    period = flow.context.periods.at(token.start)
    if period.looks_back and period.start >= window.sentence:
        return "actual"
    if paragraph.plan or period.plan:
        return "actual" if _AT_HAND.search(text, window.own, token.start) else "target"
    coming = flow.coming
    if coming is not None:
        at = text.find(coming, window.sentence, token.start)
        # 2024年2月 in a report of 2023 dates something; 2024年 alone announces it.
        if at >= 0 and not _MONTH.match(text[at + len(coming) : at + len(coming) + 3]):
            return "target"
    if paragraph.mixed:
        earlier = text[paragraph.start : token.start]
        if _AHEAD.search(earlier) or (coming is not None and coming in earlier):
            return "target"
    return "target" if not paragraph.heading and _TARGET.search(text, window.comma, token.start) else "actual"


def _scope(flow: Flow, record: Record, indicator: Indicator, window: Window) -> str | None:
    """The words that narrow a figure to a part, a group or several years; None for the whole county's year."""
    text, start, low = flow.text, record.token.start, window.sentence
    semicolon = max(low, text.rfind(";", low, start) + 1)
    segment = text[semicolon:start]
    clause = text[window.own : min(window.end, window.next_start)]
    if indicator.kinds is not None and (kind := indicator.kinds.search(clause)):
        return kind[0]
    if not indicator.looks_back:
        found = _period(flow, record, indicator, window, segment)
        if found is not None and record.measure == "prior":
            # 从2015年的681亿元增长到…: the value of a year that is not the last one.
            record.measure = "level"
        if found is None and ("年" in segment or "以来" in segment):
            before = text[max(window.comma, low) : start]
            found = scopes.years(segment if "累计" in before or "以来" in segment else before, segment, flow.year)
        if found is None and not indicator.stock:
            found = scopes.led_by_time(text[low:start], flow.year)
        if found is not None:
            return found
    if (found := scopes.led_to_parts(segment)) is not None:
        return found
    narrowed = indicator.narrowed_by
    if not narrowed:
        return None
    for way in _WAYS:
        if way in narrowed and (found := _narrowed(way, flow, start, window, segment, clause)) is not None:
            return found
    return _carried_scope(flow, record, indicator, low)


def _narrowed(way: str, flow: Flow, start: int, window: Window, segment: str, clause: str) -> str | None:
    """What narrows a figure in one of the ways of `narrowed_by`, from its clause or from what stands before it."""
    text, low = flow.text, window.sentence
    match way:
        case "area":
            return scopes.area(text[max(window.comma, low) : start]) or scopes.area_led(segment)
        case "project":
            return scopes.project(text[max(window.comma, low) : start], segment)
        case "department":
            return scopes.organ(segment) or scopes.bearers(text[max(window.comma, low) : start])
        case "government":
            return scopes.government(segment + text[start : window.end])
        case "category":
            return scopes.category(clause)
        case "campaign":
            return scopes.campaign(segment)
        case "holder":
            return scopes.holder(text[low:start])
        case "level":
            return scopes.level(clause)
        case _:
            return scopes.manner(clause)


def _period(flow: Flow, record: Record, indicator: Indicator, window: Window, segment: str) -> str | None:
    """Several years, a part of a year or another year that the figure speaks of; None for the year under review."""
    text, year, context, start = flow.text, flow.year, flow.context, record.token.start
    told = flow.reviews_a_year or record.rule == "from"
    if told and year is not None and "20" in text[window.sentence : start]:
        other = scopes.other_year(text[window.sentence : start], text[window.own : start], year)
        if other is not None and str(context.periods.at(start).year) not in other:
            return other
    if record.measure in ("growth", "change") and year is not None and "20" in text[window.comma : start]:
        against = scopes.against_year(text[window.comma : start], year)
        if against is not None:
            return against
    if not indicator.stock and ("月" in segment or "季度" in segment or "半年" in segment):
        part = _part_of_year(text, segment, start)
        if part is not None:
            return part
    return _of_its_period(flow, record, indicator, window, segment)


def _of_its_period(flow: Flow, record: Record, indicator: Indicator, window: Window, segment: str) -> str | None:
    """What the heading or the sentence's head says of when: several years or months; None where it does not hold."""
    context, start, year = flow.context, record.token.start, flow.year
    period = context.periods.at(start)
    own = flow.text[window.own : start]
    if record.measure == "growth" and (yearly := _YEARLY.search(own)):
        # 2023年地区生产总值286亿元,…,年均增长9%: whatever year is spoken of, a mean growth is of several.
        return period.span or yearly[0]
    if period.span is None:
        return None
    if _is_on_last_year(record, own) and not _UP_TO_A_YEAR.search(period.span):
        return None
    if _PART_OF_YEAR.search(period.span) and (indicator.stock or "全年" in segment):
        # 1-11月规上工业总产值274亿元,预计全年突破300亿元.
        return None
    closed = indicator.stock and context.periods.year_is_over and not period.plan
    if closed and _HAS_COME_TO.search(segment) and record.rule != "from-to":
        # 五年来…企业达到78家: what a stock has come to is its level at the end, unless the way there is told.
        return None
    if year is not None and f"{year}年" in own:
        return None
    # In a report given within the year, 今年 is the year of which it speaks.
    return None if "今年" in own and not context.periods.year_is_over else period.span


def _is_on_last_year(record: Record, own: str) -> bool:
    """Whether a growth is held against the year before."""
    return record.measure in ("growth", "change") and _ON_LAST_YEAR.search(own) is not None


def _is_of_one_year(flow: Flow, record: Record, window: Window) -> bool:
    """Whether a growth on last year took the several years for its scope that the figure before it is of."""
    span = flow.context.periods.at(record.token.start).span
    years = span is not None and record.scope == span and not _UP_TO_A_YEAR.search(span)
    return years and _is_on_last_year(record, window.seg)


def _part_of_year(text: str, segment: str, start: int) -> str | None:
    """The months that a figure is of, from its clause or a bracket right before it (进出口总额(1-11月)1157亿元)."""
    bracketed = text[start - 1 : start] == ")"
    words = segment[segment.rfind("(") + 1 :] if bracketed else _BRACKETS.sub("", segment)
    part = scopes.part_of_year(words)
    return part if part is not None and "全年" not in words else None


def _carried_scope(flow: Flow, record: Record, indicator: Indicator, low: int) -> str | None:
    """镇街共作出处罚2940宗,罚没873万元: what narrows the first narrows the rest of the sentence."""
    last = flow.records[-1] if flow.records else None
    if last is None or last.scope is None or last.indicator is None or last.token.start < low:
        return None
    if changes.is_bracketed(flow.text, last, record.token):
        return None
    if _OF_TIME.search(last.scope) or (last.indicator.kinds is not None and last.indicator.kinds.search(last.scope)):
        return None
    if last.rule == "part" or last.part_of is not None or last.indicator.domain != indicator.domain:
        return None
    between = flow.text[last.token.end : record.token.start]
    if not last.indicator.narrowed_by & indicator.narrowed_by or ";" in between or "共" in between:
        return None
    return None if scopes.whole(between) else last.scope


def zeros(flow: Flow) -> list[Record]:
    """Zeros stated in words (未发生败诉): records whose surface has no numeral."""
    context, text = flow.context, flow.text
    taken = [(token.start, token.end) for token in context.figures if token.kind == "figure"]
    found: list[Record] = []
    for start, end, indicator in context.lexicon.zeros(text):
        if any(low < end and start < high for low, high in taken):
            continue
        token = Token(start, end, "figure", Decimal(0), core_start=start)
        context.tokens.append(token)
        previous = max((t for t in context.figures if t.end <= start), key=lambda t: t.end, default=None)
        window = context.window(token, previous, None)
        record = Record(token, indicator, value=Decimal(0), wording=text[start:end], rule="zero in words")
        record.status = _status(flow, token, window)
        record.scope = _scope(flow, record, indicator, window)
        found.append(record)
    return found
