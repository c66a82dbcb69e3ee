"""What is compared across years and counties, kept so that with a report more only what it can change is done again.

    shards/compared/figure/44/2019.parquet    what stands in comparison of a province and report year
    shards/compared/verdict/44/*.parquet      what the rules over years came to in the province
    shards/compared/peers/2019/*.parquet      what a year's values came to against those of other counties

A year is taken from the rooms again when its files or the issues that keep figures out have changed, a province is
compared again when one of its years has. Values against those of other counties are compared with the year.
"""

from __future__ import annotations

import shutil
from dataclasses import fields
from pathlib import Path

import polars as pl

from contracts import registry
from contracts.quarantine import excluded_figures
from contracts.rules import run
from contracts.rules.by_county import COLUMNS, OfCounties, compare_years, provinces
from contracts.rules.facts import is_plain
from orchestration.finished_years import FinishedYears
from orchestration.parts import part_path, read_parts
from orchestration.settings import Settings
from warehouse.durable import replacing
from warehouse.rooms import partition_path, partition_years, read_table

PEERS = "peers"
TABLES = ("issue", "rule_check")
VERDICTS = tuple(field.name for field in fields(OfCounties))


def said_before(year: int | None) -> tuple[str, ...]:
    """The parts of the issue room that extraction and corrections wrote for a year."""
    return f"refused-{year}", f"correction-{year}"


def said_of_year(year: int | None) -> tuple[str, ...]:
    """The parts of the issue room that say which figures of a year are in error."""
    return *said_before(year), f"report-{year}"


def keep_years(settings: Settings) -> None:
    """Take from the rooms what stands in comparison, year by year, and compare its counties with each other."""
    finished = FinishedYears(settings, "compared")
    years = partition_years(settings.rooms, "figure")
    for year in years:
        inputs = _decides(settings, year)
        if not finished.holds(year, inputs, _written_for(settings, year)):
            _keep_year(settings, year)
            finished.note(year, inputs, _written_for(settings, year))
    _remove_other_years(settings, years)


def compare_provinces(settings: Settings) -> list[OfCounties]:
    """What the rules over years come to in each province; a province of which nothing has changed stays as it is."""
    finished = FinishedYears(settings, "provinces")
    of_all = [partition_path(settings.rooms, table, None) for table in ("indicator", "county")]
    indicators, counties = (read_table(settings.rooms, table) for table in ("indicator", "county"))
    found = []
    for folder in sorted(_figures(settings).glob("*/")):
        province, files = folder.name, sorted(folder.glob("*.parquet"))
        if not files:
            continue
        inputs, written = [*of_all, *files], _verdicts(settings, province)
        if not finished.holds(province, inputs, list(written.values())):
            figures = pl.concat([pl.read_parquet(file, hive_partitioning=False) for file in files])
            done = compare_years(figures, indicators, counties)
            for name, path in written.items():
                _write(path, getattr(done, name))
            finished.note(province, inputs, list(written.values()))
        found.append(OfCounties(**{name: pl.read_parquet(path) for name, path in written.items()}))
    return found


def peers(settings: Settings, table: str) -> pl.DataFrame:
    """What all years came to against other counties: rows of `issue` or `rule_check`."""
    files = sorted((settings.compared / PEERS).glob(f"*/{table}.parquet"))
    return pl.concat([registry.empty(table), *(pl.read_parquet(file) for file in files)])


def _decides(settings: Settings, year: int | None) -> list[Path]:
    """All that decides what of a year is compared and what it comes to among its counties, beside the code."""
    return [
        *(partition_path(settings.rooms, table, None) for table in ("indicator", "county")),
        *(partition_path(settings.rooms, table, year) for table in ("figure", "report")),
        *(part_path(settings, "issue", part) for part in said_of_year(year)),
    ]


def _written_for(settings: Settings, year: int | None) -> list[Path]:
    return [*_peers(settings, year).values(), *_figures(settings).glob(f"*/{year}.parquet")]


def _keep_year(settings: Settings, year: int | None) -> None:
    figures = _that_stand(settings, year)
    indicators, counties = (read_table(settings.rooms, table) for table in ("indicator", "county"))
    found = run("peers", figures, indicators=indicators)
    for table, frame in (("issue", found.issues), ("rule_check", found.checks)):
        _write(_peers(settings, year)[table], frame)
    by_province = figures.with_columns(provinces(figures, counties)).partition_by(
        "province", as_dict=True, include_key=False
    )
    for (province,), rows in by_province.items():
        _write(_figures(settings) / str(province) / f"{year}.parquet", rows)
    for file in _figures(settings).glob(f"*/{year}.parquet"):
        if (file.parent.name,) not in by_province:
            _remove(settings, file)


def _that_stand(settings: Settings, year: int | None) -> pl.DataFrame:
    """The plain figures of indicators, of the current reports of a year, without those that an error keeps out.

    A figure that is withheld or misread must not accuse the others.
    """
    kept_out = excluded_figures(read_parts(settings, "issue", said_of_year(year)))
    reports = read_table(settings.rooms, "report", [year], columns=("report_id", "is_current"))
    figures = read_table(settings.rooms, "figure", [year], columns=COLUMNS)
    return figures.filter(
        pl.col("indicator").is_not_null(), is_plain(), ~pl.col("figure_id").is_in(kept_out.implode())
    ).join(reports.filter("is_current"), on="report_id", how="semi", maintain_order="left")


def _remove_other_years(settings: Settings, years: list[int | None]) -> None:
    """Remove what is kept of years that have no figures any more."""
    stated = {str(year) for year in years}
    for file in _figures(settings).glob("*/*.parquet"):
        if file.stem not in stated:
            _remove(settings, file)
    for folder in (settings.compared / PEERS).glob("*/"):
        if folder.name not in stated:
            shutil.rmtree(folder)


def _remove(settings: Settings, file: Path) -> None:
    """Remove the figures of a province and year, and with the last year all that is kept of the province."""
    file.unlink()
    if not any(file.parent.glob("*.parquet")):
        shutil.rmtree(file.parent)
        shutil.rmtree(_verdict_folder(settings, file.parent.name), ignore_errors=True)


def _figures(settings: Settings) -> Path:
    return settings.compared / "figure"


def _peers(settings: Settings, year: int | None) -> dict[str, Path]:
    return {table: settings.compared / PEERS / str(year) / f"{table}.parquet" for table in TABLES}


def _verdict_folder(settings: Settings, province: str) -> Path:
    return settings.compared / "verdict" / province


def _verdicts(settings: Settings, province: str) -> dict[str, Path]:
    return {name: _verdict_folder(settings, province) / f"{name}.parquet" for name in VERDICTS}


def _write(target: Path, frame: pl.DataFrame) -> None:
    with replacing(target) as temporary:
        frame.write_parquet(temporary, compression="lz4")
