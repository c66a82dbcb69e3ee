"""A panel of real work reports: whose they are, what the contracts say of them, and what they answer.

The expected values are facts that were read in the reports; a report's year is the one it reviews.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.pipeline.conftest import Built

pytestmark = pytest.mark.shared

YANTIAN, NANSHAN, LONGHUA, GUANGMING = "440308", "440305", "440309", "440311"
ANNUAL = {
    NANSHAN: [2013, 2014, 2015, 2016, 2017, 2021, 2022, 2023, 2024],
    YANTIAN: [2009, *range(2014, 2025)],
    LONGHUA: list(range(2019, 2025)),
    GUANGMING: [2015, 2016, *range(2018, 2025)],
}
TO_A_NEW_CONGRESS = {NANSHAN: 2021, LONGHUA: 2021}
YI = 1e8
# Issues that a person looked up in the reports: each contradiction is there. Rule, county, year, indicator.
REAL = {
    # 40 firms after 30, said to be 29 % more.
    ("growth_since_last_year", YANTIAN, 2017, "innovation.hitech_firms"),
    # 91.00 after 87.23, said to be 2.2 % more.
    ("growth_since_last_year", YANTIAN, 2016, "tourism.revenue"),
    # 49.48, then 65.56 (said to be 17.1 % more), then 53.84 (14 % more): not one basis.
    ("growth_since_last_year", YANTIAN, 2020, "livelihood.spending"),
    ("growth_since_last_year", YANTIAN, 2021, "livelihood.spending"),
    # 26 projects counted as 项, then 154 counted as 件.
    ("jump", GUANGMING, 2024, "livelihood.practical_projects"),
    # 1080 and 300 new ones, but 1463.
    ("stock_within_last_year_and_new", NANSHAN, 2014, "innovation.hitech_firms"),
    # 108 and 7 new ones, but 116.
    ("stock_within_last_year_and_new", NANSHAN, 2015, "environment.parks"),
    # 32 and 2 new ones, but 35.
    ("stock_within_last_year_and_new", GUANGMING, 2024, "industry.listed_firms"),
    # 480 (all taxes raised in the district), then 130 (its own part of them), said to be 2 % more: one name for both.
    ("growth_near_levels", LONGHUA, 2022, "fiscal.tax_revenue"),
    # Four parts that sum to one less than the whole.
    ("parts_sum_to_whole", "522623", 2024, "enforcement.cases_total"),
}


def test_every_report_has_its_district_year_and_occasion(panel: Built) -> None:
    rows = panel.rows("select county_code, year, occasion from dim_report where family = 'work_report' order by all")
    expected = [(code, year, "annual") for code, years in ANNUAL.items() for year in years]
    expected += [(code, year, "new_congress") for code, year in TO_A_NEW_CONGRESS.items()]
    assert len(rows) == 38
    assert [tuple(row.values()) for row in rows] == sorted(expected)


def test_the_area_before_the_district_is_in_its_series(panel: Built) -> None:
    names = panel.rows(
        f"select distinct county_name from dim_report where county_code = '{GUANGMING}' order by county_name"
    )
    assert [row["county_name"] for row in names] == ["光明区", "光明新区"]
    assert (
        panel.value(
            f"select count(*) from mart_cross_year where county_code = '{GUANGMING}' and indicator = 'economy.gdp' "
            "and year in (2015, 2016, 2018)"
        )
        == 3
    )


def test_coverage_tells_missing_years_from_what_was_not_owed(panel: Built) -> None:
    rows = panel.rows(
        "select county_code, list(year order by year) filter (received) as received, "
        "list(year order by year) filter (expected and not received) as missing, sum(other_reports) as others "
        "from mart_coverage where family = 'work_report' group by county_code"
    )
    told = {row["county_code"]: row for row in rows}
    assert {code: row["received"] for code, row in told.items()} == ANNUAL
    assert told[NANSHAN]["missing"] == [2009, 2010, 2011, 2012, 2018, 2019, 2020]
    assert told[YANTIAN]["missing"] == [2010, 2011, 2012, 2013]
    assert told[LONGHUA]["missing"] == [2016, 2017, 2018]
    assert told[GUANGMING]["missing"] is None
    assert {code: row["others"] for code, row in told.items()} == {NANSHAN: 1, LONGHUA: 1, YANTIAN: 0, GUANGMING: 0}


def test_a_report_to_a_new_congress_makes_no_observation_of_the_year(panel: Built) -> None:
    assert panel.value("select count(*) from fct_observation where report_id like '%new_congress%'") == 0
    assert panel.value("select count(*) from fct_figure where report_id like '%new_congress%'") > 200


def test_the_rules_across_years_were_put_to_the_test(panel: Built) -> None:
    rows = panel.rows(
        "select rule, sum(evaluated) as evaluated, sum(held) as held from mart_rule_check "
        "where family = 'work_report' group by rule"
    )
    done = {row["rule"]: row for row in rows}
    for rule, least in {
        "growth_near_levels": 50,
        "growth_since_last_year": 15,
        "stock_within_last_year_and_new": 10,
        "jump": 150,
        "unit_slip": 450,
    }.items():
        assert done[rule]["evaluated"] >= least, rule
        assert done[rule]["held"] >= 0.7 * done[rule]["evaluated"], rule


def test_what_the_contracts_object_to_is_in_the_reports(panel: Built) -> None:
    rows = panel.rows("select rule, county_code, year, indicators::json ->> 0 as indicator from mart_quality_issue")
    issues = [tuple(row.values()) for row in rows]
    unreal = [issue for issue in issues if issue not in REAL]
    assert len(unreal) <= 0.05 * len(issues), unreal
    assert len(issues) >= 5


def test_general_revenue_of_nanshan_for_every_year_that_is_stated(panel: Built) -> None:
    rows = panel.rows(
        "select year, value from fct_observation where measure = 'level' and status = 'actual' "
        f"and county_code = '{NANSHAN}' and indicator = 'fiscal.general_revenue' order by year"
    )
    assert {row["year"]: round(row["value"] / YI, 2) for row in rows} == {
        2013: 100.1,
        2014: 113.9,
        2016: 186.4,
        2021: 361.0,
        2023: 382.8,
    }


def test_growth_of_yantians_product_as_stated_and_as_computed(panel: Built) -> None:
    rows = panel.rows(
        "select year, value, stated_growth_pct, growth_pct, growth_gap, growth_basis from mart_cross_year "
        f"where county_code = '{YANTIAN}' and indicator = 'economy.gdp' order by year"
    )
    told = {
        row["year"]: (
            round(row["value"] / YI, 2),
            row["stated_growth_pct"],
            None if row["growth_pct"] is None else round(row["growth_pct"], 2),
        )
        for row in rows
    }
    assert told == {
        2009: (251.0, 10.1, None),
        2014: (450.23, 8.9, None),
        2015: (487.23, 8.9, 8.22),
        2016: (537.68, 8.8, 10.35),
        2017: (585.49, 8.5, 8.89),
        2018: (610.0, 7.1, 4.19),
        2020: (658.0, 5.8, None),
        2021: (760.49, 11.1, 15.58),
        2022: (821.0, 5.4, 7.96),
    }
    # It grows in real terms: the two differ by nature, and no gap is held against the report.
    assert {(row["growth_basis"], row["growth_gap"]) for row in rows} == {("real_terms", None)}


def test_which_district_raised_most_public_housing(panel: Built) -> None:
    rows = panel.rows(
        "select year, arg_max(county_code, value) as county_code, max(value) as value, count(*) as districts "
        "from mart_cross_county where indicator = 'housing.raised' and year >= 2015 group by year order by year"
    )
    assert {row["year"]: (row["county_code"], row["value"]) for row in rows} == {
        2015: (NANSHAN, 3200),
        2016: (YANTIAN, 1797),
        2017: (NANSHAN, 5170),
        2018: (GUANGMING, 7570),
        2019: (GUANGMING, 10247),
        2020: (LONGHUA, 7500),
        2021: (LONGHUA, 13000),
        2022: (NANSHAN, 14000),
        2023: (LONGHUA, 30500),
        2024: (NANSHAN, 17000),
    }


def test_where_a_later_report_restated_an_earlier_value(panel: Built) -> None:
    rows = panel.rows(
        "select county_code, year, indicator, earlier_value, later_value, later_report_id from mart_restatement "
        "where kind = 'later_report' order by year"
    )
    assert [tuple(row.values()) for row in rows] == [
        (GUANGMING, 2015, "economy.gdp", 670.6 * YI, 681.0 * YI, f"{GUANGMING}-2020-work_report-r1"),
        (GUANGMING, 2018, "economy.gdp", 920.59 * YI, 917.0 * YI, f"{GUANGMING}-2022-work_report-r1"),
    ]
