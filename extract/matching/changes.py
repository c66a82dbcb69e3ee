"""Changes: growth, absolute change, last year's value, share, and the way from one value to another."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from extract.catalogue.model import Indicator
from extract.matching import measures
from extract.matching.cues import THRESHOLD
from extract.matching.parts import FUNCTION_WORDS, SCOPE_LIMIT
from extract.matching.records import Choice, Record, Window
from extract.numbers.tokens import Token

if TYPE_CHECKING:
    from extract.matching.flow import Flow

# 高出GDP增速的50%: what a growth is held against does not grow by it.
_AGAINST = re.compile(r"(?:高[出于]|低于|快于|慢于|超过)[^,。;]{0,6}\Z")
# What stands between a figure and the growth that is said of it, and names nothing of its own.
_OF_A_CHANGE = re.compile(
    r"\((?:以下)?(?:简称|下称)[^()]*\)|同比|环比|"
    + measures.COMPARED_WITH
    + r"|(?:比|较|与)?(?:上一?年(?:度|同期|末)?|去年(?:同期|末)?|20\d\d年(?:同期)?|二[〇○零]..年|年初|上期|往年)"
    r"|同期|相比|下同"
    r"|增长率?|增速|增幅|增加|增量|净增|新增|上升|提高|提升|上涨|下降|减少|降低|下滑|回落|缩减|降幅|改善|负|翻|高出|多|少|增|减|升|降"
    r"|名义|实际|(?:按)?(?:可比|不变)(?:价|口径)?(?:格)?(?:计算)?|同口径|口径|对比|按|(?:剔除|扣除)[^,。;]{1,10}后|剔除|扣除|[^,。;]{0,8}因素|的?基础上|预计|力争|确保|预期|目标"
    r"|连续.{0,3}年|高速|较快|快速|大幅|稳步|平稳|逆势|双位数|两位数|持续|年均|全年|保持|实现|完成|大关|大?台阶"
    r"|左右|以上|达到?|超过?|分别|约|近|均|都|各|则|也|又|再|并|还|就|已|其|了|为|有|的|[(,;:、)]"
)
# 高于全市平均12%: held against an average; an average concentration is a value of its own.
_AVERAGE = re.compile(r"平均(?!浓度|值)")
# 增长12%、力争15%: a goal set beside the one just named.
_RAISED_GOAL = re.compile(r"[,、]?(?:力争|争取|确保|努力)(?:增长|达到?)?")
# A word or two may be left over, of how it grew.
_OWN_WORDS = 1
# 产业投资占比65%,增长20%: what follows is said of that other thing.
_SHARE_OF_ANOTHER = "share of another thing"
# 完成年度预算的112.3%: how far a plan was carried out, which is no level of anything.
OF_THE_PLAN = "of the plan"
# 是2016年的1.5倍,年均增长7.4%: what is told in passing stands between no growth and what grew.
_ASIDES = frozenset({OF_THE_PLAN, "multiple"})
# 增加1985元, right behind a level.
_DIFFERS = re.compile(r"[,、(]?(?:净增|增加|增收|减少|提高|下降|多|少)(?:了)?")
# 从160亿元增加到212亿元,年均增长6%: the way of several years.
_YEARLY = re.compile(r"[,、;]?(?:同口径)?年均(?:分别)?(?:增长|递增|增幅|增速)")
_OTHER_YEAR = re.compile(r"到?20\d\d年")
_THIS_YEAR = re.compile(r"[今本当]年")
# A sum of money that grows by more than that is told over several years.
_IN_ONE_YEAR = 1.5
# 占全市31%: a share of what lies outside the county.
_OF_ANOTHER_WHOLE = re.compile(r"占(?:了)?全[市省国](?:总[量数额])?(?:的|比重|比例|达到?|近|约|超过?)*\Z")


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
    if _AVERAGE.search(seg):
        return Record(token, rule="against average")
    rate = token.unit == "个百分点"
    own = direct is not None and measure == "change" and not rate and direct.hit.start >= window.own
    choice = direct if own else _subject(flow, token, window, rate)
    record = Record(token, measure=measure, rule=measure)
    if choice is not None:
        record.indicator, record.wording = choice.indicator, choice.wording
    elif not _names_another(seg) and (source := _compared(flow, window, rate, measure, token)) is not None:
        record.takes_after(source)
        if "净增" in seg and source.indicator is not None and source.indicator.adds_to is not None:
            # 新增14家,净增11家: what the year adds on balance is the change of the stock.
            record.indicator = flow.context.lexicon.catalogue.by_code[source.indicator.adds_to]
    # A concentration that improves falls, a rate that improves rises.
    sign = 1 if rate and seg.endswith("改善") else measures.direction(seg)
    record.value = signed(_per_cent(token), sign)
    record.value_high = signed(token.value_high, sign)
    return record


def _names_another(words: str) -> bool:
    """Whether a growth's own words name something, so that it is not that of the figure before."""
    return len(_OF_A_CHANGE.sub("", words)) > _OWN_WORDS


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
        if choice.after or choice.hit.start < window.own:
            continue
        if _AGAINST.search(flow.text, window.own, choice.hit.start):
            return Choice(choice.score, None, choice.wording, choice.rule, choice.hit, choice.after)
        if choice.indicator is None:
            if choice.score >= THRESHOLD and not rate:
                # 工业企业利润增长15%: what its own words name best is nothing that is counted.
                return choice
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
            if record.rule not in _ASIDES and (record.measure == "level" or record.rule == _SHARE_OF_ANOTHER):
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
    if _OF_ANOTHER_WHOLE.search(window.seg):
        return record
    at = flow.text.rfind("占", window.previous_end, token.start)
    for other in flow.cues.candidates(token, window, fits=False):
        own = not other.after and other.hit.end <= at and other.hit.start >= window.own
        if own and other.indicator is not None and other.indicator.parent:
            if _is_of_another(flow, other.indicator, at, token.start):
                return record
            record.indicator, record.wording = other.indicator, other.wording
            return record
    last = flow.last
    if FUNCTION_WORDS.sub("", flow.text[window.own : at]):
        record.rule = _SHARE_OF_ANOTHER
        return record
    if last is None or last.indicator is None:
        return record
    if _is_of_another(flow, last.indicator, at, token.start):
        return record
    if last.indicator.parent and last.token.start >= window.sentence and _is_of_the_whole(flow, last):
        record.indicator, record.wording = last.indicator, last.wording
    return record


