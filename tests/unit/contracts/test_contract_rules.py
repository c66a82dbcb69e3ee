"""Every rule of contracts/rules: its example holds, and the change that breaks it raises that issue and no other."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import invented_figures as notation
import polars as pl
import pytest

import contracts
from contracts import rules
from contracts.registry import RegistryError
from contracts.rules import RuleRun, definitions, tally
from contracts.rules.definitions import Rule
from contracts.rules.evidence import message_in_chinese

RULES = definitions.load()


def runs(stated: Mapping[str, Any], fill: Mapping[str, Any] | None = None) -> list[RuleRun]:
    """All levels run over the figures written in the examples' notation."""
    frame = notation.figures(stated, fill)
    catalogue, reports = notation.indicators(frame), notation.reports(frame)
    documents = notation.documents(frame, stated)
    return [rules.run(level, frame, reports, catalogue, documents) for level in ("figure", "report", "panel", "peers")]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rules_good_example_is_compared_and_raises_no_issue(rule: Rule) -> None:
    done = runs(rule.example.figures, rule.example.fill)
    assert [issue for run in done for issue in run.issues["message"]] == []
    assert sum(run.compared.get(rule.name, 0) for run in done) > 0


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rules_broken_example_raises_its_issue_and_no_other(rule: Rule) -> None:
    done = runs({**rule.example.figures, **rule.example.broken}, rule.example.fill)
    issues = pl.concat([run.issues for run in done])
    assert issues["rule"].to_list() == [rule.name], issues["message"].to_list()
    assert issues["severity"].to_list() == [rule.severity]
    assert contracts.validate("issue", issues).ok


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rules_objection_can_be_told_in_chinese_from_what_a_release_holds(rule: Rule) -> None:
    done = runs({**rule.example.figures, **rule.example.broken}, rule.example.fill)
    (issue,) = (issue for run in done for issue in run.issues.to_dicts())
    told = message_in_chinese(rule, "行政处罚", issue["stated"], issue["expected"])
    assert told.startswith("行政处罚")
    assert not re.search("[a-z{}]", told + rule.reason_zh)


def test_every_rule_has_a_name_of_its_own() -> None:
    names = [rule.name for rule in RULES]
    assert sorted(set(names)) == sorted(names)


def test_a_rule_without_its_breaking_example_is_refused() -> None:
    entry = (
        "rules:\n  - {rule: x, check: expression, severity: warn, reason: y, reason_zh: y, message: z, message_zh: z}"
    )
    with pytest.raises(RegistryError, match="rule 'x': example missing"):
        definitions.parse(entry, "figure")


def test_every_rule_says_how_often_it_was_evaluated_and_held() -> None:
    stated = {"reconsideration.received@2022": 71, "reconsideration.received:prior@2023": 17}
    frame = notation.figures(stated)
    run = rules.run("panel", frame, notation.reports(frame), notation.indicators(frame))
    done = {
        row["rule"]: row
        for row in tally.complete(run.checks, notation.reports(frame)).iter_rows(named=True)
        if row["report_year"] == 2023
    }
    assert (done["prior_equals_last_year"]["evaluated"], done["prior_equals_last_year"]["held"]) == (1, 0)
    assert set(done) == {rule.name for rule in RULES}
    assert sum(row["evaluated"] for row in done.values()) == run.checks.filter(report_year=2023)["evaluated"].sum()


def test_checks_of_several_families_and_years_are_told_apart() -> None:
    frame = notation.figures({"enforcement.penalties@2022": 5, "enforcement.penalties@2023": 6, "economy.gdp@2023": 7})
    run = rules.run("figure", frame, notation.reports(frame), notation.indicators(frame))
    found = run.checks.filter(rule="level_not_negative").select("family", "report_year", "evaluated", "held")
    assert sorted(found.iter_rows()) == [
        ("rule_of_law", 2022, 1, 1),
        ("rule_of_law", 2023, 1, 1),
        ("work_report", 2023, 1, 1),
    ]
