"""Reading place names: counties with their left boundary, and the prefectures and provinces beside them."""

import re
from dataclasses import dataclass, field
from functools import cache

from extract.divisions.table import County, Divisions, load

_SUFFIX = re.compile("[县区市旗]")
_NOT_AFTER = tuple("域级里内直属")  # 县域, 县级, 县直 are words of their own
_AFTER_BARE = ("人民政府", "委", "2", "二", "法治", "关于", "政府工作报告")
_SUBURBS = "市郊区"  # a district of the past, and the tail of 阳泉市郊区
_ALSO_WORDS = frozenset({"和县"})
_LONGEST = 18
_IDEOGRAPH = re.compile("[\u4e00-\u9fff]")
# Words after which a place name may begin inside running characters.
_OPENERS = (
    *(
        "中共",
        "关于",
        "印发",
        "现将",
        "代表",
        "年度",
        "年",
        "度",
        "的",
        "由",
        "向",
        "对",
        "在",
        "是",
        "将",
        "为",
        "及",
        "全省",
    ),
    *("和", "与", "至", "到", "区域", "公布", "发布", "报送", "转发", "批准", "来自", "建设", "深化", "推进"),
)
_PEOPLES = (
    "藏族羌族|藏族|羌族|苗族|侗族|布依族|土家族|壮族|朝鲜族|蒙古族|蒙古"
    "|回族|彝族|傣族|景颇族|白族|傈僳族|哈尼族|哈萨克|柯尔克孜"
)
_PREFECTURE_TAIL = re.compile(rf"(?:(?:{_PEOPLES})*自治州|地区|盟|市)$")
_PROVINCE_TAIL = re.compile(r"(?:壮族|回族|维吾尔)?自治区$|省$|市$|特别行政区$")
_SLOGAN = re.compile(r"(?:法治|平安)([\u4e00-\u9fff]{2,5}?)(?=建设|创建|一体|、|，|,|。|”)")
_DIVISION = re.compile(r"第[一二三四五六七八九十]{1,3}师$")  # 第八师石河子市: division and city are one
_STATED = re.compile(
    r"(?:^(?:中共)?|年度?|关于|中共|代表|现将|的|[\s_(（《—-])(?P<name>[\u4e00-\u9fff]{1,13}?(?:自治县|自治旗|新区|县|区|市|旗))"
    r"(?=人民政府|委|政府|关于|法治|依法|全面|\(|（|\d|[\s_,，、—-]|二[〇○零]|在|深入|坚持|认真|始终|紧|以|人大|工作|$)"
)


@dataclass(frozen=True)
class Above:
    """Prefectures and provinces by the names that people write."""

    prefectures: dict[str, frozenset[str]] = field(default_factory=dict)
    provinces: dict[str, frozenset[str]] = field(default_factory=dict)
    names: frozenset[str] = frozenset()
    longest: int = 0


@cache
def above() -> Above:
    """The names, full and short, of prefectures (to prefecture codes) and provinces (to province codes)."""
    prefectures: dict[str, set[str]] = {}
    provinces: dict[str, set[str]] = {}
    for county in load().counties:
        provinces.setdefault(county.province_name, set()).add(county.province_code)
        provinces.setdefault(short_province(county.province_name), set()).add(county.province_code)
        if county.prefecture_code != county.province_code:
            prefectures.setdefault(county.prefecture_name, set()).add(county.prefecture_code)
            prefectures.setdefault(short_prefecture(county.prefecture_name), set()).add(county.prefecture_code)
            if county.prefecture_name.endswith("自治州"):
                prefectures.setdefault(short_prefecture(county.prefecture_name) + "州", set()).add(
                    county.prefecture_code
                )
    names = frozenset(name for name in (*prefectures, *provinces) if len(name) >= 2)
    return Above(
        {name: frozenset(codes) for name, codes in prefectures.items() if len(name) >= 2},
        {name: frozenset(codes) for name, codes in provinces.items()},
        names,
        max(map(len, names)),
    )


@cache
def short_prefecture(name: str) -> str:
    """黔东南苗族侗族自治州 → 黔东南, 深圳市 → 深圳."""
    return _PREFECTURE_TAIL.sub("", name) or name


@cache
def short_province(name: str) -> str:
    """贵州省 → 贵州, 新疆维吾尔自治区 → 新疆."""
    return _PROVINCE_TAIL.sub("", name) or name


