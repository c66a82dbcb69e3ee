"""The samples are invented, say so, agree with their marked copies, and carry what is planted and nothing else."""

import csv
import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest
from gold.marks import GoldFigure, read_gold
from gold.render_samples import plan, render_all

from extract import samples
from extract.readers import UnreadableDocument, read

pytestmark = pytest.mark.integration
GOLD = Path(__file__).parents[2] / "gold" / "samples"
ENTRIES = plan()
OUTCOMES = [
    "upheld",
    "revoked",
    "changed",
    "confirmed_illegal",
    "performance_ordered",
    "rejected",
    "terminated",
    "mediated",
]
Levels = Mapping[tuple[str, str], Decimal]


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def gold_of(name: str) -> tuple[str, list[GoldFigure]]:
    return read_gold(GOLD / f"{name}.gold.txt")


def levels(name: str) -> Levels:
    """{(code, measure): value} over the figures that speak of the whole county and of what happened."""
    _, figures = gold_of(name)
    labels = ((label, figure.value) for figure in figures for label in figure.labels)
    return {
        (label.code, label.measure): value
        for label, value in labels
        if value is not None and not label.scope and label.status == "actual"
    }


def year_before(name: str) -> str | None:
    county, year = name[:2], int(name.split("_")[1][:4])
    earlier = [e["gold"] for e in ENTRIES if e["gold"][:2] == county and f"_{year - 1}" in e["gold"]]
    return max(earlier, default=None, key=len)  # a corrected version has the longer name


def test_the_folder_is_what_the_marked_reports_render_to() -> None:
    rendered = dict(render_all())
    on_disk = {path.name: path.read_bytes() for path in samples.reports().iterdir()}
    assert sorted(on_disk) == sorted(rendered)
    assert [name for name in rendered if rendered[name] != on_disk[name]] == []


def test_there_are_24_readable_reports_of_6_counties_in_three_formats() -> None:
    assert len(ENTRIES) == 24
    assert {entry["file"].rsplit(".", 1)[1] for entry in ENTRIES} == {"txt", "html", "docx"}
    assert len({entry["gold"][:2] for entry in ENTRIES}) == 6
    assert len({row["province_code"] for row in rows(samples.divisions())}) == 2


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["gold"])
def test_a_sample_says_that_it_is_invented_and_reads_to_its_marked_figures(entry: dict[str, str]) -> None:
    text = read(samples.reports() / entry["file"]).text
    assert "虚构样本" in text
    _, figures = gold_of(entry["gold"])
    assert len(figures) >= 25
    position = 0
    for figure in figures:
        position = text.find(figure.surface, position)
        assert position >= 0, f"{figure.surface} is not read where it is marked"


def test_a_sample_is_short_and_states_figures_of_most_domains() -> None:
    for entry in ENTRIES:
        text, figures = gold_of(entry["gold"])
        assert 600 <= len(text) <= 1200, entry["gold"]
        assert len({label.code.split(".")[0] for figure in figures for label in figure.labels}) >= 8, entry["gold"]


def test_no_two_reports_share_many_sentences_but_a_correction_with_its_original() -> None:
    def sentences(name: str) -> set[str]:
        plain = re.sub(r"[0-9.,%]+", "#", gold_of(name)[0])
        return {s for s in re.split(r"[。；\n]", plain) if len(s) > 12 and not s.startswith(("|", "【虚构"))}

    names = [entry["gold"] for entry in ENTRIES if "更正" not in entry["gold"]]
    for i, one in enumerate(names):
        for other in names[i + 1 :]:
            shared = sentences(one) & sentences(other)
            assert len(shared) <= len(sentences(one)) / 3, (one, other, shared)


def test_all_codes_begin_with_99_and_denominators_belong_to_them() -> None:
    divisions = rows(samples.divisions())
    for row in divisions:
        assert all(row[c].startswith("99") for c in ("code", "prefecture_code", "province_code", "continues_as"))
    spans = {row["code"]: (int(row["valid_from"]), int(row["valid_to"] or 9999)) for row in divisions}
    for row in rows(samples.population()):
        first, end = spans[row["county_code"]]
        assert first <= int(row["year"]) < end
        assert int(row["population"]) > 0
        assert row["kind"] in {"resident", "registered"}


@pytest.mark.shared
def test_no_invented_name_is_the_name_of_a_real_division(shared_dir: Path) -> None:
    real = rows(shared_dir / "gazetteer" / "regions.csv")
    names = {row["name"] for row in real} | {row["short_name"] for row in real}
    for row in rows(samples.divisions()):
        invented = {row[c] for c in ("name", "short_name", "prefecture_name", "province_name")}
        assert invented & names == set()
        assert not any(real_row["code"].startswith("99") for real_row in real)


def test_one_county_has_no_report_for_one_year() -> None:
    pairs = {(entry["gold"][:2], entry["gold"].split("_")[1][:4]) for entry in ENTRIES}
    wanted = {(county, str(year)) for county, _ in pairs for year in range(2021, 2025)}
    assert wanted - pairs == {("枫岭", "2022")}


def test_one_report_is_corrected_later_in_two_figures() -> None:
    first, second = levels("望潮市_2023"), levels("望潮市_2023更正")
    assert {key for key in first if first[key] != second[key]} == {
        ("enforcement.penalties", "level"),
        ("enforcement.penalties", "growth"),
    }
    assert "更正" in gold_of("望潮市_2023更正")[0]


def test_one_file_cannot_be_read() -> None:
    (cut,) = [entry["cut"] for entry in ENTRIES if "cut" in entry]
    with pytest.raises(UnreadableDocument):
        read(samples.reports() / cut)


def test_only_one_report_has_parts_that_do_not_sum_to_their_whole() -> None:
    parts = ["licences", "inspections", "penalties", "coercion", "confirmations"]
    wrong = {}
    for entry in ENTRIES:
        stated = levels(entry["gold"])
        whole = stated.get(("enforcement.cases_total", "level"))
        total = sum(stated.get((f"enforcement.{part}", "level"), Decimal(0)) for part in parts)
        if whole is not None and whole != total:
            wrong[entry["gold"]] = (whole, total)
    assert wrong == {"砚池区_2023": (31097, 31907)}


@pytest.mark.parametrize("name", [entry["gold"] for entry in ENTRIES])
def test_reconsideration_cases_are_all_accounted_for(name: str) -> None:
    stated = {code.split(".")[1]: v for (code, m), v in levels(name).items() if code[:3] == "rec" and m == "level"}
    came = stated["accepted"] + stated.get("carried_in", 0)
    assert came - stated["concluded"] == stated["pending"]
    assert sum(stated.get(outcome, Decimal(0)) for outcome in OUTCOMES) == stated["concluded"]
    before = year_before(name)
    if before:
        assert stated["carried_in"] == levels(before)["reconsideration.pending", "level"]


@pytest.mark.parametrize("name", [entry["gold"] for entry in ENTRIES])
def test_stated_growth_change_and_prior_are_those_of_the_levels(name: str) -> None:
    before, now = year_before(name), levels(name)
    for (code, measure), value in now.items():
        if measure == "level" or before is None:
            continue
        old, new = levels(before)[code, "level"], now[code, "level"]
        real = {"growth": 100 * (new / old - 1), "change": new - old, "prior": old}[measure]
        tolerance = Decimal("0.0501") if measure == "growth" else 0
        assert abs(real - value) <= tolerance, (code, measure, value, real)
