"""Every command that a document shows is one: in the command line or the Makefile, with the options it names."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from orchestration.cli import COMMANDS, app

DOCUMENTS = [
    "README.md", "README.zh.md", "SECURITY.md", "docs/operate.md", "docs/site.md", "docs/connect.md", "docs/scale.md",
    "docs/sources.md", "docs/new-family.md", "extract/catalogue/README.md",
]  # fmt: skip
CALL = re.compile(r"(?:^ {4}(?:\S*/)?|`)(?P<program>xianjian|make) (?P<rest>[^`\n#]+)", re.MULTILINE)
TARGET = re.compile(r"^([a-z]+):", re.MULTILINE)


def calls(project_dir: Path, document: str, program: str) -> list[str]:
    text = (project_dir / document).read_text(encoding="utf-8")
    return [found["rest"].strip() for found in CALL.finditer(text) if found["program"] == program]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_command_of_a_document_and_its_options_are_there(document: str, project_dir: Path) -> None:
    for call in calls(project_dir, document, "xianjian"):
        name, *words = call.split()
        if name.startswith("-"):
            assert name == "--help"
            continue
        assert name in COMMANDS, call
        below = [word for word in words[:1] if re.fullmatch(r"[a-z]+", word) and name in ("catalogue", "release")]
        shown = CliRunner().invoke(app, [name, *below, "--help"], env={"COLUMNS": "200", "NO_COLOR": "1"}).output
        for option in (word for word in words if re.fullmatch(r"--[a-z-]+", word)):
            assert option in shown, f"{call}: {option}"


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_make_target_of_a_document_is_one(document: str, project_dir: Path) -> None:
    targets = set(TARGET.findall((project_dir / "Makefile").read_text(encoding="utf-8")))
    for call in calls(project_dir, document, "make"):
        name = call.split()[0]
        assert name in targets or "=" in name, call


def test_the_documents_show_commands_at_all(project_dir: Path) -> None:
    shown = {call.split()[0] for document in DOCUMENTS for call in calls(project_dir, document, "xianjian")}
    assert {"run", "query", "compare", "trend", "status", "site", "daemon"} <= shown
