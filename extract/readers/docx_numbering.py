"""The numbers that Word draws before paragraphs (一、, （二）, 3.) and does not store in their text."""

from collections import defaultdict
from typing import TYPE_CHECKING

from extract.readers.document import UnreadableDocument
from extract.readers.packed import Packed

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "〇一二三四五六七八九"
_CHINESE = frozenset(
    [
        "chineseCounting",
        "chineseCountingThousand",
        "japaneseCounting",
        "ideographDigital",
        "taiwaneseCounting",
        "taiwaneseCountingThousand",
        "koreanCounting",
        "japaneseDigitalTenThousand",
    ]
)
_MOST_LEVELS = 9
_Level = tuple[str, str, int]  # format, text such as "%1、", first number


class Numbering:
    """Counts a document's numbered paragraphs as Word does; bullets and unknown formats give nothing."""

    def __init__(self, levels: dict[str, dict[int, _Level]], styles: dict[str, tuple[str, int]]) -> None:
        """Starts every list anew.

        Args:
            levels: by list (numId), then by level.
            styles: list and level of the paragraph styles that number.
        """
        self._levels = levels
        self._styles = styles
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)

    def before(self, paragraph: "_Element") -> str:
        """What Word draws before `paragraph`; counts it."""
        place = self._place(paragraph)
        if place is None or place[0] not in self._levels:
            return ""
        number, level = place
        levels, counts = self._levels[number], self._counts[number]
        if level not in levels:
            return ""
        counts[level] = counts.get(level, levels[level][2] - 1) + 1
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        form, text, _ = levels[level]
        if form in ("bullet", "none"):
            return ""
        for shown in range(level + 1):
            if shown in levels:
                value = counts.get(shown, levels[shown][2])
                text = text.replace(f"%{shown + 1}", numeral(value, levels[shown][0]))
        return text

    def _place(self, paragraph: "_Element") -> tuple[str, int] | None:
        properties = paragraph.find(f"{_W}pPr")
        if properties is None:
            return None
        style = properties.find(f"{_W}pStyle")
        inherited = self._styles.get(style.get(f"{_W}val") or "") if style is not None else None
        own = properties.find(f"{_W}numPr")
        if own is None:
            return inherited
        number, level = _value(own, "numId"), _value(own, "ilvl")
        if number is None:
            return inherited
        return (number, _small(level)) if number != "0" else None  # 0 takes a style's numbering away


def numeral(value: int, form: str) -> str:
    """`value` in one of Word's number formats: 12 as 十二, 12 or L."""
    if form in _CHINESE:
        return _chinese(value)
    if form == "decimalEnclosedCircle" and 1 <= value <= 20:
        return chr(0x2460 + value - 1)
    if form in ("lowerLetter", "upperLetter") and 1 <= value <= 26:
        return chr((96 if form == "lowerLetter" else 64) + value)
    return str(value)


def _chinese(value: int) -> str:
    if value < 10:
        return _DIGITS[value]
    if value < 100:
        tens, ones = divmod(value, 10)
        return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")
    return "".join(_DIGITS[int(digit)] for digit in str(value))


def numbering_of(packed: Packed) -> Numbering:
    """The numbering of a DOCX; a damaged numbering part numbers nothing, for the words matter more."""
    try:
        return Numbering(_levels(packed), _styles(packed))
    except UnreadableDocument:
        return Numbering({}, {})


def _levels(packed: Packed) -> dict[str, dict[int, _Level]]:
    if "word/numbering.xml" not in packed:
        return {}
    root = packed.xml("word/numbering.xml")
    abstract = {
        one.get(f"{_W}abstractNumId"): {
            _small(level.get(f"{_W}ilvl")): _level(level) for level in one.findall(f"{_W}lvl")[:_MOST_LEVELS]
        }
        for one in root.findall(f"{_W}abstractNum")
    }
    found: dict[str, dict[int, _Level]] = {}
    for number in root.findall(f"{_W}num"):
        levels = dict(abstract.get(_value(number, "abstractNumId"), {}))
        for override in number.findall(f"{_W}lvlOverride"):
            at, start = _small(override.get(f"{_W}ilvl")), _value(override, "startOverride")
            if at in levels and start is not None:
                levels[at] = (*levels[at][:2], _small(start))
        found[number.get(f"{_W}numId") or ""] = levels
    return found


def _level(level: "_Element") -> _Level:
    start = _value(level, "start")
    return _value(level, "numFmt") or "decimal", _value(level, "lvlText") or "", _small(start) if start else 1


def _styles(packed: Packed) -> dict[str, tuple[str, int]]:
    if "word/styles.xml" not in packed:
        return {}
    found = {}
    for style in packed.xml("word/styles.xml").findall(f"{_W}style"):
        own = style.find(f"{_W}pPr/{_W}numPr")
        number = _value(own, "numId") if own is not None else None
        if own is not None and number:
            found[style.get(f"{_W}styleId") or ""] = (number, _small(_value(own, "ilvl")))
    return found


def _value(parent: "_Element", name: str) -> str | None:
    child = parent.find(f"{_W}{name}")
    return child.get(f"{_W}val") if child is not None else None


def _small(value: str | None) -> int:
    return int(value) if value is not None and value.isdigit() and len(value) <= 4 else 0
