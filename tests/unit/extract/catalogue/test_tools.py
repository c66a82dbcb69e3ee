"""The catalogue's tools: what is wrong with it, how a sentence is read on it, what it does not cover."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from extract.catalogue import Catalogue, CatalogueError, load
from extract.catalogue.check import Finding, check
from extract.catalogue.trying import LEAST_SCORE, try_sentence
from extract.catalogue.unmapped import contexts
from orchestration.commands.catalogue import app

runner = CliRunner()


def indicator(*wordings: str, **fields: Any) -> dict[str, Any]:
    """An indicator of an invented domain, counted in pieces."""
    given = {"name_zh": "竹器", "name_en": "Bamboo ware", "unit": "件", "kind": "count", "counted_in": ["case"]}
    return {**given, "wordings": list(wordings), **fields}


def catalogue(folder: Path, indicators: Mapping[str, Any], topics: Mapping[str, list[str]] | None = None) -> Catalogue:
    """A catalogue of its own family with one file."""
    file = folder / "bamboo.yml"
    content = {"domain": "bamboo", "topics": dict(topics or {}), "indicators": dict(indicators)}
    file.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return load("bamboo", (file,))


def found(findings: list[Finding], name: str) -> list[tuple[str, str]]:
    """Severity and subject of what one check found."""
    return [(one.severity, one.subject) for one in findings if one.check == name]


def test_a_good_catalogue_has_nothing_to_mend(tmp_path: Path) -> None:
    assert check(catalogue(tmp_path, {"bamboo.ware": indicator("竹器", "竹编")})) == []


def test_one_wording_for_two_indicators_is_an_error_where_nothing_tells_them_apart(tmp_path: Path) -> None:
    alike = {"bamboo.ware": indicator("竹器"), "bamboo.made": indicator("竹器")}
    assert found(check(catalogue(tmp_path, alike)), "duplicate wording") == [("error", "bamboo.ware")]


def test_units_that_differ_tell_two_indicators_apart(tmp_path: Path) -> None:
    apart = {"bamboo.ware": indicator("竹器"), "bamboo.paid": indicator("竹器", unit="元", counted_in=["money"])}
    assert found(check(catalogue(tmp_path, apart)), "duplicate wording") == []


def test_topics_that_differ_tell_two_indicators_apart_but_are_pointed_out(tmp_path: Path) -> None:
    topics = {"made": ["竹器生产"], "sold": ["竹器销售"]}
    apart = {"bamboo.made": indicator("成品", topic="made"), "bamboo.sold": indicator("成品", topic="sold")}
    assert found(check(catalogue(tmp_path, apart, topics)), "duplicate wording") == [("warning", "bamboo.made")]


def test_a_wording_that_always_loses_is_pointed_out(tmp_path: Path) -> None:
    longer = {
        "bamboo.ware": indicator("竹器"),
        "bamboo.all": indicator("竹器", "竹器合计", counted_in=["case", "item"]),
    }
    shadowed = [one for one in check(catalogue(tmp_path, longer)) if one.check == "shadowed wording"]
    assert [one.message for one in shadowed] == ["竹器 is read as bamboo.ware"]


def test_a_unit_that_the_indicator_does_not_count_in_is_an_error(tmp_path: Path) -> None:
    odd = {"bamboo.ware": indicator("竹器", unit="吨")}
    assert ("error", "bamboo.ware") in found(check(catalogue(tmp_path, odd)), "missing unit")


def test_an_indicator_that_is_its_own_ancestor_is_an_error(tmp_path: Path) -> None:
    ring = {"bamboo.a": indicator("竹席", parent="bamboo.b"), "bamboo.b": indicator("竹椅", parent="bamboo.a")}
    assert len(found(check(catalogue(tmp_path, ring)), "circular parent")) == 2


def test_a_topic_without_words_or_without_use_is_found(tmp_path: Path) -> None:
    topics: dict[str, list[str]] = {"empty": [], "idle": ["竹海"]}
    findings = check(catalogue(tmp_path, {"bamboo.ware": indicator("竹器", topic="empty")}, topics))
    assert found(findings, "empty set") == [("error", "empty")]
    assert found(findings, "unused topic") == [("warning", "idle")]


def test_a_code_in_two_files_is_an_error(tmp_path: Path) -> None:
    loaded = catalogue(tmp_path, {"bamboo.ware": indicator("竹器")})
    second = tmp_path / "more.yml"
    second.write_text((tmp_path / "bamboo.yml").read_text(encoding="utf-8"), encoding="utf-8")
    findings = check(loaded, [tmp_path / "bamboo.yml", second])
    assert found(findings, "code stated twice") == [("error", "bamboo.ware")]


def test_a_wording_that_no_report_uses_is_listed(tmp_path: Path) -> None:
    loaded = catalogue(tmp_path, {"bamboo.ware": indicator("竹器", "竹编")})
    silent = [one for one in check(loaded, corpus=["全年编制竹器12件。"]) if one.check == "silent wording"]
    assert [one.message for one in silent] == ["1 of 2 never fire in 1 reports: 竹编"]


@pytest.mark.parametrize(
    "field",
    [
        {"parent": "bamboo.gone"},
        {"adds_to": "bamboo.gone"},
        {"topic": "gone"},
        {"counted_in": ["gone"]},
        {"growth_basis": "gone"},
    ],
)
def test_what_is_named_and_nowhere_stated_stops_the_loader_and_the_check(field: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="gone"):
        catalogue(tmp_path, {"bamboo.ware": indicator("竹器", **field)})
    result = runner.invoke(app, ["check", "--family", "bamboo", "--catalogue", str(tmp_path)])
    assert result.exit_code != 0
    assert "gone" in result.output


def test_the_project_s_own_catalogue_has_no_errors() -> None:
    assert [one for one in check(load("rule_of_law")) if one.severity == "error"] == []


def test_trying_a_sentence_shows_kinds_candidates_and_the_choice() -> None:
    tried = try_sentence("2024年办理行政处罚案件30件。", load("rule_of_law"))
    assert [(one.text, one.kind) for one in tried] == [("2024年", "date"), ("30件", "figure")]
    best = tried[1].candidates[0]
    assert best.code == tried[1].records[0]["indicator"] == "enforcement.penalties"
    assert best.score > LEAST_SCORE
    assert [one.score for one in tried[1].candidates] == sorted(
        (one.score for one in tried[1].candidates), reverse=True
    )


def test_trying_changes_nothing_of_how_a_sentence_is_read() -> None:
    from extract.document import extract_text

    text = "新收行政复议申请18件，审结7件，其中维持、撤销各1件，办结率、好评率均达100%。"
    shown = [record for one in try_sentence(text, load("rule_of_law")) for record in one.records]
    assert shown == extract_text(text, family="rule_of_law").figures


def test_the_try_command_prints_what_it_read() -> None:
    result = runner.invoke(app, ["try", "全年办理行政处罚案件30件，植树7株[b]。"], env={"COLUMNS": "160"})
    assert result.exit_code == 0
    assert "enforcement.penalties" in result.output
    assert "7株" in result.output


def row(quote: str, surface: str, report: str = "r1") -> dict[str, Any]:
    start = quote.index(surface)
    return {
        "report_id": report, "text": surface, "unit": surface.lstrip("0123456789"), "quote": quote,
        "quote_start": 100, "start_offset": 100 + start,
    }  # fmt: skip


def test_unmapped_figures_in_the_same_words_are_one_group() -> None:
    rows = [
        row("全年共新植行道树320株。", "320株"),
        row("今年以来新植行道树45株，长势良好。", "45株", "r2"),
        row("管护林地9公顷。", "9公顷"),
    ]
    first, second = contexts(rows)
    assert (first.before, first.unit, first.count, len(first.reports)) == ("新植行道树", "株", 2, 2)
    assert (second.before, second.unit, second.count) == ("管护林地", "公顷", 1)
    quote, start, end = first.examples[0]
    assert quote[start:end] == "320株"


def test_the_number_of_a_table_s_row_goes_by_the_row_s_name() -> None:
    (group,) = contexts([row("| 新植行道树 | 45 | 320 |", "320")])
    assert group.before == "新植行道树"
