"""Identity: county, year and family with their evidence; what cannot be told is None, with the reason."""

import datetime

import pytest

from extract.identity import REMEDIES, identify
from extract.registry import RegistryRow

BODY = (
    "{year}年，{we}坚持以习近平法治思想为指导，深入推进依法行政，法治政府建设取得新成效。现将有关情况报告如下：\n"
    "一、主要工作\n（一）依法全面履行政府职能。办理行政复议案件12件。\n二、{next}年工作打算\n继续推进法治政府建设。\n"
)


def report(title: str = "", year: int = 2024, we: str = "我县", tail: str = "") -> str:
    return (f"{title}\n\n" if title else "") + BODY.format(year=year, we=we, next=year + 1) + tail


def test_a_plain_title_gives_county_year_and_family() -> None:
    found = identify(report("施秉县2024年法治政府建设情况报告"))
    assert (found.family, found.county_code, found.county_name, found.year) == ("rule_of_law", "522623", "施秉县", 2024)
    assert found.reason is None
    assert found.confidence > 0.8
    assert {"title", "head"} & {evidence.source for evidence in found.evidence}


def test_a_report_with_no_title_is_known_by_the_titles_it_cites() -> None:
    found = identify(report() + "印发《施秉县2024年法治政府建设工作要点》，推进法治施秉建设。")
    assert (found.county_code, found.year) == ("522623", 2024)


def test_an_unknown_county_keeps_its_name_and_has_no_code() -> None:
    found = identify(report("青禾县2023年法治政府建设情况报告", year=2023))
    assert found.county_code is None
    assert found.county_name == "青禾县"
    assert found.reason == "unknown_county"
    assert found.year == 2023


def test_an_unknown_county_is_never_taken_for_the_tail_of_its_name() -> None:
    found = identify(report("青和县2023年法治政府建设情况报告", year=2023, we="青和县"))
    assert found.county_code is None  # 和县 is a county in Anhui


def test_a_slogan_is_no_county() -> None:
    text = report("汀兰区2024年法治政府建设情况报告", we="我区") + "推进法治惠民，法治惠民工程落地。"
    assert identify(text).county_code is None  # 惠民县 is a county in Shandong


@pytest.mark.parametrize(
    "title", ["二〇一七年度施秉县法治政府建设工作报告", "施秉县人民政府关于 ２０１７ 年法治政府建设情况的报告"]
)
def test_years_in_chinese_and_full_width_digits_are_read(title: str) -> None:
    assert identify(report(title, year=2017)).year == 2017


def test_namesakes_are_told_apart_by_the_prefecture() -> None:
    found = identify(report("南京市鼓楼区2023年法治政府建设情况报告", year=2023, we="我区"))
    assert found.county_code == "320106"


def test_namesakes_without_a_cue_are_left_open_with_their_candidates() -> None:
    found = identify(report("鼓楼区2023年法治政府建设情况报告", year=2023, we="我区"))
    assert found.county_code is None
    assert found.reason == "ambiguous_county"
    assert all(code in found.problems[0] for code in ("320106", "320302", "350102", "410204"))


def test_a_county_has_the_code_of_the_year_it_reports_on() -> None:
    renamed = identify(report("横州市2020年法治政府建设情况报告", year=2020, we="我市"))
    assert (renamed.county_code, renamed.county_name) == ("450127", "横县")


def test_an_old_site_code_still_names_the_county() -> None:
    found = identify(report("关于2023年度法治政府建设情况的报告", 2023, "我区"), meta={"SiteIDCode": "5101320017"})
    assert found.county_code == "510118"


def test_the_registry_decides() -> None:
    row = RegistryRow("x", county_code="522623", year=2022, family="rule_of_law")
    found = identify("第一页", registry=row)
    assert (found.county_code, found.year, found.family, found.reason) == ("522623", 2022, "rule_of_law", None)


WORK = "各位代表：\n现在，我代表施秉县人民政府，向大会报告政府工作，请予审议。\n"


def test_a_work_report_counts_for_the_year_it_reviews() -> None:
    text = WORK + "一、2023年工作回顾\n过去一年，全县经济平稳。\n二、2024年工作安排\n今年要做好以下工作。\n"
    found = identify(text, filename="施秉县2024年政府工作报告_2024.txt")
    assert (found.family, found.county_code, found.year) == ("work_report", "522623", 2023)


