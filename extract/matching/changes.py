"""Changes: growth, absolute change, last year's value, share, and the way from one value to another."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from extract.matching import measures
from extract.matching.cues import THRESHOLD
from extract.matching.parts import FUNCTION_WORDS
from extract.matching.records import Choice, Record, Window
from extract.numbers.tokens import Token

if TYPE_CHECKING:
    from extract.matching.flow import Flow

_REACHES = re.compile(r"(?:达到?|为|实现|实际达到?)")


def read(flow: Flow, token: Token, window: Window, measure: str) -> Record:
    """The record of a number that is no level; it may turn out to be one after all (上年结转4件, 时限压减72%)."""
    if measure == "share":
        return _share(flow, token, window)
    if measure == "prior":
        choice = flow.named(token, window)
        if choice is not None and choice.hit.end == token.start and "上年" in choice.wording:
            return choice.record(token)
        return _prior(flow, token, window, choice)
    return _change(flow, token, window, measure)


def _change(flow: Flow, token: Token, window: Window, measure: str) -> Record:
    """Growth in per cent, or the difference in the indicator's own unit."""
    seg = window.seg
    direct = flow.named(token, window)
    if (
        direct is not None
        and token.unit == "%"
        and _is_rate(direct)
        and direct.hit.end >= token.start - 3
        and not measures.has_base(seg)
    ):
        return direct.record(token)
    if "平均" in seg:
        return Record(token, rule="against average")
    rate = token.unit == "个百分点"
    own = direct is not None and measure == "change" and not rate and direct.hit.start >= window.own
    choice = direct if own else _subject(flow, token, window, rate)
    record = Record(token, measure=measure, rule=measure)
    if choice is not None:
        record.indicator, record.wording = choice.indicator, choice.wording
    elif (source := _compared(flow, window, rate, measure, token)) is not None:
        record.takes_after(source)
    sign = measures.direction(seg)
    record.value = signed(_per_cent(token), sign)
    record.value_high = signed(token.value_high, sign)
    return record


def _is_rate(choice: Choice) -> bool:
    return choice.indicator is not None and choice.indicator.kind == "rate"


def _per_cent(token: Token) -> Decimal | int | None:
    """A growth in per cent: 增长1.2倍 is 120, 翻一番 is 100."""
    if token.value is None or token.unit not in ("倍", "番"):
        return token.value
    return token.value * 100 if token.unit == "倍" else (Decimal(2) ** int(token.value) - 1) * 100


def signed(value: Decimal | int | None, sign: int) -> Decimal | int | None:
    """A value with the sign that its words give it."""
    return -value if value is not None and sign < 0 < value else value


def _subject(flow: Flow, token: Token, window: Window, rate: bool) -> Choice | None:
    """What a growth or change speaks of, from the words of its own clause."""
    for choice in flow.cues.candidates(token, window, fits=False):
        if choice.indicator is None or choice.after or choice.hit.start < window.own:
            continue
        if _is_rate(choice) == rate and choice.score >= THRESHOLD:
            return choice
    return None


def _compared(flow: Flow, window: Window, rate: bool, measure: str, token: Token) -> Record | None:
    """The record just before that a growth or change compares with."""
    for record in reversed(flow.records[-6:]):
        if is_bracketed(flow.text, record, token):
            continue
        if record.token.start < window.sentence and record.token.end < window.sentence - 1:
            return None
        if record.indicator is None:
            if record.measure == "level":
                return None
            continue
        if rate != (record.indicator.kind == "rate"):
            if rate:
                continue
            return None
        counted = measure != "change" or rate or token.unit is None or token.unit in record.indicator.counted_in
        if record.measure != "share" and counted:
            return record
    return None


def is_bracketed(text: str, record: Record, token: Token) -> bool:
    """Whether a bracket that holds `record` closes before `token`: what follows speaks of what stood before it."""
    between = text[record.token.end : token.start]
    closing = between.find(")")
    return closing >= 0 and "(" not in between[:closing]


def _prior(flow: Flow, token: Token, window: Window, choice: Choice | None) -> Record:
    """The value of the year before: of what its own clause names, else of the figure it stands beside."""
    record = Record(token, measure="prior", rule="prior")
    if choice is not None and not choice.after and choice.hit.start >= window.own:
        record.indicator, record.wording = choice.indicator, choice.wording
        return record
    for source in reversed(flow.records[-4:]):
        if source.token.start < window.sentence:
            break
        if is_bracketed(flow.text, source, token) or source.indicator is None:
            continue
        if token.unit in source.indicator.counted_in and source.measure in ("level", "growth"):
            record.takes_after(source)
            return record
    if choice is not None and not choice.after:
        record.indicator, record.wording = choice.indicator, choice.wording
    return record


def _share(flow: Flow, token: Token, window: Window) -> Record:
    """占X%: a rate where the catalogue has one, else the share of what was just counted."""
    choice = flow.named(token, window)
    if choice is not None and _is_rate(choice) and not choice.after:
        return choice.record(token)
    record = Record(token, measure="share", rule="share")
    at = flow.text.rfind("占", window.previous_end, token.start)
    for other in flow.cues.candidates(token, window, fits=False):
        own = not other.after and other.hit.end <= at and other.hit.start >= window.own
        if own and other.indicator is not None and other.indicator.parent:
            record.indicator, record.wording = other.indicator, other.wording
            return record
    last = flow.last
    if FUNCTION_WORDS.sub("", flow.text[window.own : at]) or last is None or last.indicator is None:
        return record
    if last.indicator.parent and last.token.start >= window.sentence and last.scope is None:
        record.indicator, record.wording = last.indicator, last.wording
    return record


def reached(flow: Flow, token: Token, window: Window) -> Record | None:
    """由A提高到B: B is the level of what A was before."""
    last = flow.last
    if (
        last is None
        or last.token.end < window.comma
        or not measures.is_reached(window.seg)
        or last is not flow.just_before(window)
    ):
        return None
    if last.indicator is None:
        return Record(token, rule="from-to") if last.rule == "from" else None
    if last.measure != "prior" or token.unit not in last.indicator.counted_in:
        return None
    record = Record(token, rule="from-to")
    record.takes_after(last)
    return record


def leads_on(flow: Flow, token: Token, window: Window) -> bool:
    """Whether the number is where a change sets out from: 由A提高到B."""
    following = flow.context.next_start(token)
    return following <= window.comma_end and measures.is_reached(flow.text[token.end : following])


def exact(token: Token, window: Window, last: Record) -> Record | None:
    """突破7万户,达到70316户: the number right behind a threshold, `last`, is what was reached."""
    if last.indicator is None or token.unit != last.token.unit:
        return None
    if last.token.start < window.sentence or not _REACHES.fullmatch(window.seg):
        return None
    record = Record(token, rule="exact")
    record.takes_after(last)
    last.indicator, last.rule = None, "threshold"
    return record
