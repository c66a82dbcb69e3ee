"""The audit page opens and works in Chromium, alone and offline, whatever the report says."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from typer.testing import CliRunner

from orchestration.cli import app
from orchestration.commands.audit import app as audit

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
REPORT = """石湾县2024年法治政府建设情况报告

一、主要成效
（一）依法办案。全年办理行政处罚案件1,204件，罚没款109.89万元；新收行政复议申请18件，审结7件，其中维持5件、撤销1件。
县公安局办理行政处罚案件300件。<script>document.title = "taken over"; window.taken = true</script>
<img src="http://localhost/pixel.png" onerror="window.taken = true"> 栽种行道树3,200株。
二、下一步打算
2025年力争举办法治讲座40场。
"""

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs the Debian package chromium")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


class Visit:
    """A page in the browser, with what it asked for and complained of."""

    def __init__(self, browser: Browser, file: Path) -> None:
        self.page: Page = browser.new_page(viewport={"width": 1300, "height": 700})
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(file.as_uri())
        self.own = self.page.url


def page_of(text: str, folder: Path) -> Path:
    (folder / "report.txt").write_text(text, encoding="utf-8")
    target = folder / "report.html"
    result = CliRunner().invoke(audit, [str(folder / "report.txt"), "--out", str(target)])
    assert result.exit_code == 0, result.output
    return target


@pytest.fixture
def visit(browser: Browser, tmp_path: Path) -> Iterator[Visit]:
    visit = Visit(browser, page_of(REPORT + "（三）其他工作。\n" * 120 + "完成管网改造12.5公里。\n", tmp_path))
    yield visit
    visit.page.close()


def test_the_page_opens_without_a_complaint_and_asks_for_nothing(visit: Visit) -> None:
    assert visit.page.title().startswith("石湾县2024年法治政府建设情况报告")
    assert visit.complaints == []
    assert visit.requests == [visit.own]


def test_a_script_in_the_report_is_shown_and_does_not_run(visit: Visit) -> None:
    assert visit.page.evaluate("window.taken") is None
    assert "<script>" in visit.page.inner_text("main")
    assert visit.page.locator("main script, main img").count() == 0


def test_even_a_script_that_got_into_the_page_would_not_run(visit: Visit) -> None:
    visit.page.evaluate(
        "() => { const script = document.createElement('script'); script.textContent = 'window.taken = true';"
        " document.body.append(script) }"
    )
    assert visit.page.evaluate("window.taken") is None


def test_pointing_at_a_number_shows_its_record_and_rule(visit: Visit) -> None:
    visit.page.hover("main .k-mapped:has-text('1,204件')")
    shown = visit.page.inner_text("#tip")
    assert "enforcement.penalties" in shown
    assert "1,204 件" in shown
    assert "规则" in shown
    visit.page.mouse.move(5, 5)
    assert visit.page.is_hidden("#tip")


def test_a_keyboard_reaches_the_same_record_and_can_close_it(visit: Visit) -> None:
    visit.page.focus("main .k-mapped:has-text('1,204件')")
    assert "enforcement.penalties" in visit.page.inner_text("#tip")
    visit.page.keyboard.press("Escape")
    assert visit.page.is_hidden("#tip")
    visit.page.keyboard.press("Tab")
    assert "109.89万元" in visit.page.inner_text("main .n:focus")
    assert "1,098,900 元" in visit.page.inner_text("#tip")


def test_a_click_on_an_unmapped_figure_scrolls_to_it(visit: Visit) -> None:
    number = visit.page.locator("main .k-unmapped:has-text('12.5公里')")
    assert number.evaluate("n => n.getBoundingClientRect().top > innerHeight")
    visit.page.click("aside .unmapped a:has-text('12.5公里')")
    visit.page.wait_for_function(
        "() => { const top = document.querySelector('main .n:target').getBoundingClientRect().top;"
        " return top > 0 && top < innerHeight }"
    )
    assert visit.page.inner_text("main .n:target") == "12.5公里"


def test_a_kind_is_highlighted_or_not_as_its_box_says(visit: Visit) -> None:
    def colour() -> str:
        return str(visit.page.locator("main .k-mapped").first.evaluate("n => getComputedStyle(n).backgroundColor"))

    lit = colour()
    visit.page.uncheck("[data-kind=mapped]")
    assert colour() == "rgba(0, 0, 0, 0)" != lit
    visit.page.hover("main .k-mapped >> nth=0")
    assert visit.page.is_hidden("#tip")
    visit.page.check("[data-kind=mapped]")
    assert colour() == lit


def test_the_next_button_goes_from_number_to_number_of_a_kind(visit: Visit) -> None:
    visited = []
    for _ in range(2):
        visit.page.click("[data-next=unmapped]")
        visited.append(visit.page.inner_text("main .n:target"))
    assert visited == ["3,200株", "12.5公里"]


def test_the_kinds_shown_add_up_to_the_numbers_marked(visit: Visit) -> None:
    counts = [int(text.replace(",", "")) for text in visit.page.locator(".legend .count").all_inner_texts()]
    assert sum(counts) == visit.page.locator("main .n").count() > 10


def test_ten_thousand_numbers_are_shown_and_can_be_worked_with(browser: Browser, tmp_path: Path) -> None:
    visit = Visit(browser, page_of(REPORT + "全年栽种行道树315株，改造管网22公里。\n" * 5000, tmp_path))
    assert visit.page.locator("main .n").count() > 10_000
    visit.page.locator("aside .unmapped a").last.click()
    visit.page.wait_for_function(
        "() => document.querySelector('main .n:target').getBoundingClientRect().top < innerHeight"
    )
    visit.page.hover("main .n:target")
    assert "22 公里" in visit.page.inner_text("#tip")
    visit.page.close()


def test_a_contradiction_is_linked_to_the_numbers_that_make_it(browser: Browser, tmp_path: Path) -> None:
    words = (
        "2024年石湾县法治政府建设情况报告\n全年行政执法案件总数100件，其中行政许可40件、行政处罚30件、行政强制28件。\n"
    )
    visit = Visit(browser, page_of(words, tmp_path))
    assert visit.page.locator("main .wrong").count() == 4
    visit.page.click(".objections .links a:has-text('100件')")
    assert visit.page.inner_text("main .n:target") == "100件"
    visit.page.close()


def test_the_command_never_writes_over_the_report(tmp_path: Path) -> None:
    report = tmp_path / "report.html"
    report.write_text("<p>" + REPORT + "</p>", encoding="utf-8")
    before = report.read_bytes()
    result = CliRunner().invoke(app, ["audit", str(report), "--out", str(report)])
    assert result.exit_code != 0
    assert report.read_bytes() == before
