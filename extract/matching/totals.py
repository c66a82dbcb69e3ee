"""Totals: stocks and what is added to them, sums that growths and additions lead to, steps that are passed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extract.catalogue.model import Indicator
from extract.matching import measures
from extract.matching.records import Record, Window
from extract.numbers.tokens import Token

if TYPE_CHECKING:
    from extract.matching.flow import Flow

_ADDED = (
    "新增",
    "新晋",
    "新培",
    "新聘",
    "净增",
    "新选",
    "新创",
    "增加",
    "新建",
    "新评",
    "新命名",
    "新配",
    "新招",
    "新认定",
    "新入库",
    "新纳",
)
_ADDED_IN_PLANS = ("选聘", "创建", "建成", "增配")
# 新增A 3家、B 5家: what a verb adds is everything in the list behind it.
_LISTED = re.compile(r"(?:新增|新晋|新认定|新培育|净增|新引进培育|引进培育|新入库|新纳统)[^,。;达]*\Z")
_STOCK_WORDS = re.compile(r"总数|总量|累计|达|增至|共有|拥有|实有|突破|在库")
# No longer are the words between a total, or a step, and what it belongs to; and with one of these they end.
_REACH = 24
_TOTAL_ENDS = frozenset("量数计额定成现值累存库模有计达到至破过超近上入越升已将争为共增了站迈跨、,")
_STEPS_REACH = 20
_NAMES = re.compile(r"、|和|及(?!时)|与")
_ADDED_TO_IT = re.compile(r"[,、(]?(?:其中)?(?:本年|当年|今年|全年|当年度)?新(?:增|认定|培育|入库|登记|设立?)(?:了)?")
_ROUNDING = 0.6
_TOTAL_WORDS = r"(?:累计(?:完成|实现)|总量|总数|总计|总额|总值|累计|存量|在库|数量|总户数|总规模|规模|保有量|合计|共计)"
_REACHED_TOTAL = re.compile(
    rf"[,、;]?(?P<expected>(?:预计|预期)(?:全年|到?20\d\d年(?:末|底)?)?(?P<done>完成|实现)?)?(?:全[县区市旗]|目前|现|共|企业|公司)?(?:到?(?:20\d\d)?年(?:末|底)|到?20\d\d年)?(?P<total>{_TOTAL_WORDS})?(?:企业|公司|数量)?(?:总数|数)?(?:已|将|预计|力争|有望|可望)?"
    r"(?:首次|历史性|成功|一举)?(?P<verb>达到?|增至|增加到|增长到|升至|突破|超过?|接近|近|跨[越上过]|迈[上过]|站上)*(?:为|有|共)?"
)
_PASSES = re.compile(
    r"(?:经济)?(?:总量)?(?:也|均|双双)?(?:首次|历史性|成功|一举|再次|连续)*(?:突破|超过?|跨[越上过]|迈[上过入]|站上|跃上|登上|连上)+(?:了)?"
)
_STEP = re.compile(r"大关|大?台阶|俱乐部|(?:总量)?行列")
_PASSED = ("迈入", "迈上", "跨越", "跨上", "站上", "跃上", "登上", "迈过", "跨过")
_STEPS_BEHIND = re.compile(r"[^,。;]{0,12}[两二三四五六\d]个[^,。;]{0,3}台阶")
_COMES_TO = re.compile(
    r"[,、”]*(?:预计|预期)?(?:全年|到?20\d\d年(?:末|底)?)?(?:已|将)?"
    r"(?:达到?|为|突破|[从由](?:[^,。;\d]{1,8}|20\d\d年)的?)"
)
_NUMBER_OF_STEPS = re.compile(r"[“一二两三四五六七八九十百千万亿元\d]{0,10}”?大?台阶")
_MORE_STEPS = re.compile(r"(?:[、和][一二两三四五六七八九十百千万亿元\d.]{2,10}){1,3}[^,。;\d]{0,4}(?:大?台阶|大关)")
_BESIDE = frozenset("、和及与")
_REACHES = re.compile(r"(?:大关|大?台阶)?[,、]?(?:达到?|为|实现|实际达到?)")


def may_be_one(token: Token, words: str) -> bool:
    """Whether it is worth asking what total or step a number behind `words` is: most are none."""
    return len(words) <= _REACH and (token.core_start > token.start or words[-1:] in _TOTAL_ENDS)


def is_addition(flow: Flow, token: Token, window: Window) -> bool:
    """Whether what is counted was added to a stock (新培育法律明白人200名); one verb may govern a whole list."""
    added = _ADDED + _ADDED_IN_PLANS if window.paragraph.plan else _ADDED
    if measures.is_reached(window.seg):
        # 公职律师增加到41名: what there are now.
        return False
    if any(word in window.seg for word in added):
        return True
    if _STOCK_WORDS.search(window.seg):
        return False
    if _is_of_an_addition(flow, token):
        return True
    return _NAMES.search(window.seg) is not None and _LISTED.search(flow.text[window.comma : window.own]) is not None


def _is_of_an_addition(flow: Flow, token: Token) -> bool:
    """新增38家,其中工业企业16家: whether a number is of what the one before it counts as added."""
    whole = flow.whole
    if whole is None or whole.indicator is None or whole.indicator.adds_to is None:
        return False
    between = flow.text[whole.token.end : token.start]
    return "其中" in between and ";" not in between


def make_addition(flow: Flow, record: Record, window: Window) -> None:
    """Make a record of a stock one of what was added to it: an indicator of its own where there is one."""
    addition = flow.context.lexicon.additions.get(record.indicator.code) if record.indicator is not None else None
    if addition is None or "净增" in window.seg or "数量" in window.seg:
        record.measure = "change"
    else:
        record.indicator = addition


def total(flow: Flow, token: Token, window: Window) -> Record | None:
    """新增7家,总数达211家; 增长8%,总量突破1000亿元: the total of what was just added to, or of what grew."""
    last = flow.records[-1] if flow.records else None
    whole = flow.whole
    if last is not None and last.indicator is None and whole is not None and whole.indicator is not None:
        # 新增38家,其中A 16家、B 12家,总数达286家: the parts in between are of what was added too.
        last = whole if whole.indicator.adds_to is not None else last
    if last is None or last.indicator is None or last.token.start < window.sentence:
        return None
    words = flow.text[max(window.own, last.token.end) : token.core_start]
    m = _REACHED_TOTAL.fullmatch(words)
    if (
        m is None
        or (window.noun and not _STEP.match(flow.text, token.end))
        or not (m["total"] or m["verb"] or m["done"])
    ):
        return None
    if last.measure == "level" and last.indicator.adds_to is None:
        return _expected(token, last) if m["expected"] else None
    indicator: Indicator | None = None
    if last.indicator.adds_to is not None and last.measure in ("level", "growth"):
        indicator = flow.context.lexicon.catalogue.by_code[last.indicator.adds_to]
    elif last.measure == "growth" or (last.measure == "change" and _is_held(last.indicator)):
        indicator = _in_currency(flow, last, token.unit)
    if indicator is None or token.unit not in indicator.counted_in:
        return None
    if last.measure == "growth" and indicator is not last.indicator:
        _of_the_stock(flow, token, last, indicator)
    over_years = last.scope is not None and last.scope == flow.context.periods.at(token.start).span
    scope = last.scope if indicator is last.indicator and not over_years and "全年" not in words else None
    return Record(token, indicator, scope=scope, wording=last.wording, rule="total")


def _expected(token: Token, last: Record) -> Record | None:
    """1-11月产值274亿元,预计全年突破300亿元: what is expected of the whole year is more than what was reached."""
    indicator = last.indicator
    if indicator is None or token.unit not in indicator.counted_in or token.unit != last.token.unit:
        return None
    if indicator.kind == "rate" or None in (token.value, last.value) or (token.value or 0) <= (last.value or 0):
        return None
    return Record(token, indicator, wording=last.wording, rule="total")


def added(flow: Flow, token: Token, window: Window) -> Record | None:
    """达38家,新增9家: what the year added to the stock just stated, where that has an indicator of its own."""
    last = flow.just_before(window) if _ADDED_TO_IT.fullmatch(window.seg) else None
    if last is None or last.indicator is None or last.measure != "level" or last.scope is not None:
        return None
    addition = flow.context.lexicon.additions.get(last.indicator.code)
    if addition is None or token.unit not in addition.counted_in or window.noun:
        return None
    return Record(token, addition, wording=last.wording, rule="added")


def _of_the_stock(flow: Flow, token: Token, growth: Record, stock: Indicator) -> None:
    """新增93家,增长8.8%,总数达1149家: the growth is the stock's where what was added makes just that of it."""
    before = flow.records[-2] if len(flow.records) > 1 else None
    if before is None or before.indicator is not growth.indicator or None in (before.value, token.value, growth.value):
        return
    base = float(token.value or 0) - float(before.value or 0)
    if base > 0 and abs(float(before.value or 0) / base * 100 - float(growth.value or 0)) < _ROUNDING:
        growth.indicator = stock


