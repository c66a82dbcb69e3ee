"""Measures: level, growth, change, prior or share, and the sign, from the words before a number."""

from __future__ import annotations

import re
from functools import lru_cache

# 同2022年比, 和去年同期相比, as a pattern.
COMPARED_WITH = r"(?:同|和|跟)(?:上一?年|去年|20\d\d年)(?:同期)?相?比"
_BASE = re.compile(
    r"同比|环比|(?:较|比|高于|高出|低于|与)(?:上一?年|去年|上年度|20\d\d年|二〇[〇一二三四五六七八九]{2}年|年初|上期|往年)|上年同期|去年同期|上年末|增幅|降幅|增速|同口径|"
    + COMPARED_WITH
)
_LAST_DIRECTION = re.compile(
    r"(?P<negative>负增长)|(?P<up>增长|上升|提高|提升|增加|增幅|上涨|净增|再增|再升|多出?|高出|升高|扩大|回升|攀升|翻|增)|(?P<down>下降|减少|降低|降幅|压降|压减|回落|缩减|缩短|下滑|减|降|少|低于|压缩|再压|改善(?!率))"
)
_ADJACENT = re.compile(
    r"(?:增长|上升|提高|提升|增加|增幅|上涨|净增|再增|再升|多出|多收|多|高出|升高|回升|增量|增|少收|下降|减少|降低|降幅|压降|压减|回落|缩减|下滑|减|降|少|再压|翻|改善)(?:了|近|约|为|达|高达|超|逾|达到)*\Z"
)
_RATE_OF_GROWTH = re.compile(r"(?:增速|增长率|增幅|降幅)(?![与和])[^,。;:占]{0,8}\Z")
_REACHED = re.compile(
    r"(?:增长|上升|提高|提升|增加|下降|减少|降低|压降|压减|升|降|缩|减|提|增|扩大|扩展|发展|压缩|精简|稳定|保持|控制|巩固)(?:到|至|为|在|成)(?:(?:20\d\d|今|本|当)年(?:末|底)?的?|目前的?|现在的?)?(?:了|近|约)?\Z"
)
_PRIOR = re.compile(
    r"(?:(?P<against>[比较])?(?:上一?年|去年|上年度)(?:同期|年末|末|底|全年)?|(?P<year>20\d\d)年(?:同期|年末|末|底)?)(?:的|为|是|:)*(?:约|近)?\Z"
)
_SHARE = re.compile(r"占(?:比|了|到|全部|总|同期|[^,。;]{0,14}?的?)?(?:比重|比例)?(?:达到?|为|约|近|的|超过)*\Z")
_FROM = re.compile(r"(?<![自])(?:由|从)(?P<base>上一?年|去年|上年度|20\d\d年)?[^,。;]{0,8}\Z")

# 同比增长(以下简称增长)7%: what a bracket abbreviates stands before it.
_ABBREVIATED = re.compile(r"\((?:以下)?(?:简称|下称|均)[^()]*\)\Z")

# Each of the patterns above (and those of the words that set a figure apart) needs one of these characters: most
# figures have none in front of them, and are settled with one search.
MARKED = re.compile("[比年期径增升涨提多高扩展降减压落缩滑少低翻善简稳持控巩占由从均每拥余]")


def direction(words: str) -> int:
    """1 where the last word of direction in `words` rises, -1 where it falls, 0 where there is none."""
    sign = 0
    for m in _LAST_DIRECTION.finditer(words):
        sign = 1 if m.lastgroup == "up" else -1
    return sign


@lru_cache(maxsize=16384)
def is_reached(words: str) -> bool:
    """Whether `words` lead to the level that was reached (提高到, 降至)."""
    return _REACHED.search(words) is not None


@lru_cache(maxsize=16384)
def of(words: str, unit: str | None, signed: bool, year: int | None) -> str:
    """The measure that the words right before a number give it; `level` where nothing else is said.

    Args:
        words: the text between the last border or figure and the number, the number's own qualifiers left out.
        unit: the number's unit in its base form.
        signed: whether the number is written with a sign (+46.8%).
        year: the reporting year, where it is known.
    """
    if words.endswith(")"):
        words = _ABBREVIATED.sub("", words)
    if unit == "个百分点":
        return "change"
    prior = _PRIOR.search(words)
    percent = unit in ("%", "倍", "番", "‰")
    if prior and prior["against"] and percent and not words.endswith("的"):
        prior = None
    if prior and (prior["year"] is None or year is None or int(prior["year"]) == year - 1):
        return "prior"
    if percent and _SHARE.search(words):
        return "share"
    if percent and _RATE_OF_GROWTH.search(words):
        return "growth"
    if is_reached(words):
        return "level"
    based = _BASE.search(words) is not None
    if percent:
        if signed or (based and direction(words)) or _ADJACENT.search(words):
            return "growth"
        return "level"
    if _ADJACENT.search(words) and (based or "净增" in words or "多出" in words or "增量" in words):
        return "change"
    return "level"


def is_from(words: str) -> bool:
    """Whether a number behind `words` is where a change set out from (由…提高到…)."""
    return _FROM.search(words) is not None


def has_base(words: str) -> bool:
    """Whether `words` compare with an earlier time (同比, 比上年)."""
    return _BASE.search(words) is not None
