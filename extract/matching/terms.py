"""Terms: what a report to a new congress states is of the term under review, but for what names its year."""

from __future__ import annotations

import re
from collections.abc import Iterable

from extract.matching.periods import Periods
from extract.matching.records import Record

_YEAR = re.compile(r"(20\d\d)年(?!以来|至今|[—–\-~～至到]|\d|[上下]半年|[一二三四前1-4]+个?季度|\d{1,2}月)")
_THIS_YEAR = re.compile(r"今年(?!以来|\d|[上下]半年|前|[一二三四]季度)")
_SINCE = ("从", "由", "自", "比", "较")
_SENTENCE = re.compile(r"[。;；!！\n]")
_PAST = re.compile(r"过去[一二三四五]年|[一二三四五]年来|本届政府|这[一二三四五]年")
_COMING = re.compile(r"(?:今后|未来)[一二三四五]年|新一届政府")


def narrow(records: Iterable[Record], text: str, year: int | None, periods: Periods) -> None:
    """Gives the term as scope to all that is stated without its year, and the year to what names another one.

    Args:
        records: what a report to a new congress states; changed in place.
        text: the folded text.
        year: the year in which the report is given.
        periods: what its headings say of which part speaks of which year.
    """
    past, coming = _PAST.search(text), _COMING.search(text)
    for record in records:
        if record.indicator is None or record.scope is not None:
            continue
        named = _named(record, text, year)
        if record.measure == "prior" and year is not None and named == year - 1:
            continue
        if named is None and record.status == "target":
            named = periods.at(record.token.start).year
        if record.status == "target" and year is not None and named == year + 1:
            # What is planned for the year to come, beside the goals of the coming term.
            continue
        if named is not None and named != year:
            record.scope = f"{named}年"
        elif named is None:
            term = coming if record.status == "target" else past
            record.scope = term[0] if term else "本届"


def _named(record: Record, text: str, year: int | None) -> int | None:
    """The year that the sentence names last before the figure."""
    start = record.token.start
    far = max(0, start - 200)
    low = max((found.end() for found in _SENTENCE.finditer(text, far, start)), default=far)
    words = text[low:start]
    if _THIS_YEAR.search(words):
        return year
    # 从2016年的98件增加到230件: the year is that of the first value alone.
    years = [
        found[1]
        for found in _YEAR.finditer(words)
        if record.measure == "prior" or not words[: found.start()].endswith(_SINCE)
    ]
    return int(years[-1]) if years else None
