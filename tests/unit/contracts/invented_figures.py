"""Figures for the tests of contracts, from the compact notation of the rules' examples.

`indicator[:measure][@year][#county]: value` is one figure; a mapping in place of the value overrides columns of the
room table `figure` and may say `part_of: <indicator>` (a part of that figure), `quote_shift`, `quote_back`,
`document_cut` or `document_changed`. A value in quotes keeps its decimals: its resolution is one unit in the last place
written.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Any

import polars as pl

from contracts import registry

NOTATION = re.compile(r"^(?P<indicator>[a-z0-9_.]+)(:(?P<measure>\w+))?(@(?P<year>\d{4}))?(#(?P<county>\d{6}))?$")
FAMILY = "rule_of_law"
COUNTY = "990101"
YEAR = 2023
WORK_REPORT = (
    "economy.",
    "fiscal.",
    "industry.",
    "investment.",
    "trade.",
    "innovation.",
    "livelihood.",
    "environment.",
)
# What the catalogue says of the indicators in the examples. Kept here so that these tests need no catalogue.
KINDS = {
    "_rate": ("rate", "%"),
    "_amount": ("amount", "元"),
    ".gdp": ("amount", "元"),
    ".pm25": ("quantity", "微克/立方米"),
}
PARENTS = {
    "enforcement.licences": "enforcement.cases_total",
    "enforcement.penalties": "enforcement.cases_total",
    "enforcement.inspections": "enforcement.cases_total",
    "enforcement.coercion": "enforcement.cases_total",
    "legal_aid.civil": "legal_aid.cases",
    "legal_aid.criminal": "legal_aid.cases",
    "legal_aid.administrative": "legal_aid.cases",
    "reconsideration.upheld": "reconsideration.concluded",
    "reconsideration.revoked": "reconsideration.concluded",
    "reconsideration.rejected": "reconsideration.concluded",
    "reconsideration.terminated": "reconsideration.concluded",
    "reconsideration.mediated": "reconsideration.concluded",
    "reconsideration.corrected": "reconsideration.concluded",
    "reconsideration.confirmed_illegal": "reconsideration.concluded",
    "litigation.lost": "litigation.concluded",
    "litigation.won": "litigation.concluded",
}


def figures(stated: Mapping[str, Any], fill: Mapping[str, Any] | None = None) -> pl.DataFrame:
    """The room table `figure` with one row for each stated figure, a report for each county and year."""
    entries = {**_filled(fill or {}), **stated}
    rows = [_row(key, value, place) for place, (key, value) in enumerate(entries.items())]
    ids = {(row["county_code"], row["report_year"], row["indicator"], row["measure"]): row["figure_id"] for row in rows}
    for row in rows:
        if row["part_of"]:
            row["part_of"] = ids[row["county_code"], row["report_year"], row["part_of"], "level"]
            row["part_group"] = row["part_group"] or row["part_of"]
    return pl.DataFrame(rows, schema=registry.polars_schema("figure"), orient="row")


def indicators(frame: pl.DataFrame) -> pl.DataFrame:
    """The room table `indicator` for the indicators that the figures state."""
    codes = frame.select("family", "indicator").drop_nulls().unique().sort("family", "indicator")
    rows = [_indicator(family, code) for family, code in codes.iter_rows()]
    return pl.DataFrame(rows, schema=registry.polars_schema("indicator"), orient="row")


def reports(frame: pl.DataFrame) -> pl.DataFrame:
    """The room table `report` for the reports that the figures stand in, all of them current."""
    rows = (
        frame.select("report_id", "county_code", "report_year", "family", "document_id")
        .unique("report_id")
        .sort("report_id")
    )
    counts = frame.group_by("report_id").agg(figures_mapped=pl.len())
    made = rows.join(counts, on="report_id").with_columns(
        pl.lit(1).alias("revision"),
        pl.lit(True).alias("is_current"),
        numbers=pl.col("figures_mapped"),
        figures_unmapped=pl.lit(0),
        numbers_other=pl.lit(0),
    )
    return made.match_to_schema(
        registry.polars_schema("report"), missing_columns="insert", integer_cast="upcast"
    ).select(registry.polars_schema("report").names())


def documents(frame: pl.DataFrame, stated: Mapping[str, Any] | None = None) -> pl.DataFrame:
    """document_id and text: every figure's words at its offsets, unless the notation cuts or changes the document."""
    rows = []
    for document_id, some in frame.partition_by("document_id", as_dict=True).items():
        text = [" "] * int(some["end_offset"].max())  # type: ignore[arg-type]
        for figure in some.iter_rows(named=True):
            text[figure["start_offset"] : figure["end_offset"]] = list(figure["text"])
        rows.append({"document_id": document_id[0], "text": "".join(text)})
    flags = {flag for value in (stated or {}).values() if isinstance(value, dict) for flag in value}
    if "document_cut" in flags:
        rows = [{**row, "text": row["text"][:1]} for row in rows]
    if "document_changed" in flags:
        rows = [{**row, "text": "改" * len(row["text"])} for row in rows]
    return pl.DataFrame(rows, schema={"document_id": pl.String, "text": pl.String})


