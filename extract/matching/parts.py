"""Parts: 其中, brackets, 5件中4件, sums and remainders; what a number says of only a part of the whole."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from extract.catalogue.model import Indicator
from extract.matching.context import Context
from extract.matching.records import Choice, Record, Window
from extract.numbers.tokens import Token
from extract.numbers.units import FAMILIES, FAMILIES_OF

if TYPE_CHECKING:
    from extract.matching.flow import Flow

SCOPE_LIMIT = 20
_PART_HEAD = re.compile(r"[,;:、(]*(?:其中|包括|内含|含)")
_GROUP = re.compile(r"(?:类|的有|的|占了|方面|领域|系统|部门)\Z")
_AMONG = re.compile(r"中(?![小学医心国央])[,]?[^,;。]{0,6}\Z|案件中[^,;。]{0,14}\Z")
_AMONG_ONLY = re.compile(r"[^,;。、\d]{1,14}(?<!其)中,?(?P<more>[^,;。\d]{0,14}?)(?:有|仍有|还有|仅)?")
# No longer than that pattern allows.
AMONG_LIMIT = 32
FUNCTION_WORDS = re.compile(r"[,;:、()“”\s]|其中|年均|包括|共计?|分别|各|为|有|和|及|含|占|了|达到?|的")
_JOINED = re.compile(r"、|(?<!调解)和(?!解)|及(?!时)|或\Z")
_AREA_OF_IT = re.compile(r"[、,]?(?:共计?|合计|总?面积|约|达)*")
_SUM = re.compile(r"(?:[两三四]者|以上|累计)?(?:合计|共计|总计|共)(?:为|达)?")
# 县委常委会研究2次,县政府常务会议研究2次: of what several leading bodies did, each one's is a part.
_BODIES = (
    re.compile(r"[县区市旗州]委(?!员会)|党委|党工委|常委会"),
    re.compile(r"[县区市旗州]政府|政府(?:常务|党组)|常务会"),
)
_TOTAL = re.compile(r"全年|全[县区市旗州]|合计|总计|总数|总量|共计|累计")
# Bodies that do things; a number of them is not a number of what they did.
_BEARER = re.compile(
    r"(?:个)?(?:[县区市旗乡镇村]级?)?(?:直)?(?:行政)?(?:执法)?(?:苏木)?"
    r"(?:乡镇|镇街|街道|部门|单位|主体|机关|司法所|镇办|社区|镇(?![级人])|乡(?!镇)|学校|执法系统)(?!人民调解|调委会|调解)"
)
BODIES = frozenset(unit for unit, families in FAMILIES_OF.items() if families & {"body", "firm"})


def among(flow: Flow, token: Token, window: Window, last: Record) -> Record | None:
    """5件败诉案件中4件发生在乡镇: the number right behind `last`'s is a part of it."""
    between = flow.text[window.previous_end : token.start]
    among = _AMONG_ONLY.fullmatch(between) if "中" in between else None
    if among is None:
        return None
    record = Record(token, rule="among")
    shared = last.indicator is not None and last.measure == "level" and token.unit in last.indicator.counted_in
    if among["more"]:
        own = flow.named(token, window)
        if not shared or (own is not None and own.indicator is not last.indicator and own.hit.start >= window.own):
            # 1428项事项中,即办件903项: what follows 中 has a name of its own.
            return None
    if shared:
        named = flow.text[token.end : min(window.end, window.next_start)] or window.seg
        record.takes_after(last)
        record.scope = named[:SCOPE_LIMIT]
        _link(flow.text, record, last)
    return record


def total(token: Token, window: Window, last: Record) -> Record | None:
    """企业612户、个体户2948户,合计3597户: the sum of the parts just named, of which `last` is one, is the whole."""
    if last.indicator is None or last.token.start < window.sentence:
        return None
    if last.measure != "level" or token.unit not in last.indicator.counted_in or not _SUM.fullmatch(window.seg):
        return None
    return Record(token, last.indicator, wording=last.wording, rule="total")


