"""Dagster's page on a data folder, in Chromium: the graph, a year materialised by a click, its checks and metadata."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from ctrl_c import heeds_ctrl_c
from playwright.sync_api import Page, Response, expect, sync_playwright

from orchestration.settings import Settings

CHROMIUM = shutil.which("chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
STARTED = "Serving dagster-webserver"
START_LIMIT, PATIENCE = 240.0, 240_000
GROUPS = ("extract", "reference", "contracts")  # those that the first view of the graph shows

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs the Debian package chromium")


@dataclass(frozen=True)
class Site:
    """Dagster's page as a person has it open."""

    page: Page
    address: str
    output: Path

    def open(self, path: str) -> None:
        self.page.goto(f"{self.address}/{path}", wait_until="domcontentloaded")

    def keep(self, name: str) -> None:
        self.page.screenshot(path=self.output / f"dagster_{name}.png")


@pytest.fixture
def site(data_folder: Settings, output_dir: Path) -> Iterator[Site]:
    """`xianjian ui` on a copy of the first run's data folder, and a browser on it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    start = [sys.executable, "-c", "from orchestration.cli import main; main()", "ui", "--port", str(port)]
    process = subprocess.Popen(
        [*start, "--data", str(data_folder.data)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=heeds_ctrl_c,
    )
    guard = threading.Timer(START_LIMIT, process.kill)
    guard.start()
    try:
        assert process.stdout is not None
        said = ""
        for line in process.stdout:
            said += line
            if STARTED in line:
                break
        guard.cancel()
        assert STARTED in said, said
        drain = threading.Thread(target=process.stdout.read, daemon=True)
        drain.start()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            page = browser.new_page(viewport={"width": 1500, "height": 950})
            page.set_default_timeout(PATIENCE)
            expect.set_options(timeout=PATIENCE)
            yield Site(page, f"http://127.0.0.1:{port}", output_dir)
            browser.close()
    finally:
        guard.cancel()
        process.send_signal(signal.SIGINT)
        process.wait()


def _took_in_a_run(answer: Response) -> bool:
    """Whether it is Dagster's answer to the mutation that launches runs."""
    asked = answer.request.post_data or ""
    return "/graphql" in answer.url and "mutation Launch" in asked


def test_a_year_is_materialised_by_a_click_and_its_checks_are_green(site: Site) -> None:
    page = site.page
    site.open("locations/orchestration.definitions/jobs/build_warehouse")
    for group in GROUPS:
        expect(page.get_by_text(group, exact=True).first).to_be_visible()
    site.keep("asset_graph")

    page.get_by_role("button", name="Materialize all").click()
    years = page.get_by_placeholder("ex: 2000")
    years.fill("2024")
    years.press("Tab")
    # The button changes its words before the server has taken the run in: only the server's answer says that it has.
    with page.expect_response(_took_in_a_run) as answer:
        page.get_by_role("button", name="Launch 1 run").click()
    assert answer.value.ok
    site.open("runs")
    expect(page.get_by_text("Success", exact=True).first).to_be_visible()
    expect(page.get_by_text("partition: 2024").first).to_be_visible()
    site.keep("run")

    site.open("assets/figure?view=checks")
    expect(page.get_by_text("figure_contract").first).to_be_visible()
    expect(page.get_by_text("Passed").first).to_be_visible()
    site.keep("checks")

    site.open("assets/figure?view=overview")
    expect(page.get_by_text("rows", exact=True).first).to_be_visible()
    site.keep("metadata")
