"""A visit to a site in the browser, with what its pages asked for and complained of."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

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
# One page of each kind, of the invented release.
PAGES = (
    "index.html",
    "counties.html",
    "county.html?code=990101",
    "indicators.html",
    "indicator.html?code=enforcement.penalties",
    "coverage.html",
    "report.html?id=990101-2024-rule_of_law-r1",
    "about.html",
)
SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => list.getEntries().forEach((one) => window.shifts.push(one.value)))
  .observe({ type: "layout-shift", buffered: true });
"""


class Visit:
    """A browser window of its own; `root` is a site's folder, or the address of the host that serves it."""

    def __init__(self, browser: Browser, root: Path | str, *, language: str = "zh-CN", **window: Any) -> None:
        self.root = root.as_uri() if isinstance(root, Path) else root
        self.context = browser.new_context(locale=language, viewport=window.pop("viewport", None) or SCREEN, **window)
        self.context.add_init_script(SHIFTS)
        self.page: Page = self.context.new_page()
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def open(self, path: str) -> Page:
        """Go to a page of the site and wait until it shows its content."""
        self.page.goto(f"{self.root}/{path}")
        return self.shown()

    def shown(self) -> Page:
        """The page, once it shows its content and every chart that is in view."""
        self.page.wait_for_selector("main[data-ready]")
        self.page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        return self.page

    def close(self) -> None:
        """Close the window."""
        self.context.close()


SCREEN = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 740}
