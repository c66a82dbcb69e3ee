"""The licences of everything that `requirements.lock` installs, as a document: `python -m tests.licences` writes it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
DOCUMENT = PROJECT / "docs" / "licences.md"
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==", re.MULTILINE)
HEAD = """# Licences

What `make setup` installs besides Xianjian itself (Apache-2.0), and under which licence each package says it is.
Written by `make licences` from the packages' own metadata; a test fails when a package is missing here or when its
licence is none that the project may depend on.

| package | licence |
|---|---|
"""


def pinned(lock: str = "requirements.lock") -> list[str]:
    """The names that a lock file pins, in order."""
    return sorted({_plain(name) for name in PINNED.findall((PROJECT / lock).read_text(encoding="utf-8"))})


def licences() -> dict[str, str]:
    """The licence that each installed package states, by name."""
    made = subprocess.run(
        [sys.executable, "-m", "piplicenses", "--from=mixed", "--format=json", "--python", sys.executable],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return {_plain(row["Name"]): " ".join(row["License"].split()) for row in json.loads(made.stdout)}


def document() -> str:
    """The text of docs/licences.md; packages of other platforms are said to be so."""
    stated = licences()
    rows = [f"| {name} | {stated.get(name, 'not installed on this platform')} |\n" for name in pinned()]
    return HEAD + "".join(rows)


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    DOCUMENT.write_text(document(), encoding="utf-8")
