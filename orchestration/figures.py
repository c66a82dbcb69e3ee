"""From rows of the document room to rows of the figure and number rooms, in shards."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extract.occasions import ANNUAL
from orchestration.limits import LimitExceededError, limited
from orchestration.sections import DocumentLimits
from orchestration.shards import ShardStore

if TYPE_CHECKING:
    from extract.document import Extraction

# What a figure's row says of its report is added when the year is written: a revision's number can change with a later
# document, and that is no reason to extract again.
QUOTED = 400
DEFAULT_LIMITS = DocumentLimits()
OF_THE_REPORT = ("report_id", "county_code")


@dataclass(frozen=True)
class Text:
    """A text to take figures from.

    Attributes:
        document_id: sha256 of the document's bytes.
        family: the family whose catalogue applies.
        year: the year of the report.
        text: its canonical text.
        occasion: annual, or new_congress.
    """

    document_id: str
    family: str
    year: int
    text: str
    occasion: str = ANNUAL

    @property
    def key(self) -> str:
        """The document, what it is taken for, and its text as the present reader gives it."""
        words = hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
        return f"{self.document_id}-{self.family}-{self.year}-{self.occasion}-{words}"


def extract_shard(root: Path, texts: Sequence[Text], limits: DocumentLimits = DEFAULT_LIMITS) -> None:
    """Take the figures from some texts and write them to the store as one shard with three tables."""
    import polars as pl

    from contracts import registry

    rows: dict[str, list[dict[str, Any]]] = {"figure": [], "number": [], "issue": []}
    exceeded: dict[str, str] = {}
    for text in texts:
        key = text.key
        try:
            with limited(limits):
                taken = extract_rows(text)
        except LimitExceededError as error:
            exceeded[key] = str(error)
            continue
        for table, found in taken.items():
            rows[table].extend({**row, "item_key": key} for row in found)
    frames = {}
    for table, found in rows.items():
        schema = {name: kind for name, kind in registry.polars_schema(table).items() if name not in OF_THE_REPORT}
        frames[table] = pl.DataFrame(found, schema={**schema, "item_key": pl.String()})
    ShardStore(root).write([text.key for text in texts], frames, exceeded)


def extract_rows(text: Text) -> dict[str, list[dict[str, Any]]]:
    """The rows of one text, as `rows_of` gives them."""
    from extract.document import extract_text

    return rows_of(text, extract_text(text.text, family=text.family, year=text.year, occasion=text.occasion))


def rows_of(text: Text, extraction: Extraction) -> dict[str, list[dict[str, Any]]]:
    """What was extracted as rows of the figure, number and issue rooms, without what the report adds to them.

    The issues are what could not be read safely, such as a table whose columns cannot be told apart.
    """
    common = {"document_id": text.document_id, "report_year": text.year, "family": text.family}
    ids = _figure_ids(text.document_id, extraction.figures)
    whole_at = {
        record["start"]: figure_id for record, figure_id in reversed(list(zip(extraction.figures, ids, strict=True)))
    }
    figures = [
        {
            **common,
            **_figure(record, text.text),
            "figure_id": figure_id,
            "ordinal": int(figure_id.rpartition("-")[2]),
            "part_of": whole_at.get(record.get("part_of")),
        }
        for record, figure_id in zip(extraction.figures, ids, strict=True)
    ]
    numbers = [
        {**common, "start_offset": n["start"], "end_offset": n["end"], "text": n["text"], "kind": n["kind"]}
        for n in extraction.numbers
    ]
    return {"figure": figures, "number": numbers, "issue": [_refused(text, problem) for problem in extraction.problems]}


def _refused(text: Text, problem: Mapping[str, Any]) -> dict[str, Any]:
    identity = f"{text.document_id}|{problem['code']}|{problem['start']}"
    quote = {
        "figure_id": None,
        "quote": text.text[problem["start"] : problem["end"]][:QUOTED],
        "start": problem["start"],
        "end": problem["end"],
    }
    return {
        "issue_id": hashlib.sha256(identity.encode()).hexdigest()[:16],
        "rule": problem["code"],
        "severity": "warn",
        "family": text.family,
        "report_year": text.year,
        "document_id": text.document_id,
        "indicators": "[]",
        "figure_ids": "[]",
        "message": problem["message"],
        "quotes": json.dumps([quote], ensure_ascii=False),
    }


def _figure_ids(document_id: str, records: Sequence[Mapping[str, Any]]) -> list[str]:
    """`<document>-<start>-<ordinal>`: the ordinal tells the indicators apart that one number states."""
    seen: dict[int, int] = {}
    ids = []
    for record in records:
        ordinal = seen.get(record["start"], 0)
        seen[record["start"]] = ordinal + 1
        ids.append(f"{document_id[:16]}-{record['start']}-{ordinal}")
    return ids


def _figure(record: Mapping[str, Any], text: str) -> dict[str, Any]:
    same = (
        "text",
        "value",
        "value_high",
        "unit",
        "indicator",
        "measure",
        "status",
        "scope",
        "approximate",
        "bound",
        "section",
        "quote",
        "wording",
        "rule",
        "resolution",
    )
    start = record["start"]
    quote_start = record.get("quote_start")
    return {
        **{name: record.get(name) for name in same},
        "start_offset": start,
        "end_offset": record["end"],
        "quote_start": text.rfind(record["quote"], 0, start + len(record["quote"]))
        if quote_start is None
        else quote_start,
        "part_group": record.get("group"),
    }
