"""Corrections by hand: data with a reason, a source and a guard; they mark and add, and never edit a figure.

`prepare` runs before the rules: it withholds readings and adds readings where the guard still holds. `review` runs
after them: it notes on an issue that a person has looked at it. What each correction did is a row of `correction`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

import polars as pl
import yaml

from contracts import registry
from contracts.registry import RegistryError

Action = Literal["withhold", "add_reading", "accept"]
SHIPPED = Path(__file__).parent / "corrections.yml"
_REQUIRED = {"id", "report", "expect", "action", "reason", "source"}
_READING = ("indicator", "measure", "status", "scope")


@dataclass(frozen=True)
class Correction:
    """One entry of corrections.yml: which report, which words, what to do and why."""

    id: str
    county_code: str
    year: int
    family: str
    quote: str
    text: str
    action: Action
    reason: str
    source: str
    reading: dict[str, str] = field(default_factory=dict)
    """For withhold and add_reading: the indicator and, where given, measure, status and scope."""
    rule: str | None = None
    """For accept: the rule whose issue a person has looked at."""


@dataclass(frozen=True)
class Corrected:
    """What corrections did before the rules.

    Attributes:
        added: rows of the room table `figure` to be added to the figures.
        issues: rows of the room table `issue`: what is withheld (error) and which guards no longer hold (warn).
        outcomes: rows of the room table `correction`, without those whose action is accept.
    """

    added: pl.DataFrame
    issues: pl.DataFrame
    outcomes: pl.DataFrame


def load(*files: Path) -> tuple[Correction, ...]:
    """Corrections of the given YAML files, of the shipped file where none is given.

    Raises RegistryError for an entry that says too little, names an unknown action, or repeats an id.
    """
    found = [made for file in files or (SHIPPED,) for made in parse(file.read_text(encoding="utf-8"), str(file))]
    ids = [correction.id for correction in found]
    repeated = sorted({one for one in ids if ids.count(one) > 1})
    if repeated:
        raise RegistryError(f"corrections: id used twice: {', '.join(repeated)}")
    return tuple(found)


def parse(source: str, file: str = "<text>") -> list[Correction]:
    """Corrections from YAML text; RegistryError names the entry that is wrong."""
    written = yaml.safe_load(source) or {}
    return [_parse(entry, file) for entry in written.get("corrections") or []]


def prepare(
    corrections: Sequence[Correction], figures: pl.DataFrame, reports: pl.DataFrame, documents: pl.DataFrame
) -> Corrected:
    """Applies withhold and add_reading to the current revision of each named report, where the guard holds.

    Args:
        corrections: what `load` gives.
        figures: the room table `figure`.
        reports: the room table `report`.
        documents: document_id and text.
    """
    added: list[dict[str, Any]] = []
    issues: list[dict[str, Any]] = []
    outcomes: list[dict[str, Any]] = []
    for correction in corrections:
        report, place = _place(correction, reports, documents)
        if report is not None and place is None:
            issues.append(_out_of_date(correction, report))
        if correction.action == "accept":
            continue
        there = _figures_at(figures, report, place)
        figure_id = None
        if correction.action == "withhold" and (withheld := _reading(there, correction)):
            figure_id = withheld["figure_id"]
            issues.append(_withheld(correction, withheld))
        if correction.action == "add_reading" and there and not _reading(there, correction):
            added.append(_added(correction, there))
            figure_id = added[-1]["figure_id"]
        outcomes.append(_outcome(correction, report, place, figure_id=figure_id))
    return Corrected(_frame("figure", added), _frame("issue", issues), _frame("correction", outcomes))


def review(
    corrections: Sequence[Correction], issues: pl.DataFrame, reports: pl.DataFrame, documents: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The issues with the notes of `accept` corrections as their review, and the outcomes of those corrections."""
    notes: dict[str, str] = {}
    outcomes: list[dict[str, Any]] = []
    for correction in corrections:
        if correction.action != "accept":
            continue
        report, place = _place(correction, reports, documents)
        issue_id = None if report is None or place is None else _issue_at(issues, correction, report, place)
        if issue_id:
            notes[issue_id] = f"{correction.reason} ({correction.source})"
        outcomes.append(_outcome(correction, report, place, issue_id=issue_id))
    noted = pl.col("issue_id").replace_strict(notes, default=None, return_dtype=pl.String)
    return issues.with_columns(review=pl.coalesce(noted, "review")), _frame("correction", outcomes)


def _parse(entry: dict[str, Any], file: str) -> Correction:
    name, absent = entry.get("id", "?"), sorted(_REQUIRED - set(entry))
    if absent:
        raise RegistryError(f"{file}, correction {name!r}: {', '.join(absent)} missing")
    action = entry["action"]
    if action not in get_args(Action):
        raise RegistryError(f"{file}, correction {name!r}: action {action!r} is none of {', '.join(get_args(Action))}")
    needed = "rule" if action == "accept" else "indicator"
    if needed not in entry:
        raise RegistryError(f"{file}, correction {name!r}: {action} needs {needed}")
    report, expect = entry["report"], entry["expect"]
    if expect["quote"].count(expect["text"]) != 1:
        raise RegistryError(f"{file}, correction {name!r}: the quote must hold {expect['text']!r} exactly once")
    return Correction(
        id=name,
        county_code=str(report["county_code"]),
        year=int(report["year"]),
        family=report["family"],
        quote=expect["quote"],
        text=expect["text"],
        action=action,
        reason=entry["reason"],
        source=entry["source"],
        reading={key: entry[key] for key in _READING if key in entry},
        rule=entry.get("rule"),
    )


