"""Apache Superset as a person meets it: started by its command, visited in Chromium, ended by a signal."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from ctrl_c import heeds_ctrl_c
from playwright.sync_api import Browser, Locator, Page, Response, expect

from orchestration.settings import Settings

CHROMIUM = shutil.which("chromium")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 60_000
ANSWER = """async ([method, path, body]) => {
  const token = (await (await fetch('/api/v1/security/csrf_token/')).json()).result;
  const headers = {'Content-Type': 'application/json', 'X-CSRFToken': token};
  const answer = await fetch(path, {method, headers, body: body === null ? undefined : JSON.stringify(body)});
  return [answer.status, await answer.text()];
}"""
BUSY = ".loading, [data-test='loading-indicator'], .dashboard-component-chart-holder .ant-spin-spinning"


@dataclass(frozen=True)
class Superset:
    """A running `xianjian bi`: its process, address, data folder and what it printed."""

    process: subprocess.Popen[bytes]
    address: str
    settings: Settings
    printed: Path

    def password(self, account: str) -> str:
        return (self.settings.bi / f"{account}.password").read_text(encoding="utf-8")

    def end(self, by: signal.Signals) -> int:
        """Send the signal to the one process that was started, and wait for its end."""
        self.process.send_signal(by)
        return self.process.wait(timeout=30)

    def processes(self) -> list[int]:
        """The processes of its session that are left, itself and its workers."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[3]) == self.process.pid and fields[0] != "Z":
                found.append(int(folder.name))
        return found


@contextmanager
def running(settings: Settings, printed: Path) -> Iterator[Superset]:
    """`xianjian bi` on a free port, until it answers; killed at the end where a test has not ended it."""
    port = free_port()
    xianjian = Path(sys.executable).with_name("xianjian")
    command = [str(xianjian), "bi", "--port", str(port), "--data", str(settings.data)]
    with printed.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, start_new_session=True, preexec_fn=heeds_ctrl_c)
    superset = Superset(process, f"http://127.0.0.1:{port}", settings, printed)
    try:
        wait_until(lambda: process.poll() is not None or answers(superset.address))
        assert process.poll() is None, printed.read_text(encoding="utf-8")
        yield superset
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(timeout=30)
        for left in superset.processes():
            os.kill(left, signal.SIGKILL)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def answers(address: str) -> bool:
    try:
        with urlopen(f"{address}/health", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def wait_until(holds: Callable[[], bool], seconds: float = 240) -> None:
    """Ask until it holds; fails after that many seconds."""
    latest = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < latest, "waited in vain"
        time.sleep(0.2)


@dataclass
class Visit:
    """A browser page, logged in, with what the server answered to it."""

    superset: Superset
    page: Page
    responses: list[Response] = field(default_factory=list)

    @classmethod
    def of(cls, browser: Browser, superset: Superset, account: str = "analyst") -> Visit:
        # High enough for every chart: Superset draws only what is in sight.
        page = browser.new_page(viewport={"width": 1400, "height": 2400}, locale="en-GB")
        page.set_default_timeout(PATIENCE)
        visit = cls(superset, page)
        page.on("response", lambda response: visit.responses.append(response))
        page.goto(f"{superset.address}/login/")
        page.fill("#username", account)
        page.fill("#password", superset.password(account))
        page.click("button[type=submit]")
        page.wait_for_url("**/welcome/", wait_until="commit")
        return visit

    def ask(self, method: str, path: str, body: Any = None) -> tuple[int, str]:
        """A request with the rights of the account: its status and text."""
        status, text = self.page.evaluate(ANSWER, [method, path, body])
        return status, text

    def sql(self, statement: str) -> tuple[int, str]:
        """What SQL Lab answers to a statement."""
        asked = {"database_id": 1, "sql": statement, "client_id": os.urandom(5).hex(), "runAsync": False}
        return self.ask("POST", "/api/v1/sqllab/execute/", asked)

    def open(self, dashboard: str, charts: int) -> None:
        """Open a dashboard and wait until every chart is drawn."""
        self.responses.clear()
        self.page.goto(f"{self.superset.address}/superset/dashboard/{dashboard}/", wait_until="commit")
        expect(self.page.locator("[data-test-viz-type] .slice_container")).to_have_count(charts, timeout=PATIENCE)
        self.settle()

    def settle(self) -> None:
        """Wait until no request is under way and no chart is loading."""
        self.page.wait_for_load_state("networkidle")
        expect(self.page.locator(BUSY)).to_have_count(0, timeout=PATIENCE)

    def charts(self) -> list[Locator]:
        return self.page.locator("[data-test-viz-type]").all()

    def complaints(self) -> list[str]:
        """What the page says is wrong, or is not there."""
        return self.page.locator(
            "[role=alert], .ant-alert-error, .ant-empty, .missing-chart-container"
        ).all_inner_texts()

    def answered(self, chart: Locator) -> list[dict[str, Any]]:
        """The rows last answered to a chart, told by its number in Superset."""
        number = chart.get_attribute("data-test-chart-id")
        mark = f"%22slice_id%22%3A{number}%7D"
        last = [r for r in self.responses if "chart/data" in r.url and mark in r.url][-1]
        rows: list[dict[str, Any]] = last.json()["result"][0]["data"]
        return rows

    def options(self, dashboard: str, column: str) -> list[str]:
        """What a filter lets one choose."""
        self._filter(dashboard, column).click()
        shown = self.page.locator(".ant-select-dropdown:not(.ant-select-dropdown-hidden)")
        shown.locator(".ant-select-item-option").first.wait_for()
        names = [text.strip() for text in shown.locator(".ant-select-item-option").all_inner_texts()]
        self.page.keyboard.press("Escape")
        return names

    def choose(self, dashboard: str, column: str, value: str) -> None:
        """Choose a value in a filter and apply it."""
        chooser = self._filter(dashboard, column)
        chooser.click()
        chooser.locator("input").fill(value)
        self.page.locator(f".ant-select-dropdown:not(.ant-select-dropdown-hidden) [title='{value}']").click()
        self.page.keyboard.press("Escape")
        self.responses.clear()
        with self.page.expect_response(lambda r: "chart/data?" in r.url):
            self.page.click("[data-test='filter-bar__apply-button']")
        self.settle()

    def drill(self, chart: Locator) -> str:
        """Choose "Drill to detail" in a chart's menu; what the window shows."""
        chart.locator("[aria-label='More Options']").click()
        menu = self.page.locator(".ant-dropdown:not(.ant-dropdown-hidden)")
        menu.get_by_text("Drill to detail", exact=True).click()
        window = self.page.locator(".ant-modal-content, .ant-modal-container").last
        window.get_by_text("原句 sentence").first.wait_for()
        self.settle()
        shown = window.inner_text()
        window.get_by_role("button", name="Close").last.click()
        window.wait_for(state="hidden")
        return shown

    def _filter(self, dashboard: str, column: str) -> Locator:
        return self.page.locator(f"[data-test='NATIVE_FILTER-{dashboard}-{column}']")
