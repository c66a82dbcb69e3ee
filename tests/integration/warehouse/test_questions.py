"""The questions that the command line answers: status, compare, trend; in every format, with and without colour."""

from __future__ import annotations

import csv
import io
import itertools
import json
from datetime import date

import pytest
from typer.testing import CliRunner, Result

from orchestration.cli import app
from orchestration.door import FAILED
from orchestration.settings import Settings
from warehouse.comparison import compare, trend
from warehouse.names import UnknownNameError
from warehouse.standing import coverage, kept_releases, overdue

PENALTIES = "enforcement.penalties"


def ask(published: Settings, *call: str) -> Result:
    return CliRunner().invoke(app, [*call, "--data", str(published.data)])


def test_counties_are_compared_from_the_largest_for_the_last_year_that_is_stated(published: Settings) -> None:
    found = compare(published, PENALTIES)
    rows = found.answer.records()
    assert [row["rank"] for row in rows] == sorted(row["rank"] for row in rows)
    assert [row["value"] for row in rows] == sorted((row["value"] for row in rows), reverse=True)
    assert found.title.endswith(", 2024")
    assert all(row["observation_id"].startswith(f"{row['county_code']}|2024|{PENALTIES}") for row in rows)


def test_a_comparison_per_head_leaves_out_who_has_no_population(published: Settings) -> None:
    rows = compare(published, PENALTIES, per_head=True).answer.records()
    assert {row["county_code"] for row in rows} <= {"990101", "990102"}
    assert [row["per_10k"] for row in rows] == sorted((row["per_10k"] for row in rows), reverse=True)


def test_a_comparison_may_be_of_one_province(published: Settings) -> None:
    everywhere = compare(published, PENALTIES).answer.records()
    province = everywhere[0]["province_name"]
    inside = compare(published, PENALTIES, province=province[:2]).answer.records()
    assert inside == [row for row in everywhere if row["province_name"] == province]


def test_a_county_is_followed_with_the_growth_it_states_beside_its_own_figures(published: Settings) -> None:
    rows = trend(published, "990101", PENALTIES).answer.records()
    assert [row["year"] for row in rows] == sorted(row["year"] for row in rows)
    assert len(rows) > 1
    for before, row in itertools.pairwise(rows):
        if row["change"] is not None:
            assert row["change"] == row["value"] - before["value"]


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (("compare", "enforcement.penaltys"), "is it enforcement.penalties"),
        (("compare", "天气"), "is no indicator"),
        (("compare", PENALTIES, "--year", "1999"), "it is stated for"),
        (("compare", PENALTIES, "--province", "无此省"), "is no province of this release, which has"),
        (("trend", "无此县", PENALTIES), "is no county"),
    ],
)
def test_a_name_that_is_none_is_answered_with_what_there_is(
    published: Settings, call: tuple[str, ...], said: str
) -> None:
    result = ask(published, *call)
    assert result.exit_code == FAILED
    assert said in result.output


def test_several_counties_of_one_name_are_told_apart(published: Settings) -> None:
    with pytest.raises(UnknownNameError, match="no county"):
        trend(published, "某县", PENALTIES)


@pytest.mark.parametrize("call", [("compare", PENALTIES), ("trend", "990101", PENALTIES)])
def test_every_format_says_the_same(published: Settings, call: tuple[str, ...]) -> None:
    as_json = json.loads(ask(published, *call, "-f", "json").stdout)
    as_lines = [json.loads(line) for line in ask(published, *call, "-f", "jsonl").stdout.splitlines()]
    as_csv = list(csv.DictReader(io.StringIO(ask(published, *call, "-f", "csv").stdout)))
    as_md = ask(published, *call, "-f", "md").stdout.splitlines()
    assert as_json == as_lines
    assert [float(row["value"]) for row in as_csv] == [row["value"] for row in as_json]
    assert len([line for line in as_md if line.startswith("|")]) == len(as_json) + 2


def test_a_table_has_bars_and_no_colour_where_none_is_wanted(
    published: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in ask(published, "compare", PENALTIES).output
    monkeypatch.setenv("NO_COLOR", "1")
    plain = ask(published, "compare", PENALTIES).output
    assert "█" in plain
    assert "\x1b[3" not in plain


def test_the_standing_names_the_current_release_and_counts_what_came(published: Settings) -> None:
    releases = kept_releases(published).records()
    assert [row["is_current"] for row in releases].count(True) == 1
    for row in coverage(published).records():
        assert row["received"] + row["missing"] >= row["expected"]


def test_a_report_is_overdue_only_after_its_deadline(published: Settings) -> None:
    late = overdue(published, date(2030, 1, 1)).records()
    assert late
    assert all(row["days_overdue"] > 0 for row in late)
    first = min(row["deadline"] for row in late)
    assert not overdue(published, first).rows


def test_status_says_every_part_and_md_and_json_have_them_too(published: Settings) -> None:
    parts = ["releases", "coverage", "quarantine", "overdue"]
    assert list(json.loads(ask(published, "status", "-f", "json").stdout)) == parts
    for output in ("table", "md"):
        shown = ask(published, "status", "-f", output)
        assert shown.exit_code == 0
        assert all(part in shown.stdout for part in parts)