@pytest.mark.parametrize(("who", "family"), [("县长 某某", "work_report"), ("人民法院院长 某某", None)])
def test_a_work_report_without_a_title_is_told_by_where_it_was_read_and_by_whom(who: str, family: str | None) -> None:
    occasion = "（2016年1月6日在施秉县第十六届人民代表大会第五次会议上）\n施秉县" + who
    text = f"{occasion}\n2015年发展回顾\n预计2015年全县各项事业平稳发展。\n"
    assert identify(text).family == family


def test_a_report_to_a_new_congress_counts_for_the_year_in_which_its_term_ends() -> None:
    text = WORK + "过去五年工作回顾\n过去五年，全县生产总值翻番。\n今后五年的奋斗目标\n全面发展。\n"
    found = identify(text, filename="施秉县政府工作报告（2021年10月17日）.txt")
    assert (found.county_code, found.year, found.occasion, found.reason) == ("522623", 2021, "new_congress", None)


def test_a_report_to_a_new_congress_that_says_no_year_takes_it_from_its_publication() -> None:
    text = WORK + "一、本届政府工作回顾\n五年来，全县生产总值翻番。\n二、今后五年的工作\n全面发展。\n"
    assert identify(text, meta={"PubDate": "2021-10-20 09:00"}).year == 2021
    assert identify(text).reason == "no_year"


def test_a_spring_report_that_looks_back_on_the_term_still_reviews_the_year_before() -> None:
    text = WORK + "过去五年工作回顾\n五年来，全县生产总值翻番。\n2017年工作安排\n今年要做好以下工作。\n"
    found = identify(text, filename="施秉县2017年政府工作报告.txt")
    assert (found.year, found.occasion) == (2016, "annual")


@pytest.mark.parametrize(
    "told",
    [
        "截至2016年末，全县生产总值完成81亿元，是2011年的1.4倍。",
        "五年来，2016年生产总值81亿元，是2011年的1.4倍、2010年的1.5倍、2011年以来最高。",
    ],
)
def test_a_spring_report_to_a_new_congress_reviews_the_year_whose_end_it_tells(told: str) -> None:
    text = f"政府工作报告\n2017年2月8日在施秉县第十七届人民代表大会第一次会议上\n{WORK}过去五年工作回顾\n{told}\n"
    assert (identify(text).year, identify(text).occasion) == (2016, "annual")


def test_an_autumn_report_to_a_new_congress_counts_for_its_own_year_whatever_it_tells_of_the_last() -> None:
    told = "截至2016年末，全县生产总值完成81亿元。"
    text = f"政府工作报告\n2017年10月8日在施秉县第十七届人民代表大会第一次会议上\n{WORK}过去五年工作回顾\n{told}\n"
    assert (identify(text).year, identify(text).occasion) == (2017, "new_congress")


def test_a_year_named_for_what_is_planned_is_not_the_year_under_review() -> None:
    told = "2016年，全县将建设项目30个。2016年的主要预期目标是：生产总值增长9%。2015年全年生产总值88亿元。"
    assert identify(f"施秉县政府工作报告\n{WORK}{told}2015年，全县经济平稳。\n").year == 2015


def test_the_goals_that_a_year_reached_are_named_in_its_review() -> None:
    told = "2015年，全县围绕目标任务，扎实工作。2015年目标任务全面完成，2015年生产总值88亿元。"
    assert identify(f"施秉县政府工作报告\n{WORK}{told}\n").year == 2015


def test_a_term_and_its_last_year_may_share_a_heading() -> None:
    text = WORK + "一、过去五年及2020年主要工作\n五年来，全县经济向好。\n二、2021年重点工作\n今年要做好以下工作。\n"
    found = identify(text, filename="施秉县2021年政府工作报告.txt")
    assert (found.year, found.occasion) == (2020, "annual")


@pytest.mark.parametrize(
    ("area", "delivered", "code", "name"),
    [
        ("碧湾新区", 2019, "995105", "碧湾新区"),  # invented: an area from 2012, a district from 2020
        ("碧湾新区", 2021, "995105", "碧湾区"),  # the report on the year in which it became one
        ("龙华新区", 2015, "440309", "龙华新区"),
        ("坪山新区", 2016, "440310", "坪山新区"),
        ("光明区", 2018, "440311", "光明新区"),  # the district reports on the area's last year
    ],
)
def test_an_areas_report_is_under_the_code_of_the_district_it_became(
    area: str, delivered: int, code: str, name: str
) -> None:
    text = f"一、{delivered - 1}年工作回顾\n全区经济平稳。\n二、{delivered}年主要工作\n做好以下工作。\n"
    found = identify(text, filename=f"{area}{delivered}年工作报告_{delivered}.txt")
    assert (found.county_code, found.county_name, found.reason) == (code, name, None)


