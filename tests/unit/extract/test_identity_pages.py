"""Identity over the set of pages: at least 98 % right, the rest kept out, none wrong without a word."""

from identity_pages import PAGES as FIRST
from identity_pages import Page
from identity_traps import TRAPS

from extract.divisions import load
from extract.identity import Identity, identify

PAGES = [*FIRST, *TRAPS]


def outcome(page: Page) -> tuple[str, Identity]:
    """right, quarantined (kept out although it could be told, or for another reason) or wrong."""
    found = identify(page.text, filename=page.filename, meta=page.meta)
    if isinstance(page.expected, str):
        kept_out = found.reason is not None and (
            found.county_code is None or found.family is None or found.year is None
        )
        verdict = "right" if found.reason == page.expected and kept_out else "quarantined" if kept_out else "wrong"
        return verdict, found
    if found.reason is not None:
        return "quarantined", found
    return ("right" if (found.family, found.county_code, found.year) == page.expected else "wrong"), found


def test_the_pages_name_counties_that_were() -> None:
    divisions = load()
    for page in PAGES:
        if not isinstance(page.expected, str):
            assert divisions.in_year(page.expected[1], page.expected[2]), page


def test_of_all_pages_98_per_cent_are_right_and_none_is_wrong_silently() -> None:
    outcomes = [(page, *outcome(page)) for page in PAGES]
    missed = [
        (page.name, verdict, found.reason, found.problems) for page, verdict, found in outcomes if verdict != "right"
    ]
    assert len(PAGES) >= 60
    assert [entry for entry in missed if entry[1] == "wrong"] == []
    assert len(missed) <= 0.02 * len(PAGES), missed


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
