"""Going on from a release: only what changed is computed, and the content is that of a build from nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from invented_rooms import InventedRooms, four_years

from orchestration.settings import Settings
from warehouse import build, changes, release
from warehouse.query import run
from warehouse.rooms import partition_path, read_table, write_partition

Edit = Callable[[InventedRooms], None]


@pytest.fixture
def folder(published: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The published data folder to go on from. Here one county is a large part of all."""
    monkeypatch.setattr(changes, "MOST", 1.0)
    monkeypatch.setattr(changes, "MOST_HOLES", 9.0)
    shutil.copytree(published.data, tmp_path / "data", symlinks=True)
    return Settings(data=tmp_path / "data")


def correct(rooms: InventedRooms) -> None:
    """A revision that states less and tells last year's level anew, and another text read from an image."""
    for row in rooms.rows["report"]:
        row["is_current"] &= row["report_id"] != "990101-2023-rule_of_law-r1"
    revised = rooms.report("990101", 2023, revision=2)
    rooms.figure(revised, "enforcement.penalties", 131.0)
    rooms.figure(revised, "enforcement.penalties", 125.0, measure="prior")
    next(row for row in rooms.rows["document"] if row["source"].startswith("990222-2021"))["ocr"] = True


def withdraw(rooms: InventedRooms) -> None:
    """A report goes, and an error keeps out a figure of a county that was merged since."""
    gone = "990222-2022-rule_of_law-r1"
    for table in ("report", "figure"):
        rooms.rows[table] = [row for row in rooms.rows[table] if row["report_id"] != gone]
    rooms.rows["document"] = [row for row in rooms.rows["document"] if not row["source"].startswith(gone)]
    accused = next(f for f in rooms.rows["figure"] if f["report_id"].startswith("990103-2021") and f["indicator"])
    rooms.issue("value_in_range", "error", [accused["figure_id"]], stated=accused["value"])


def acquit(rooms: InventedRooms) -> None:
    """An error is taken back, and a value under a code that was given up is another one."""
    rooms.rows["issue"] = [row for row in rooms.rows["issue"] if row["county_code"] != "990102"]
    figure = next(f for f in rooms.rows["figure"] if f["report_id"].startswith("990221-2021") and f["value"] == 410.0)
    figure["value"] = 415.0


def rooms_after(settings: Settings, edits: list[Edit]) -> None:
    """Write the invented years with some edits in place of what is there."""
    rooms = four_years()
    for edit in edits:
        edit(rooms)
    for table in ("report", "figure", "document", "issue"):
        shutil.rmtree(settings.rooms / table)
    rooms.write(settings.rooms)


def test_what_is_built_upon_a_release_is_what_is_built_from_nothing(
    folder: Settings, denominators: Path, tmp_path: Path
) -> None:
    anew = []
    for number in (1, 2, 3):
        rooms_after(folder, [correct, withdraw, acquit][:number])
        made = build.build(folder, denominators=denominators, basis=release.current(folder))
        assert made.begun is not None
        assert {status for kind, status in made.nodes if kind != "exposure"} == {"success", "pass"}
        anew.append(set(made.begun.counties))
        upon = release.publish(folder, code_version="test")
    assert anew == [{"990101", "990222"}, {"990222", "990102", "990103"}, {"990102", "990103", "990221", "990281"}]
    fresh = Settings(data=tmp_path / "fresh")
    shutil.copytree(folder.rooms, fresh.rooms)
    assert build.build(fresh, denominators=denominators).begun is None
    from_nothing = release.publish(fresh, code_version="test")
    assert upon.tables == from_nothing.tables
    assert upon.content_hash == from_nothing.content_hash
    assert run(
        folder, "select value from fct_observation where observation_id like '990101|2023|%penalties|level%'"
    ).rows == [(131.0,)]


def test_what_breaks_a_rule_in_a_changed_county_stops_the_build(folder: Settings, denominators: Path) -> None:
    def guess(rooms: InventedRooms) -> None:
        rooms.figure("990101-2024-rule_of_law-r1", "enforcement.cases_total", 9.0, measure="guess")

    rooms_after(folder, [guess])
    with pytest.raises(build.BuildError, match="accepted_values_fct_figure_measure"):
        build.build(folder, denominators=denominators, basis=release.current(folder))


def another_catalogue(settings: Settings) -> None:
    frame = read_table(settings.rooms, "indicator").with_columns(name_zh=pl.lit("另一个名称"))
    write_partition(settings.rooms, "indicator", None, frame)


def another_division(settings: Settings) -> None:
    frame = read_table(settings.rooms, "county").with_columns(prefecture_name=pl.lit("别州市"))
    write_partition(settings.rooms, "county", None, frame)


def another_population(settings: Settings) -> None:
    frame = read_table(settings.rooms, "population").with_columns(population=pl.lit(7, pl.Int64))
    write_partition(settings.rooms, "population", None, frame)


def another_year(settings: Settings) -> None:
    rooms_after(settings, [lambda rooms: rooms.report("990101", 2025) and None])


def no_report(settings: Settings) -> None:
    for year in range(2021, 2025):
        partition_path(settings.rooms, "report", year).unlink()


@pytest.mark.parametrize(
    "touch",
    [another_catalogue, another_division, another_population, another_year, no_report],
    ids=lambda f: f.__name__,
)
def test_what_touches_every_county_makes_a_build_begin_anew(folder: Settings, touch: Callable[[Settings], Any]) -> None:
    touch(folder)
    assert _begun(folder) is None
    assert not folder.build_database.exists()
    assert not (folder.build / changes.STAGING_NAME).exists()


def test_a_build_in_which_much_changed_begins_anew(folder: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    rooms_after(folder, [correct])
    monkeypatch.setattr(changes, "MOST", 0.1)
    assert _begun(folder) is None
    monkeypatch.setattr(changes, "MOST", 0.9)
    assert _begun(folder) is not None


def test_a_file_full_of_holes_is_made_small_again(folder: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    with changes.opened(folder, read_only=False) as connection:
        holes = changes._holes(connection)
        connection.execute("insert into fct_figure select * from fct_figure; checkpoint")
        connection.execute("delete from fct_figure where rowid % 3 > 0; checkpoint")
        assert changes._holes(connection) > holes == 0.0
    rooms_after(folder, [])
    monkeypatch.setattr(changes, "_holes", lambda connection: 9.5)
    assert _begun(folder) is None


def test_a_build_that_did_not_come_to_its_end_is_not_published(folder: Settings) -> None:
    (folder.build / changes.UNDER_WAY).touch()
    with pytest.raises(release.ReleaseError, match="did not come to its end"):
        release.publish(folder)


def test_where_no_row_changed_no_county_is_computed(folder: Settings) -> None:
    rooms_after(folder, [])
    begun = _begun(folder)
    assert begun is not None
    assert begun.counties == ()


def _begun(settings: Settings) -> changes.Begun | None:
    for name in (settings.build_database.name, changes.STAGING_NAME):
        (settings.build / name).unlink(missing_ok=True)
    basis = release.current(settings)
    assert basis is not None
    return changes.go_on_from(settings, basis)