def test_a_registry_row_for_an_areas_year_gives_the_area() -> None:
    row = RegistryRow("x", county_code="995105", year=2015, family="work_report")
    assert identify("第一页", registry=row).county_name == "碧湾新区"


def test_an_area_that_no_district_continues_is_still_kept_out() -> None:
    text = "一、2018年工作回顾\n全区经济平稳。\n"
    assert identify(text, filename="云栖新区2019年工作报告_2019.txt").reason == "functional_area"


@pytest.mark.parametrize(
    ("title", "reason"),
    [
        ("施秉县城关镇2024年法治政府建设情况报告", "township"),
        ("施秉县司法局2024年法治政府建设工作总结", "department"),
        ("《施秉县2024年法治政府建设情况报告》政策解读", "explanation"),
        ("施秉县2024年法治政府建设工作要点", "plan"),
        ("关于做好2024年度法治政府建设情况报告工作的通知", "notice"),
        ("施秉县召开2024年法治政府建设工作推进会", "news"),
        ("某县2024年法治政府建设情况报告", "template"),
        ("XX县人民政府关于2024年法治政府建设情况的报告", "template"),
        ("黔东南州2024年法治政府建设情况报告", "higher_level"),
        ("贵州省2024年法治政府建设情况报告", "higher_level"),
    ],
)
def test_what_is_not_a_countys_report_is_kept_out_with_the_reason(title: str, reason: str) -> None:
    found = identify(report(title))
    assert found.reason == reason
    assert found.county_code is None or found.family is None
    assert found.remedy == REMEDIES[reason]


@pytest.mark.parametrize(
    "title",
    [
        "施秉县人民政府办公室关于施秉县2024年法治政府建设情况的报告",
        "施秉县司法局关于全县2024年度法治政府建设情况的报告",
        "中共施秉县委 施秉县人民政府关于2024年法治政府建设情况的报告",
        "关于印发《施秉县2024年法治政府建设情况报告》的通知",
        "宁乡市2024年法治政府建设年度报告",
        "镇宁布依族苗族自治县2024年度法治政府建设工作情况报告",
    ],
)
def test_a_countys_report_under_another_roof_is_still_the_countys(title: str) -> None:
    found = identify(report(title))
    assert found.reason is None
    assert found.county_code is not None


def test_the_signature_counts_where_the_site_was_moved() -> None:
    text = report("施秉县2021年法治政府建设情况报告", 2021, tail="\n施秉县人民政府\n2022年3月18日\n")
    found = identify(text, meta={"PubDate": "2024-06-30 10:00"})
    assert found.published_on == datetime.date(2022, 3, 18)
    assert any("moved" in problem for problem in found.problems)
    assert found.reason is None
    assert found.issuer == "施秉县人民政府"


def test_a_late_report_keeps_the_year_of_its_title() -> None:
    found = identify(report("施秉县2022年法治政府建设情况报告", 2022), meta={"PubDate": "2024-01-15 09:00"})
    assert (found.year, found.published_on) == (2022, datetime.date(2024, 1, 15))


def test_a_clock_in_the_pages_head_is_no_date() -> None:
    found = identify("今天是2026年11月20日 星期五\n" + report("施秉县2023年法治政府建设情况报告", 2023))
    assert (found.year, found.published_on) == (2023, None)


def test_an_empty_text_has_a_reason_and_does_not_fail() -> None:
    assert identify("").reason is not None


def test_a_complete_registry_row_outweighs_what_a_paper_looks_like() -> None:
    row = RegistryRow("x", county_code="522623", year=2024, family="rule_of_law")
    found = identify(report("关于施秉县2024年法治政府建设情况的通报"), registry=row)
    assert (found.family, found.county_code, found.year, found.reason) == ("rule_of_law", "522623", 2024, None)
    assert any("is none" in problem for problem in found.problems)


def test_a_family_named_by_the_caller_is_kept() -> None:
    assert identify(report("施秉县2024年工作要点"), family="rule_of_law").family == "rule_of_law"


def test_endless_titles_names_and_tags_take_no_endless_time() -> None:
    long = "青禾县二〇二四年法治政府建设情况报告" * 50_000
    found = identify(long, title=long, filename=long + ".txt", meta={"ArticleTitle": long, "SiteIDCode": "9" * 10_000})
    assert found.county_code is None
