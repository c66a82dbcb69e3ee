"""When a report was published, and who issued it."""

import datetime
import re

from extract.identity.evidence import Evidence
from extract.identity.sources import Sources
from extract.identity.years import arabic_years

_DATE = r"((?:19|20)\d{2})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})"
_TAG = re.compile(_DATE)
_LABELLED = re.compile(r"(?:发布|发文|公开|成文|生成|发稿)(?:日期|时间)\s*[:：]?\s*" + _DATE)
_SIGNED = re.compile(r"((?:19|20)\d{2})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日(?!印发)")
_CHINESE_DAY = re.compile(
    r"(二[〇○零一二三四五六七八九]{3})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
_ISSUER = re.compile(
    r"^\s*((?:中共)?[\u4e00-\u9fff]{2,20}(?:人民政府|委员会|[县区市旗]委|办公[室厅]|管委会|[局厅]))\s*(?:\(章\))?\s*$",
    re.MULTILINE,
)
_IN_TITLE = re.compile(r"^((?:中共)?[\u4e00-\u9fff]{2,20}?人民政府(?:办公[室厅])?)(?=关于|\d|二)")
_SOURCE = re.compile(r"来\s*源\s*[:：]\s*([^\s:：|｜]{2,40})")
_MIGRATION_DAYS = 366


def publications_of(sources: Sources) -> list[Evidence]:
    """Dated statements: the site's tag, a labelled date, the signature. A bare date in a page's head is not one."""
    found: list[Evidence] = []
    for name in ("PubDate", "StatedDate"):
        if day := _day(_TAG.search(sources.meta.get(name, ""))):
            found.append(Evidence("published_on", day.isoformat(), "site_tag", 0.8, sources.meta[name][:40]))
            break
    else:
        labelled = _LABELLED.search(sources.opening)
        if labelled and (day := _day(labelled)):
            found.append(Evidence("published_on", day.isoformat(), "head", 0.75, labelled.group()))
    signed = list(_SIGNED.finditer(_arabic_days(sources.tail)))
    if signed and (day := _day(signed[-1])):
        found.append(Evidence("published_on", day.isoformat(), "signature", 0.6, signed[-1].group()))
    return found


def published_on(evidence: list[Evidence], year: int | None) -> tuple[datetime.date | None, str | None]:
    """The day of publication, and a problem where the dates do not fit together.

    A site's date a year and more after the signature is the day the page was moved to a new site: the signature
    counts. A date before the end of the year under review is kept and named.
    """
    days = {item.source: datetime.date.fromisoformat(item.value) for item in evidence if item.field == "published_on"}
    if not days:
        return None, None
    signed = days.get("signature")
    stated = days.get("site_tag") or days.get("head") or signed
    assert stated is not None
    if signed and (stated - signed).days > _MIGRATION_DAYS:
        return (
            signed,
            f"The site's date {stated} is long after the signature {signed}: the page was moved; signature used.",
        )
    if year is not None and stated.year < year:
        return stated, f"It is dated {stated}, before the year {year} that it reviews."
    return stated, None


def issuer_of(sources: Sources) -> Evidence | None:
    """Who issued it: the signature, the title, or the source that the site names."""
    signatures = _ISSUER.findall(re.sub(r"[ ]{1,}(?=[\u4e00-\u9fff])", "", sources.tail[-120:]))
    if signatures:
        return Evidence("issuer", signatures[-1], "signature", 0.8, signatures[-1])
    if titled := _IN_TITLE.search(re.sub(r"\s", "", sources.title)):
        return Evidence("issuer", titled.group(1), sources.title_source, 0.7, titled.group())
    for name in ("ContentSource", "StatedSource"):
        if sources.meta.get(name):
            return Evidence("issuer", sources.meta[name][:40], "site_tag", 0.5, sources.meta[name][:40])
    if named := _SOURCE.search(sources.opening):
        return Evidence("issuer", named.group(1), "head", 0.5, named.group())
    return None


def _day(found: "re.Match[str] | None") -> datetime.date | None:
    if found is None:
        return None
    try:
        return datetime.date(int(found.group(1)), int(found.group(2)), int(found.group(3)))
    except ValueError:
        return None


def _arabic_days(text: str) -> str:
    return _CHINESE_DAY.sub(lambda day: f"{arabic_years(day[1] + '年')}{_small(day[2])}月{_small(day[3])}日", text)


def _small(numeral: str) -> int:
    """The value of 一 to 三十一."""
    digits = {character: value for value, character in enumerate("一二三四五六七八九", 1)}
    tens, _, ones = numeral.rpartition("十")
    if "十" not in numeral:
        return digits[numeral]
    return digits.get(tens, 1) * 10 + digits.get(ones, 0)
