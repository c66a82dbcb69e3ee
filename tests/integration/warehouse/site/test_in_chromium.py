"""The site works in Chromium, from a folder and from a host: content, navigation, language, phone, keyboard, safety."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser
from visiting import PAGES, PHONE, Visit

COUNTY = "county.html?code=990101"
INDICATOR = "indicator.html?code=enforcement.penalties"
Visiting = Callable[..., Visit]


@pytest.fixture
def visiting(browser: Browser, site: Path) -> Iterator[Visiting]:
    """Opens windows on the site; what it opened is closed afterwards."""
    opened: list[Visit] = []

    def visit(root: Path | str = site, **window: object) -> Visit:
        opened.append(Visit(browser, root, **window))  # type: ignore[arg-type]
        return opened[-1]

    yield visit
    for one in opened:
        one.close()


@pytest.fixture(scope="module")
def host(site: Path) -> Iterator[str]:
    """The site served by a plain web host on loopback."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_from_the_folder_without_a_complaint_and_asks_for_nothing_else(
    visiting: Visiting, site: Path, page: str
) -> None:
    visit = visiting()
    visit.open(page)
    assert visit.complaints == []
    assert all(request.startswith(site.as_uri() + "/") for request in visit.requests)
    assert visit.page.locator("main h1").count() == 1


def test_the_same_pages_open_from_a_web_host(visiting: Visiting, host: str) -> None:
    visit = visiting(host)
    for page in PAGES:
        visit.open(page)
        assert visit.page.locator("main h1").count() == 1
    assert visit.complaints == []
    assert all(request.startswith(host) for request in visit.requests)


def test_a_figure_is_one_click_from_the_sentence_that_states_it(visiting: Visiting) -> None:
    page = visiting().open(COUNTY)
    page.click("article[id='enforcement.penalties'] .under a.figure >> nth=-1")
    page.wait_for_selector("main .n.sought")
    assert page.inner_text("main .n.sought") == "140件"
    assert page.inner_text("main p:has(.n.sought)") == "全年140件。"
    assert page.locator("main .n.sought").evaluate("n => n.getBoundingClientRect().top < innerHeight")


def test_from_the_first_page_a_county_is_found_by_typing_its_name(visiting: Visiting) -> None:
    page = visiting().open("index.html")
    page.keyboard.press("/")
    page.keyboard.type("望川")
    page.wait_for_selector("#search-list [role=option]")
    page.keyboard.press("ArrowDown")
    assert page.get_attribute("#search-input", "aria-activedescendant") == "search-0"
    page.keyboard.press("Enter")
    page.wait_for_url("**/county.html?code=990281")
    page.wait_for_selector("main[data-ready]")
    assert page.inner_text("h1") == "望川市"


def test_a_county_is_found_by_its_former_code_and_an_indicator_by_its_english_name(visiting: Visiting) -> None:
    page = visiting().open("about.html")
    for words, found in (("990221", "望川市"), ("fines", "罚没金额"), ("nothing like it", "没有找到")):
        page.fill("#search-input", words)
        page.wait_for_selector(f"#search-list li:has-text('{found}')")


def test_the_ranking_orders_the_counties_by_what_they_state(visiting: Visiting) -> None:
    page = visiting().open(INDICATOR + "&year=2024")
    names = page.locator(".ranking tbody td:nth-child(2) > a > span").all_inner_texts()
    values = [int(text.replace(",", "").rstrip("件")) for text in page.locator(".ranking data").all_inner_texts()]
    assert len(names) == len(set(names)) == 4
    assert values == sorted(values, reverse=True)
    assert names[0] == "云栖县"
    assert values[0] == 666


def test_another_year_is_shown_when_it_is_chosen(visiting: Visiting) -> None:
    page = visiting().open(INDICATOR)
    page.select_option("label:has-text('年度') select", "2021")
    page.wait_for_selector("#ranking h2:has-text('2021')")
    assert page.locator(".ranking tbody tr").count() == 5


def test_charts_are_drawn(visiting: Visiting) -> None:
    for address in (INDICATOR, COUNTY, "index.html"):
        page = visiting().open(address)
        canvas = page.locator("main canvas").first
        canvas.scroll_into_view_if_needed()
        page.wait_for_function(
            "(chart) => chart.getContext('2d').getImageData(0, 0, chart.width, chart.height).data.some((byte) => byte)",
            arg=canvas.element_handle(),
        )


def test_the_language_is_switched_and_remembered(visiting: Visiting) -> None:
    visit = visiting()
    page = visit.open(COUNTY)
    assert page.get_attribute("html", "lang") == "zh-CN"
    page.click("#language")
    page.wait_for_selector("main[data-ready=en]")
    assert page.inner_text("main h2 >> nth=0") == "Reports"
    page.click("header nav a >> nth=1")
    page.wait_for_selector("main[data-ready=en]")
    assert page.inner_text("h1") == "Indicators"
    assert page.locator("header nav a:visible").all_inner_texts() == ["Counties", "Indicators", "Trust", "About"]


