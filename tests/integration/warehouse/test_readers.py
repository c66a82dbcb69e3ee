"""Readers while releases are swapped under them."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta

import duckdb

from orchestration.settings import Settings
from warehouse import release
from warehouse.query import READER_SETTINGS, open_database

# Another process, as a BI tool is one: it opens, asks and closes until told to stop, and prints what each release says.
READER = """
import sys, threading
from pathlib import Path
from warehouse.query import open_database
stop = threading.Event()
threading.Thread(target=lambda: (sys.stdin.readline(), stop.set()), daemon=True).start()
print("ready", flush=True)
last = False
while not last:
    last = stop.is_set()
    with open_database(Path(sys.argv[1])) as connection:
        for _ in range(2):
            row = connection.execute(
                "select (select release_id from release), (select count(*) from dim_indicator),"
                " (select max(code_version) from release)"
            ).fetchall()[0]
            print(*row, flush=True)
"""
NOON = datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC)


def test_readers_in_other_processes_see_only_whole_releases_while_they_are_swapped(own_copy: Settings) -> None:
    said: dict[str, tuple[str, str]] = {}
    publish_again(own_copy, 0, said)
    readers = [
        subprocess.Popen(
            [sys.executable, "-c", READER, str(own_copy.database)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    for reader in readers:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "ready\n"
    for number in range(1, 12):
        publish_again(own_copy, number, said)
    answers = [reader.communicate("stop\n", timeout=60) for reader in readers]
    assert [reader.returncode for reader in readers] == [0, 0], [errors for _, errors in answers]
    seen = [tuple(line.split()) for output, _ in answers for line in output.splitlines()]
    assert seen
    for release_id, indicators, version in seen:
        assert (indicators, version) == said[release_id]
    assert len({release_id for release_id, _, _ in seen}) > 1, "no reader saw a swap"
    assert {output.splitlines()[-1].split()[0] for output, _ in answers} == {max(said)}


def publish_again(settings: Settings, number: int, said: dict[str, tuple[str, str]]) -> None:
    """Publish a build that has so many more indicators; remember what the release should say."""
    with duckdb.connect(str(settings.build_database)) as connection:
        connection.execute(
            "insert into dim_indicator (indicator, family, domain, name_zh, name_en, unit, kind) "
            "select 'a.i' || $1::varchar, 'f', 'd', '名', 'name', '件', 'count'",
            [number],
        )
        rows = connection.execute("select count(*) from dim_indicator").fetchall()[0][0]
    made = release.publish(settings, code_version=f"v{number}", keep=3, now=NOON + timedelta(minutes=number))
    said[made.release_id] = (str(rows), f"v{number}")


def test_a_connection_that_stays_open_keeps_its_release_even_when_that_is_pruned(own_copy: Settings) -> None:
    first = release.publish(own_copy, now=NOON)
    with open_database(own_copy.database) as connection:
        for hour in range(1, 4):
            release.publish(own_copy, keep=1, now=NOON + timedelta(hours=hour))
        assert not first.folder.exists()
        assert connection.execute("select release_id from release").fetchall() == [(first.release_id,)]
        assert connection.execute("select count(*) from fct_figure where quote like '%件%'").fetchall()[0][0] > 0


def test_the_settings_for_readers_are_those_that_a_bi_tool_can_put_in_its_address(own_copy: Settings) -> None:
    """The address of the field notes: what SQLAlchemy hands to DuckDB must shut the same doors."""
    release.publish(own_copy)
    connection = duckdb.connect(str(own_copy.database), read_only=True, config=READER_SETTINGS)
    shut = dict(
        connection.execute(
            "select name, value from duckdb_settings() where name in ('enable_external_access', 'lock_configuration')"
        ).fetchall()
    )
    connection.close()
    assert shut == {"enable_external_access": "false", "lock_configuration": "true"}
