"""Releases and rooms on a real S3 server (moto's, on loopback): what is read there and pulled is what was published."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from invented_rooms import four_years, make_build
from pyarrow import fs
from s3_server import S3Server, s3_server
from typer.testing import CliRunner

from orchestration.cli import app
from orchestration.settings import Settings
from warehouse.bucket import Bucket, BucketError
from warehouse.manifest import Release, ReleaseError
from warehouse.mirror import INDEX, POINTER, NothingPushedError, Pushed, pull, push
from warehouse.release import current, damage, publish
from warehouse.rooms import read_table, write_partition

PLACE = "s3://counties/warehouse/of-tests"
KEY, SECRET = "AKIDOFNOBODY", "hush-hush/SECRET"
NOON = datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def credentials(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Credentials of nobody, and none of the machine's."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)


@pytest.fixture(scope="module")
def running() -> Iterator[S3Server]:
    with s3_server() as server:
        yield server


@pytest.fixture
def server(running: S3Server) -> S3Server:
    """A server without buckets."""
    running.forget_everything()
    return running


@pytest.fixture
def bucket(server: S3Server) -> Bucket:
    """An empty place in a bucket that is there."""
    return made_bucket(server)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A data folder with rooms of four years and a release built from them."""
    made = Settings(data=tmp_path / "data")
    four_years().write(made.rooms)
    published(made, 0)
    return made


def made_bucket(server: S3Server) -> Bucket:
    fs.S3FileSystem(endpoint_override=server.endpoint, allow_bucket_creation=True).create_dir("counties")
    return Bucket(PLACE, server.endpoint)


def published(settings: Settings, hours: int) -> Release:
    """A release that so many hours more went by before."""
    make_build(settings, indicators=hours + 1)
    return publish(settings, now=NOON + timedelta(hours=hours), keep=9)


def pushed(settings: Settings, bucket: Bucket, keep: int = 5) -> Pushed:
    release = current(settings)
    assert release
    return push(settings, bucket, release, keep=keep)


def pointer(bucket: Bucket) -> dict[str, Any]:
    """What a reader sees as current."""
    says: dict[str, Any] = json.loads(bucket.read(POINTER) or b"{}")
    return says


def with_other_figures(settings: Settings) -> Release:
    """A release after which one file of the rooms is another."""
    figures = read_table(settings.rooms, "figure", [2023])
    write_partition(settings.rooms, "figure", 2023, figures.head(figures.height - 1))
    return published(settings, 1)


def everything(bucket: Bucket) -> dict[str, int]:
    return bucket.sizes("releases") | bucket.sizes("rooms")


def test_what_is_pulled_is_byte_for_byte_what_was_pushed(settings: Settings, bucket: Bucket, tmp_path: Path) -> None:
    done = pushed(settings, bucket)
    reader = Settings(data=tmp_path / "reader")
    got = pull(reader, bucket)
    assert (got.release_id, damage(got), done.with_rooms) == (done.release_id, None, True)
    assert reader.database.read_bytes() == settings.database.read_bytes()
    assert {file.stat().st_mode & 0o777 for file in got.folder.iterdir()} == {0o444}
    assert current(reader) == got


def test_a_second_push_sends_nothing_but_the_pointer(settings: Settings, bucket: Bucket) -> None:
    first = pushed(settings, bucket)
    there = everything(bucket)
    bucket.remove(POINTER)
    again = pushed(settings, bucket)
    assert (again.sent, again.bytes_sent, again.there) == ((), 0, len(first.sent))
    assert pointer(bucket)["release"] == first.release_id
    assert everything(bucket) == there


def test_of_the_rooms_only_what_changed_is_sent(settings: Settings, bucket: Bucket) -> None:
    pushed(settings, bucket)
    with_other_figures(settings)
    sent = [key for key in pushed(settings, bucket).sent if key.startswith("rooms/")]
    assert len(sent) == 1
    assert sent[0].startswith("rooms/figure/report_year=2023/")


def test_rooms_of_another_run_are_not_taken_for_those_of_the_release(settings: Settings, bucket: Bucket) -> None:
    write_partition(settings.rooms, "figure", 2023, read_table(settings.rooms, "figure", [2023]).head(1))
    assert not pushed(settings, bucket).with_rooms
    assert pointer(bucket)["rooms"] == []
    assert len(pointer(bucket)["files"]) == 2


