"""Running again: only what is new is worked on, a killed run costs nothing, equal input gives equal content."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner
from whole_job import Built, build

from extract import samples
from orchestration import running, stages
from orchestration.cli import app
from orchestration.settings import Settings
from orchestration.summary import print_summary
from warehouse import changes
from warehouse.release import current
from warehouse.rooms import partition_path

COUNTY = "990203"


def test_a_second_run_with_nothing_new_says_so_and_builds_nothing(
    data_folder: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = current(data_folder)
    monkeypatch.setattr(running, "build_definitions", None)  # what loads and runs dbt
    again = build(data_folder, samples.reports())
    assert (again.outcome.published, again.outcome.failures) == (True, ())
    assert "Nothing is new" in (again.outcome.nothing_new or "")
    assert again.worked_on.keys() == {"receiving"}
    assert current(data_folder) == before


def test_a_damaged_release_is_built_again_with_equal_content_though_nothing_is_new(data_folder: Settings) -> None:
    before = current(data_folder)
    assert before is not None
    before.database.chmod(0o644)
    before.database.write_bytes(before.database.read_bytes()[:-4096])
    again = build(data_folder, samples.reports())
    assert again.outcome.published
    assert again.outcome.nothing_new is None
    assert (again.worked_on["reading"], again.worked_on["extracting"]) == (0, 0)
    after = current(data_folder)
    assert after is not None
    assert after.release_id != before.release_id
    assert after.content_hash == before.content_hash
    assert again.value("select count(*) from dim_report") == 24


def test_a_damaged_room_is_named_where_a_run_with_nothing_to_do_or_the_status_would_show_it(
    data_folder: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    documents, quarantine = (partition_path(data_folder.rooms, table, 2024) for table in ("document", "quarantine"))
    quarantine.parent.mkdir(parents=True)
    for file in (documents, quarantine):
        file.write_bytes(documents.read_bytes()[:1000])
    print_summary(data_folder, seconds=0.0, nothing_new="Nothing is new.")
    told = capsys.readouterr().out
    asked = CliRunner().invoke(app, ["status", "--data", str(data_folder.data)])
    assert asked.exit_code == 1
    for file, where in ((documents, told), (quarantine, told), (quarantine, asked.output)):
        assert str(file) in where
        assert "xianjian run --rebuild" in where


def test_a_killed_run_leaves_the_last_release_and_the_next_one_goes_on_from_there(
    first_run: Built, data_folder: Settings, tmp_path: Path
) -> None:
    folder = _reports(tmp_path / "mine", 6)
    before = current(data_folder)
    killed = _run_until_killed(data_folder, folder, after_shards=2)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert current(data_folder) == before

    resumed = build(data_folder, folder)
    assert resumed.outcome.published
    assert 0 < resumed.worked_on["reading"] < 6
    assert resumed.value("select count(*) from dim_report") == 6
    after = current(data_folder)
    again = build(data_folder, folder, rebuild=True)
    assert again.outcome.published
    assert (again.worked_on["reading"], again.worked_on["extracting"]) == (6, 6)
    rebuilt = current(data_folder)
    assert after is not None
    assert rebuilt is not None
    assert rebuilt.content_hash == after.content_hash


def test_one_more_report_is_built_upon_the_release_with_the_content_of_a_whole_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The one county here is all there is.
    monkeypatch.setattr(changes, "MOST", 1.0)
    settings = Settings(data=tmp_path / "data")
    folder = _reports(tmp_path / "mine", 4)
    late = folder / "鹿溪县2022年法治政府建设情况的报告.txt"
    later = late.rename(tmp_path / late.name)
    assert build(settings, folder).outcome.published
    later.rename(late)
    assert build(settings, folder).outcome.published
    went_on, upon = changes.begun(settings), current(settings)
    assert went_on is not None
    assert len(went_on.counties) == 1
    assert build(settings, folder, rebuild=True).outcome.published
    whole = current(settings)
    assert changes.begun(settings) is None
    assert upon is not None
    assert whole is not None
    assert upon.tables["dim_report"].rows == 4
    assert whole.tables == upon.tables


def test_a_broken_contract_stops_before_publishing(data_folder: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    before = current(data_folder)
    genuine = stages.put_together_quarantine

    def broken(settings: Settings) -> pl.DataFrame:
        frame = genuine(settings).with_columns(stage=pl.lit("nowhere"))
        stages.write_years(settings, "quarantine", frame)
        return frame

    monkeypatch.setattr(stages, "put_together_quarantine", broken)
    stopped = build(data_folder, samples.reports(), rebuild=True)
    assert not stopped.outcome.published
    assert any("quarantine_contract" in failure for failure in stopped.outcome.failures)
    assert current(data_folder) == before


def _reports(folder: Path, years: int) -> Path:
    """Reports of one county for some years, written over from one sample."""
    folder.mkdir()
    text = (samples.reports() / "鹿溪县人民政府关于2024年法治政府建设情况的报告.txt").read_text(encoding="utf-8")
    for year in range(2024, 2024 - years, -1):
        shifted = text.replace("2025", "#").replace("2024", str(year)).replace("#", str(year + 1))
        (folder / f"鹿溪县{year}年法治政府建设情况的报告.txt").write_text(shifted, encoding="utf-8")
    return folder


def _run_until_killed(settings: Settings, folder: Path, *, after_shards: int) -> subprocess.CompletedProcess[str]:
    code = f"""
import os, signal
from pathlib import Path
from orchestration import executors
from orchestration.progress import Silent
from orchestration.running import run_build
from orchestration.settings import Settings

class Killer(executors.InlineExecutor):
    done = 0
    def submit(self, fn, /, *args, **kwargs):
        if Killer.done == {after_shards}:
            os.kill(os.getpid(), signal.SIGKILL)
        Killer.done += 1
        return super().submit(fn, *args, **kwargs)

executors.inline = lambda workers: Killer()
settings = Settings(data=Path({str(settings.data)!r}), workers=1, shard_size=2, executor="inline")
run_build(settings, Path({str(folder)!r}), Silent())
"""
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
