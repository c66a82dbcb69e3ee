"""The commands and the SQL that the project's Markdown shows its readers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOMS = ("docs", "extract", "contracts", "dbt_project", "warehouse", "orchestration", "tests")
PROGRAMS = {
    *("apt-get", "dask", "docker", "duckdb", "git", "install", "java", "make", "mkdir", "npm", "pip", "psql", "pytest"),
    *("python", "python3", "select", "systemctl", "tar", "uv", "xianjian"),
}
FENCE = re.compile(r"^ *```(?P<language>\w*)\n(?P<code>.*?)^ *```$", re.MULTILINE | re.DOTALL)
BLOCK = re.compile(r"(?:(?<=\n\n)|\A)(?:^ {4}.*\n?)+", re.MULTILINE)
SPAN = re.compile(r"`([^`]+)`")
# What a reader does not type: the path of the program, and words at the end of a line that explain it.
PLACE = re.compile(r"^\.venv/bin/")
EXPLAINED = re.compile(r" {2,}.*$")


@dataclass(frozen=True)
class Shown:
    """A command, or a question in SQL, as a document shows it."""

    document: str
    command: str


def documents(project: Path) -> list[Path]:
    """Every Markdown file of the project."""
    return sorted([*project.glob("*.md"), *(file for room in ROOMS for file in (project / room).rglob("*.md"))])


def shown(project: Path) -> Iterator[Shown]:
    """What all documents show outside fenced blocks of code, each once a document, in the order of the text.

    An indented line is a command whatever it says; words in backquotes are one where they begin with a program (after
    variables that are set for it) and go on, and so is `make` alone.
    """
    for file in documents(project):
        text = FENCE.sub("", file.read_text(encoding="utf-8"))
        lines = [line for block in BLOCK.findall(text) for line in block.splitlines()]
        spans = [" ".join(span.split()) for span in SPAN.findall(BLOCK.sub("", text))]
        found = [EXPLAINED.sub("", line.strip()) for line in lines] + [span for span in spans if _is_command(span)]
        for command in dict.fromkeys(PLACE.sub("", command) for command in found):
            yield Shown(str(file.relative_to(project)), command)


def fences(project: Path) -> Iterator[tuple[str, str]]:
    """The fenced blocks of all documents: the document and the language."""
    for file in documents(project):
        for fence in FENCE.finditer(file.read_text(encoding="utf-8")):
            yield str(file.relative_to(project)), fence["language"]


def _is_command(span: str) -> bool:
    words = [word for word in PLACE.sub("", span).split() if not re.match(r"[A-Z_]+=", word)]
    return span == "make" or (len(words) > 1 and words[0] in PROGRAMS)