def test_polars_reads_the_rooms_where_they_are_as_the_documentation_says(
    settings: Settings, bucket: Bucket, project_dir: Path
) -> None:
    pushed(settings, bucket)
    text = (project_dir / "docs" / "scale.md").read_text(encoding="utf-8")
    example = re.search(r"```python\n(.*?)```", text, re.DOTALL)
    assert example
    names: dict[str, Any] = {"place": PLACE, "endpoint": bucket.endpoint}
    exec(example[1], names)
    expected = read_table(settings.rooms, "figure").group_by("report_year").len().sort("report_year")
    assert expected.height == 4
    assert names["counted"].equals(expected)


@pytest.mark.parametrize("survived", [0, 1, 2])
def test_a_push_that_is_killed_leaves_the_last_release_and_the_next_one_goes_on(
    settings: Settings, bucket: Bucket, tmp_path: Path, survived: int
) -> None:
    first, second = pushed(settings, bucket), with_other_figures(settings)
    before = len(everything(bucket))
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(settings.data), bucket.endpoint, str(survived)], check=False
    )
    assert killed.returncode == -signal.SIGKILL
    assert len(everything(bucket)) == before + survived
    assert pull(Settings(data=tmp_path / "reader"), bucket).release_id == first.release_id
    done = pushed(settings, bucket)
    assert len(done.sent) == 3 - survived
    assert pull(Settings(data=tmp_path / "reader"), bucket).release_id == done.release_id == second.release_id


