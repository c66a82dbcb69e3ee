"""Which year a report reviews, from its title, file name, headings, first sentences and dates."""

import re
from collections import Counter

from extract.catalogue.families import all_families
from extract.identity.evidence import Evidence
from extract.identity.sources import Sources

_CHINESE = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_RANGE = re.compile(r"(?:19|20)\d{2}\s*年?\s*(?:[-—–~～至到]+)\s*(?:19|20)\d{2}\s*年?")
_DAY = re.compile(r"(?:19|20)\d{2}\s*年\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?|(?:19|20)\d{2}[-./]\d{1,2}[-./]\d{1,2}")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*(?:年度|年|年?度)")
_CHINESE_YEAR = re.compile(r"[二][〇○零一二三四五六七八九]{3}(?=年)")
_BARE = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_LEADING = re.compile(r"(?:^|[。\n:：])\s*((?:19|20)\d{2})\s*年(?:度)?(?:以来|来|是|,|，|[\u4e00-\u9fff]{0,12}[,，是])")
_HEADED = r"((?:19|20)\d{2})\s*年(?:度)?(?:以来|来)?[^\n。]{0,24}?"
_LOOKS_BACK = "回顾|工作情况|推进情况|开展情况|完成情况|工作总结|主要做法|主要成效|总体情况|取得|迈[出上]|新进展"
_REVIEW = re.compile(f"{_HEADED}(?:{_LOOKS_BACK}|主要工作)")
# In a report delivered in the year it plans, the bare heading 2024年主要工作 plans: what it reviews is headed 回顾.
_DELIVERED_REVIEW = re.compile(f"{_HEADED}(?:{_LOOKS_BACK})")
# 过去五年及2020年主要工作: a term and its last year are looked back on together.
_TERM_AND_YEAR = re.compile(r"(?:五年|时期|期间)[^\n。]{0,6}?[及和暨与]((?:19|20)\d{2})\s*年")
_PLAN = re.compile(
    r"((?:19|20)\d{2})\s*年(?:度)?[^\n。]{0,20}?(?:打算|计划|思路|安排|重点|工作目标|努力方向|展望|主要工作)"
)
_TERM = re.compile(r"过去(?:的)?五年|本届政府|五年来?工作回顾|五年工作|这五年")
# 2024年的主要预期目标, 2024年,全县将…: a year named beside what is planned for it.
_PLANNED = re.compile(
    r"年(?:(?:(?!围绕|紧扣|锚定|聚焦|对标|实现|完成|实施|按照)[^,，。;；\n]){0,16}(?:预期|主要|发展|工作|奋斗|总体)目标(?!任?务?的?完成|责任|考核)"
    r"|[,，]?[^,，。;；\n]{0,16}预期目标[是为:：]"
    r"|[,，]?[^,，。;；\n]{0,8}(?:将(?!近)(?![^,，。;；\n]{1,30}(?:摆|纳入|作为|列入|列为|放在|融入|贯穿|置于|写入))|计划(?![生内外完])|力争))"
)
_COMPARED = re.compile(r"[是比较为](?:19|20)\d{2}年")
_GIVEN_EARLY = re.compile(r"((?:19|20)\d{2})\s*年\s*[1-5]\s*月\s*\d{1,2}\s*日(?:[^\n]{0,40}(?:会议|大会)|\s*[)）])")
_TITLE_REACH = 300
FIRST, LAST = 1990, 2100


def years_of(sources: Sources, family: str | None) -> list[Evidence]:
    """What each part of the document says of the year under review.

    A report that is delivered in Y and reviews Y-1 (`title_year: delivered` in its family.yml) carries Y in title and
    file name; its headings say which year they review.
    """
    delivered = int(is_delivered(family))
    found: list[Evidence] = []
    for source, text, weight in (
        (sources.title_source, sources.title, 0.9),
        ("head", sources.head, 0.8),
        ("file_name", sources.file_name, 0.7),
    ):
        if year := _stated(text, bare=source == "file_name"):
            found.append(_evidence(year - delivered, source, weight if not delivered else weight - 0.2, text))
    found += _from_headings(sources, _DELIVERED_REVIEW if delivered else _REVIEW)
    if delivered and (given := _GIVEN_EARLY.search(arabic_years(sources.head))):
        found.append(_evidence(int(given.group(1)) - 1, "head", 0.6, given.group()))
    found += _from_lead(sources)
    found += _from_dates(sources, 1)
    return _possible(found)


def given_in(sources: Sources) -> list[Evidence]:
    """What is said of the year in which a report to a new congress was given: the last year of the term it reviews.

    Title and file name state it alone or in a date (2021年10月17日).
    """
    found: list[Evidence] = []
    for source, text, weight in (
        (sources.title_source, sources.title, 0.9),
        ("head", sources.head, 0.8),
        ("file_name", sources.file_name, 0.7),
    ):
        plain = _RANGE.sub(" ", arabic_years(text))
        years = set(_YEAR.findall(plain)) or set(_BARE.findall(plain))
        if len(years) == 1:
            found.append(_evidence(int(years.pop()), source, weight, text))
    return _possible([*found, *_from_dates(sources, 0)])


def _possible(found: list[Evidence]) -> list[Evidence]:
    return [evidence for evidence in found if FIRST <= int(evidence.value) <= LAST]


def is_delivered(family: str | None) -> bool:
    """Whether reports of the family are delivered in the year that their title names, and review the year before."""
    return any(one.name == family and one.title_year == "delivered" for one in all_families())


