"""Room tables about invented counties (codes 99xxxx), made figure by figure for the warehouse's tests."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from contracts import registry
from warehouse.content import published_tables
from warehouse.places import Places
from warehouse.rooms import write_partition

FAMILY = "rule_of_law"
INDICATORS = [
    # code, name, unit, kind, parent
    ("enforcement.cases_total", "行政执法案件总数", "件", "count", None),
    ("enforcement.penalties", "行政处罚", "件", "count", "enforcement.cases_total"),
    ("enforcement.fines_amount", "罚没金额", "元", "amount", None),
    ("litigation.concluded", "行政诉讼审结", "件", "count", None),
    ("litigation.lost", "行政诉讼败诉", "件", "count", "litigation.concluded"),
    ("litigation.loss_rate", "行政诉讼败诉率", "%", "rate", None),
    ("mediation.cases", "调解矛盾纠纷", "件", "count", None),
]
COUNTIES = [
    # code, name, prefecture, valid_from, valid_to, continues_as
    ("990101", "青石区", "990100", 2000, None, "990101"),
    ("990102", "白鹭区", "990100", 2000, None, "990102"),
    ("990103", "旧港区", "990100", 2000, 2023, "990102"),
    ("990221", "望川县", "990200", 2000, 2022, "990281"),
    ("990281", "望川市", "990200", 2022, None, "990281"),
    ("990222", "云栖县", "990200", 2000, None, "990222"),
]


def document_id(name: str) -> str:
    """A document's sha256, made from any name."""
    return hashlib.sha256(name.encode()).hexdigest()


@dataclass
class InventedRooms:
    """Collects rows of the room tables; `write` lays them out as the Python rooms would."""

    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def report(self, county: str, year: int, *, revision: int = 1, current: bool = True, **more: Any) -> str:
        """Add a report and its document; returns the report_id. Counts are filled in by `write`."""
        report_id = f"{county}-{year}-{more.get('family', FAMILY)}-r{revision}"
        row = {
            "report_id": report_id,
            "county_code": county,
            "report_year": year,
            "family": FAMILY,
            "occasion": "annual",
            "title": f"{year}年度法治政府建设情况报告",
            "issuer": None,
            "published_on": date(year + 1, 3, 20),
            "source_url": None,
            "document_id": document_id(report_id),
            "revision": revision,
            "is_current": current,
        }
        self._add("report", row | more)
        self._document(row | more)
        return report_id

    def figure(self, report_id: str, indicator: str | None, value: float | None, **more: Any) -> str:
        """Add a figure after the ones that the report has; returns the figure_id."""
        report = next(row for row in self.rows["report"] if row["report_id"] == report_id)
        place = 100 * (1 + sum(row["report_id"] == report_id for row in self.rows.get("figure", [])))
        start = more.pop("start", place)
        words = more.pop("text", f"{value:g}件" if value is not None else "若干件")
        unit = {code: unit for code, _, unit, _, _ in INDICATORS}.get(indicator or "", "件")
        figure_id = f"{report['document_id'][:16]}-{start}-{more.get('ordinal', 0)}"
        row = {
            "figure_id": figure_id,
            "report_id": report_id,
            "start_offset": start,
            "end_offset": start + len(words),
            "text": words,
            "value": value,
            "value_high": None,
            "unit": unit,
            "indicator": indicator,
            "measure": "level",
            "status": "actual",
            "scope": None,
            "approximate": False,
            "bound": None,
            "section": "一/(一)",
            "quote": f"全年{words}。",
            "quote_start": start - 2,
            "wording": "全年",
            "rule": "invented",
            "part_of": None,
            "part_group": None,
            "resolution": 1.0,
            "ordinal": 0,
        }
        shared = {name: report[name] for name in ("document_id", "county_code", "report_year", "family")}
        self._add("figure", row | shared | more)
        return figure_id

    def issue(self, rule: str, severity: str, figure_ids: list[str], **more: Any) -> str:
        """Add an issue about figures of one report; returns the issue_id."""
        figures = [row for row in self.rows["figure"] if row["figure_id"] in figure_ids]
        first = figures[0]
        quotes = [
            {"figure_id": f["figure_id"], "quote": f["quote"], "start": f["start_offset"], "end": f["end_offset"]}
            for f in figures
        ]
        issue_id = hashlib.sha256(json.dumps([rule, *figure_ids]).encode()).hexdigest()[:16]
        row = {
            "issue_id": issue_id,
            "rule": rule,
            "severity": severity,
            "indicators": json.dumps([f["indicator"] for f in figures]),
            "figure_ids": json.dumps(figure_ids),
            "stated": None,
            "expected": None,
            "tolerance": None,
            "message": "invented",
            "quotes": json.dumps(quotes, ensure_ascii=False),
            "review": None,
        }
        shared = {k: first[k] for k in ("family", "county_code", "report_year", "report_id", "document_id")}
        self._add("issue", row | shared | more)
        return issue_id

    def write(self, root: Path) -> None:
        """Write every collected table under `root`, with the catalogue and the divisions."""
        self._count_figures()
        for name, rows in self.rows.items():
            frame = pl.DataFrame(rows, schema=registry.polars_schema(name))
            for (year,), part in frame.group_by("report_year"):
                write_partition(root, name, year, part)  # type: ignore[arg-type]
        write_partition(root, "indicator", None, _indicators())
        write_partition(root, "county", None, _counties())
        write_partition(root, "family", None, _families())

    def _add(self, table: str, row: dict[str, Any]) -> None:
        self.rows.setdefault(table, []).append(row)

    def _document(self, report: dict[str, Any]) -> None:
        own = registry.polars_schema("document").keys() & report.keys()
        row = {name: report[name] for name in own} | {
            "source": f"{report['report_id']}.txt",
            "media_type": "text/plain",
            "reader": "text",
            "text": "",
            "characters": 0,
            "county_name": None,
            "identity_confidence": 1.0,
            "identity_evidence": "[]",
            "ocr": False,
            "warnings": "[]",
            "received_at": datetime(2026, 1, 1),  # noqa: DTZ001 the room's column is naive UTC
        }
        self._add("document", row)

    def _count_figures(self) -> None:
        for report in self.rows.get("report", []):
            own = [f for f in self.rows.get("figure", []) if f["report_id"] == report["report_id"]]
            mapped = sum(f["indicator"] is not None for f in own)
            counts = {"figures_mapped": mapped, "figures_unmapped": len(own) - mapped, "numbers_other": 3}
            report.update(counts, numbers=len(own) + 3)


