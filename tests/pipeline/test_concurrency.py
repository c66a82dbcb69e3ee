"""Several runs at once in one data folder, and readers all the while: no lock, no half release, no lost row."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fault_trials import REPORTS, ROOT, Ground, Servers, content, copied, job, put_reports
from postgres_server import postgres

from orchestration.instance import open_instance
from orchestration.settings import Settings

READERS = 10
# Another process, as a BI tool is one: it keeps its connection for a few questions, then connects again, until told to
# stop; then it prints what each release said.
READER = """
import select, sys
from pathlib import Path
from warehouse.query import open_database
print("ready", flush=True)
stop, rows = False, []
while not stop:
    with open_database(Path(sys.argv[1])) as connection:
        for _ in range(3):
            stop = bool(select.select([sys.stdin], [], [], 0.5)[0]) or stop
            row = connection.execute(
                "select release_id, (select count(*) from fct_figure), figures from release"
            ).fetchall()[0]
            rows.append(row)
for row in rows:
    print(*row)
"""


@pytest.fixture
def readers(ground: Ground, tmp_path: Path) -> Iterator[tuple[Settings, list[subprocess.Popen[str]]]]:
    """A data folder with a release, and readers of it."""
    settings = ground.settings(copied(ground.folder, tmp_path / "data"))
    command = [sys.executable, "-c", READER, str(settings.database)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    started = [subprocess.Popen(command, text=True, cwd=ROOT, **pipes) for _ in range(READERS)]
    for reader in started:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "ready\n"
    yield settings, started
    for reader in started:
        reader.kill()


def test_runs_at_once_and_ten_readers_disturb_nobody(
    readers: tuple[Settings, list[subprocess.Popen[str]]],
    servers: Servers,
    tmp_path: Path,
    ground: Ground,
    record_property: Callable[[str, object], None],
) -> None:
    """Two runs that Dagster starts, a run and a backfill of every year, and one from the command line: all at once."""
    settings, started = readers
    folders = [put_reports(tmp_path / name, len(REPORTS)) for name in ("a", "b")]
    for folder, without in zip(folders, (REPORTS[3], REPORTS[2]), strict=True):
        (folder / without).unlink()
    ours = [job(settings, folders[0]), job(settings, folders[0], rebuild=True)]
    dagster_s = [job(settings, folders[1], "launched", said=str(tmp_path / "launched.json"))] * 2
    with ThreadPoolExecutor() as pool:
        ended = [pool.submit(one_after_the_other, servers, jobs) for jobs in (ours, dagster_s)]
        terminal = pool.submit(from_the_command_line, settings, folders[1])
        assert [future.result() for future in ended] == [[(0, True)] * 2] * 2
        assert terminal.result().returncode == 0, terminal.result().stderr
    answers = [reader.communicate("stop\n", timeout=300) for reader in started]
    assert [(reader.returncode, errors) for reader, (_, errors) in zip(started, answers, strict=True)] == [
        (0, "")
    ] * READERS
    rows = [line.split() for output, _ in answers for line in output.splitlines()]
    assert all(figures == stated for _, figures, stated in rows), "a reader saw half a release"
    seen = {release_id for release_id, _, _ in rows}
    assert len(seen) > 1, "no reader saw a release change"
    assert content(settings) == ground.undisturbed
    with open_instance(settings) as instance:
        statuses = [record.status.value for record in instance.get_runs()]
    assert statuses == ["SUCCESS"] * (2 + 5)
    heard = f"{READERS} readers, {len(rows)} answers of {len(seen)} releases"
    record_property("concurrency", f"5 runs at once, all well; {heard}, no error")


def one_after_the_other(servers: Servers, jobs: list[dict[str, Any]]) -> list[tuple[int, bool]]:
    """How each of some jobs ended, and whether it published."""
    ended = []
    with servers.one() as server:
        for one in jobs:
            code = server.do(one)
            ended.append((code, json.loads(Path(one["said"]).read_text(encoding="utf-8"))["published"]))
    return ended


def from_the_command_line(settings: Settings, folder: Path) -> subprocess.CompletedProcess[str]:
    """`xianjian run` with the settings of the other runs."""
    stated = {
        "XIANJIAN_WORKERS": str(settings.workers),
        "XIANJIAN_FIRST_YEAR": str(settings.first_year),
        "XIANJIAN_RELEASES_KEPT": str(settings.releases_kept),
    }
    command = [sys.executable, "-c", "from orchestration.cli import main; main()", "run", str(folder)]
    return subprocess.run(
        [*command, "--data", str(settings.data)],
        env={**os.environ, **stated},
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )


def test_the_event_log_lies_in_postgresql_by_one_setting(
    servers: Servers, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, ground: Ground
) -> None:
    data = copied(ground.folder, tmp_path / "data")
    with postgres(tmp_path_factory.mktemp("postgres") / "cluster") as server:
        settings = replace(ground.settings(data), event_log=server.uri)
        other = job(settings, ground.reports, said=str(tmp_path / "other.json"))
        with ThreadPoolExecutor() as pool:
            ended = [pool.submit(one_after_the_other, servers, [one]) for one in (job(settings, ground.reports), other)]
            assert [future.result() for future in ended] == [[(0, True)]] * 2
        assert content(settings) == ground.undisturbed
        with open_instance(settings) as instance:
            assert [record.status.value for record in instance.get_runs()] == ["SUCCESS"] * 2
        ((events,),) = server.ask("select count(*) from event_logs")
        assert events > 100
    assert server.uri not in (settings.dagster_home / "dagster.yaml").read_text(encoding="utf-8")
