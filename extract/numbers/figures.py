"""Figures: value, unit and qualifiers of a token that may say how much or how many."""

from __future__ import annotations

import re
from decimal import Decimal

from extract.numbers.grammar import LEXICAL, TO
from extract.numbers.numerals import SCALES, value_of
from extract.numbers.tokens import Token
from extract.numbers.units import BASE

_SMALL = "一二三四五六七八九"
_PAIR = {**{mark: index + 1 for index, mark in enumerate(_SMALL)}, "两": 2}
_PER_MARK = re.compile(rf"百分之|{TO}")
_PREFIX_ENDS = frozenset("于过少多足到近约逾超破为码了达")
_PREFIX = re.compile(
    r"(?:(?P<least>不少于|不低于|不小于|至少|最少|起码|大于|高于|多于)|(?P<most>不超过|不高于|不多于|不大于|至多|最多|低于|少于|小于|不足|不到)|(?P<about>超过|突破|接近|将近|大约|约为|近|约|逾|超))(?:了|达|到|过)?\Z"
)
_APPROXIMATE_SUFFIX = ("左右", "上下", "之多")
_BOUNDS = {"以上": "at_least", "以下": "at_most", "以内": "at_most", "之内": "at_most", "内": "at_most"}
_CURRENCIES = {"¥": "元", "￥": "元", "$": "美元", "€": "欧元", "£": "英镑"}
# 突破300亿大关: steps that are passed are sums of money, whose unit goes without saying.
_STEP = re.compile(r"大关|大?台阶|、\d+亿[^,。;]{0,4}(?:大关|台阶)")
# 亿元GDP死亡率: what a rate is of.
_OF_A_RATE = re.compile(r"(?:GDP|(?:地区|国内)?生产总值)")
_ONE = Decimal(1)
# Whole numbers of that many digits are exact however they are multiplied; longer ones are rounded as decimals are.
_PLAIN_DIGITS = 18
# Before a small numeral these make a word with it (统一, 唯一, 最多跑一次, 无一宗, 人手一册, 一件接着一件).
_WORD_MAKERS = frozenset("“唯统之无跑第手着")


def plain(text: str, m: re.Match[str], tokens: list[Token]) -> None:
    """A number in digits with a unit and nothing else: the common case, read without the full grammar."""
    digits, fraction, approximate, scale, unit = m.groups()
    if "," in digits:
        digits = digits.replace(",", "")
    value: Decimal | int
    resolution: Decimal | int = 1
    if fraction:
        value = Decimal(digits + fraction)
        resolution = _ONE.scaleb(1 - len(fraction))
    else:
        value = int(digits) if len(digits) <= _PLAIN_DIGITS else Decimal(digits)
    if scale:
        factor = SCALES[scale]
        value, resolution = value * factor, resolution * factor
    start, end = m.span()
    token = Token(
        start, end, "figure", value, None, unit, approximate is not None, None, False, resolution, False, start
    )
    if text[start - 1] in _PREFIX_ENDS or unit in BASE:
        _finish(text, token, None)
    tokens.append(token)


def _decimal(digits: str) -> Decimal:
    return Decimal(digits.replace(",", ""))


def _scale(marks: str | None) -> int:
    factor = 1
    for mark in marks or "":
        factor *= SCALES[mark]
    return factor


def _resolution(digits: str, factor: int) -> Decimal:
    places = len(digits) - digits.index(".") - 1 if "." in digits else 0
    return Decimal(factor).scaleb(-places)


def digits(text: str, m: re.Match[str], tokens: list[Token]) -> None:
    """A number in Arabic digits."""
    start, end = m.span()
    number, unit = m["num"], m["unit"]
    factor = _scale(m["scale"])
    value = _decimal(number) * factor
    resolution = _resolution(number, factor)
    if m["num2"]:
        # 1亿2000万: the second scale counts below the first.
        value += Decimal(m["num2"]) * _scale(m["scale2"])
        resolution = _resolution(m["num2"], _scale(m["scale2"]))
    high = None
    if m["high"]:
        high = _decimal(m["high"]) * factor
        if m["pct"] and m["pct"] != "%":
            value = _decimal(number)
        if high <= value and not m["pct"]:
            # Not a range (`3-2`, a score or a code): the first number alone would be a guess.
            tokens.append(Token(start, end, "code"))
            return
        if m["pct"] and m["pct"] != "%":
            value *= _scale(m["pct"])
    if m["sign"] == "-":
        value = -value
    if m["half"]:
        value += Decimal("0.5")
    if unit is None and text[end - 1] == "亿" and _STEP.match(text, end):
        unit = "元"
    token = Token(start, end, "figure", value, high, unit, resolution=resolution, signed=bool(m["sign"]))
    token.core_start = m.start("num")
    token.approximate = bool(m["approx"] or m["approx2"])
    _finish(text, token, m["suffix"])
    tokens.append(token)


