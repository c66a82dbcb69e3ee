"""The rules on true figures: they object to the contradictions of the marked reports, and to nothing else.

Every expected issue was looked at by hand in its document: the listed parts do not add up to the stated whole.
"""

from __future__ import annotations

import json
from pathlib import Path

import gold_figures
import polars as pl
import pytest

from contracts import registry, rules, validate
from contracts.rules import RuleRun

# (stated whole, sum of the parts listed with it) by document of ../shared/gold.
NOT_ADDING_UP = {
    "authored-01": {(81, 78)},
    "authored-07": {(21346, 21271)},
    "authored-13": {(35602, 35084), (66, 64)},
    "施秉县_2024": {(52685, 52684)},
}
REAL = {"whole and parts": ["52685件", "893件", "993件", "49139件", "1659件"]}
OWN = Path(__file__).parents[2] / "gold" / "samples"


def checked(figures: pl.DataFrame, text: str) -> dict[str, RuleRun]:
    documents = pl.DataFrame({"document_id": figures["document_id"][0], "text": text})
    catalogue = gold_figures.catalogue()
    return {
        "figure": rules.run("figure", figures, None, catalogue, documents),
        "report": rules.run("report", figures, None, catalogue),
    }


def extracted(text: str, year: int) -> pl.DataFrame:
    """The room table `figure` of one text, by the extractor."""
    from orchestration.figures import Text, extract_rows

    rows = extract_rows(Text("a" * 64, "rule_of_law", year, text))["figure"]
    placed = [{**row, "report_id": "r", "county_code": "990101"} for row in rows]
    return pl.DataFrame(placed, schema=registry.polars_schema("figure"))


@pytest.mark.shared
def test_the_only_issues_of_the_marked_reports_are_breakdowns_that_do_not_add_up(shared_dir: Path) -> None:
    for path in sorted((shared_dir / "gold").glob("*.gold.txt")):
        name = next((known for known in NOT_ADDING_UP if path.name.startswith(known)), "")
        done = checked(*gold_figures.figures(path))
        assert done["figure"].issues["message"].to_list() == [], path.name
        issues = done["report"].issues
        assert set(issues["rule"]) <= {"parts_sum_to_whole"}, path.name
        assert set(issues.select("stated", "expected").iter_rows()) == NOT_ADDING_UP.get(name, set()), path.name


@pytest.mark.shared
@pytest.mark.parametrize("figures_from", ["marks", "extractor"])
def test_the_real_report_has_one_issue_that_quotes_whole_and_parts(shared_dir: Path, figures_from: str) -> None:
    [path] = (shared_dir / "gold").glob("施秉县*.gold.txt")
    figures, text = gold_figures.figures(path)
    if figures_from == "extractor":
        figures = extracted(text, 2024)
    issues = pl.concat([run.issues for run in checked(figures, text).values()])
    assert validate("issue", issues).ok
    assert issues.select("rule", "stated", "expected", "tolerance").rows() == [("parts_sum_to_whole", 52685, 52684, 0)]
    quotes = json.loads(issues["quotes"][0])
    said = [text[quote["start"] : quote["end"]] for quote in quotes]
    assert said == REAL["whole and parts"]
    assert all(number in quote["quote"] for number, quote in zip(said, quotes, strict=True))


@pytest.mark.shared
def test_every_sum_and_rate_of_the_real_report_that_has_a_stated_base_is_compared(shared_dir: Path) -> None:
    [path] = (shared_dir / "gold").glob("施秉县*.gold.txt")
    compared = checked(*gold_figures.figures(path))["report"].compared
    # Breakdowns: enforcement, reconsideration concluded, legal aid, information published.
    assert compared["parts_sum_to_whole"] == 4
    for rate in ("loss_rate_of_concluded", "mediation_success_rate", "filing_rate_of_documents"):
        assert compared[rate] == 1, rate


def test_the_samples_contradict_themselves_only_where_it_was_planted() -> None:
    """砚池区 2023 states 31,097 cases whose parts sum to 31,907; over the years and otherwise they agree."""
    counties: dict[str, str] = {}
    frames = []
    for path in sorted(OWN.glob("*.gold.txt")):
        # The one county that is recoded keeps one code here; of its corrected report only the correction is compared.
        name = path.name.split("_")[0].replace("望潮县", "望潮市")
        if path.name != "望潮市_2023.gold.txt":
            code = counties.setdefault(name, f"{990101 + len(counties)}")
            frames.append(gold_figures.figures(path, code)[0])
    figures, catalogue = pl.concat(frames), gold_figures.catalogue()
    runs = [rules.run(level, figures, None, catalogue) for level in ("figure", "report", "panel", "peers")]
    issues = pl.concat([run.issues for run in runs])
    assert issues.select("report_id", "rule", "stated", "expected").rows() == [
        ("砚池区_2023", "parts_sum_to_whole", 31097.0, 31907.0)
    ]
    assert runs[2].compared["carried_in_equals_pending"] >= 15
    assert runs[2].compared["growth_since_last_year"] >= 30
