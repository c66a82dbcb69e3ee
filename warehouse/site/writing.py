"""Writing the site of a release: every data file and page, put in place as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from warehouse.places import Places
from warehouse.query import open_database
from warehouse.site import counties, coverage, indicators, overview, reading, reports, shells
from warehouse.site.folder import SiteError, replaced


@dataclass(frozen=True)
class Written:
    """What a site holds: pages of each kind, files and bytes."""

    folder: Path
    counties: int
    indicators: int
    reports: int
    files: int
    size: int


def write(places: Places, target: Path, audit: reports.Audit | None = None) -> Written:
    """Write the site of the current release to `target`, in place of the site that is there.

    The same release gives the same bytes. `audit` makes a page of the whole text of a report, where that is wanted: a
    release holds only the sentences that state figures.

    Raises:
        SiteError: if `target` holds anything but a site.
        warehouse.query.QueryError: if nothing is published.
        OSError: if `target` cannot be written.
    """
    with open_database(places.database) as connection, replaced(target) as folder:
        reading.prepare(connection)
        pages, catalogue = counties.listed(connection), indicators.listed(connection)
        shells.write(folder)
        overview.write(connection, folder, pages, catalogue)
        coverage.write(connection, folder)
        indicators.write(connection, folder, catalogue)
        counties.write(connection, folder, pages)
        revisions = reports.write(connection, folder, audit)
        sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return Written(target, len(pages), len(catalogue), revisions, len(sizes), sum(sizes))


__all__ = ["SiteError", "Written", "write"]
