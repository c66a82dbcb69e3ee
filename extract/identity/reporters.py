"""Who reports, where it is not a county: a township, a department, a management area, a prefecture or a province."""

import re

from extract.divisions.table import Divisions
from extract.identity.places import above, county_names, named
from extract.identity.sources import Sources

_TITLE_GOES_ON = r"(?=关于|\d|二[〇○零]|法治|依法|工作|年|$|\s)"
_TOWNSHIP = re.compile(
    rf"[\u4e00-\u9fff]{{1,8}}(?:镇|乡|街道|苏木|街道办事处|办事处)(?:人民政府|党委|党工委|办事处)?{_TITLE_GOES_ON}"
)
_DEPARTMENT = re.compile(
    r"(?:局|厅|委员会|检察院|法院|中心|支队|大队|分局|办公室|馆|站|公司|医院|学校|大学|中学|小学|学院|集团|所|庭|会|银行|协会|卫生院|幼儿园)"
    + _TITLE_GOES_ON
)
_FOR_THE_COUNTY = re.compile(
    r"人民政府办公[室厅]|依法治[县区市旗州]|法治政府建设(?:工作)?领导小组|常务委员会|代表大会|审计"
)
_AREA = re.compile(
    r"(?:开发区|高新区|经开区|新区|示范区|度假区|保税区|风景区|工业园区|园区|管理区|实验区)(?:管委会|管理委员会|党工委)?"
    + _TITLE_GOES_ON
)


def other_reporter(sources: Sources, divisions: Divisions, year: int | None) -> tuple[str, str] | None:
    """Reason code and sentence where the title names a reporter that is no county of these years, else None."""
    title = re.sub(r"\s+", "", sources.title)
    if not title:
        title = re.sub(r"[\s_]+", "", sources.file_name)
    before_about = title.split("关于", 1)[0] if "关于" in title else title
    of_county = "关于" in title and re.search(r"全[县区市旗]", title.split("关于", 1)[1])
    if of_county or (("关于" in title) and county_names(title.split("关于", 1)[1], divisions, at_start=True)):
        return None
    found_names = _counties(before_about, divisions, year)
    rest = before_about
    for _, start, end in reversed(found_names):
        rest = rest[:start] + "|" + rest[end:]
    if found := _TOWNSHIP.search(rest):
        return "township", f"It is the report of a township or subdistrict: {found.group()}."
    if (found := _DEPARTMENT.search(rest)) and not _FOR_THE_COUNTY.search(before_about):
        return "department", f"It is the report of a department, not of the county: {before_about[:40]}."
    if found_names:
        return None
    if _AREA.search(rest):
        return "functional_area", f"It is the report of a management area, not of a county: {before_about[:40]}."
    return _higher(rest)


def _counties(text: str, divisions: Divisions, year: int | None) -> list[tuple[str, int, int]]:
    """The county names in `text` that were in use; some prefectures bear the name of a county long gone."""
    since = (year or 2000) - 3
    return [
        found
        for found in county_names(text, divisions)
        if any(county.valid_to is None or county.valid_to > since for county in named(found[0], divisions))
    ]


def _higher(rest: str) -> tuple[str, str] | None:
    """A prefecture or province as the reporter: its name begins the title."""
    known = above()
    rest = re.sub(r"^(?:\d{4}|二[〇○零]..)年度?", "", rest)
    for size in range(min(known.longest, len(rest)), 1, -1):
        name = rest[:size]
        if name in known.names and (name[-1] in "省州市盟区" or size > 3):
            following = rest[size:]
            if re.match(r"(?:人民政府|委|政府|关于|\d|二[〇○零]|法治|依法|年|$)", following):
                return "higher_level", f"It is the report of {name}, which is above the counties."
    return None
