"""Every county of China, in three forms of report: found, or left open where it has namesakes; never another one."""

from collections import Counter

import pytest

from extract.divisions import County, load
from extract.identity import Identity, identify

BODY = (
    "2024年，我{kind}坚持依法行政，推进法治政府建设。现将有关情况报告如下：\n"
    "一、主要工作\n办理行政复议案件12件，法治政府建设取得成效。\n"
)
FORMS = {
    "title": "{name}2024年法治政府建设情况报告\n",
    "title under its prefecture": "{above}{name}人民政府关于2024年法治政府建设情况的报告\n",
    "signature": "关于2024年度法治政府建设情况的报告\n",
}


def identity_of(county: County, form: str) -> Identity:
    text = FORMS[form].format(name=county.name, above=county.prefecture_name) + BODY.format(kind=county.name[-1])
    return identify(text + (f"{county.name}人民政府\n2025年3月8日\n" if form == "signature" else ""))


@pytest.mark.parametrize("form", FORMS)
def test_every_county_is_found_or_left_open_but_never_another(form: str) -> None:
    divisions = load()
    counties = [county for county in divisions.counties if county.holds_in(2024) and not county.invented]
    outcomes: Counter[str] = Counter()
    for county in counties:
        found = identity_of(county, form)
        namesakes = sum(other.holds_in(2024) for other in divisions.by_name[county.name])
        if found.reason is None:
            assert found.county_code == county.code, county
            outcomes["found"] += 1
        else:
            assert form != "title under its prefecture", (county, found.problems)
            assert found.reason == "ambiguous_county", (county, found.problems)
            assert namesakes > 1, (county, found.problems)
            outcomes["open"] += 1
    assert outcomes["found"] >= 0.97 * len(counties)
    assert outcomes["open"] <= 66  # 29 full names, all 区, are borne by 66 counties


@pytest.mark.parametrize("year", [2010, 2015, 2020, 2026])
def test_every_county_of_the_past_is_found_under_the_code_of_its_year(year: int) -> None:
    for county in load().counties:
        if county.holds_in(year) and not county.invented:
            title = FORMS["title under its prefecture"].format(name=county.name, above=county.prefecture_name)
            text = (title + BODY.format(kind=county.name[-1])).replace("2024", str(year))
            found = identify(text)
            assert (found.county_code, found.county_name, found.year) == (county.code, county.name, year)


def test_a_new_name_beside_its_prefecture_leads_to_the_old_county_not_to_a_namesake() -> None:
    text = "南通市通州区2008年法治政府建设情况报告\n" + BODY.format(kind="区").replace("2024", "2008")
    found = identify(text)
    assert (found.county_code, found.county_name) == ("320683", "通州市")  # not 北京市通州区