def _is_of_the_whole(flow: Flow, record: Record) -> bool:
    """Whether a record speaks of the whole county, be it over the years that its paragraph is about."""
    return record.scope is None or record.scope == flow.context.periods.at(record.token.start).span


def _is_of_another(flow: Flow, indicator: Indicator, low: int, high: int) -> bool:
    """占规上工业增加值比重: whether what stands behind 占 names another whole than the indicator's parent."""
    if indicator.kind != "amount":
        return False
    named = [e for hit in flow.context.hits_between(low, high) for e in hit.word.entries if not e.needs_topic]
    wholes = {entry.indicator.code if entry.indicator is not None else None for entry in named}
    return bool(wholes) and indicator.parent not in wholes


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
    if last.measure == "share" and token.unit == "%" and measures.is_from(flow.text[window.comma : last.token.start]):
        record = Record(token, measure="share", rule="from-to")
    elif (last.measure == "prior" or last.rule == "from") and token.unit in last.indicator.counted_in:
        record = Record(token, rule="from-to")
    else:
        return None
    record.takes_after(last)
    if _THIS_YEAR.search(window.seg) or (flow.year is not None and f"{flow.year}年" in window.seg):
        record.scope = None
    elif last.rule == "from" and last.scope and _OTHER_YEAR.match(last.scope) and not flow.reviews_a_year:
        # 由2020年的17.4%降至5.6%: an annual report tells what it has come to by its own year, or says which.
        reached_in = _OTHER_YEAR.search(window.seg)
        record.scope = reached_in[0] if reached_in is not None else None
    elif last.scope is None and (_is_of_years(flow, last, token) or _YEARLY.match(flow.text, token.end)):
        # Where it set out is then no value of last year.
        last.measure = "level"
        record.scope = last.scope = flow.text[window.comma : token.start][:SCOPE_LIMIT]
    return record


def _is_of_years(flow: Flow, last: Record, token: Token) -> bool:
    """Whether a sum of money that went from `last` to a number without a year can hardly have done so in one."""
    if last.indicator is None or last.indicator.kind != "amount" or not last.value or token.value is None:
        return False
    named = re.search(r"[上去]年|20\d\d年", flow.text[max(0, last.token.start - 12) : last.token.start])
    return named is None and last.measure == "prior" and token.value > last.value * Decimal(_IN_ONE_YEAR)


def difference(flow: Flow, token: Token, window: Window, last: Record) -> Record | None:
    """27136元,增加1985元; 比上年的15件增加11件: how much more or less it is, right behind `last`."""
    alike = last.indicator is not None and last.measure in ("level", "prior") and last.token.unit == token.unit
    if not alike or token.unit == "%" or _DIFFERS.fullmatch(window.seg) is None:
        return None
    return _change(flow, token, window, "change")


def raised_goal(token: Token, window: Window, last: Record) -> Record | None:
    """固定资产投资增长12%、力争15%: the growth that is hoped for beside the one that is planned, `last`."""
    alike = last.indicator is not None and last.measure == "growth" and token.unit == last.token.unit
    if not alike or _RAISED_GOAL.fullmatch(window.seg) is None:
        return None
    record = Record(token, measure="growth", rule="raised goal")
    record.takes_after(last)
    return record


def leads_on(flow: Flow, token: Token, window: Window) -> bool:
    """Whether the number is where a change sets out from: 由A提高到B."""
    following = flow.context.next_start(token)
    return following <= window.comma_end and measures.is_reached(flow.text[token.end : following])
