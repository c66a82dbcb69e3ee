"""A run is ended at every point at which it can be ended: readers keep the last release, and the next run mends all."""

from __future__ import annotations

import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from fault_points import CLOSED, FULL, KILLED, SPOILT, Point
from fault_trials import AT_ONCE, TABLE, Ground, Servers, Trial, attempt, can_mount, parsed_for, removed


@pytest.fixture(scope="session")
def trials(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, ground: Ground, servers: Servers
) -> dict[str, Trial]:
    """What became of every point that this session asks for; two at a time."""
    asked = [item.callspec.params.get("point") for item in request.session.items if hasattr(item, "callspec")]
    points = [point for point in asked if isinstance(point, Point)]
    if any(point.room is not None for point in points) and not can_mount(tmp_path_factory.mktemp("disk") / "disk"):
        points = [point for point in points if point.room is None]

    places = {server: tmp_path_factory.mktemp("trial") for server in servers.all}

    def tried(point: Point) -> Trial:
        with servers.one() as server:
            place = places[server]
            if server.parsed is None:
                server.parsed = parsed_for(place / "data", ground, server)
            trial = attempt(point, ground, server, place)
            if (place / "data").exists() and not (trial.recovered and trial.equal and not trial.remains):
                (place / "data").rename(tmp_path_factory.mktemp("failed") / "data")
            removed(place / "data")
        return trial

    with ThreadPoolExecutor(AT_ONCE) as pool:
        done = list(pool.map(tried, points))
    request.config.stash[TABLE] = done
    return {trial.point.name: trial for trial in done}


@pytest.mark.parametrize("point", KILLED, ids=str)
def test_a_run_that_is_killed_loses_nothing(point: Point, trials: dict[str, Trial]) -> None:
    trial = trials[point.name]
    assert trial.ended in (-signal.SIGKILL, -signal.SIGXFSZ), f"not hit: {trial.row()}"
    assert_all_is_well(trial)


@pytest.mark.parametrize("point", SPOILT, ids=str)
def test_what_is_damaged_is_seen_and_made_again(point: Point, trials: dict[str, Trial]) -> None:
    trial = trials[point.name]
    assert (trial.ended, trial.published) == (0, True), trial.row()
    assert_all_is_well(trial)


@pytest.mark.parametrize("point", FULL, ids=str)
def test_a_full_disk_stops_a_run_and_spoils_nothing(
    point: Point, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    if not can_mount(tmp_path / "disk"):
        pytest.skip("this user may not mount a small disk (run as root to try it)")
    trial = request.getfixturevalue("trials")[point.name]
    assert (trial.ended, trial.published) == (0, False), trial.row()
    assert "No space left" in trial.row() or "full" in trial.row().partition("|")[2], trial.row()
    assert_all_is_well(trial)


@pytest.mark.parametrize("point", CLOSED, ids=str)
def test_a_folder_that_cannot_be_written_to_stops_a_run_and_spoils_nothing(
    point: Point, trials: dict[str, Trial]
) -> None:
    trial = trials[point.name]
    assert (trial.ended, trial.published) == (0, False), trial.row()
    assert_all_is_well(trial)


def assert_all_is_well(trial: Trial) -> None:
    """Readers had a whole release at every moment, and the next run put all right."""
    assert trial.readable, trial.row()
    assert trial.recovered, trial.row()
    assert trial.equal, trial.row()
    assert trial.remains == [], trial.row()