def test_a_browser_in_another_language_starts_in_english(visiting: Visiting) -> None:
    page = visiting(language="fr-FR").open("index.html")
    assert page.get_attribute("html", "lang") == "en"
    assert "comparable" in page.inner_text("h1")


def test_big_numbers_are_short_in_each_language_and_exact_on_focus(visiting: Visiting) -> None:
    shown = {}
    for language in ("zh-CN", "en-US"):
        page = visiting(language=language).open("indicator.html?code=enforcement.fines_amount&year=2024")
        figure = page.locator(".ranking a.figure").first
        figure.focus()
        shown[language] = (figure.inner_text(), page.inner_text("#tip strong"))
    assert shown == {"zh-CN": ("540万元", "5,400,000元"), "en-US": ("¥5.4M", "¥5,400,000")}


def test_a_value_that_is_contradicted_says_so_where_it_is_shown(visiting: Visiting) -> None:
    page = visiting().open("indicator.html?code=mediation.cases&year=2024")
    assert "自相矛盾" in page.inner_text(".ranking tbody .flag.grave .unseen")
    assert page.is_visible("aside.caution")


@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
def test_nothing_scrolls_sideways_on_a_phone(visiting: Visiting, language: str) -> None:
    visit = visiting(language=language, viewport=PHONE, is_mobile=True, has_touch=True)
    for page in PAGES:
        visit.open(page)
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], page


@pytest.mark.parametrize("viewport", [None, PHONE], ids=["screen", "phone"])
def test_nothing_jumps_while_a_page_loads(visiting: Visiting, viewport: dict[str, int] | None) -> None:
    visit = visiting(viewport=viewport)
    for page in (*PAGES, "report.html?id=990101-2024-rule_of_law-r1#1000-0"):
        visit.open(page)
        assert sum(visit.page.evaluate("window.shifts")) < 0.01, page


@pytest.mark.parametrize(("theme", "language"), [("light", "zh-CN"), ("dark", "en-US")])
def test_axe_finds_nothing_to_object_to(visiting: Visiting, theme: str, language: str) -> None:
    visit = visiting(language=language, color_scheme=theme)
    for page in PAGES:
        found = Axe().run(visit.open(page)).response["violations"]
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == [], page


def test_a_keyboard_reaches_the_content_past_the_menu(visiting: Visiting) -> None:
    page = visiting().open(COUNTY)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_a_keyboard_closes_what_it_opened(visiting: Visiting) -> None:
    page = visiting().open(COUNTY)
    page.focus(".under a.figure >> nth=0")
    assert page.is_visible("#tip")
    assert page.get_attribute(".under a.figure >> nth=0", "aria-describedby") == "tip"
    page.keyboard.press("Escape")
    assert page.is_hidden("#tip")
    page.fill("#search-input", "青石")
    page.wait_for_selector("#search-list [role=option]")
    page.keyboard.press("Escape")
    assert page.is_hidden("#search-list")


def test_light_and_dark_can_be_switched(visiting: Visiting) -> None:
    page = visiting(color_scheme="light").open("index.html")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.click("#theme")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light
    page.reload()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light


@pytest.mark.parametrize(
    "address",
    ["county.html?code=../../evil", "county.html?code=999999", "report.html?id=x/../../../evil", "county.html"],
)
def test_an_address_that_is_wrong_is_told_and_loads_nothing_from_elsewhere(
    visiting: Visiting, site: Path, address: str
) -> None:
    visit = visiting()
    page = visit.open(address)
    assert page.inner_text("h1") == "这里没有内容"
    assert not [request for request in visit.requests if "evil" in request.partition("?")[0]]
    assert all(request.startswith(site.as_uri() + "/") for request in visit.requests)


def test_words_that_attack_the_page_are_shown_as_words(visiting: Visiting, hostile_site: Path) -> None:
    visit = visiting(hostile_site)
    for address in (*PAGES, "coverage.html"):
        page = visit.open(address)
        if address == "coverage.html":
            page.click("button:has-text('查看') >> nth=0")
            page.wait_for_selector("#of-rule")
        assert page.evaluate("window.taken") is None, address
        assert page.locator("main script, main img, [href^='javascript']").count() == 0, address
    assert visit.complaints == []
    page = visit.open("report.html?id=990101-2024-rule_of_law-r1#200-0")
    assert page.inner_text("main").count("<script>window.taken = true</script>") > 5
    page.hover("main .n >> nth=0")
    assert "<script>" in page.inner_text("#tip")
    page.fill("#search-input", "window.taken")
    page.wait_for_selector("#search-list [role=option]")
    assert page.locator("#search-list img").count() == 0
    assert page.evaluate("window.taken") is None


def test_even_a_string_that_got_into_the_page_could_not_become_html_or_run(visiting: Visiting) -> None:
    page = visiting().open("index.html")
    attempt = "() => { try { document.body.innerHTML = '<b>x</b>' } catch { return 'refused' } }"
    assert page.evaluate(attempt) == "refused"
    page.evaluate(
        "() => { const script = document.createElement('script'); script.append('window.taken = true');"
        " try { document.body.append(script) } catch { } }"
    )
    assert page.evaluate("window.taken") is None
