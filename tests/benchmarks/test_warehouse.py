"""How long building takes at scale, as ratios to one scan of every column of the same figures in the same run.

Half a million figures (1,000 counties × 10 years × 54); XIANJIAN_BENCH_COUNTIES sets another number of counties.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from time import monotonic

import duckdb
import pytest

from contracts import registry
from orchestration.settings import Settings
from warehouse import build, release
from warehouse.rooms import partition_path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "unit" / "warehouse"))

COUNTIES = int(os.environ.get("XIANJIAN_BENCH_COUNTIES", "1000"))
YEARS = range(2015, 2025)
INDICATORS = 50

MADE = """
create table county as
select printf('%06d', 100000 + c) as code, 'c' || c as name, printf('%04d00', 1000 + c // 10) as prefecture,
    printf('%02d0000', 10 + c // 100) as province
from range({counties}) t (c);
create table report as
select code || '-' || y || '-rule_of_law-r1' as report_id, code, y as year, sha256(code || y) as document_id
from county, range({first}, {last}) t (y);
create table figure as
select
    document_id[:16] || '-' || (100 * i) || '-0' as figure_id, report_id, document_id, code as county_code,
    year as report_year, 'rule_of_law' as family, 100 * i as start_offset, 100 * i + 4 as end_offset, '123件' as text,
    (hash(code || i) % 5000 + hash(report_id || i) % 500)::double as value, null::double as value_high,
    if(i % 10 = 9, '%', '件') as unit, 'bench.i' || (i % {indicators}) as indicator,
    if(i >= {indicators}, if(i % 2 = 0, 'growth', 'prior'), 'level') as measure, 'actual' as status,
    if(i % 17 = 16, '县公安局', null) as scope, i % 23 = 22 as approximate, null::varchar as bound,
    '一/(一)' as section, repeat('全年办理各类案件若干，其中第' || i || '项', 3) || '123件。' as quote,
    greatest(100 * i - 40, 0) as quote_start,
    '办理*案件' as wording, 'before' as rule, null::varchar as part_of, null::varchar as part_group,
    1.0::double as resolution, 0 as ordinal
from report, range({indicators} + 4) t (i);
"""


@pytest.fixture(scope="module")
def rooms(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Rooms of so many invented figures, written by DuckDB."""
    settings = Settings(data=tmp_path_factory.mktemp("scale") / "data")
    with duckdb.connect() as connection:
        connection.execute(MADE.format(counties=COUNTIES, first=YEARS.start, last=YEARS.stop, indicators=INDICATORS))
        write_rooms(connection, settings.rooms)
    return settings


def write_rooms(connection: duckdb.DuckDBPyConnection, rooms: Path) -> None:
    reports = """
        select report_id, code as county_code, year as report_year, 'rule_of_law' as family, null as title,
        null as issuer, make_date(year + 1, 3, 20) as published_on, null as source_url, document_id, 1 as revision,
        true as is_current, {n} + 3 as numbers, {n} as figures_mapped, 0 as figures_unmapped, 3 as numbers_other
        from report where year = {year}
    """
    indicators = f"""
        select 'bench.i' || i as code, 'rule_of_law' as family, 'bench' as domain, '名' || i as name_zh, 'n' as name_en,
        if(i % 10 = 9, '%', '件') as unit, if(i % 10 = 9, 'rate', 'count') as kind,
        if(i % 5 = 1, 'bench.i' || (i - 1), null) as parent, null as definition_zh from range({INDICATORS}) t (i)
    """
    counties = """
        select code || '-2000' as county_key, code, name, name as short_name, '县' as kind,
        prefecture as prefecture_code, prefecture as prefecture_name,
        province as province_code, province as province_name, 2000 as valid_from,
        null as valid_to, code as continues_as, false as invented from county
    """
    save(connection, "indicator", indicators, partition_path(rooms, "indicator", None))
    save(connection, "county", counties, partition_path(rooms, "county", None))
    for year in YEARS:
        figures = f"select * from figure where report_year = {year}"
        save(connection, "figure", figures, partition_path(rooms, "figure", year))
        made = reports.format(n=INDICATORS + 4, year=year)
        save(connection, "report", made, partition_path(rooms, "report", year))


def save(connection: duckdb.DuckDBPyConnection, table: str, sql: str, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    columns = ", ".join(f"{c.name}::{c.duckdb_type} as {c.name}" for c in registry.columns(table))
    connection.execute(f"copy (select {columns} from ({sql})) to '{target}' (format parquet)")


def scan_seconds(settings: Settings) -> tuple[int, float]:
    """Rows, and seconds to read every column of every figure once, from Parquet."""
    columns = [column.name for column in registry.columns("figure")]
    touched = ", ".join(f"count({name}), max({name})" for name in columns)
    with duckdb.connect() as connection:
        started = monotonic()
        rows = connection.execute(
            f"select count(*), {touched} from read_parquet('{settings.rooms}/figure/*/part.parquet')"
        ).fetchall()[0][0]
        return rows, monotonic() - started


def test_building_and_publishing_at_scale(rooms: Settings) -> None:
    rows, scan = scan_seconds(rooms)
    started = monotonic()
    build.build(rooms)
    built = monotonic()
    release.publish(rooms)
    published = monotonic()
    results = json.loads((rooms.build / "dbt" / "run_results.json").read_text(encoding="utf-8"))["results"]
    print(f"\n{rows:,} figures of {COUNTIES:,} counties; one scan of every column {scan:.2f} s")
    print(f"  dbt build   {built - started:6.1f} s  {(built - started) / scan:6.1f} × the scan")
    print(f"  publish     {published - built:6.1f} s  {(published - built) / scan:6.1f} × the scan")
    print(f"  file        {rooms.database.stat().st_size / 1e6:6.0f} MB")
    slowest = sorted(results, key=lambda result: -result["execution_time"])[:8]
    for result in slowest:
        print(f"  {result['execution_time']:6.2f} s  {result['unique_id'].split('.', 2)[-1]}")
    assert release.current(rooms) is not None
