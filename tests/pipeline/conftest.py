"""The whole job on the embedded samples, run once for all tests of the tier."""

from __future__ import annotations

import os
import re
import shutil
import signal
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import quote

import pytest
from fault_trials import REPORTS, Ground, Servers, prepare
from whole_job import Built, build

from extract import samples
from orchestration.settings import Settings


@pytest.fixture(scope="session")
def first_run(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The job on the samples in a new data folder. Tests must not change it; see `data_folder`."""
    data = tmp_path_factory.mktemp("samples") / "data"
    return build(Settings(data=data, workers=2), samples.reports())


@pytest.fixture(scope="session")
def panel(tmp_path_factory: pytest.TempPathFactory, shared_dir: Path) -> Built:
    """The job on the real reports of four districts and a county, of both families. Tests must not change it."""
    data = tmp_path_factory.mktemp("panel") / "data"
    return build(Settings(data=data, workers=2), shared_dir / "reports")


@pytest.fixture
def data_folder(first_run: Built, tmp_path: Path) -> Iterator[Settings]:
    """A copy of the data folder of the first run, to go on from; Dagster's storage is left out of it."""
    data = tmp_path / "data"
    shutil.copytree(first_run.settings.data, data, symlinks=True, ignore=shutil.ignore_patterns("dagster", "run.lock"))
    yield Settings(data=data, workers=2)
    for path in data.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() else 0o644)


class Site(SimpleHTTPRequestHandler):
    """Serves a folder and says nothing; ends a client that asks for it when half of a file is sent."""

    def log_message(self, *words: object) -> None:
        pass

    def copyfile(self, source: Any, outputfile: Any) -> None:
        asked = re.search(r"end (\d+) amid", self.headers.get("User-Agent", ""))
        if asked is None:
            return super().copyfile(source, outputfile)
        data = source.read()
        outputfile.write(data[: len(data) // 2])
        outputfile.flush()
        return os.kill(int(asked[1]), signal.SIGKILL)


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """The samples as a web site on loopback."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Site, directory=str(samples.reports())))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    made = Servers()
    yield made
    made.close()


@pytest.fixture(scope="session")
def ground(tmp_path_factory: pytest.TempPathFactory, servers: Servers, site: str) -> Ground:
    """Data folders to be copied, and what comes of them undisturbed."""
    folder = tmp_path_factory.mktemp("faults")
    own = folder / "registered"
    own.mkdir()
    lines = [
        "county_code,year,family,source,notes",
        f"995103,2021,rule_of_law,{site}/{quote(REPORTS[2])},",
        f"990121,2024,rule_of_law,{site}/{quote(REPORTS[3])},",
    ]
    (own / "registry.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    with servers.one() as server:
        return prepare(folder, server, own / "registry.csv")
