"""Comparing only what a change can touch gives the rooms that comparing everything at once gives."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import invented_figures
import polars as pl
import pytest
from invented_world import COUNTIES, RECODED, YEARS, World, county_on, invented_report

from contracts.rules.by_county import OfCounties
from orchestration import compared, finished_years
from orchestration.finished_years import FinishedYears
from orchestration.parts import part_path
from orchestration.settings import Settings
from orchestration.verdicts import check_across_years
from warehouse.rooms import ensure_rooms, partition_path, remove_partition


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    world = World(Settings(data=tmp_path))
    chance = random.Random(20)
    for year in YEARS:
        for code in sorted({county_on(code, year) for code in COUNTIES}):
            world.reports[code, year] = invented_report(code, year, chance)
    inner = compared.compare_years

    def noting(figures: pl.DataFrame, *others: pl.DataFrame) -> OfCounties:
        codes = figures["county_code"].str.slice(0, 2).unique().sort()
        world.compared.append("".join(codes))
        return inner(figures, *others)

    monkeypatch.setattr(compared, "compare_years", noting)
    return world


def hold_against_whole(world: World) -> None:
    """See that what was written is what comparing everything at once gives."""
    written, whole = world.written(), world.whole()
    for table, frame in whole.items():
        assert written[table].equals(frame), table


def test_every_province_is_compared_once_and_what_comes_out_is_that_of_all_at_once(world: World) -> None:
    written = world.check()
    # A county that goes on under the code of another province is compared there, with its years before.
    assert world.compared == ["11", "12", "1213"]
    hold_against_whole(world)
    rules = set(written["issue"]["rule"])
    assert {"jump", "unit_slip", "outside_peers", "prior_equals_last_year", "stock_within_last_year_and_new"} <= rules
    assert world.check()["issue"].equals(written["issue"])
    assert world.compared == []


def a_new_report(world: World) -> None:
    chance = random.Random(5)
    world.reports["120077", 2023] = invented_report("120077", 2023, chance)


def a_report_less(world: World) -> None:
    del world.reports["120001", 2022]


def another_revision(world: World) -> None:
    world.withdrawn.add("120002")


def a_changed_value(world: World) -> None:
    world.change("120001", 2022, "enforcement.penalties", 98765.0)


def an_error_in_a_report(world: World) -> None:
    world.object_to("120001", 2021, "report")


def a_correction(world: World) -> None:
    world.object_to("120001", 2021, "correction")


@pytest.mark.parametrize(
    "change", [a_new_report, a_report_less, another_revision, a_changed_value, an_error_in_a_report, a_correction]
)
def test_only_the_province_of_a_change_is_compared_again(world: World, change: Callable[[World], None]) -> None:
    before = world.check()
    change(world)
    after = world.check()
    assert world.compared == ["12"]
    assert not after["rule_check"].equals(before["rule_check"])
    hold_against_whole(world)


def test_what_other_counties_show_is_heeded_though_they_are_not_compared_again(world: World) -> None:
    """Penalties of one province change: what all counties show, and leads to expect of a jump elsewhere, is another."""
    before = world.check()["issue"]
    for county, year in world.reports:
        if county.startswith("11") and year % 2:
            world.change(county, year, "enforcement.penalties", 3000.0)
    after = world.check()["issue"]
    assert world.compared == ["11"]
    elsewhere = (pl.col("rule") == "jump") & ~pl.col("county_code").str.starts_with("11")
    assert after.filter(elsewhere).height
    assert not after.filter(elsewhere).equals(before.filter(elsewhere))
    hold_against_whole(world)


def test_a_year_and_a_province_that_are_gone_leave_nothing(world: World) -> None:
    world.check()
    world.reports = {key: frame for key, frame in world.reports.items() if key[1] < 2024 and key[0] < "13"}
    world.check()
    hold_against_whole(world)
    kept = world.settings.compared
    provinces = "[fv]*/*"  # figure and verdict
    assert {path.name for path in kept.glob(provinces)} == {"11", "12", "13"}  # of 13 the county that was recoded
    assert not [*kept.rglob("2024*")]
    world.reports = {key: frame for key, frame in world.reports.items() if key[0] != RECODED}
    world.check()
    hold_against_whole(world)
    assert {path.name for path in kept.glob(provinces)} == {"11", "12"}


def test_a_changed_catalogue_and_changed_code_have_everything_compared_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.check()
    indicators = invented_figures.indicators
    monkeypatch.setattr(invented_figures, "indicators", lambda f: indicators(f).with_columns(growth_basis=pl.lit("x")))
    world.check()
    assert len(world.compared) == 3
    hold_against_whole(world)
    monkeypatch.setattr(finished_years, "project_version", lambda project: "another")
    world.check()
    assert len(world.compared) == 3


KEPT = [
    "shards/compared/figure/12/2022",
    *(f"shards/compared/verdict/12/{name}" for name in compared.VERDICTS),
    *(f"shards/compared/peers/2022/{table}" for table in compared.TABLES),
]


DAMAGED = [(path, "gone") for path in KEPT] + [(KEPT[0], "cut"), (KEPT[1], "cut"), (KEPT[3], "others")]


@pytest.mark.parametrize(("kept", "damage"), DAMAGED)
def test_a_damaged_file_is_made_again(world: World, kept: str, damage: str) -> None:
    world.check()
    path = world.settings.data / f"{kept}.parquet"
    before = path.read_bytes()
    if damage == "gone":
        path.unlink()
    elif damage == "cut":
        path.write_bytes(before[:100])
    else:
        pl.read_parquet(path).clear().write_parquet(path)
    world.check()
    assert path.read_bytes() == before
    hold_against_whole(world)


class KilledError(BaseException):
    """The process ends here."""


def ends_after(times: int, inner: Callable[..., None]) -> Callable[..., None]:
    """A step that works some times and then ends the process."""
    left = [times]

    def ending(*args: Any, **named: Any) -> None:
        if not left[0]:
            raise KilledError
        left[0] -= 1
        inner(*args, **named)

    return ending


@pytest.mark.parametrize(("owner", "name"), [(compared, "_write"), (FinishedYears, "note")])
def test_a_run_that_is_killed_anywhere_leaves_nothing_wrong(
    world: World, monkeypatch: pytest.MonkeyPatch, owner: Any, name: str
) -> None:
    world.check()
    for killed in range(100):
        # Each run finds another state of the reports, and comes a little further.
        world.change("120001", 2022, "enforcement.penalties", 1000.0 + killed % 3)
        world.change("110001", 2021, "enforcement.penalties", 1000.0 + killed % 2)
        with monkeypatch.context() as patched:
            patched.setattr(owner, name, ends_after(killed, getattr(owner, name)))
            try:
                world.check()
                break
            except KilledError:
                continue
    assert killed > 2
    hold_against_whole(world)


def test_a_folder_of_a_province_that_lost_its_files_is_passed_over(world: World) -> None:
    world.check()
    for file in (world.settings.compared / "figure" / "12").iterdir():
        file.unlink()
    (world.settings.compared / "figure" / "99").mkdir()
    world.check()
    hold_against_whole(world)


def test_without_a_report_there_is_nothing_to_compare(world: World) -> None:
    world.write()
    for year in YEARS:
        for table in ("figure", "report", "document"):
            remove_partition(world.settings.rooms, table, year)
    assert check_across_years(world.settings) == 0
    assert not partition_path(world.settings.rooms, "issue", 2022).exists()
    assert part_path(world.settings, "issue", "across").exists()


def test_rooms_that_are_empty_have_nothing_to_compare(world: World) -> None:
    world.write()
    for year in YEARS:
        for table in ("figure", "report", "document"):
            remove_partition(world.settings.rooms, table, year)
    ensure_rooms(world.settings.rooms, ["figure", "report", "document"])
    assert check_across_years(world.settings) == 0
    assert check_across_years(world.settings) == 0
