"""The figures that marked reports state, as rows of the room table `figure`: true figures to try the rules on.

Gold does not mark what is part of what. Here a figure is a part of the nearest figure before it in the same sentence
whose indicator is its parent, or whose indicator it shares while naming a part of the county; an unmapped figure that
stands between two parts of a list, in the same unit, belongs to the list.
"""

from __future__ import annotations

import csv
import hashlib
import importlib.util
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import polars as pl

from contracts import registry

SENTENCE = re.compile(r"[^。\n]+[。\n]?")
UNIT = re.compile(r"(?:余|多)?(个百分点|人次|件次|户次|[^\d\s.,，．万亿多余以上内下零百千]+)$")
QUALIFIED = re.compile(r"余|多|近|约|超|以上|以内|以下|突破|左右|不足")


def scorer(shared_dir: Path) -> ModuleType:
    """The functions of ../shared/eval/score.py."""
    spec = importlib.util.spec_from_file_location("score", shared_dir / "eval" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def indicators(shared_dir: Path) -> pl.DataFrame:
    """The room table `indicator` of the rule_of_law family, from the reference catalogue."""
    with (shared_dir / "catalogue" / "indicators.csv").open(encoding="utf-8") as lines:
        rows = [{**row, "family": "rule_of_law", "parent": row["parent"] or None} for row in csv.DictReader(lines)]
    return pl.DataFrame(rows, schema=registry.polars_schema("indicator"))


def figures(path: Path, shared_dir: Path) -> tuple[pl.DataFrame, str]:
    """The figures of one gold document and its plain text."""
    text, marked = scorer(shared_dir).parse_gold(path.read_bytes().decode("utf-8"))
    parents = dict(indicators(shared_dir).select("code", "parent").iter_rows())
    sentences = [(m.start(), m.end()) for m in SENTENCE.finditer(text)]
    rows: list[dict[str, Any]] = []
    for start, end, surface, value, labels in marked:
        for ordinal, label in enumerate(sorted(labels) or [(None, "level", "actual", "county")]):
            rows.append(_row(path, text, sentences, (start, end, surface, value), label, ordinal))
    _parts(rows, parents)
    return pl.DataFrame(rows, schema=registry.polars_schema("figure"), orient="row"), text


def _row(
    path: Path, text: str, sentences: list[tuple[int, int]], place: tuple[int, int, str, Any], label: Any, ordinal: int
) -> dict[str, Any]:
    start, end, surface, value = place
    indicator, measure, status, scope = label
    document_id = hashlib.sha256(path.name.encode()).hexdigest()
    begin, stop = next(s for s in sentences if s[0] <= start < s[1])
    stop = max(stop, end)
    around = text[max(begin, start - 2) : end + 2]
    unit = "%" if "分之" in surface else found.group(1) if (found := UNIT.search(surface)) else None
    decimals = surface.partition(".")[2]
    digits = len(re.match(r"\d*", decimals).group())  # type: ignore[union-attr]
    scale = 1e8 if "亿" in surface else 1e4 if "万" in surface else 1
    year = path.name.rpartition("_")[2][:4]
    return {
        "figure_id": f"{document_id[:16]}-{start}-{ordinal}",
        "report_id": path.name.removesuffix(".gold.txt"),
        "document_id": document_id,
        "county_code": "990000",
        "report_year": int(year),
        "family": "rule_of_law",
        "start_offset": start,
        "end_offset": end,
        "text": surface,
        "value": None if value is None else float(value),
        "value_high": None,
        "unit": unit,
        "indicator": indicator,
        "measure": measure,
        "status": status,
        "scope": None if scope == "county" else "part",
        "approximate": bool(QUALIFIED.search(around)),
        "bound": None,
        "section": None,
        "quote": text[begin:stop],
        "quote_start": begin,
        "wording": None,
        "rule": "gold",
        "part_of": None,
        "part_group": None,
        "resolution": scale * 10.0**-digits,
        "ordinal": ordinal,
    }


def _parts(rows: list[dict[str, Any]], parents: dict[str, str | None]) -> None:
    corrected = {f"reconsideration.{x}" for x in ("revoked", "changed", "confirmed_illegal", "performance_ordered")}
    for place, row in enumerate(rows):
        if row["measure"] != "level" or row["status"] != "actual":
            continue
        before = [r for r in rows[:place] if r["quote_start"] == row["quote_start"] and r["measure"] == "level"]
        wholes = {parents.get(row["indicator"])} - {None}
        wholes |= {"reconsideration.corrected"} if row["indicator"] in corrected else set()
        wholes |= {row["indicator"]} - {None} if row["scope"] else set()
        near = [r for r in before if r["indicator"] in wholes and not r["scope"]]
        if near:
            row["part_of"] = near[-1]["figure_id"]
            row["part_group"] = near[-1]["figure_id"] + ("/scoped" if row["scope"] else "")
    for place in range(1, len(rows) - 1):
        row, one, other = rows[place], rows[place - 1], rows[place + 1]
        if (
            row["indicator"] is None
            and one["part_of"]
            and one["part_of"] == other["part_of"]
            and row["unit"] == one["unit"]
        ):
            row["part_of"], row["part_group"] = one["part_of"], one["part_group"]
