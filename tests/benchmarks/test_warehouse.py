"""How long building takes at scale, as ratios to one scan of every column of the same figures in the same run.

Half a million figures (1,000 counties × 10 years × 54); XIANJIAN_BENCH_COUNTIES sets another number of counties.
"""

from __future__ import annotations

import json
import os
from time import monotonic

import duckdb
import many_counties
import pytest

from contracts import registry
from orchestration.settings import Settings
from warehouse import build, release

COUNTIES = int(os.environ.get("XIANJIAN_BENCH_COUNTIES", "1000"))
YEARS = range(2015, 2025)


@pytest.fixture(scope="module")
def rooms(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Rooms of so many invented figures."""
    settings = Settings(data=tmp_path_factory.mktemp("scale") / "data")
    many_counties.write(settings.rooms, COUNTIES, YEARS)
    return settings


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