def measured_too(flow: Flow, token: Token, window: Window, last: Record) -> Record | None:
    """拆除违法建筑132处、12万平方米: the area of what was just counted is named by the same words."""
    if token.unit not in FAMILIES["area"] or last.indicator is not None or _AREA_OF_IT.fullmatch(window.seg) is None:
        return None
    context = flow.context
    at_large = context.window(token, context.previous_of(last.token), None)
    choice = flow.best(token, at_large)
    if choice is None or choice.after:
        return None
    record = choice.record(token)
    kinds = choice.indicator.kinds if choice.indicator is not None else None
    low = max(at_large.sentence, at_large.previous_end)
    kind = kinds.search(flow.text, low, token.start) if kinds is not None else None
    record.scope = kind[0] if kind is not None else None
    return record


def unnamed(flow: Flow, token: Token, window: Window) -> Record | None:
    """A part without a name of its own in the catalogue: the whole's indicator, narrowed to it."""
    whole = flow.whole
    if (
        whole is None
        or whole.indicator is None
        or whole.measure != "level"
        or token.unit not in whole.indicator.counted_in
    ):
        return None
    if not FAMILIES_OF.get(token.unit or "", frozenset()) & FAMILIES_OF.get(whole.token.unit or "", frozenset()):
        return None
    between, seg = flow.text[whole.token.end : token.start], window.seg
    if flow.year is not None and f"{flow.year}年" in seg and whole.scope is not None:
        # 累计2600场,其中2024年618场: of several years the reporting year's own.
        return Record(token, whole.indicator, wording=whole.wording, rule="own year")
    if whole.indicator.stock and ("新增" in seg or "新" in seg[-3:]) and "其中" in between:
        # 公职律师87名,其中今年新增14名: what a stock grew by is no part of it but its change.
        return Record(token, whole.indicator, measure="change", wording=whole.wording, rule="added")
    if ";" in between and ":" not in between:
        return None
    name = _name(flow, token, window)
    if not name or not ("其中" in between or _PART_HEAD.match(between) or _GROUP.search(seg) or _AMONG.search(between)):
        return None
    record = Record(token, whole.indicator, scope=name, wording=whole.wording, rule="part")
    _link(flow.text, record, whole)
    return record


def _link(text: str, record: Record, whole: Record) -> None:
    """Make a record a part of a whole, in the list that its last 其中, colon or bracket opens."""
    record.part_of = whole.token.start
    between = text[whole.token.end : record.token.start]
    opened = max(between.rfind(mark) for mark in ("其中", "包括", ":", "("))
    record.group = whole.token.end + opened if opened >= 0 else None


def _name(flow: Flow, token: Token, window: Window) -> str:
    """What a part is called: the words before its number, else those behind it."""
    before = FUNCTION_WORDS.sub("", window.seg)
    return (before or FUNCTION_WORDS.sub("", flow.text[token.end : min(window.end, window.next_start)]))[:SCOPE_LIMIT]


def narrow(flow: Flow, record: Record, window: Window) -> None:
    """其中为农民工办理190件: named like the whole, so only a part of it."""
    whole = _named_alike(flow, record, window)
    if whole is None:
        return
    if flow.year is not None and f"{flow.year}年" in window.seg:
        return
    between = flow.text[whole.token.end : record.token.start]
    if "其中" in between or between.startswith("("):
        name = _name(flow, record.token, window)
        if name:
            record.scope = name
            _link(flow.text, record, whole)


def _named_alike(flow: Flow, record: Record, window: Window) -> Record | None:
    """The whole-county level of the same indicator that its sentence stated last."""
    for earlier in reversed(flow.records[-8:]):
        if earlier.token.start < window.sentence:
            return None
        if earlier.indicator is record.indicator and earlier.measure == "level" and earlier.part_of is None:
            return earlier
    return None


def attach(flow: Flow, record: Record, indicator: Indicator, whole: Record) -> None:
    """Link a figure to the `whole` that it is listed under, where the catalogue says that it is a part of it."""
    if whole.indicator is None or record.part_of is not None or record.measure != "level":
        return
    if whole.indicator is indicator and record.scope is None:
        return
    between = flow.text[whole.token.end : record.token.start]
    if not (between.startswith((":", "(")) or "其中" in between[:12] or _PART_HEAD.match(between)):
        return
    if indicator.parent == whole.indicator.code or (indicator is whole.indicator and record.scope):
        _link(flow.text, record, whole)


