"""Publishing: all or nothing, at any moment."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from invented_rooms import make_build

from orchestration.settings import Settings
from warehouse import release
from warehouse.content import table_content
from warehouse.query import run

NOON = datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC)


def test_a_release_is_named_by_time_and_content_and_says_so_itself(built: Settings) -> None:
    made = release.publish(built, code_version="1.0", now=NOON)
    assert made.release_id == f"20261123T120000Z-{made.content_hash[:8]}"
    said = run(built, "select release_id, content_hash, code_version, built_at from release").rows
    assert said == [(made.release_id, made.content_hash, "1.0", NOON.replace(tzinfo=None))]
    assert release.current(built) == made
    comment = run(built, "select comment from duckdb_columns() where column_name = 'built_at'").rows
    assert "UTC" in comment[0][0]


def test_what_is_published_is_read_only_and_its_manifest_names_every_table(built: Settings) -> None:
    made = release.publish(built, now=NOON)
    manifest = json.loads((made.folder / "manifest.json").read_text(encoding="utf-8"))
    said = manifest["tables"]["dim_indicator"]
    assert (said["rows"], said["hash"]) == (2, made.tables["dim_indicator"].hash)
    assert set(manifest["tables"]) == set(release.published_tables())
    assert {file.stat().st_mode & 0o777 for file in made.folder.iterdir()} == {0o444}
    assert built.current.readlink() == Path("releases") / made.release_id


def test_a_release_says_what_it_was_made_of_and_whether_its_file_is_still_what_was_published(built: Settings) -> None:
    made = release.publish(built, inputs={"documents": "abc"}, now=NOON)
    assert release.current(built) == made
    assert (made.inputs, release.damage(made)) == ({"documents": "abc"}, None)
    made.database.chmod(0o644)
    with made.database.open("r+b") as file:
        file.seek(5000)
        file.write(b"\xff")
    assert "checksum differs" in (release.damage(made) or "")
    made.database.unlink()
    assert "cannot be read" in (release.damage(made) or "")


def damage_the_file(made: release.Release) -> None:
    made.database.chmod(0o644)
    with made.database.open("r+b") as file:
        file.seek(5000)
        file.write(b"\xff\xff\xff")


def damage_the_manifest(made: release.Release) -> None:
    (made.folder / "manifest.json").chmod(0o644)
    (made.folder / "manifest.json").write_text("{", encoding="utf-8")


def remove_the_folder(made: release.Release) -> None:
    shutil.rmtree(made.folder)


@pytest.mark.parametrize("damage", [damage_the_file, damage_the_manifest, remove_the_folder])
def test_a_damaged_release_is_set_aside_and_the_newest_whole_one_is_shown(
    built: Settings, damage: Callable[[release.Release], None]
) -> None:
    first = release.publish(built, now=NOON)
    second = release.publish(built, now=NOON + timedelta(hours=1))
    assert release.put_right(built) == []
    damage(second)
    (done,) = release.put_right(built)
    assert second.release_id in done
    assert release.current(built) == first
    assert release.releases(built) == [first]
    damage(first)
    assert "no other" in release.put_right(built)[0]
    assert release.current(built) is None
    assert release.publish(built, now=NOON + timedelta(hours=2)) == release.current(built)


def test_an_older_release_that_is_damaged_stops_no_publishing(built: Settings) -> None:
    damage_the_manifest(release.publish(built, now=NOON))
    second = release.publish(built, now=NOON + timedelta(hours=1))
    assert release.releases(built) == [second]


def test_equal_content_has_an_equal_hash_whatever_the_order_of_its_rows(tmp_path: Path) -> None:
    hashes = []
    for name, order in (("a", "asc"), ("b", "desc")):
        places = Settings(data=tmp_path / name)
        make_build(places, indicators=50)
        with duckdb.connect(str(places.build_database)) as connection:
            connection.execute(
                f"create or replace table dim_indicator as from dim_indicator order by indicator {order}"
            )
            hashes.append(table_content(connection, "dim_indicator"))
    assert hashes[0] == hashes[1]


@pytest.mark.parametrize(
    "change",
    [
        "update dim_indicator set unit = '宗' where indicator = 'a.i1'",
        "update dim_indicator set unit = '' where indicator = 'a.i1'",
        "insert into dim_indicator from dim_indicator where indicator = 'a.i1'",
        "delete from dim_indicator where indicator = 'a.i1'",
        "update dim_indicator set domain = family, family = domain",
    ],
)
def test_any_change_of_content_changes_the_hash(built: Settings, change: str) -> None:
    with duckdb.connect(str(built.build_database)) as connection:
        before = table_content(connection, "dim_indicator")
        connection.execute(change)
        assert table_content(connection, "dim_indicator").hash != before.hash


def test_a_build_that_is_not_whole_is_not_published(built: Settings) -> None:
    first = release.publish(built, now=NOON)
    with duckdb.connect(str(built.build_database)) as connection:
        connection.execute("alter table mart_coverage drop column expected")
    with pytest.raises(release.ReleaseError, match="mart_coverage has other columns"):
        release.publish(built, now=NOON + timedelta(hours=1))
    with duckdb.connect(str(built.build_database)) as connection:
        connection.execute("drop table mart_coverage")
    with pytest.raises(release.ReleaseError, match="mart_coverage is missing"):
        release.publish(built, now=NOON + timedelta(hours=1))
    assert release.current(built) == first


def test_without_a_build_there_is_nothing_to_publish(places: Settings) -> None:
    with pytest.raises(release.ReleaseError, match="xianjian run"):
        release.publish(places)
    assert release.current(places) is None
    assert release.releases(places) == []


class PowerCut(BaseException):
    """The machine stops."""


def test_whenever_the_machine_stops_readers_have_a_whole_release(
    built: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stops publishing at each call that touches the disk, one after the other, until it gets through."""
    first = release.publish(built, now=NOON)
    make_build(built, indicators=3)
    stops = 0
    while True:
        with monkeypatch.context() as patched:
            cut_power_after(stops, patched)
            try:
                second = release.publish(built, now=NOON + timedelta(hours=1))
                break
            except PowerCut:
                stops += 1
        seen = run(built, "select count(*) from dim_indicator").rows[0][0]
        shown = release.current(built)
        assert shown is not None
        assert shown.tables["dim_indicator"].rows == seen
        assert [r.release_id for r in release.releases(built)][-1] == first.release_id
    assert stops > 8, "the test no longer reaches the steps of publishing"
    assert run(built, "select count(*) from dim_indicator").rows == [(3,)]
    assert [r.release_id for r in release.releases(built)] == [second.release_id, first.release_id]
    assert sorted(p.name for p in built.releases.glob(".*")) == [".lock"]


