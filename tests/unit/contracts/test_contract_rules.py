"""Every rule of contracts/rules: its example holds, and the change that breaks it raises that issue and no other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import invented_figures as notation
import polars as pl
import pytest

import contracts
from contracts import rules
from contracts.registry import RegistryError
from contracts.rules import definitions
from contracts.rules.definitions import Rule

RULES = definitions.load()


def found(stated: Mapping[str, Any], fill: Mapping[str, Any] | None = None) -> pl.DataFrame:
    """Issues of all levels over the figures written in the examples' notation."""
    frame = notation.figures(stated, fill)
    catalogue, reports, documents = (
        notation.indicators(frame),
        notation.reports(frame),
        notation.documents(frame, stated),
    )
    return pl.concat(
        [
            rules.check_figures(frame, catalogue, documents),
            rules.check_reports(frame, reports, catalogue),
            rules.check_panel(frame, reports, catalogue),
            rules.check_peers(frame, reports, catalogue),
        ]
    )


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rules_good_example_raises_no_issue(rule: Rule) -> None:
    assert found(rule.example.figures, rule.example.fill)["message"].to_list() == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rules_broken_example_raises_its_issue_and_no_other(rule: Rule) -> None:
    issues = found({**rule.example.figures, **rule.example.broken}, rule.example.fill)
    assert issues["rule"].to_list() == [rule.name], issues["message"].to_list()
    assert issues["severity"].to_list() == [rule.severity]
    assert contracts.validate("issue", issues).ok


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_compares_something_in_its_own_example(rule: Rule) -> None:
    frame = notation.figures(rule.example.figures, rule.example.fill)
    done = rules.run(rule.level, frame, notation.reports(frame), notation.indicators(frame), notation.documents(frame))
    assert done.compared[rule.name] > 0


def test_every_rule_has_a_name_of_its_own() -> None:
    names = [rule.name for rule in RULES]
    assert sorted(set(names)) == sorted(names)


def test_a_rule_without_its_breaking_example_is_refused() -> None:
    entry = "rules:\n  - {rule: x, check: expression, severity: warn, reason: y, message: z}"
    with pytest.raises(RegistryError, match="rule 'x': example missing"):
        definitions.parse(entry, "figure")
