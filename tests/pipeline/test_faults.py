"""A run is ended at every point at which it can be ended: readers keep the last release, and the next run mends all."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from fault_points import CLOSED, FULL, KILLED, SPOILT, Point
from fault_trials import Ground, Place, Servers, Trial, attempt, can_mount, place_in, removed

TABLE = "faults: point | ended | left unfinished | readable | recovered | remains | equal"


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory, ground: Ground) -> Place:
    return place_in(tmp_path_factory.mktemp("trial"), ground)


@pytest.fixture
def trial(
    point: Point,
    place: Place,
    ground: Ground,
    servers: Servers,
    tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> Trial:
    """What became of a point. The data folder is kept where not all went well."""
    if point.room is not None and not can_mount(tmp_path / "disk"):
        pytest.skip("this user may not mount a small disk (run as root to try it)")
    with servers.one() as server:
        done = attempt(point, ground, server, place)
    if place.data.exists() and not (done.recovered and done.equal and not done.remains):
        place.data.rename(tmp_path / "data")
    removed(place.data)
    record_property(TABLE, done.row())
    return done


@pytest.mark.parametrize("point", KILLED, ids=str)
def test_a_run_that_is_killed_loses_nothing(trial: Trial) -> None:
    assert trial.ended in (-signal.SIGKILL, -signal.SIGXFSZ), f"not hit: {trial.row()}"
    assert_all_is_well(trial)


@pytest.mark.parametrize("point", SPOILT, ids=str)
def test_what_is_damaged_is_seen_and_made_again(trial: Trial) -> None:
    assert (trial.ended, trial.published) == (0, True), trial.row()
    assert_all_is_well(trial)


@pytest.mark.parametrize("point", FULL, ids=str)
def test_a_full_disk_stops_a_run_and_spoils_nothing(trial: Trial) -> None:
    assert (trial.ended, trial.published) == (0, False), trial.row()
    assert "No space left" in trial.row() or "full" in trial.row().partition("|")[2], trial.row()
    assert_all_is_well(trial)


@pytest.mark.parametrize("point", CLOSED, ids=str)
def test_a_folder_that_cannot_be_written_to_stops_a_run_and_spoils_nothing(trial: Trial) -> None:
    assert (trial.ended, trial.published) == (0, False), trial.row()
    assert_all_is_well(trial)


def assert_all_is_well(trial: Trial) -> None:
    """Readers had a whole release at every moment, and the next run put all right."""
    assert trial.readable, trial.row()
    assert trial.recovered, trial.row()
    assert trial.equal, trial.row()
    assert trial.remains == [], trial.row()