def cut_power_after(calls: int, patched: pytest.MonkeyPatch) -> None:
    """Let so many calls that touch the disk through, then stop at the next one, before it does anything."""
    left = [calls]

    def counted(real: Callable[..., object]) -> Callable[..., object]:
        def step(*arguments: object, **named: object) -> object:
            if left[0] == 0:
                raise PowerCut
            left[0] -= 1
            return real(*arguments, **named)

        return step

    for owner, name in (
        (os, "fsync"),
        (release.shutil, "copyfile"),
        (release.shutil, "rmtree"),
        (Path, "rename"),
        (Path, "replace"),
        (Path, "symlink_to"),
        (Path, "chmod"),
        (Path, "mkdir"),
    ):
        patched.setattr(owner, name, counted(getattr(owner, name)))


def test_only_the_newest_releases_are_kept_and_never_the_current_one_lost(built: Settings) -> None:
    made = [release.publish(built, now=NOON + timedelta(hours=hour), keep=2) for hour in range(5)]
    assert [r.release_id for r in release.releases(built)] == [r.release_id for r in reversed(made[2:])]
    release._point_current_to(built, made[2].release_id)
    assert release.prune(built, keep=0) == [made[4].release_id, made[3].release_id]
    assert release.releases(built) == [made[2]]


def test_publishing_the_same_second_again_is_the_same_release(built: Settings) -> None:
    assert release.publish(built, now=NOON) == release.publish(built, now=NOON)
    assert len(release.releases(built)) == 1


def test_a_release_is_found_by_the_beginning_of_its_id(built: Settings) -> None:
    made = [release.publish(built, now=NOON + timedelta(hours=hour)) for hour in range(2)]
    assert release.find(built, made[0].release_id[:12]) == made[0]
    assert release.find(built, "current") == made[1]
    with pytest.raises(release.ReleaseError, match="2 releases fit '2026'"):
        release.find(built, "2026")
    with pytest.raises(release.ReleaseError, match="0 releases fit"):
        release.find(built, "1999")
