"""The command line: every command is there, explains itself, and asks for nothing heavy before it works."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from orchestration.cli import COMMANDS, app
from orchestration.door import FAILED, MISUSED, NOTHING
from orchestration.writer import sole_writer

runner = CliRunner()


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str) -> None:
    result = runner.invoke(app, [command, "--help"])
    assert result.exit_code == 0
    assert "Usage" in result.output


def test_the_list_of_commands_says_what_each_is_for() -> None:
    result = runner.invoke(app, [])
    assert all(command in result.output for command in COMMANDS)


def test_the_version_is_told() -> None:
    result = runner.invoke(app, ["--version"])
    assert (result.exit_code, result.output.split()[0]) == (0, "xianjian")


def test_an_unknown_command_is_a_misuse() -> None:
    assert runner.invoke(app, ["frobnicate"]).exit_code == MISUSED


@pytest.mark.parametrize(
    "call", [["query", "select 1"], ["explain", "x"], ["sql"], ["export", "csv", "x"], ["site", "x"]]
)
def test_before_the_first_release_commands_say_what_to_run(call: list[str], tmp_path: Path) -> None:
    result = runner.invoke(app, [*call, "--data", str(tmp_path)])
    assert result.exit_code == NOTHING
    assert "xianjian run" in result.output


def test_a_second_run_that_is_not_to_wait_is_told_who_is_at_work(tmp_path: Path) -> None:
    with sole_writer(tmp_path):
        result = runner.invoke(app, ["run", "--no-wait", "--data", str(tmp_path)])
    assert result.exit_code == FAILED
    assert "at work" in result.output


def test_a_data_folder_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    result = runner.invoke(app, ["run", "--data", str(tmp_path / "file" / "data")])
    assert result.exit_code == FAILED
    assert "cannot be written to" in result.output


def test_starting_the_extract_command_imports_nothing_heavy() -> None:
    heavy = ("dagster", "dbt", "polars", "duckdb", "pandera", "pyarrow", "trafilatura", "lxml")
    code = (
        "import sys\n"
        "from typer.testing import CliRunner\n"
        "from orchestration.cli import app\n"
        "assert CliRunner().invoke(app, ['extract', '--help']).exit_code == 0\n"
        f"print(*[name for name in {heavy!r} if name in sys.modules])\n"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert loaded.split() == []