def _families() -> pl.DataFrame:
    rows = [
        (FAMILY, "法治报告", "Rule of law", 4, 1, "规定"),
        ("work_report", "工作报告", "Work report", None, None, None),
    ]
    return pl.DataFrame(rows, schema=registry.polars_schema("family"), orient="row")


def _indicators() -> pl.DataFrame:
    rows = [
        {
            "code": code,
            "family": FAMILY,
            "domain": code.partition(".")[0],
            "name_zh": name,
            "name_en": code.replace(".", " ").replace("_", " "),
            "unit": unit,
            "kind": kind,
            "parent": parent,
            "definition_zh": None,
        }
        for code, name, unit, kind, parent in INDICATORS
    ]
    return pl.DataFrame(rows, schema=registry.polars_schema("indicator"))


def _counties() -> pl.DataFrame:
    rows = [
        {
            "county_key": f"{code}-{valid_from}",
            "code": code,
            "name": name,
            "short_name": name[:-1],
            "kind": name[-1],
            "prefecture_code": prefecture,
            "prefecture_name": {"990100": "临州市", "990200": "泊州市"}[prefecture],
            "province_code": "990000",
            "province_name": "鉴省",
            "valid_from": valid_from,
            "valid_to": valid_to,
            "continues_as": continues_as,
            "invented": True,
        }
        for code, name, prefecture, valid_from, valid_to, continues_as in COUNTIES
    ]
    return pl.DataFrame(rows, schema=registry.polars_schema("county"))


def four_years() -> InventedRooms:
    """Counties over 2021 to 2024: a merger, a recode, a revision, a contradiction, a later mention, a late report."""
    rooms = InventedRooms()
    for year in range(2021, 2025):
        for place, (code, _, _, valid_from, valid_to, _) in enumerate(COUNTIES):
            if not (valid_from <= year and (valid_to is None or year < valid_to)) or (code, year) == ("990222", 2023):
                continue
            late = date(year + 1, 4, 9) if code == "990101" and year == 2022 else date(year + 1, 3, 20)
            report = rooms.report(code, year, published_on=late)
            _figures_of(rooms, report, 100 * (place + 1) + 10 * (year - 2020), year)
    _special_cases(rooms)
    return rooms


def _figures_of(rooms: InventedRooms, report: str, base: float, year: int) -> None:
    rooms.figure(report, "enforcement.cases_total", base * 10)
    rooms.figure(report, "enforcement.penalties", base)
    rooms.figure(report, "enforcement.penalties", base / 10, scope="县公安局")
    rooms.figure(report, "enforcement.fines_amount", base * 10000, unit="元", resolution=100.0)
    rooms.figure(report, "litigation.concluded", 40.0)
    rooms.figure(report, "litigation.lost", float(year - 2019))
    rooms.figure(report, "litigation.loss_rate", (year - 2019) / 40 * 100, unit="%", resolution=0.1)
    rooms.figure(report, None, 7.0)
    rooms.figure(report, "mediation.cases", base * 3, status="target")


def _special_cases(rooms: InventedRooms) -> None:
    revised = rooms.report("990222", 2024, revision=2, published_on=date(2025, 6, 1))
    for row in rooms.rows["report"]:
        if row["report_id"] == "990222-2024-rule_of_law-r1":
            row["is_current"] = False
    rooms.figure(revised, "enforcement.penalties", 666.0)
    rooms.figure(revised, "enforcement.penalties", 640.0, measure="prior")
    rooms.figure(revised, "enforcement.penalties", 4.1, measure="growth", unit="%", resolution=0.1)
    about = "990101-2024-rule_of_law-r1"
    first = rooms.figure(about, "mediation.cases", 520.0)
    second = rooms.figure(about, "mediation.cases", 530.0)
    rooms.issue("repeated_statements_agree", "warn", [first, second], stated=520.0, expected=530.0, tolerance=1.0)
    wrong = rooms.figure("990102-2024-rule_of_law-r1", "mediation.cases", -5.0)
    rooms.issue("value_in_range", "error", [wrong], stated=-5.0)


def make_build(places: Places, *, indicators: int) -> None:
    """Make the file that dbt would, with so many rows in `dim_indicator`."""
    places.build.mkdir(parents=True, exist_ok=True)
    places.build_database.unlink(missing_ok=True)
    with duckdb.connect(str(places.build_database)) as connection:
        for table in published_tables():
            columns = ", ".join(f"{c.name} {c.duckdb_type}" for c in registry.columns(table))
            connection.execute(f"create table {table} ({columns})")
        connection.execute(
            "insert into dim_indicator "
            "select 'a.i' || n, 'f', 'a', '名', 'name', '件', 'count', null, null, null, null "
            f"from range({indicators}) t (n)"
        )