def _from_dates(sources: Sources, back: int) -> list[Evidence]:
    """The year of publication, or else of the signature, less `back`."""
    if published := re.match(r"\s*((?:19|20)\d{2})", sources.meta.get("PubDate") or sources.meta.get("StatedDate", "")):
        return [_evidence(int(published.group(1)) - back, "site_tag", 0.3 - 0.1 * back, published.string)]
    if signed := _signed(sources.tail):
        return [_evidence(signed - back, "signature", 0.35 - 0.1 * back, sources.tail[-40:])]
    return []


def _evidence(year: int, source: str, weight: float, quote: str) -> Evidence:
    return Evidence("year", str(year), source, weight, quote.strip()[:80])


def arabic_years(text: str) -> str:
    """二〇二四年 as 2024年; nothing changes its length."""
    return _CHINESE_YEAR.sub(lambda found: found.group().translate(_CHINESE).replace("二", "2"), text)


def _stated(text: str, *, bare: bool = False) -> int | None:
    """The one year that a title or file name states; years of days and of ranges do not count."""
    if not text:
        return None
    plain = _DAY.sub(" ", _RANGE.sub(" ", arabic_years(text)))
    years = [int(year) for year in _YEAR.findall(plain)]
    if not years and bare:
        years = [int(year) for year in _BARE.findall(plain)]
    return years[0] if years and len(set(years)) == 1 else None


def _from_headings(sources: Sources, review: "re.Pattern[str]") -> list[Evidence]:
    """The first heading that looks back on a year, and the first that plans one."""
    back = plan = None
    for heading in sources.headings:
        plain = _RANGE.sub("", arabic_years(heading))
        if heading == sources.title:
            continue
        if back is None and (found := review.search(plain) or _TERM_AND_YEAR.search(plain)):
            back = _evidence(int(found.group(1)), "heading", 0.75, heading)
        elif plan is None and (found := _PLAN.search(plain)):
            plan = _evidence(int(found.group(1)) - 1, "heading", 0.4, heading)
    return [evidence for evidence in (back, plan) if evidence]


def _from_lead(sources: Sources) -> list[Evidence]:
    """The first sentence that begins with a year; failing that, the year the prose names most, titles aside."""
    lead = arabic_years(re.sub(r"《[^》]*》", "", sources.lead))
    leading = (found for found in _LEADING.finditer(lead) if not is_planned(lead, found.start(1)))
    if first := next(leading, None):
        return [_evidence(int(first.group(1)), "lead", 0.7, first.group())]
    prose = _RANGE.sub("", re.sub(r"《[^》]*》", "", arabic_years(sources.text[:12_000])))
    counts = Counter(_named(_DAY.sub("", prose))).most_common(2)
    if counts and (len(counts) == 1 or counts[0][1] > counts[1][1]) and counts[0][1] >= 2:
        return [_evidence(counts[0][0], "body", 0.35, f"{counts[0][0]}年 × {counts[0][1]}")]
    return []


def is_planned(text: str, start: int) -> bool:
    """Whether the year of four digits at `start` is named for what is hoped or planned for it."""
    return _PLANNED.match(text, start + 4) is not None and text[max(0, start - 2) : start] not in ("完成", "实现")


def _named(prose: str) -> list[int]:
    """The years that prose speaks of, those left out that it only compares with (是2018年的1.4倍) or plans."""
    plain = _COMPARED.sub(" ", prose)
    return [int(found.group(1)) for found in _YEAR.finditer(plain) if not is_planned(plain, found.start())]


def _signed(tail: str) -> int | None:
    days = re.findall(r"((?:19|20)\d{2})\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日", arabic_years(tail))
    return int(days[-1]) if days else None


def spans_years(sources: Sources) -> str | None:
    """The title or file name, where it names a range of years and no single one (2016—2020年法治政府建设情况报告)."""
    for text in (sources.title, sources.file_name):
        plain = arabic_years(re.sub(r"《[^》]*》", "", text))
        if _RANGE.search(plain) and _stated(text, bare=True) is None:
            return text
    return None


def reviews_a_term(sources: Sources) -> str | None:
    """The heading under which a report to a new congress reviews several years, or None.

    Only where no heading reviews a single year, and none plans the year of delivery (a spring report that looks back
    on the term still reviews the year before and plans its own); and only where it was not given early in a year and
    tells what the year before came to.
    """
    headings = sources.headings
    term = next((heading for heading in headings if len(heading) <= 24 and _TERM.search(heading)), None)
    single = any(
        any(one.search(arabic_years(h)) for one in (_DELIVERED_REVIEW, _TERM_AND_YEAR, _PLAN))
        for h in headings
        if len(h) <= 40
    )
    return term if term and not single and not _tells_the_year_before(sources) else None


def _tells_the_year_before(sources: Sources) -> bool:
    """Whether a report given early in a year tells what the one before came to (截至2023年末,…) and so reviews it."""
    opening = arabic_years(sources.text[:_TITLE_REACH])
    given = _GIVEN_EARLY.search(opening)
    if given is None:
        return False
    year = int(given[1]) - 1
    level = rf"(?<![是比较为]){year}年[^,，。;；\n\d]{{2,24}}\d[\d.]*(?:亿|万|%|％)"
    told = re.compile(rf"(?:至|到){year}年(?:末|底)|{level}")
    return told.search(arabic_years(sources.text[:12_000])) is not None
