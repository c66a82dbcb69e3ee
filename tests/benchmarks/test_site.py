"""How long writing the site of three thousand counties takes, how large it is, and how fast its pages are there.

Three thousand invented counties × 5 years × 54 figures; XIANJIAN_BENCH_SITE_COUNTIES sets another number of counties.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from time import monotonic

import many_counties
import pytest
from playwright.sync_api import sync_playwright

from orchestration.settings import Settings
from warehouse import build, release
from warehouse.site.writing import write

COUNTIES = int(os.environ.get("XIANJIAN_BENCH_SITE_COUNTIES", "3000"))
YEARS = range(2020, 2025)
PAGES = (
    "index.html",
    "counties.html",
    "county.html?code=990007",
    "indicators.html",
    "indicator.html?code=bench.i3",
    "coverage.html",
    "report.html?id=990007-2024-rule_of_law-r1",
)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A release of so many invented counties."""
    settings = Settings(data=tmp_path_factory.mktemp("site") / "data")
    many_counties.write(settings.rooms, COUNTIES, YEARS)
    build.build(settings)
    release.publish(settings)
    return settings


def test_a_site_of_three_thousand_counties(published: Settings, tmp_path: Path) -> None:
    started = monotonic()
    written = write(published, tmp_path / "site")
    seconds = monotonic() - started
    html = sum(page.stat().st_size for page in (tmp_path / "site").glob("*.html"))
    print(f"\n{written.counties:,} counties, {written.reports:,} reports: {seconds:.1f} s")
    print(f"  {written.files:,} files, {written.size / 1e6:,.1f} MB, of which {html / 1e3:,.0f} kB of HTML")
    for kind in ("county", "indicator", "report"):
        sizes = [file.stat().st_size for file in (tmp_path / "site/data" / kind).rglob("*.js")]
        print(f"  {kind:10} {len(sizes):6,} files {sum(sizes) / 1e6:8.1f} MB, the largest {max(sizes) / 1e3:,.0f} kB")
    assert written.counties == COUNTIES
    assert html < 1e6
    show_pages(tmp_path / "site")


def show_pages(site: Path) -> None:
    """What each page asks for and when it shows its content, in Chromium."""
    chromium = shutil.which("chromium")
    if chromium is None:
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--headless", "--no-sandbox"])
        for address in PAGES:
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            asked: list[Path] = []
            page.on("request", lambda request, asked=asked: asked.append(_file(site, request.url)))
            started = monotonic()
            page.goto(f"{site.as_uri()}/{address}")
            page.wait_for_selector("main[data-ready]")
            seconds = monotonic() - started
            loaded = sum(file.stat().st_size for file in asked if file.is_file())
            print(f"  {address:45} {seconds:5.2f} s  {len(asked):3} files {loaded / 1e3:8,.0f} kB")
            assert page.locator("main h1").count() == 1
            page.close()
        browser.close()


def _file(site: Path, url: str) -> Path:
    return site / url.removeprefix(f"{site.as_uri()}/").partition("?")[0]
