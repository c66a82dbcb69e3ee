"""Rooms of invented reports, and comparing them over years and counties as a run does and all at once."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

import invented_figures
import polars as pl

from contracts import registry
from contracts.quarantine import excluded_figures
from contracts.rules import run, tally
from orchestration.parts import read_parts, write_part
from orchestration.settings import Settings
from orchestration.verdicts import check_across_years
from warehouse.rooms import read_table, remove_partition, write_partition

YEARS = range(2020, 2025)
COUNTIES = [f"{province}{county:04}" for province in (11, 12, 13) for county in range(1, 6)]
# A county that goes on under the code of another province, and two that become one.
RECODED, RECODED_TO = "120003", "130099"
MERGED, MERGED_TO = ("110004", "110005"), "110009"
FROM = 2022


def county_on(code: str, year: int) -> str:
    """The code under which a county reports."""
    if year >= FROM:
        return {RECODED: RECODED_TO, **dict.fromkeys(MERGED, MERGED_TO)}.get(code, code)
    return code


def county_table() -> pl.DataFrame:
    known = [{"code": code, "valid_from": 2000} for code in COUNTIES if code not in (RECODED, *MERGED)]
    ended = {RECODED: RECODED_TO, **dict.fromkeys(MERGED, MERGED_TO)}
    known += [{"code": c, "valid_from": 2000, "valid_to": FROM, "continues_as": n} for c, n in ended.items()]
    known += [{"code": code, "valid_from": FROM} for code in (RECODED_TO, MERGED_TO)]
    rows = [{**row, "county_key": f"{row['code']}-{row['valid_from']}"} for row in known]
    return pl.DataFrame(rows, schema=registry.polars_schema("county"))


def invented_report(county: str, year: int, chance: random.Random) -> pl.DataFrame:
    """A report with levels, growth, priors and stocks, of which some contradict the year before or other counties."""
    level = 1000 + 100 * (year - YEARS[0]) + int(county) % 100
    slip = chance.choices([1, 9, 10_000, 1 / 9, 2000], [80, 8, 5, 4, 3])[0]
    stated: dict[str, Any] = {
        "enforcement.penalties": round(level * slip),
        "enforcement.penalties:prior": level - chance.choice([100, 100, 100, 1]),
        "enforcement.fines_amount": round(level * 1000 * chance.choices([1, 10_000], [9, 1])[0]),
        "enforcement.fines_amount:growth": f"{chance.choice([5, 9.5, 40])}",
        "economy.gdp": level * 1_000_000,
        "economy.gdp:growth": f"{chance.choice([5.5, 8.1, 80.5])}",
        "reconsideration.pending": 5 + chance.randrange(2),
        "reconsideration.carried_in": 5 + chance.randrange(2),
        "industry.listed_firms": 30 + chance.randrange(5),
        "industry.listed_firms_new": 2,
        "decisions.government_lawyers": level // 10,
        "decisions.government_lawyers:change": chance.choice([10, 10, 99]),
    }
    return invented_figures.figures({f"{name}@{year}#{county}": value for name, value in stated.items()})


@dataclass
class World:
    """Rooms of invented reports, as the steps before leave them; what is compared now is noted."""

    settings: Settings
    reports: dict[tuple[str, int], pl.DataFrame] = field(default_factory=dict)
    withdrawn: set[str] = field(default_factory=set)
    compared: list[str] = field(default_factory=list)

    def write(self) -> None:
        """Write the rooms; where nothing is changed the files have the same bytes."""
        indicators = invented_figures.indicators(pl.concat(self.reports.values()))
        write_partition(self.settings.rooms, "indicator", None, indicators)
        write_partition(self.settings.rooms, "county", None, county_table())
        for year in YEARS:
            own = [frame for (_, stated), frame in sorted(self.reports.items()) if stated == year]
            if own:
                self._write_year(year, pl.concat(own))
            else:
                for table in ("figure", "report", "document"):
                    remove_partition(self.settings.rooms, table, year)

    def _write_year(self, year: int, figures: pl.DataFrame) -> None:
        reports = invented_figures.reports(figures)
        current = ~pl.col("county_code").is_in(sorted(self.withdrawn))
        documents = reports.select("document_id", "report_year", source="document_id")
        document = documents.match_to_schema(registry.polars_schema("document"), missing_columns="insert")
        for table, frame in (
            ("figure", figures),
            ("report", reports.with_columns(is_current=current)),
            ("document", document.select(registry.polars_schema("document").names())),
        ):
            write_partition(self.settings.rooms, table, year, frame)

    def change(self, county: str, year: int, indicator: str, value: float) -> None:
        """State another value for an indicator's level."""
        its = (pl.col("indicator") == indicator) & (pl.col("measure") == "level")
        frame = self.reports[county, year]
        changed = frame.with_columns(value=pl.when(its).then(value).otherwise("value"))
        self.reports[county, year] = changed

    def object_to(self, county: str, year: int, part: str) -> None:
        """Let an error, found within reports or stated by hand, keep a figure out."""
        figure = self.reports[county, year].row(0, named=True)
        issue = {
            "issue_id": f"{part}-{county}",
            "rule": "test",
            "severity": "error",
            "message": "",
            "report_year": year,
            "document_id": figure["document_id"],
            "figure_ids": f'["{figure["figure_id"]}"]',
            "indicators": "[]",
            "quotes": "[]",
        }
        write_part(self.settings, "issue", f"{part}-{year}", [issue])

    def check(self) -> dict[str, pl.DataFrame]:
        """Write the rooms and compare; gives what is written by it."""
        self.compared.clear()
        self.write()
        check_across_years(self.settings)
        return self.written()

    def written(self) -> dict[str, pl.DataFrame]:
        rooms = {table: read_table(self.settings.rooms, table) for table in ("issue", "rule_check")}
        return {**rooms, "quarantine": read_parts(self.settings, "quarantine", ["figures"])}

    def whole(self) -> dict[str, pl.DataFrame]:
        """The rooms of issues and checks, from comparing all figures at once."""
        figures, reports, indicators, counties = (
            read_table(self.settings.rooms, table) for table in ("figure", "report", "indicator", "county")
        )
        own = [file.stem for file in (self.settings.parts / "issue").glob("*.parquet")]
        within = read_parts(self.settings, "issue", [part for part in own if part != "across"])
        kept_out = excluded_figures(within)
        panel = run("panel", figures, reports, indicators, counties=counties, excluded=kept_out)
        peers = run("peers", figures, reports, indicators, excluded=kept_out)
        checks = tally.complete(pl.concat([panel.checks, peers.checks]), reports)
        issues = pl.concat([panel.issues, peers.issues, within])
        return {
            "issue": issues.sort("report_year", "issue_id"),
            "rule_check": checks.sort(registry.table("rule_check").key),
        }