@cache
def aliases() -> dict[str, tuple[County, ...]]:
    """Names that people use for autonomous counties and banners: 长白县 and 长白自治县 for 长白朝鲜族自治县."""
    found: dict[str, list[County]] = {}
    for county in load().counties:
        if county.kind in ("自治县", "自治旗"):
            for name in (county.short_name + county.kind[-1], county.short_name + county.kind):
                if name != county.name:
                    found.setdefault(name, []).append(county)
    return {name: tuple(counties) for name, counties in found.items()}


def named(name: str, divisions: Divisions) -> tuple[County, ...]:
    """The spans that a full name or an alias stands for."""
    return divisions.by_name.get(name, ()) + aliases().get(name, ())


def county_names(text: str, divisions: Divisions, *, at_start: bool = False) -> list[tuple[str, int, int]]:
    """Full county names in `text` with their offsets, the longest at each place.

    A name counts only where it can begin: at the start, after a character that is no ideograph, after the name of a
    prefecture or province, or after a word such as 关于; so 青和县 is not read as 和县.

    Args:
        text: a title, a file name, a line: short.
        divisions: the table.
        at_start: only names that begin the text, but for 中共 and the names of prefecture and province.
    """
    found: list[tuple[str, int, int]] = []
    names, others = divisions.by_name, aliases()
    for suffix in _SUFFIX.finditer(text):
        end = suffix.end()
        if text[end : end + 1] in _NOT_AFTER:
            continue
        for start in range(max(0, end - _LONGEST), end - 1):
            name = text[start:end]
            if name == _SUBURBS:
                continue
            if (name in names or name in others) and begins(text, start, name, at_start=at_start):
                if found and found[-1][2] > start:
                    found.pop()  # 城区 within 城区管委会 and the like: the later, longer reading wins
                found.append((name, start, end))
                break
    return found


def begins(text: str, start: int, name: str, *, at_start: bool = False) -> bool:
    """Whether the place name can begin at `start`.

    城区 and 新区 are common words: they count only after the name of what they lie in, or where they begin a title or a
    signature. 和县 may also begin the text or follow a year; elsewhere 和 is mostly "and" (脱贫攻坚 和县域经济).
    """
    before = text[:start]
    if before and (ends_above(before) or _DIVISION.search(before)):
        return True
    if len(name) == 2 and name[1] == "区":
        return not before and text.startswith(_AFTER_BARE, start + 2)
    if not before:
        return True
    if name in _ALSO_WORDS:
        return before.endswith(("年", "度", "关于", "中共"))
    if at_start:
        return before.strip("中共 ") == ""
    return not _IDEOGRAPH.match(before[-1]) or before.endswith(_OPENERS)


def ends_above(before: str) -> bool:
    """Whether `before` ends in the name of a prefecture or province."""
    known = above()
    return any(before[-size:] in known.names for size in range(2, min(known.longest, len(before)) + 1))


def above_before(text: str, start: int) -> frozenset[str]:
    """Codes of the prefecture or province whose name ends at `start`; empty where none does."""
    known = above()
    for size in range(min(known.longest, start), 1, -1):
        name = text[start - size : start]
        if name in known.names:
            return known.prefectures.get(name, frozenset()) | known.provinces.get(name, frozenset())
    return frozenset()


def above_in(text: str) -> tuple[set[str], set[str]]:
    """Codes of the prefectures and of the provinces that a short text names."""
    known = above()
    prefectures: set[str] = set()
    provinces: set[str] = set()
    for start in range(len(text)):
        for size in range(min(known.longest, len(text) - start), 1, -1):
            name = text[start : start + size]
            if name in known.names:
                prefectures |= known.prefectures.get(name, frozenset())
                provinces |= known.provinces.get(name, frozenset())
                break
    return prefectures, provinces


def stated_name(text: str) -> str | None:
    """A county's name as a title states it, known or not."""
    found = _STATED.search(text)
    if not found:
        return None
    name = found["name"]
    known = above()
    for size in range(min(known.longest, len(name) - 2), 1, -1):
        if name[:size] in known.names and name[size - 1] in "省州市区盟":
            return name[size:]
    return name


def short_named(text: str, divisions: Divisions, year: int | None) -> set[County]:
    """Counties of the year whose short name stands between 法治 or 平安 and 建设 or a comma, as in 法治施秉建设."""
    return {
        county
        for word in set(_SLOGAN.findall(text))
        for county in divisions.by_short_name.get(word, ())
        if year is None or county.holds_in(year)
    }
