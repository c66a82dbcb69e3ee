"""Sentences put together from figures that are known: a name, a number in one of many formats, a unit, qualifiers."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from hypothesis import strategies as st

FULL_WIDTH = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
DIGITS = "零一二三四五六七八九"
# A name, its unit, and the indicator it names (None: the catalogue does not cover it).
NAMES = (
    ("办理行政处罚案件", "件", "enforcement.penalties"),
    ("办理法律援助案件", "件", "legal_aid.cases"),
    ("收到行政复议申请", "件", "reconsideration.received"),
    ("开展应急演练", "场次", "emergency.drills"),
    ("聘请法律顾问", "名", "decisions.legal_advisers"),
    ("新植行道树", "株", None),
    ("改造老旧管网", "公里", None),
    ("完成绿化面积", "平方米", None),
    ("兑付补贴资金", "元", None),
    ("接待参观学生", "人次", None),
)
LEADS = ("", "全年", "今年以来", "全县")
JOINTS = ("，", "；", "。", "。\n")


@dataclass(frozen=True)
class Stated:
    """A number as written and what it says."""

    surface: str
    value: Decimal
    approximate: bool = False
    bound: str | None = None


@dataclass(frozen=True)
class Figure:
    """A figure in a sentence."""

    name: str
    stated: Stated
    unit: str
    indicator: str | None


def chinese(number: int) -> str:
    """A whole number below ten million as Chinese writes it (10001: 一万零一)."""
    if number >= 10000:
        high, low = divmod(number, 10000)
        return chinese(high) + "万" + (("零" if low < 1000 else "") + chinese(low) if low else "")
    words, gap = "", False
    for place, mark in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit == 0:
            gap = bool(words)
            continue
        words += ("零" if gap else "") + ("" if digit == 1 and place == 10 and not words else DIGITS[digit]) + mark
        gap = False
    return words or "零"


WHOLE = st.integers(1, 9_999_999)


def _scaled(mantissa: int, places: int, scale: str) -> tuple[str, Decimal]:
    digits = Decimal(mantissa).scaleb(-places)
    return f"{digits:f}{scale}", digits * {"万": 10**4, "亿": 10**8}[scale]


PLAIN = WHOLE.map(lambda n: (str(n), Decimal(n)))
GROUPED = WHOLE.map(lambda n: (f"{n:,}", Decimal(n)))
FULL = WHOLE.map(lambda n: (str(n).translate(FULL_WIDTH), Decimal(n)))
CHINESE = st.integers(11, 9_999_999).map(lambda n: (chinese(n), Decimal(n)))
SCALED = st.builds(_scaled, st.integers(1, 99_999), st.integers(0, 2), st.sampled_from("万亿"))
NUMBERS = st.one_of(PLAIN, GROUPED, FULL, SCALED, CHINESE)
# Words in front of the number, between number and unit, and behind the unit; whether it is then approximate; its bound.
QUALIFIERS = st.sampled_from(
    [
        ("", "", "", False, None),
        ("约", "", "", True, None),
        ("近", "", "", True, None),
        ("超过", "", "", True, None),
        ("", "余", "", True, None),
        ("", "多", "", True, None),
        ("", "", "左右", True, None),
        ("不少于", "", "", False, "at_least"),
        ("", "", "以上", False, "at_least"),
        ("不超过", "", "", False, "at_most"),
        ("", "", "以内", False, "at_most"),
    ]
)


@st.composite
def figures(draw: st.DrawFn) -> Figure:
    """One figure."""
    name, unit, indicator = draw(st.sampled_from(NAMES))
    (digits, value), (before, inside, after, approximate, bound) = draw(NUMBERS), draw(QUALIFIERS)
    if inside and (digits[-1] not in "0０千百十万亿" or "." in digits):
        # 三百余件 and 1.2万余件 are written, 347余件 is not.
        digits, value = "3200", Decimal(3200)
    stated = Stated(f"{before}{digits}{inside}{unit}{after}", value, approximate, bound)
    return Figure(draw(st.sampled_from(LEADS)) + name, stated, unit, indicator)


@st.composite
def texts(draw: st.DrawFn) -> tuple[str, list[Figure]]:
    """A text of some figures, and the figures in order."""
    parts = draw(st.lists(figures(), min_size=1, max_size=6))
    text = ""
    for figure in parts:
        text += figure.name + figure.stated.surface + draw(st.sampled_from(JOINTS))
    return text, parts
