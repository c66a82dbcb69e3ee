"""Every command that a document shows is one: in the command line or the Makefile, with the options it names.

tests/pipeline/test_documents.py runs those that can be run.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from shown_commands import shown
from typer.testing import CliRunner

from orchestration.cli import COMMANDS, app

PROJECT = Path(__file__).resolve().parents[3]
TARGET = re.compile(r"^([a-z]+):", re.MULTILINE)
VARIABLE = re.compile(r"[A-Z_]+=")


def calls(program: str) -> Iterator[list[str]]:
    """What documents show a program being called with."""
    for one in shown(PROJECT):
        for part in one.command.split(" && "):
            first, *words = [word for word in shlex.split(part) if not VARIABLE.match(word)] or [""]
            if first == program:
                yield words


@pytest.mark.parametrize("words", list(calls("xianjian")), ids=" ".join)
def test_a_command_of_a_document_and_its_options_are_there(words: list[str]) -> None:
    name, *rest = words
    if name.startswith("-"):
        assert name == "--help"
        return
    assert name in COMMANDS
    below = [word for word in rest[:1] if re.fullmatch(r"[a-z]+", word) and name in ("catalogue", "release")]
    printed = CliRunner().invoke(app, [name, *below, "--help"], env={"COLUMNS": "200", "NO_COLOR": "1"}).output
    for option in (word for word in rest if re.fullmatch(r"--[a-z-]+", word)):
        assert option in printed


@pytest.mark.parametrize("words", list(calls("make")), ids=" ".join)
def test_a_make_target_of_a_document_is_one(words: list[str]) -> None:
    assert set(words) <= set(TARGET.findall((PROJECT / "Makefile").read_text(encoding="utf-8")))


def test_the_documents_show_commands_at_all() -> None:
    assert {"run", "query", "compare", "trend", "status", "site", "daemon"} <= {words[0] for words in calls("xianjian")}
