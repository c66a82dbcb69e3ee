"""Our table counts real work reports as the shared scorer does, and every mark in them is sound."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from gold.marks import Label
from scoring.marking import count
from scoring.reports import Marked, read_headlines

from extract.command import record

pytestmark = pytest.mark.shared
OWN = Path(__file__).parents[3] / "gold" / "work_report"
SETS = ("shared", "tuning", "held_out")
Record = dict[str, Any]
MISTAKES: tuple[Record, ...] = (
    {},
    {},
    {"value": 0.5},
    {"scope": None},
    {"scope": "某街道"},
    {"status": "target"},
    {"indicator": "none.of_these"},
)


@pytest.fixture(scope="module", params=SETS)
def marked(request: pytest.FixtureRequest, shared_dir: Path) -> tuple[Path, list[Marked]]:
    """Where the marks of a set lie, and its reports."""
    folder = shared_dir / "gold_work_report" if request.param == "shared" else OWN / request.param
    return folder, read_headlines(folder, shared_dir)


def shared_scorer(shared: Path) -> ModuleType:
    """The scorer that judges the project."""
    spec = importlib.util.spec_from_file_location("shared_score", shared / "eval" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def assert_same_counts(report: Marked, marks: Path, shared: Path, figures: list[Record], numbers: list[Record]) -> None:
    """Our counts of some records are those of the shared scorer."""
    scorer = shared_scorer(shared)
    text, gold = scorer.parse_headline(marks, shared / "reports" / "work_report")
    theirs, _ = scorer.score(text, gold, {"figures": figures, "numbers": numbers}, report.codes)
    ours = count(report.text, report.gold, report.counted(figures), numbers)
    claims = {key: getattr(ours, key).total() for key in ("tp", "fp", "fn")}
    assert {key: getattr(ours, key) for key in theirs if key not in claims} | claims == theirs, report.name


def test_our_table_counts_as_the_shared_scorer_does(marked: tuple[Path, list[Marked]], shared_dir: Path) -> None:
    folder, reports = marked
    for report in reports:
        found = record(shared_dir / "reports" / "work_report" / f"{report.name}.txt")
        marks = folder / f"{report.name}.headline.json"
        assert_same_counts(report, marks, shared_dir, found["figures"], found["numbers"])


def test_our_table_counts_every_kind_of_mistake_as_the_shared_scorer_does(
    marked: tuple[Path, list[Marked]], shared_dir: Path
) -> None:
    folder, reports = marked
    for report in reports:
        assert_same_counts(report, folder / f"{report.name}.headline.json", shared_dir, mistaken(report), [])


def mistaken(report: Marked) -> list[Record]:
    """Records as an extractor would give them that errs in every way in turn, and claims the notes at the end."""
    records: list[Record] = []
    for place, figure in enumerate(report.gold):
        labels = figure.labels or (Label("economy.gdp"),)
        for label in labels if place % 7 else ():
            said = {"indicator": label.code, "measure": label.measure, "status": label.status, "scope": label.scope}
            value = None if figure.value is None else float(figure.value)
            records.append({"start": figure.start, "end": figure.end, "value": value, **said, **MISTAKES[place % 7]})
    records.append({**records[0], "start": len(report.text) - 2, "end": len(report.text) - 1})
    return records


def test_every_mark_speaks_of_an_indicator_that_the_catalogue_knows(marked: tuple[Path, list[Marked]]) -> None:
    for report in marked[1]:
        assert report.codes is not None
        assert {label.code for figure in report.gold for label in figure.labels} <= report.codes, report.name
        assert all(figure.surface.strip() == figure.surface != "" for figure in report.gold), report.name
        assert all(figure.value is not None for figure in report.gold if figure.labels), report.name
        ends = [0, *(figure.end for figure in report.gold)]
        assert all(figure.start >= end for figure, end in zip(report.gold, ends, strict=False)), report.name