def _filled(fill: Mapping[str, Any]) -> dict[str, Any]:
    """A crowd of counties: each indicator's value, a little higher from county to county and from year to year."""
    made: dict[str, Any] = {}
    for code, says in fill.items():
        for county in range(says["counties"]):
            for year in says["years"]:
                level = says["value"] * (1 + 0.04 * county) * (1 + 0.05 * (year - says["years"][0]))
                made[f"{code}@{year}#{990200 + county}"] = round(level)
    return made


def _row(key: str, value: Any, place: int) -> dict[str, Any]:
    named = NOTATION.match(key)
    assert named is not None, f"{key!r} is not indicator[:measure][@year][#county]"
    own = dict(value) if isinstance(value, Mapping) else {"value": value}
    shift = own.pop("quote_shift", 0)
    back = own.pop("quote_back", 0)
    own.pop("document_cut", None)
    own.pop("document_changed", None)
    indicator, measure = named["indicator"], named["measure"] or "level"
    county, year = named["county"] or COUNTY, int(named["year"] or YEAR)
    family = "work_report" if indicator.startswith(WORK_REPORT) else FAMILY
    document_id = hashlib.sha256(f"{county}{year}{family}".encode()).hexdigest()
    written = str(own["value"])
    unit = "%" if measure in ("growth", "share") else _kind(indicator)[1]
    text = f"{written}{own.get('unit', unit) or ''}"
    start = place * 20
    row = {
        "figure_id": f"{document_id[:16]}-{start}-0",
        "report_id": f"{county}-{year}-{family}-r1",
        "document_id": document_id,
        "county_code": county,
        "report_year": year,
        "family": family,
        "start_offset": start,
        "end_offset": start + len(text),
        "text": text,
        "value_high": None,
        "unit": unit,
        "indicator": indicator,
        "measure": measure,
        "status": "actual",
        "scope": None,
        "approximate": False,
        "bound": None,
        "section": None,
        "quote": f"{'共' * shift}{text}。",
        "quote_start": start - back,
        "wording": None,
        "rule": "test",
        "part_of": None,
        "part_group": None,
        "resolution": 10.0 ** -len(written.partition(".")[2]),
        "ordinal": 0,
    }
    return {**row, **own, "value": float(own["value"])}


def _kind(code: str) -> tuple[str, str]:
    return next((kind for ending, kind in KINDS.items() if code.endswith(ending)), ("count", "件"))


def _indicator(family: str, code: str) -> dict[str, Any]:
    kind, unit = _kind(code)
    return {
        "code": code,
        "family": family,
        "domain": code.partition(".")[0],
        "name_zh": code,
        "name_en": code,
        "unit": unit,
        "kind": kind,
        "parent": PARENTS.get(code),
        "adds_to": code.removesuffix("_new") if code.endswith("_new") else None,
        "growth_basis": "real_terms" if code.endswith(".gdp") else None,
        "definition_zh": None,
    }
