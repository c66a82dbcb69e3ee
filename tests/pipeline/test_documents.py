"""Every command and every question in SQL that a document shows is run on the samples, or it is said why not."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from shown_commands import fences, shown
from typer.testing import CliRunner
from whole_job import Built

from extract import samples
from orchestration.cli import app
from orchestration.settings import Settings
from warehouse import release

PROJECT = Path(__file__).resolve().parents[2]
TABLE: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("documented_commands.yml").read_text(encoding="utf-8"))
FILLED: dict[str, str] = TABLE["filled"]
NOT_RUN: set[str] = {command for commands in TABLE["not_run"].values() for command in commands}
COMMANDS = list(dict.fromkeys(one.command for one in shown(PROJECT)))


@pytest.fixture(scope="module")
def desk(first_run: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the commands are about, as documented_commands.yml says."""
    desk = tmp_path_factory.mktemp("desk")
    left_out = shutil.ignore_patterns("dagster", "run.lock")
    shutil.copytree(first_run.settings.data, desk / "data", symlinks=True, ignore=left_out)
    (desk / "settled").mkdir()
    report = next(file for file in sorted(samples.reports().glob("*.txt")) if "鹿溪县" in file.name)
    shutil.copyfile(report, desk / "report.txt")
    (desk / "registry.csv").write_text(f"county_code,year,family,source,notes\n990121,,,{report},\n", encoding="utf-8")
    catalogue = (PROJECT / "extract" / "catalogue" / "README.md").read_text(encoding="utf-8")
    (desk / "my.yml").write_text(re.findall(r"^```yaml\n(.*?)^```$", catalogue, re.M | re.S)[0], encoding="utf-8")
    _publish_twice(first_run.settings, Settings(data=desk / "two"))
    return desk


def _publish_twice(settings: Settings, two: Settings) -> None:
    """Publish the release of `settings` in `two`, and a later one that lacks a year's figures."""
    two.build.mkdir(parents=True)
    for hour, forget in ((12, "delete from release"), (13, "delete from fct_observation where year = 2024")):
        shutil.copyfile(settings.database, two.build_database)
        two.build_database.chmod(0o644)
        with duckdb.connect(str(two.build_database)) as connection:
            connection.execute("delete from release")
            connection.execute(forget)
        release.publish(two, now=datetime(2026, 11, 23, hour, tzinfo=UTC))


@pytest.fixture(scope="module")
def words(first_run: Built, desk: Path) -> dict[str, str]:
    """What stands for SAMPLES, FIGURE and EARLIER."""
    figure = first_run.value("select figure_id from fct_observation order by figure_id limit 1")
    earlier = min(file.parent.name for file in (desk / "two" / "releases").glob("*/xianjian.duckdb"))
    return {"SAMPLES": str(samples.reports()), "FIGURE": figure, "EARLIER": earlier}


@pytest.mark.parametrize("command", [command for command in COMMANDS if command not in NOT_RUN])
def test_a_command_of_a_document_does_its_work(
    command: str, desk: Path, words: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(desk)
    monkeypatch.delenv("XIANJIAN_DATA", raising=False)
    typed, _, file = FILLED.get(command, command).partition(" > ")
    program, *arguments = (words.get(word, word) for word in shlex.split(typed))
    printed = _make(arguments) if program == "make" else _xianjian(program, arguments)
    assert printed.strip()
    if file:
        Path(file).write_text(printed, encoding="utf-8")


def _xianjian(program: str, arguments: list[str]) -> str:
    assert program == "xianjian", f"{program} can only stand under not_run"
    done = CliRunner().invoke(app, arguments, input=".tables\n.quit\n")
    assert done.exit_code == 0, done.output
    return done.stdout


def _make(arguments: list[str]) -> str:
    assert not arguments, "targets can only stand under not_run"
    return subprocess.run(["make"], cwd=PROJECT, check=True, capture_output=True, text=True).stdout


def test_the_table_names_only_what_a_document_shows() -> None:
    assert sorted({*FILLED, *NOT_RUN} - set(COMMANDS)) == []
    assert sorted(FILLED.keys() & NOT_RUN) == []


def test_every_document_with_fenced_code_has_a_test_that_runs_it() -> None:
    assert {document for document, _ in fences(PROJECT)} == set(TABLE["fenced"])
    for document, test in TABLE["fenced"].items():
        assert Path(document).name.removesuffix(".md") in (PROJECT / test).read_text(encoding="utf-8"), document


def test_the_documents_show_commands_at_all() -> None:
    assert len({command for command in COMMANDS if command not in NOT_RUN}) >= 35