def _place(
    correction: Correction, reports: pl.DataFrame, documents: pl.DataFrame
) -> tuple[dict[str, Any] | None, int | None]:
    """The current report that a correction names, and where its number starts; None where the guard does not hold."""
    current = reports.filter(
        pl.col("is_current"),
        pl.col("county_code") == correction.county_code,
        pl.col("report_year") == correction.year,
        pl.col("family") == correction.family,
    ).sort("occasion")
    # Beside the annual report there may be one to a new congress: the words tell which is meant.
    for report in current.iter_rows(named=True):
        texts = documents.filter(pl.col("document_id") == report["document_id"])["text"].to_list()
        if texts and texts[0].count(correction.quote) == 1:
            return report, texts[0].index(correction.quote) + correction.quote.index(correction.text)
    return (None if current.is_empty() else current.row(0, named=True)), None


def _figures_at(figures: pl.DataFrame, report: dict[str, Any] | None, place: int | None) -> list[dict[str, Any]]:
    if report is None or place is None:
        return []
    here = (pl.col("report_id") == report["report_id"]) & (pl.col("start_offset") == place)
    return figures.filter(here).sort("ordinal").rows(named=True)


def _reading(there: Iterable[dict[str, Any]], correction: Correction) -> dict[str, Any] | None:
    """The figure that reads the number as the correction says, or None."""
    return next((row for row in there if all(row[key] == value for key, value in correction.reading.items())), None)


def _added(correction: Correction, there: Sequence[dict[str, Any]]) -> dict[str, Any]:
    first, ordinal = there[0], 1 + max(row["ordinal"] for row in there)
    usual = {
        "measure": "level",
        "status": "actual",
        "scope": None,
        "part_of": None,
        "part_group": None,
        "wording": None,
    }
    name = f"{first['document_id'][:16]}-{first['start_offset']}-{ordinal}"
    return {
        **first,
        **usual,
        **correction.reading,
        "figure_id": name,
        "ordinal": ordinal,
        "rule": f"correction:{correction.id}",
    }


def _issue_at(issues: pl.DataFrame, correction: Correction, report: dict[str, Any], place: int) -> str | None:
    named = issues.filter(pl.col("rule") == correction.rule, pl.col("report_id") == report["report_id"])
    for row in named.iter_rows(named=True):
        if any(quote["start"] == place for quote in json.loads(row["quotes"])):
            return str(row["issue_id"])
    return None


def _outcome(
    correction: Correction,
    report: dict[str, Any] | None,
    place: int | None,
    figure_id: str | None = None,
    issue_id: str | None = None,
) -> dict[str, Any]:
    done = "applied" if figure_id or issue_id else "nothing_to_do"
    return {
        "correction_id": correction.id,
        "action": correction.action,
        "county_code": correction.county_code,
        "report_year": correction.year,
        "family": correction.family,
        "outcome": "no_report" if report is None else "source_changed" if place is None else done,
        "figure_id": figure_id,
        "issue_id": issue_id,
        "reason": correction.reason,
        "source": correction.source,
    }


def _withheld(correction: Correction, figure: dict[str, Any]) -> dict[str, Any]:
    quote = {key: figure[key] for key in ("figure_id", "quote")}
    quotes = [{**quote, "start": figure["start_offset"], "end": figure["end_offset"]}]
    return _issue(
        correction,
        "withheld_by_hand",
        "error",
        figure["report_id"],
        figure["document_id"],
        message=f"{figure['indicator']} is not taken as {figure['text']}: {correction.reason} ({correction.source})",
        indicators=[figure["indicator"]],
        figure_ids=[figure["figure_id"]],
        stated=figure["value"],
        quotes=quotes,
    )


def _out_of_date(correction: Correction, report: dict[str, Any]) -> dict[str, Any]:
    return _issue(
        correction,
        "correction_out_of_date",
        "warn",
        report["report_id"],
        report["document_id"],
        message=f"correction {correction.id} expects {correction.quote!r} exactly once, and the report no longer"
        " says so: read the report again, then mend or remove the correction",
    )


def _issue(
    correction: Correction, rule: str, severity: str, report_id: str, document_id: str, **says: Any
) -> dict[str, Any]:
    identity = f"{rule}|{correction.id}|{document_id}"
    return {
        "issue_id": hashlib.sha256(identity.encode()).hexdigest()[:16],
        "rule": rule,
        "severity": severity,
        "family": correction.family,
        "county_code": correction.county_code,
        "report_year": correction.year,
        "report_id": report_id,
        "document_id": document_id,
        **{key: json.dumps(says.get(key, []), ensure_ascii=False) for key in ("indicators", "figure_ids", "quotes")},
        "stated": says.get("stated"),
        "expected": None,
        "tolerance": None,
        "message": says["message"],
        "review": None,
    }


def _frame(table: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=registry.polars_schema(table), orient="row")