def _is_held(indicator: Indicator) -> bool:
    """Whether a change leads to a level that is held: of a stock, or of a rate (提高5.1个百分点,达到31.4%)."""
    return indicator.stock or indicator.kind == "rate"


def _in_currency(flow: Flow, last: Record, unit: str | None) -> Indicator | None:
    """What `last` speaks of, in the currency of a number; the growth itself then is that one's too."""
    if last.indicator is None or unit is None or unit in last.indicator.counted_in:
        return last.indicator
    other = flow.context.lexicon.currencies.get((last.indicator.code, unit))
    if other is not None:
        last.indicator = other
    return other


def passed(flow: Flow, token: Token, window: Window) -> Record | None:
    """2101亿元,首次突破2000亿元大关: a step beside the exact figure, or one of several steps, is no level."""
    text = flow.text
    if "双双" in window.seg or _is_one_of_steps(flow, token, window):
        return Record(token, rule="steps", passed_by=_passed_by(flow, token, window))
    words = text[max(window.own, window.previous_end) : token.core_start]
    if not _PASSES.fullmatch(words) or token.value is None:
        return None
    for record in reversed(flow.records[-6:]):
        if record.token.start < window.sentence:
            return None
        if record.indicator is None or record.measure != "level" or record.value is None:
            continue
        if record.token.unit == token.unit and record.value >= token.value:
            return Record(token, rule="threshold")
    return None