def sums_several(flow: Flow, token: Token, window: Window, choice: Choice) -> bool:
    """撤销、确认违法5件: one number for two parts of a whole is neither's; `choice` stands before it in its clause."""
    indicator = choice.indicator
    if indicator is None:
        return False
    between = flow.text[window.own : choice.hit.start]
    if not _JOINED.search(between):
        return False
    others = [other.indicator for other in flow.cues.within(token, window, window.own, choice.hit.start)]
    if any(other is indicator for other in others):
        # 备案审查乡镇、部门规范性文件6件: both sides of the joint speak of one thing.
        return False
    return any(other is not None and _are_siblings(other, indicator) for other in others)


def _are_siblings(one: Indicator, other: Indicator) -> bool:
    """Whether two indicators are parts of one whole, or outcomes of one topic."""
    return one.parent == other.parent and (
        one.parent is not None or (one.topic is not None and one.topic == other.topic)
    )


def counts_bearers(text: str, token: Token, choice: Choice) -> bool:
    """Whether the noun right behind a number of bodies is a body that the candidate does not count."""
    m = _BEARER.match(text, token.end)
    if m is None:
        return False
    if choice.after and choice.hit.start - token.end <= 2:
        # 8个乡镇人民调解委员会 counts committees, 14个乡镇 counts townships, whatever they are given.
        return choice.hit.end <= m.end() or choice.hit.start >= m.end()
    return choice.indicator is not None and not any(head in m[0] for head in choice.indicator.heads)


def narrow_lesser(context: Context, records: list[Record]) -> None:
    """Narrow what is a part beside another statement of the same thing.

    “民法典”主题宣传57场,…全年普法活动218场: beside a total of the same paragraph; 受理860宗,…办结415宗: behind a
    greater one of the same sentence; 县委常委会2次,县政府常务会3次: each leading body's own.
    """
    seen: dict[str, list[Record]] = {}
    for record in records:
        if (
            record.indicator is not None
            and record.measure == "level"
            and record.scope is None
            and record.status == "actual"
        ):
            seen.setdefault(record.indicator.code, []).append(record)
    paragraph = context.layout.paragraph
    for stated in seen.values():
        greatest = stated[0]
        for earlier, later in pairwise(stated):
            if earlier.scope is None and _outweighs(earlier, greatest):
                greatest = earlier
            if _narrow_bodies(context, earlier, later) or _is_passed(context, earlier):
                continue
            if paragraph(earlier.token.start) is not paragraph(later.token.start):
                continue
            first, second = _clause(context, earlier), _clause(context, later)
            differ = earlier.value != later.value
            if differ and _TOTAL.search(second) and not _TOTAL.search(first):
                earlier.scope = first[-SCOPE_LIMIT:]
            elif (differ and _TOTAL.search(first) and not _TOTAL.search(second)) or _is_said_again(
                context, greatest, later
            ):
                later.scope = second[-SCOPE_LIMIT:] or later.wording


def _outweighs(record: Record, other: Record) -> bool:
    """Whether a record counts more than another one."""
    return record.value is not None and other.value is not None and record.value > other.value


def _narrow_bodies(context: Context, earlier: Record, later: Record) -> bool:
    """Narrow two figures of one sentence to the bodies they are of, where each is of another one alone."""
    if earlier.indicator is None or "body" not in earlier.indicator.narrowed_by:
        return False
    layout, text = context.layout, context.text
    if layout.before(layout.sentence, later.token.start) > earlier.token.start:
        return False
    first, second = _clause(context, earlier), text[earlier.token.end : later.token.start]
    for one, other in (_BODIES, _BODIES[::-1]):
        named, then = one.search(first), other.search(second)
        if named and then and not other.search(first) and not one.search(second):
            earlier.scope, later.scope = named[0], then[0]
            return True
    return False


def _is_said_again(context: Context, earlier: Record, later: Record) -> bool:
    """受理860宗,…办结415宗: of two counts of one thing in one sentence the lesser one behind is a part."""
    if earlier.indicator is None or earlier.indicator.kind != "count" or not _outweighs(earlier, later):
        return False
    between = context.text[earlier.token.end : later.token.start]
    return not any(mark in between for mark in "。;!?")


def _is_passed(context: Context, record: Record) -> bool:
    """GDP突破700亿元, and the exact figure elsewhere: one whole said twice."""
    return context.text.startswith("突破", record.token.start)


def _clause(context: Context, record: Record) -> str:
    start = record.token.start
    return context.text[context.layout.before(context.layout.comma, start) : start]
