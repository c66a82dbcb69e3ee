"""How the warehouse stands: which releases there are, what the current one covers, and which reports are overdue."""

from __future__ import annotations

from datetime import date

from warehouse.places import Places
from warehouse.query import Answer, run
from warehouse.release import current, releases

_COVERAGE = """
    select
        family, year,
        count(*) filter (where expected) as expected,
        count(*) filter (where received) as received,
        count(*) filter (where timeliness = 'on_time') as on_time,
        count(*) filter (where timeliness = 'late') as late,
        count(*) filter (where expected and not received) as missing,
        round(100.0 * sum(figures_mapped) / nullif(sum(figures), 0), 1) as mapped_pct,
        sum(issue_count)::bigint as issues
    from mart_coverage
    group by family, year
    order by family, year
"""
_OVERDUE = """
    select
        family, year, county_code, county_name, province_name, deadline,
        date_diff('day', deadline, $1::date) as days_overdue
    from mart_coverage
    where expected and not received and deadline < $1::date
    order by year desc, family, county_code
"""
_RELEASES = ("release_id", "created", "reports", "figures", "is_current")


def kept_releases(places: Places) -> Answer:
    """The releases that are kept, the newest first: release_id, created (UTC), reports, figures, is_current."""
    shown = current(places)
    rows = [
        (
            release.release_id,
            f"{release.created:%Y-%m-%d %H:%M}",
            release.tables["dim_report"].rows,
            release.tables["fct_figure"].rows,
            shown is not None and release.release_id == shown.release_id,
        )
        for release in releases(places)
    ]
    return Answer(_RELEASES, ("VARCHAR", "VARCHAR", "BIGINT", "BIGINT", "BOOLEAN"), rows)


def coverage(places: Places) -> Answer:
    """Each family and year: reports expected, received, on_time, late, missing; mapped_pct (per cent); issues."""
    return run(places, _COVERAGE)


def overdue(places: Places, today: date) -> Answer:
    """Reports whose deadline has passed without one: family, year, county, province, deadline, days_overdue."""
    return run(places, _OVERDUE, [today])