def test_until_the_pointer_is_written_readers_see_the_last_release(
    settings: Settings, bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = pushed(settings, bucket)
    with_other_figures(settings)
    genuine = Bucket.write

    def away(self: Bucket, key: str, content: bytes) -> None:
        if key == POINTER:
            raise BucketError("the network is away")
        genuine(self, key, content)

    monkeypatch.setattr(Bucket, "write", away)
    with pytest.raises(BucketError):
        pushed(settings, bucket)
    assert pull(Settings(data=tmp_path / "reader"), bucket).release_id == first.release_id


KILLED = f"""
import os, signal, sys
from pathlib import Path
from orchestration.settings import Settings
from warehouse.bucket import Bucket
from warehouse.mirror import push
from warehouse.release import current

left = [int(sys.argv[3])]
def die(key):
    if not left[0]:
        os.kill(os.getpid(), signal.SIGKILL)
    left[0] -= 1

settings = Settings(data=Path(sys.argv[1]))
push(settings, Bucket({PLACE!r}, sys.argv[2]), current(settings), tell=die)
"""


def test_a_server_that_goes_away_amid_a_push_is_a_clear_error(settings: Settings) -> None:
    release = current(settings)
    assert release
    with s3_server() as server, pytest.raises(BucketError, match="does not answer") as told:
        push(settings, made_bucket(server), release, tell=lambda key: server.stop())
    assert PLACE in str(told.value)
    assert server.endpoint in str(told.value)


def test_an_object_that_the_server_did_not_keep_is_noticed_before_the_switch(
    settings: Settings, bucket: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = pushed(settings, bucket)
    with_other_figures(settings)
    monkeypatch.setattr(Bucket, "upload", lambda self, file, key: self.write(key, b"a part"))
    with pytest.raises(BucketError, match="did not keep"):
        pushed(settings, bucket)
    assert pointer(bucket)["release"] == first.release_id


def test_old_releases_and_the_rooms_that_only_they_refer_to_are_removed_after_the_switch(
    settings: Settings, bucket: Bucket
) -> None:
    pushed(settings, bucket)
    of_the_first = set(everything(bucket))
    second = with_other_figures(settings)
    pushed(settings, bucket, keep=1)
    assert of_the_first < set(everything(bucket))
    third = published(settings, 2)
    done = pushed(settings, bucket, keep=1)
    assert len(done.removed) == 4  # the first release's two files and index, and its figures of 2023
    assert set(done.removed) < of_the_first
    assert {key.split("/")[1] for key in bucket.sizes("releases")} == {second.release_id, third.release_id}
    listed = [pointer(bucket), json.loads(bucket.read(f"releases/{second.release_id}/{INDEX}") or b"")]
    assert set(bucket.sizes("rooms")) == {stored["key"] for index in listed for stored in index["rooms"]}


def test_an_older_release_can_be_made_current_again(settings: Settings, bucket: Bucket, tmp_path: Path) -> None:
    first = current(settings)
    assert first
    pushed(settings, bucket)
    rooms = pointer(bucket)["rooms"]
    with_other_figures(settings)
    pushed(settings, bucket)
    assert push(settings, bucket, first).sent == ()
    assert pointer(bucket)["rooms"] == rooms
    assert pull(Settings(data=tmp_path / "reader"), bucket).release_id == first.release_id


def test_an_object_that_is_not_what_was_pushed_is_refused(settings: Settings, bucket: Bucket, tmp_path: Path) -> None:
    reader = Settings(data=tmp_path / "reader")
    first = pushed(settings, bucket)
    pull(reader, bucket)
    second = published(settings, 1)
    pushed(settings, bucket)
    key = f"releases/{second.release_id}/{second.database.name}"
    bytes_of_it = second.database.read_bytes()
    bucket.write(key, bytes_of_it[:5000] + b"\xff" + bytes_of_it[5001:])
    with pytest.raises(ReleaseError, match="sha256 differs") as told:
        pull(reader, bucket)
    assert key in str(told.value)
    shown = current(reader)
    assert shown
    assert shown.release_id == first.release_id
    assert [path.name for path in reader.releases.iterdir() if path.is_dir()] == [first.release_id]
    bucket.remove(key)
    assert pushed(settings, bucket).sent == (key,)
    assert pull(reader, bucket).release_id == second.release_id


def test_a_release_that_is_damaged_in_the_data_folder_is_fetched_again(
    settings: Settings, bucket: Bucket, tmp_path: Path
) -> None:
    reader = Settings(data=tmp_path / "reader")
    pushed(settings, bucket)
    got = pull(reader, bucket)
    got.database.chmod(0o644)
    got.database.write_bytes(b"damaged")
    assert damage(pull(reader, bucket)) is None


@pytest.mark.parametrize(
    ("part", "value"), [("name", "../../current"), ("key", "somewhere/else"), ("name", ".hidden"), ("key", None)]
)
def test_a_pointer_that_leads_out_of_its_folder_is_refused(
    settings: Settings, bucket: Bucket, tmp_path: Path, part: str, value: str | None
) -> None:
    pushed(settings, bucket)
    says = pointer(bucket)
    says["files"][0][part] = value
    bucket.write(POINTER, json.dumps(says).encode())
    with pytest.raises(ReleaseError, match="not what a push writes"):
        pull(Settings(data=tmp_path / "reader"), bucket)


def test_a_place_without_a_release_says_so(bucket: Bucket, settings: Settings) -> None:
    with pytest.raises(NothingPushedError, match=re.escape(PLACE)):
        pull(settings, bucket)


def test_a_bucket_that_is_not_there_is_a_clear_error(settings: Settings, server: S3Server) -> None:
    for use in (pushed, pull):
        with pytest.raises(BucketError, match="no such bucket") as told:
            use(settings, Bucket(PLACE, server.endpoint))
        assert PLACE in str(told.value)


def command(settings: Settings, server: S3Server | None, *words: str) -> Any:
    place = {"XIANJIAN_OBJECT_STORE": PLACE, "XIANJIAN_OBJECT_STORE_ENDPOINT": server.endpoint} if server else {}
    return CliRunner().invoke(app, ["release", *words, "--data", str(settings.data)], env=place)


def test_the_commands_push_and_pull(settings: Settings, server: S3Server, bucket: Bucket, tmp_path: Path) -> None:
    reader = Settings(data=tmp_path / "reader")
    assert command(reader, server, "pull").exit_code == 3
    assert command(reader, server, "push").exit_code == 3
    sent = command(settings, server, "push")
    assert sent.exit_code == 0, sent.output
    assert f"current release in {PLACE}" in sent.output
    got = command(reader, server, "pull")
    assert got.exit_code == 0, got.output
    assert reader.database.read_bytes() == settings.database.read_bytes()
    without = command(settings, None, "push")
    assert without.exit_code == 2
    assert "object_store" in without.output


@pytest.mark.parametrize("word", ["push", "pull"])
def test_credentials_that_are_refused_are_a_clear_error_that_does_not_show_them(settings: Settings, word: str) -> None:
    with s3_server(refuse_strangers=True) as server:
        refused = command(settings, server, word)
    assert refused.exit_code == 1
    assert "AWS_ACCESS_KEY_ID" in refused.output
    assert KEY not in refused.output
    assert SECRET not in refused.output
