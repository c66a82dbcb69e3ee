"""Chinese numerals, everyday and financial, as values."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

_DIGITS = {
    "〇": 0, "零": 0, "○": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
    "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9, "俩": 2, "仨": 3, "弌": 1,
}  # fmt: skip
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "廿": 20, "卅": 30}
_MYRIADS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}


@lru_cache(maxsize=4096)
def value_of(numeral: str) -> Decimal | None:
    """The value of a Chinese numeral (`二万零六百`, `九十八点六`, `二〇一七`, `叁万`), or None where it is none."""
    whole, point, fraction = numeral.partition("点")
    if point:
        if not fraction or any(ch not in _DIGITS for ch in fraction):
            return None
        base = value_of(whole)
        return None if base is None else base + Decimal("0." + "".join(str(_DIGITS[ch]) for ch in fraction))
    if not numeral:
        return None
    if all(ch in _DIGITS for ch in numeral):
        return Decimal("".join(str(_DIGITS[ch]) for ch in numeral))
    return _structured(numeral)


def _structured(numeral: str) -> Decimal | None:
    """A numeral written with 十, 百, 千, 万, 亿 (`一万一千四百`, `二千八百一`)."""
    total = section = digit = 0
    last = 1
    for ch in numeral:
        if ch in _DIGITS:
            digit = _DIGITS[ch]
            if digit == 0:
                last = 10
            continue
        if ch in ("廿", "卅"):
            section += _TENS[ch]
            digit, last = 0, 10
        elif ch in _TENS:
            section += (digit or (1 if section == 0 or ch in "十拾" else 0)) * _TENS[ch]
            digit, last = 0, _TENS[ch]
        elif ch in _MYRIADS:
            total = (
                (total + section + digit) * _MYRIADS[ch]
                if ch in "亿億"
                else total + (section + digit or 1) * _MYRIADS[ch]
            )
            section = digit = 0
            last = _MYRIADS[ch]
        else:
            return None
    # 二百五 is 250: a bare last digit counts in the next lower place.
    tail = digit * (last // 10) if digit and last >= 100 and numeral[-2:-1] != "零" else digit
    return Decimal(total + section + tail)
