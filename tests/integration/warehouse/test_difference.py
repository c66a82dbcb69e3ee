"""What `release diff` says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from invented_rooms import four_years

from orchestration.settings import Settings
from warehouse import build, release
from warehouse.difference import ObservationDifference, TableDifference, diff

NOON = datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def two_releases(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A release of the invented years, and one in which a report reads otherwise and another is new."""
    settings = Settings(data=tmp_path_factory.mktemp("difference") / "data")
    for number in range(2):
        rooms = four_years()
        if number:
            change(rooms)
        rooms.write(settings.rooms)
        build.build(settings)
        release.publish(settings, now=NOON + timedelta(hours=number))
    return settings


def change(rooms: object) -> None:
    """Another value in one report, and a figure more in another."""
    figures = rooms.rows["figure"]  # type: ignore[attr-defined]
    at = next(f for f in figures if f["report_id"] == "990101-2021-rule_of_law-r1" and f["value"] == 110)
    at.update(value=111.0, text="111件", quote="全年111件。")
    rooms.figure("990281-2024-rule_of_law-r1", "mediation.cases", 77.0)  # type: ignore[attr-defined]


def test_rows_added_removed_and_changed_are_counted_for_each_table(two_releases: Settings) -> None:
    found = diff(two_releases, "20261123T12", "current")
    assert found.tables["dim_county"] == TableDifference(0, 0, 0)
    assert found.tables["fct_figure"] == TableDifference(added=1, removed=0, changed=1)
    assert found.tables["fct_observation"] == TableDifference(added=1, removed=0, changed=1)
    # The next year's change is another one, and so are the ranks beside it.
    assert found.tables["mart_cross_year"].changed >= 2
    back = diff(two_releases, "current", "20261123T12")
    assert back.tables["fct_figure"] == TableDifference(added=0, removed=1, changed=1)


def test_changed_observations_come_with_both_sentences(two_releases: Settings) -> None:
    assert diff(two_releases, "20261123T12").observations == [
        ObservationDifference(
            "990101|2021|enforcement.penalties|level|actual", "changed", 110.0, 111.0, "全年110件。", "全年111件。"
        ),
        ObservationDifference("990281|2024|mediation.cases|level|actual", "added", None, 77.0, None, "全年77件。"),
    ]


def test_a_release_does_not_differ_from_itself(two_releases: Settings) -> None:
    found = diff(two_releases, "current", "current")
    assert all(table.equal for table in found.tables.values())
    assert found.observations == []


def test_an_unknown_release_is_refused_with_those_there_are(two_releases: Settings, tmp_path: Path) -> None:
    with pytest.raises(release.ReleaseError, match="there are: 20261123T13"):
        diff(two_releases, "2020")
