"""The figures that marked reports state, as rows of the room table `figure`: true figures to try the rules on.

Gold does not mark what is part of what. Here a figure is a part of the nearest figure before it in the same sentence
whose indicator is its parent, or whose indicator it shares while naming a part of the county; an unmapped figure that
stands between two parts of a list, in the same unit, belongs to the list.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any

import polars as pl
from gold.marks import GoldFigure, Label, read_gold

from contracts import registry

SENTENCE = re.compile(r"[^。\n]+[。\n]?")
UNIT = re.compile(r"(?:余|多)?(个百分点|人次|件次|户次|[^\d\s.,，．万亿多余以上内下零百千]+)$")
QUALIFIED = re.compile(r"余|多|近|约|超|以上|以内|以下|突破|左右|不足")
CORRECTED = {f"reconsideration.{kind}" for kind in ("revoked", "changed", "confirmed_illegal", "performance_ordered")}


def catalogue() -> pl.DataFrame:
    """The room table `indicator` of the rule_of_law family."""
    from extract.catalogue import load

    rows = [indicator.row() for indicator in load("rule_of_law").indicators]
    return pl.DataFrame(rows, schema=registry.polars_schema("indicator"))


def figures(path: Path, county_code: str = "990101") -> tuple[pl.DataFrame, str]:
    """The figures of one marked report, and its plain text. The file's name ends in the year."""
    text, marked = read_gold(path)
    sentences = [(found.start(), found.end()) for found in SENTENCE.finditer(text)]
    rows = [
        {**_row(path, text, sentences, figure, label, ordinal), "county_code": county_code}
        for figure in marked
        for ordinal, label in enumerate(figure.labels or (None,))
    ]
    _parts(rows, dict(catalogue().select("code", "parent").iter_rows()))
    return pl.DataFrame(rows, schema=registry.polars_schema("figure"), orient="row"), text


def document_id(path: Path) -> str:
    """An invented document_id for a marked report."""
    return hashlib.sha256(path.name.encode()).hexdigest()


def year_of(path: Path) -> int:
    """The year that a marked report is about, from the end of its name."""
    return int(path.name.rpartition("_")[2][:4])


def _row(
    path: Path, text: str, sentences: list[tuple[int, int]], figure: GoldFigure, label: Label | None, ordinal: int
) -> dict[str, Any]:
    start, end, surface = figure.start, figure.end, figure.surface
    begin, stop = next(place for place in sentences if place[0] <= start < place[1])
    unit = "%" if "分之" in surface else found[1] if (found := UNIT.search(surface)) else None
    decimals = re.match(r"\d*", surface.partition(".")[2])
    scale = 1e8 if "亿" in surface else 1e4 if "万" in surface else 1
    return {
        "figure_id": f"{document_id(path)[:16]}-{start}-{ordinal}",
        "report_id": path.name.removesuffix(".gold.txt"),
        "document_id": document_id(path),
        "report_year": year_of(path),
        "family": "rule_of_law",
        "start_offset": start,
        "end_offset": end,
        "text": surface,
        "value": None if figure.value is None else float(figure.value),
        "value_high": None,
        "unit": unit,
        "indicator": label.code if label else None,
        "measure": label.measure if label else "level",
        "status": label.status if label else "actual",
        "scope": label.scope if label else None,
        "approximate": bool(QUALIFIED.search(text[max(begin, start - 2) : end + 2])),
        "bound": None,
        "section": None,
        "quote": text[begin : max(stop, end)],
        "quote_start": begin,
        "wording": None,
        "rule": "gold",
        "part_of": None,
        "part_group": None,
        "resolution": scale * 10.0 ** -len(decimals[0] if decimals else ""),
        "ordinal": ordinal,
    }


def _parts(rows: list[dict[str, Any]], parents: dict[str, str | None]) -> None:
    for place, row in enumerate(rows):
        if row["measure"] != "level" or row["status"] != "actual":
            continue
        before = [r for r in rows[:place] if r["quote_start"] == row["quote_start"] and r["measure"] == "level"]
        wholes = {parents.get(row["indicator"])} - {None}
        wholes |= {"reconsideration.corrected"} if row["indicator"] in CORRECTED else set()
        wholes |= {row["indicator"]} - {None} if row["scope"] else set()
        near = [r for r in before if r["indicator"] in wholes and not r["scope"]]
        if near:
            row["part_of"] = near[-1]["figure_id"]
            row["part_group"] = near[-1]["figure_id"] + ("/scoped" if row["scope"] else "")
    for row, one, other in zip(rows[1:-1], rows, rows[2:], strict=False):
        listed = one["part_of"] and one["part_of"] == other["part_of"]
        if row["indicator"] is None and listed and row["unit"] == one["unit"]:
            row["part_of"], row["part_group"] = one["part_of"], one["part_group"]
