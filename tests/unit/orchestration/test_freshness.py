"""Freshness: a run ended well lately, and from 1 April on last year's reports are here."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest
from invented_rooms import make_build

from orchestration.freshness import Receipt, last_due_year, last_good_run, receipts, stale
from orchestration.sections import Freshness
from orchestration.settings import Settings
from warehouse.release import publish


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]


BOUNDS = Freshness(days_in_season=2, days_otherwise=9, received_after_deadline=0.8)
LAST_DAY = date(2024, 3, 31)


@pytest.mark.parametrize(
    ("ended", "now", "reasons"),
    [
        (utc(2027, 2, 1), utc(2027, 2, 2, 23), 0),
        (utc(2027, 2, 1), utc(2027, 2, 3, 1), 1),
        (utc(2027, 7, 1), utc(2027, 7, 9), 0),
        (utc(2027, 7, 1), utc(2027, 7, 10, 1), 1),
        (None, utc(2027, 7, 1), 1),
    ],
)
def test_a_run_must_have_ended_well_within_days_that_depend_on_the_season(
    ended: datetime | None, now: datetime, reasons: int
) -> None:
    assert len(stale(BOUNDS, ended, [], now)) == reasons


@pytest.mark.parametrize(
    ("today", "year"),
    [(date(2027, 3, 31), 2025), (date(2027, 4, 1), 2026), (date(2027, 12, 31), 2026), (date(2028, 1, 1), 2026)],
)
def test_from_the_first_of_april_last_years_reports_are_due(today: date, year: int) -> None:
    assert last_due_year(LAST_DAY, today) == year


@pytest.mark.parametrize(("received", "reasons"), [(79, 1), (80, 0), (100, 0)])
def test_a_share_of_the_reports_that_are_due_must_be_here(received: int, reasons: int) -> None:
    now = utc(2027, 4, 2)
    found = stale(BOUNDS, now, [Receipt("rule_of_law", 2026, received, 100)], now)
    assert len(found) == reasons
    assert all("2026" in reason and f"{received} of 100" in reason for reason in found)


def test_a_failed_run_did_not_end_well() -> None:
    runs = [
        {"outcome": "unchanged", "started_at": "2027-01-01 06:00:00", "seconds": 60.0},
        {"outcome": "failed", "started_at": "2027-01-02 06:00:00", "seconds": 60.0},
    ]
    assert last_good_run(runs) == utc(2027, 1, 1, 6, 1)
    assert last_good_run(runs[1:]) is None


def test_what_is_due_is_counted_in_what_is_published(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data")
    assert receipts(settings, date(2027, 4, 1)) == []
    make_build(settings, indicators=1)
    with duckdb.connect(str(settings.build_database)) as connection:
        for county, year in (("111111", 2025), ("111112", 2025), ("111111", 2026)):
            connection.execute(
                "insert into dim_report by name select ? as county_code, ? as year, 'rule_of_law' as family, "
                "make_date(?, 3, 31) as deadline, ? as report_id",
                [county, year, year + 1, f"{county}-{year}"],
            )
    publish(settings)
    assert receipts(settings, date(2027, 3, 31)) == [Receipt("rule_of_law", 2025, 2, 2)]
    assert receipts(settings, date(2027, 4, 1)) == [Receipt("rule_of_law", 2026, 1, 2)]
