"""What the main job promises, on the embedded samples."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import dagster as dg
from whole_job import Built

from contracts import registry
from orchestration.instance import open_instance


def test_the_job_publishes_a_release(first_run: Built) -> None:
    assert first_run.outcome.failures == ()
    assert first_run.outcome.published
    assert first_run.settings.database.exists()


def test_every_table_of_the_design_is_published(first_run: Built) -> None:
    there = {row["table_name"] for row in first_run.rows("select table_name from duckdb_tables()")}
    assert {table.name for table in registry.tables("published")} <= there


def test_six_counties_over_four_years_are_there(first_run: Built) -> None:
    sql = """
        select count(distinct c.continues_as) as counties, min(r.year) as first, max(r.year) as last
        from dim_report as r join dim_county as c using (county_key)
    """
    assert first_run.rows(sql) == [{"counties": 6, "first": 2021, "last": 2024}]


def test_the_correction_supersedes_and_the_earlier_report_stays(first_run: Built) -> None:
    corrected = first_run.rows("select county_code, year, revision, is_current from dim_report where year = 2023")
    revisions = sorted((r["revision"], r["is_current"]) for r in corrected if r["county_code"] == "995181")
    assert revisions == [(1, False), (2, True)]


def test_the_report_that_contradicts_itself_keeps_both_figures_and_an_issue_quotes_them(first_run: Built) -> None:
    issues = first_run.rows("select stated, expected, quotes from mart_quality_issue where rule = 'parts_sum_to_whole'")
    assert [(issue["stated"], issue["expected"]) for issue in issues] == [(31097.0, 31907.0)]
    assert "31097" in issues[0]["quotes"]


def test_the_missing_report_is_missed(first_run: Built) -> None:
    missing = first_run.rows("select county_code, year from mart_coverage where expected and not received")
    assert missing == [{"county_code": "990125", "year": 2022}]


def test_the_unreadable_file_is_in_quarantine_with_a_remedy(first_run: Built) -> None:
    from warehouse.rooms import read_table

    rows = read_table(first_run.settings.rooms, "quarantine").filter(stage="read")
    assert rows["reason"].to_list() == ["broken_file"]
    assert all(rows["remedy"].str.len_chars() > 0)


def test_most_figures_measure_something(first_run: Built) -> None:
    assert first_run.value("select count(indicator) / count(*) from fct_figure") > 0.9


def test_every_check_ran_and_none_failed(first_run: Built) -> None:
    with open_instance(first_run.settings) as instance:
        records = instance.all_logs(first_run.outcome.run_id, of_type=dg.DagsterEventType.ASSET_CHECK_EVALUATION)
        evaluated = [record.get_dagster_event().asset_check_evaluation_data for record in records]
    assert {e.check_name for e in evaluated if not e.passed and e.blocking} == set()
    contracts = [e for e in evaluated if e.check_name.endswith("_contract")]
    for evaluation in contracts:
        ran, declared = (evaluation.metadata[f"value checks {what}"].value for what in ("run", "declared"))
        assert ran >= declared > 0
    assert "every_number_accounted_for" in {e.check_name for e in evaluated}


def test_the_run_is_there_to_be_seen_in_the_ui(first_run: Built) -> None:
    with open_instance(first_run.settings) as instance:
        run = instance.get_run_by_id(first_run.outcome.run_id)
    assert run is not None
    assert (run.job_name, run.status) == ("build_warehouse", dg.DagsterRunStatus.SUCCESS)


def test_a_question_and_an_explanation_answer_from_the_published_file(first_run: Built) -> None:
    cell = "砚池区 2023 enforcement.cases_total"
    data = ["--data", str(first_run.settings.data)]
    for call, expected in (
        (["query", "select value from fct_observation where figure_id like '377c748a%-244-0'", *data], "31097"),
        (["explain", *cell.split(), *data], "31097件"),
    ):
        xianjian = Path(sys.executable).with_name("xianjian")
        done = subprocess.run([xianjian, *call], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert expected in done.stdout