def _is_one_of_steps(flow: Flow, token: Token, window: Window) -> bool:
    """跨越四百亿元、五百亿元台阶; 连上两个“五亿元”台阶: whether a number is one of several steps, or says how many."""
    text, end = flow.text, token.end
    if not any(word in text[end : end + _STEPS_REACH] for word in ("台阶", "大关")):
        return False
    if _STEPS_BEHIND.match(text, end):
        return True
    if token.unit == "个":
        return _NUMBER_OF_STEPS.match(text, end) is not None
    last = flow.just_before(window)
    listed = last is not None and last.rule == "steps" and text[window.previous_end : token.start] in _BESIDE
    return _MORE_STEPS.match(text, end) is not None or (listed and _STEP.match(text, end) is not None)


def _passed_by(flow: Flow, token: Token, window: Window) -> Indicator | None:
    """What passed a step, from its clause; of several steps the first one tells it."""
    for choice in flow.cues.candidates(token, window, fits=False):
        if not choice.after and choice.hit.start >= window.own:
            return choice.indicator
    last = flow.just_before(window)
    return last.passed_by if last is not None else None


def behind_steps(flow: Flow, token: Token, window: Window) -> Record | None:
    """连续跨越四百亿元、五百亿元台阶,预计达到523亿元: what passed the steps just before has come to this."""
    last = flow.just_before(window)
    if last is not None and last.rule == "none" and last.token.unit == "个" and len(flow.records) > 1:
        # 迈上四百亿元、五百亿元两个台阶: how many they were stands behind them.
        last = flow.records[-2] if flow.records[-2].token.end == last.token.start else None
    if last is None or last.passed_by is None or token.unit not in last.passed_by.counted_in:
        return None
    if last.token.start < window.sentence or not _COMES_TO.fullmatch(window.seg):
        return None
    return Record(token, last.passed_by, rule="exact")


def is_step(text: str, token: Token) -> bool:
    """突破4000亿元, 迈入千亿元俱乐部: whether a number is a step that something passed."""
    return (
        token.approximate or _STEP.match(text, token.end) is not None or text[token.start - 2 : token.start] in _PASSED
    )


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
