"""The division table: every county of 2010-2026 leads to the code of today; renames, mergers and splits differ."""

import itertools

import pytest

from extract.divisions import County, Divisions, county_rows, index, load


@pytest.fixture(scope="module")
def divisions() -> Divisions:
    return load()


def test_a_known_county_has_its_parents(divisions: Divisions) -> None:
    county = divisions.in_year("522623", 2024)
    assert county is not None
    assert (county.name, county.prefecture_name, county.province_name) == ("施秉县", "黔东南苗族侗族自治州", "贵州省")


@pytest.mark.parametrize(
    ("code", "year", "today"),
    [
        ("510132", 2018, "510118"),  # 新津县 became 新津区
        ("110103", 2009, "110101"),  # 崇文区 was merged into 东城区
        ("500112", 2024, "500157"),  # 渝北区 ended in 2025
        ("500110", 2010, "500110"),  # 万盛区, whose code 綦江区 took over
        ("450127", 2020, "450181"),  # 横县 became 横州市
        ("340802", 2012, "340802"),
        ("469003", 2014, None),  # 儋州市 was raised to a prefecture-level city
    ],
)
def test_a_code_of_the_past_leads_to_the_code_of_today(
    divisions: Divisions, code: str, year: int, today: str | None
) -> None:
    assert divisions.continuing(code, year) == today


def test_every_county_since_2010_has_a_code_that_continues_it_today(divisions: Divisions) -> None:
    lost = {
        county.name
        for county in divisions.counties
        if (county.valid_to is None or county.valid_to > 2010)
        and not divisions.continuing(county.code, county.valid_from)
    }
    assert lost == {"儋州市"}


def test_spans_of_a_code_never_overlap(divisions: Divisions) -> None:
    for spans in divisions.by_code.values():
        for before, after in itertools.pairwise(spans):
            assert before.valid_to is not None
            assert before.valid_to <= after.valid_from


def test_a_renamed_county_is_found_under_the_name_of_the_year(divisions: Divisions) -> None:
    now = divisions.in_year("450181", 2022)
    assert now is not None
    assert [(county.code, county.name) for county in divisions.as_of(now, 2020)] == [("450127", "横县")]


def test_a_merged_county_was_several_before(divisions: Divisions) -> None:
    now = divisions.in_year("500110", 2015)
    assert now is not None
    assert {county.name for county in divisions.as_of(now, 2009)} == {"万盛区", "綦江县"}


def test_a_functional_area_is_the_past_of_the_district_that_it_became(divisions: Divisions) -> None:
    area, district = divisions.in_year("995105", 2015), divisions.in_year("995105", 2020)
    assert area is not None
    assert district is not None
    assert (area.name, area.kind, district.name) == ("碧湾新区", "功能区", "碧湾区")
    assert divisions.continuing("995105", 2015) == "995105"
    assert divisions.as_of(district, 2015) == (area,)


def test_every_functional_area_ends_where_its_district_begins(divisions: Divisions) -> None:
    for area in (county for county in divisions.counties if county.kind == "功能区"):
        district = divisions.in_year(area.code, area.valid_to or 0)
        assert district is not None
        assert district.valid_from == area.valid_to
        assert district.kind == "区"


def test_a_chain_of_successors_that_bites_its_tail_ends() -> None:
    def county(code: str, heir: str) -> County:
        return County(code, "甲县", "甲", "县", "1", "1", "1", "1", 2000, 2010, (heir,), "merged")

    assert index([county("990001", "990002"), county("990002", "990001")]).continuing("990001", 2005) != ""


def test_rows_for_the_room_have_one_key_each() -> None:
    rows = county_rows()
    assert len({row["county_key"] for row in rows}) == len(rows)
    assert {"county_key", "code", "continues_as", "invented", "valid_to"} <= set(rows[0])
