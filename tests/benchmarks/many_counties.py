"""Rooms of many invented counties (codes 99xxxx), written by DuckDB: figures as the Python rooms would write them."""

from __future__ import annotations

from pathlib import Path

import duckdb

from contracts import registry
from warehouse.rooms import partition_path

INDICATORS = 50

MADE = """
create table county as
select printf('%06d', 990000 + c) as code, '县' || c as name, printf('%06d', 990000 + c // 10 * 10) as prefecture,
    printf('%06d', 990000 + c // 300 * 300) as province
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


def write(rooms: Path, counties: int, years: range) -> None:
    """Write the rooms of so many counties (at most 10,000), a report a year and 54 figures a report."""
    with duckdb.connect() as connection:
        connection.execute(MADE.format(counties=counties, first=years.start, last=years.stop, indicators=INDICATORS))
        _write(connection, rooms, years)


def _write(connection: duckdb.DuckDBPyConnection, rooms: Path, years: range) -> None:
    reports = """
        select report_id, code as county_code, year as report_year, 'rule_of_law' as family,
        'annual' as occasion, null as title,
        null as issuer, make_date(year + 1, 3, 20) as published_on, null as source_url, document_id, 1 as revision,
        true as is_current, {n} + 3 as numbers, {n} as figures_mapped, 0 as figures_unmapped, 3 as numbers_other
        from report where year = {year}
    """
    indicators = f"""
        select 'bench.i' || i as code, 'rule_of_law' as family, 'bench' as domain, '名' || i as name_zh, 'n' as name_en,
        if(i % 10 = 9, '%', '件') as unit, if(i % 10 = 9, 'rate', 'count') as kind,
        if(i % 5 = 1, 'bench.i' || (i - 1), null) as parent, null as adds_to,
        null as growth_basis, null as definition_zh from range({INDICATORS}) t (i)
    """
    counties = """
        select code || '-2000' as county_key, code, name, name as short_name, '县' as kind,
        prefecture as prefecture_code, prefecture as prefecture_name,
        province as province_code, province as province_name, 2000 as valid_from,
        null as valid_to, code as continues_as, true as invented from county
    """
    save(connection, "indicator", indicators, partition_path(rooms, "indicator", None))
    families = """
        select 'rule_of_law' as family, '法治报告' as name_zh, 'Rule of law' as name_en, 4 as deadline_month,
        1 as deadline_day, '规定' as legal_basis
    """
    save(connection, "family", families, partition_path(rooms, "family", None))
    save(connection, "county", counties, partition_path(rooms, "county", None))
    for year in years:
        figures = f"select * from figure where report_year = {year}"
        save(connection, "figure", figures, partition_path(rooms, "figure", year))
        made = reports.format(n=INDICATORS + 4, year=year)
        save(connection, "report", made, partition_path(rooms, "report", year))


def save(connection: duckdb.DuckDBPyConnection, table: str, sql: str, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    columns = ", ".join(f"{c.name}::{c.duckdb_type} as {c.name}" for c in registry.columns(table))
    connection.execute(f"copy (select {columns} from ({sql})) to '{target}' (format parquet)")
