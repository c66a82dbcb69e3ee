"""Whether the warehouse is fresh: a run has ended well lately, and the reports that were due are here.

The statutory deadline comes from the published reports (`dim_report.deadline`, the last day in time): for the
rule-of-law report 31 March, so that from 1 April on last year's reports are asked for. Invented counties owe nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from orchestration.run_log import history
from orchestration.sections import Freshness
from orchestration.settings import Settings
from warehouse.query import QueryError, run

SEASON = range(1, 5)
ENDED_WELL = ("published", "unchanged")

DUE = """
    select family, max(deadline) as deadline from dim_report where deadline is not null group by family order by family
"""
HERE = """
    select
        count(distinct coalesce(county.continues_as, report.county_code)) as counties,
        count(distinct coalesce(county.continues_as, report.county_code)) filter (where report.year = $2) as received
    from dim_report as report left join dim_county as county using (county_key)
    where report.family = $1 and report.year <= $2 and not coalesce(county.invented, false)
"""


@dataclass(frozen=True)
class Receipt:
    """How many reports of a family are here on the last year that is due, of how many counties that ever sent one."""

    family: str
    year: int
    received: int
    counties: int


def stale(freshness: Freshness, ended_well: datetime | None, receipts: list[Receipt], now: datetime) -> list[str]:
    """Why the warehouse is stale, in words; empty where it is fresh.

    Args:
        freshness: the bounds.
        ended_well: when the last run ended that published, or found nothing new.
        receipts: what is here of what was due.
        now: the time, in UTC.
    """
    days = freshness.days_in_season if now.month in SEASON else freshness.days_otherwise
    reasons = []
    if ended_well is None:
        reasons.append("No run has ended well yet.")
    elif now - ended_well > timedelta(days=days):
        reasons.append(
            f"The last run that ended well did so on {ended_well:%Y-%m-%d %H:%M} UTC, over {days:g} days ago."
        )
    late = [due for due in receipts if due.received < freshness.received_after_deadline * due.counties]
    return reasons + [
        f"The reports ({due.family}) on {due.year} are past their deadline, and {due.received} of {due.counties} "
        f"counties' are here; at least {freshness.received_after_deadline:.0%} should be."
        for due in late
    ]


def stale_now(settings: Settings, now: datetime) -> list[str]:
    """Why the data folder's warehouse is stale."""
    return stale(settings.freshness, last_good_run(history(settings)), receipts(settings, now.date()), now)


def last_good_run(runs: list[dict[str, Any]]) -> datetime | None:
    """When the last run ended that published, or found nothing new."""
    ended = [
        datetime.fromisoformat(row["started_at"]).replace(tzinfo=UTC) + timedelta(seconds=row["seconds"])
        for row in runs
        if row["outcome"] in ENDED_WELL
    ]
    return max(ended, default=None)


def receipts(settings: Settings, today: date) -> list[Receipt]:
    """What is here of the last year whose deadline has passed, for each family with a deadline."""
    try:
        families = run(settings, DUE).rows
        found = []
        for family, deadline in families:
            year = last_due_year(deadline, today)
            counties, received = run(settings, HERE, (family, year)).rows[0]
            found.append(Receipt(family, year, received, counties))
    except QueryError:  # nothing is published
        return []
    return found


def last_due_year(deadline: date, today: date) -> int:
    """The last report year whose deadline has passed; the deadline is in the year after it, its day still in time."""
    passed = (today.month, today.day) > (deadline.month, deadline.day)
    return today.year - 1 if passed else today.year - 2
