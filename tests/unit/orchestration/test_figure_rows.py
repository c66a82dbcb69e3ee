"""From what the extractor says to rows of the rooms: ids, places, wholes, and what could not be read."""

from __future__ import annotations

import json
from typing import Any

import pytest

from extract import document
from extract.document import Extraction
from orchestration.figures import Text, extract_rows

TEXT = Text("a" * 64, "rule_of_law", 2023, "办理案件18件，其中处罚5件。")


def figure(start: int, surface: str, **stated: Any) -> dict[str, Any]:
    usual = {"value": 1, "unit": "件", "indicator": None, "measure": "level", "status": "actual", "rule": "before"}
    return {"start": start, "end": start + len(surface), "text": surface, "quote": "q", **usual, **stated}


@pytest.fixture
def rows(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[dict[str, Any]]]:
    said = Extraction(
        figures=[
            figure(4, "18件", quote=TEXT.text, quote_start=0),
            figure(12, "5件", indicator="enforcement.penalties", part_of=4, quote=TEXT.text),
            figure(12, "5件", indicator="enforcement.cases_total", part_of=4, quote=TEXT.text),
        ],
        numbers=[],
        problems=[{"code": "table_refused", "start": 0, "end": 4, "message": "A table was not read: no header."}],
    )
    monkeypatch.setattr(document, "extract_text", lambda text, **_: said)
    return extract_rows(TEXT)


def test_a_figure_is_named_by_document_place_and_ordinal(rows: Any) -> None:
    assert [row["figure_id"] for row in rows["figure"]] == [f"{'a' * 16}-{end}" for end in ("4-0", "12-0", "12-1")]
    assert [row["ordinal"] for row in rows["figure"]] == [0, 0, 1]


def test_a_part_names_the_figure_of_its_whole(rows: Any) -> None:
    assert [row["part_of"] for row in rows["figure"]] == [None, *[f"{'a' * 16}-4-0"] * 2]


def test_a_quote_is_found_where_its_place_is_not_said(rows: Any) -> None:
    assert {row["quote_start"] for row in rows["figure"]} == {0}


def test_what_could_not_be_read_safely_is_an_issue_with_its_words(rows: Any) -> None:
    (issue,) = rows["issue"]
    assert (issue["rule"], issue["severity"]) == ("table_refused", "warn")
    assert json.loads(issue["quotes"]) == [{"figure_id": None, "quote": "办理案件", "start": 0, "end": 4}]