def chinese(text: str, m: re.Match[str], tokens: list[Token]) -> None:
    """A Chinese numeral with the unit it counts in."""
    start, end = m.span()
    numeral = m["cnum"]
    if numeral is None:
        zero = text[start] == "零"
        tokens.append(
            Token(
                start,
                end,
                "figure",
                Decimal(0 if zero else "一两".index(text[start]) + 1),
                unit=None if zero else "番",
                core_start=start,
            )
        )
        return
    value, high = _value(numeral)
    if value is None:
        tokens.append(Token(start, end, "word"))
        return
    factor = _scale(m["cscale"])
    token = Token(start, end, "figure", value * factor, high and high * factor, m["cunit"], core_start=start)
    token.approximate = bool(m["capprox"] or m["capprox2"] or high)
    token.resolution = Decimal(factor)
    if m["chalf"]:
        token.value = value + Decimal("0.5")
    if m["clow"] and (low := value_of(m["clow"])) is not None and low < value:
        token.value, token.value_high = low * factor, value * factor
    token.weak = (
        (value < 10 or numeral in ("百", "千", "万", "百万", "千万")) and not token.approximate and not m["csuffix"]
    )
    _finish(text, token, m["csuffix"])
    if token.unit == "":
        token.unit = "年" if m["chalf"] else "元"
    token.weak = token.weak and not token.approximate and token.bound is None
    before = text[max(0, start - 1) : start]
    if token.weak and (LEXICAL.match(text, start) or before in _WORD_MAKERS):
        token.kind = "word"
    if numeral == "亿" and _OF_A_RATE.match(text, end):
        token.kind = "word"
    if text[max(0, start - 1) : start] == "每" or (numeral == "一" and text[max(0, start - 2) : start - 1] == "一"):
        # 每万人 is what a rate is of; 一户一册, 一案一档 is a pattern.
        token.kind = "word"
    tokens.append(token)


def _value(numeral: str) -> tuple[Decimal | None, Decimal | None]:
    """The value of a numeral; for two neighbours (两三, 五六, 三四十) the lower and the upper one."""
    if len(numeral) == 3 and numeral[0] == "十" and numeral[1] in _SMALL and numeral[2] in _SMALL:
        return value_of(numeral[:2]), value_of("十" + numeral[2])
    if len(numeral) >= 2 and numeral[0] in _PAIR and numeral[1] in _PAIR:
        low, high = _PAIR[numeral[0]], _PAIR[numeral[1]]
        tail = value_of("一" + numeral[2:]) if len(numeral) > 2 else Decimal(1)
        if (high == low + 1 or (low, high) == (3, 5)) and tail is not None:
            return low * tail, high * tail
        return (None, None) if len(numeral) == 2 else (value_of(numeral), None)
    return value_of(numeral), None


def fraction(text: str, m: re.Match[str], tokens: list[Token]) -> None:
    """百分之…, 千分之…, …分之…, …成, 1/4."""
    start, end = m.span()
    body = m[0]
    suffix = next((word for word in ("以上", "以下", "以内", "左右", "上下") if body.endswith(word)), "")
    core = body.removesuffix(suffix)
    token = Token(start, end, "figure", unit="%", core_start=start, resolution=Decimal(1))
    token.approximate = core.endswith("多")
    core = core.removesuffix("多")
    if core == "一半":
        token.value, token.unit, token.resolution = Decimal("0.5"), None, None
    elif "/" in core or ("分之" in core and core[:2] not in ("百分", "千分")):
        _plain_fraction(core, token)
    elif "成" in core:
        tens, _, rest = core.partition("成")
        value = value_of(tens) if not tens.isdigit() else Decimal(tens)
        extra = Decimal(5) if rest == "半" else value_of(rest) if rest else Decimal(0)
        token.value = None if value is None or extra is None else value * 10 + extra
        token.resolution = Decimal(10)
    else:
        _per_cent(core, token)
    if token.value is None:
        token.kind = "word"
    _finish(text, token, suffix)
    tokens.append(token)


def _plain_fraction(core: str, token: Token) -> None:
    low, high = core.split("/") if "/" in core else reversed(core.split("分之"))
    low = low.rstrip("强弱")
    above = Decimal(low) if low.isdigit() else value_of(low)
    below = Decimal(high) if high.isdigit() else value_of(high)
    token.unit = None
    token.resolution = None
    if above is not None and below:
        token.value = above / below


def _per_cent(core: str, token: Token) -> None:
    marks = _PER_MARK.split(core[3:])
    values = [Decimal(part.replace(",", "")) if part[:1].isdigit() else value_of(part) for part in marks if part]
    if core.startswith("千分之"):
        token.unit = "‰"
    if values and values[0] is not None:
        token.value = values[0]
        token.value_high = values[1] if len(values) > 1 else None
        fraction = marks[0].replace("点", ".")
        token.resolution = _resolution(fraction, 1)
    if core == "百分之百":
        token.value = Decimal(100)


def some(text: str, m: re.Match[str], tokens: list[Token]) -> None:
    """数十, 几百: an indefinite number without a value; 上百, 成千: at least that many."""
    value = value_of(m["scount"])
    if not m["sunit"] or value is None or text[m.start() - 1 : m.start()] in ("多", "少", "以", "之"):
        tokens.append(Token(m.start(), m.end(), "word"))
        return
    known = m[0][0] in "上成"
    stated = value * _scale(m["sscale"]) if known else None
    token = Token(m.start(), m.end(), "figure", stated, unit=m["sunit"], approximate=True, core_start=m.start())
    token.bound = "at_least" if known else None
    tokens.append(token)


def _finish(text: str, token: Token, suffix: str | None) -> None:
    """Base unit, qualifiers before and behind, and the currency in front of the number."""
    unit = token.unit
    if unit in BASE:
        token.unit, factor = BASE[unit]
        for field in ("value", "value_high", "resolution"):
            stated = getattr(token, field)
            if stated is not None:
                setattr(token, field, stated * factor)
    if suffix:
        token.approximate = token.approximate or suffix in _APPROXIMATE_SUFFIX
        token.bound = _BOUNDS.get(suffix)
    before = text[max(0, token.start - 5) : token.start]
    if before[-1:] in _CURRENCIES:
        token.unit = _CURRENCIES[before[-1]]
        before = before[:-1]
    if not before or before[-1] not in _PREFIX_ENDS:
        return
    prefix = _PREFIX.search(before)
    if prefix is None:
        return
    token.start -= len(prefix[0])
    if prefix["about"]:
        token.approximate = True
    elif token.bound is None:
        token.bound = "at_least" if prefix["least"] else "at_most"
