"""Identity over the set of pages: at least 98 % right, the rest kept out, none wrong without a word."""

from identity_pages import PAGES as FIRST
from identity_pages import Page
from identity_traps import TRAPS
from site_shells import SHELLS

from extract.divisions import load
from extract.identity import Identity, identify
from extract.readers import read_bytes

PAGES = [*FIRST, *TRAPS]


def outcome(page: Page) -> tuple[str, Identity]:
    """What becomes of a page given as text; see `verdict`."""
    found = identify(page.text, filename=page.filename, meta=page.meta)
    return verdict(page, found), found


def in_shell(page: Page, shell: str) -> tuple[str, Identity]:
    """What becomes of a page read from the HTML of a content system."""
    document = read_bytes(SHELLS[shell](page).encode())
    found = identify(document.text, title=document.title, filename=page.filename, meta=document.meta)
    return verdict(page, found), found


def verdict(page: Page, found: Identity) -> str:
    """right, quarantined (kept out although it could be told, or for another reason) or wrong."""
    if isinstance(page.expected, str):
        kept_out = found.reason is not None and (
            found.county_code is None or found.family is None or found.year is None
        )
        return "right" if found.reason == page.expected and kept_out else "quarantined" if kept_out else "wrong"
    if found.reason is not None:
        return "quarantined"
    return "right" if (found.family, found.county_code, found.year) == page.expected else "wrong"


def test_the_pages_name_counties_that_were() -> None:
    divisions = load()
    for page in PAGES:
        if not isinstance(page.expected, str):
            assert divisions.in_year(page.expected[1], page.expected[2]), page


def test_of_all_pages_98_per_cent_are_right_and_none_is_wrong_silently() -> None:
    require_98_per_cent([(page, *outcome(page)) for page in PAGES])


def test_the_menus_clocks_and_neighbours_of_a_site_mislead_no_one() -> None:
    shells = list(SHELLS)
    require_98_per_cent([(page, *in_shell(page, shells[number % 4])) for number, page in enumerate(PAGES)])


def require_98_per_cent(outcomes: list[tuple[Page, str, Identity]]) -> None:
    missed = [(page.name, told, found.reason, found.problems) for page, told, found in outcomes if told != "right"]
    assert len(outcomes) >= 60
    assert [entry for entry in missed if entry[1] == "wrong"] == []
    assert len(missed) <= 0.02 * len(outcomes), missed


def test_dates_of_publication_are_those_of_the_page() -> None:
    for page in PAGES:
        if page.published:
            found = identify(page.text, filename=page.filename, meta=page.meta)
            assert str(found.published_on) == page.published, page.name


def test_every_identity_carries_its_evidence() -> None:
    for page in PAGES:
        if not isinstance(page.expected, str):
            found = identify(page.text, filename=page.filename, meta=page.meta)
            assert {"family", "county_code", "year"} <= {item.field for item in found.evidence}, page.name
            assert 0.4 <= found.confidence <= 1.0
