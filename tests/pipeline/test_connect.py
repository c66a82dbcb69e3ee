"""docs/connect.md: every block of code of it is run as it stands, from a folder that holds `data/`."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import duckdb
import pytest
from postgres_server import postgres

from orchestration.settings import Settings
from warehouse import release

if TYPE_CHECKING:
    from tests.pipeline.conftest import Built

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "connect.md"
BLOCK = re.compile(r"^```(?P<language>\w+)\n(?P<code>.*?)^```$", re.MULTILINE | re.DOTALL)
NODE = Path(__file__).resolve().parent / "node"
JDBC = Path("/usr/share/java/postgresql.jar")
ODBC_DRIVERS = Path("/etc/odbcinst.ini")
SECONDS = 120


@dataclass(frozen=True)
class Example:
    """A block of code of the document: under which heading, in which language."""

    heading: str
    language: str
    code: str

    def __str__(self) -> str:
        return f"{self.heading}: {self.language}"


def examples() -> list[Example]:
    text = DOCUMENT.read_text(encoding="utf-8")
    found = []
    for match in BLOCK.finditer(text):
        heading = re.findall(r"^#+ (.*)$", text[: match.start()], re.MULTILINE)[-1]
        found.append(Example(heading, match["language"], match["code"]))
    return found


@pytest.fixture(scope="module")
def here(first_run: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the data folder of the samples in it under the name that the document uses."""
    folder = tmp_path_factory.mktemp("connect")
    (folder / "data").symlink_to(first_run.settings.data)
    return folder


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory, here: Path) -> Iterator[dict[str, str]]:
    """The variables that the document names for a PostgreSQL database, which holds the samples."""
    with postgres(tmp_path_factory.mktemp("postgres") / "cluster") as server:
        port = urlsplit(server.uri).port
        named = {
            "XIANJIAN_POSTGRES": server.uri,
            "XIANJIAN_ODBC": f"Server=127.0.0.1;Port={port};Database=postgres;UID=owner",
            "XIANJIAN_JDBC": f"jdbc:postgresql://127.0.0.1:{port}/postgres?user=owner",
        }
        said("xianjian export postgres", "sh", here, named)
        yield named


def said(code: str, language: str, folder: Path, variables: dict[str, str] | None = None) -> str:
    """What the code prints; fails where it does not end well."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    written, command = COMMANDS[language](code, folder)
    if written:
        written.write_text(code, encoding="utf-8")
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "PATH": path, **(variables or {})},
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def sql_of(code: str, _: Path) -> tuple[None, list[str]]:
    return None, ["xianjian", "query", code]


def java_of(_: str, folder: Path) -> tuple[Path, list[str]]:
    if shutil.which("javac") is None or not JDBC.exists():
        pytest.skip("needs a JDK and the Debian package libpostgresql-jdbc-java")
    return folder / "Warehouse.java", ["java", "-cp", str(JDBC), "Warehouse.java"]


def node_of(_: str, folder: Path) -> tuple[Path, list[str]]:
    if shutil.which("npm") is None:
        pytest.skip("needs Node with npm")
    for file in NODE.iterdir():
        shutil.copyfile(file, folder / file.name)
    # Not `npm ci`: it wants the packages of every other platform in the lock too.
    installed = subprocess.run(
        ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=folder, capture_output=True, text=True
    )
    if installed.returncode:
        pytest.skip(f"npm cannot install @duckdb/node-api here: {installed.stderr.strip()[-200:]}")
    return folder / "warehouse.mjs", ["node", "warehouse.mjs"]


COMMANDS: dict[str, Callable[[str, Path], tuple[Path | None, list[str]]]] = {
    "sh": lambda code, _: (None, ["bash", "-euo", "pipefail", "-c", code]),
    "python": lambda _, folder: (folder / "example.py", [sys.executable, "example.py"]),
    "sql": sql_of,
    "js": node_of,
    "java": java_of,
}


@pytest.mark.parametrize("example", examples(), ids=str)
def test_an_example_runs_as_it_stands(example: Example, here: Path, request: pytest.FixtureRequest) -> None:
    if example.language not in COMMANDS:
        pytest.skip(f"the document says that {example.heading} is untried")
    if "pyodbc" in example.code and "[PostgreSQL Unicode]" not in read(ODBC_DRIVERS):
        pytest.skip("needs the Debian package odbc-postgresql")
    needs_server = "XIANJIAN_" in example.code or "postgres" in example.code
    variables = request.getfixturevalue("reports") if needs_server else None
    assert said(example.code, example.language, here, variables).strip()


def test_what_the_document_calls_untried_is_what_no_test_runs() -> None:
    untried = {example.heading for example in examples() if example.language not in COMMANDS}
    assert untried == {"R"}
    assert re.search(r"^\| \[R\]\(#r\) .*\*\*untried\*\*", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE)


def test_the_long_lived_reader_goes_over_to_a_new_release(first_run: Built, tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data")
    settings.build.mkdir(parents=True)
    for hour in (12, 13):
        shutil.copyfile(first_run.settings.database, settings.build_database)
        with duckdb.connect(str(settings.build_database)) as connection:
            connection.execute("delete from release")
        release.publish(settings, now=datetime(2026, 11, 23, hour, tzinfo=UTC))
        if hour == 12:
            (tmp_path / "first").symlink_to(settings.current.resolve())
    example = next(e for e in examples() if e.heading == "Long-lived connections" and e.language == "python")
    moved = f"""
first = warehouse.ask("select release_id from release")
import os
os.remove("data/current")
os.symlink({str((tmp_path / "first").resolve())!r}, "data/current")
second = warehouse.ask("select release_id from release")
import json
print(json.dumps([first[0][0], second[0][0]]))
"""
    before, after = json.loads(said(example.code + moved, "python", tmp_path).splitlines()[-1])
    assert (before[:15], after[:15]) == ("20261123T130000Z"[:15], "20261123T120000Z"[:15])


@pytest.mark.parametrize("example", [e for e in examples() if "current/xianjian.duckdb" in e.code], ids=str)
def test_every_example_locks_itself_in(example: Example) -> None:
    assert {"enable_external_access", "lock_configuration"} <= set(re.findall(r"\w+", example.code))


def read(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.exists() else ""
