"""Revisions: what came later supersedes, the same words are one report, and rivals are kept out with their reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import permutations

from extract.revisions import Claim, resolve, words_of

FIRST = Claim(
    document_id="a" * 64,
    county_code="990101",
    year=2023,
    family="rule_of_law",
    source="/in/a.txt",
    received_at=datetime(2024, 4, 1, tzinfo=UTC),
    published_on=date(2024, 3, 20),
    title="2023年度法治政府建设情况",
    words="one",
    confidence=0.9,
)
LATER = replace(FIRST, document_id="b" * 64, source="/in/b.txt", published_on=date(2024, 5, 1), words="two")
RIVAL = replace(FIRST, document_id="c" * 64, source="/in/c.txt", words="three")


def test_a_report_published_later_is_a_new_revision_and_the_current_one() -> None:
    revisions, rejected = resolve([LATER, FIRST])
    assert [(r.report_id, r.is_current) for r in revisions] == [
        ("990101-2023-rule_of_law-r1", False),
        ("990101-2023-rule_of_law-r2", True),
    ]
    assert rejected == []


def test_the_same_words_twice_are_one_report() -> None:
    twin = replace(FIRST, document_id="d" * 64, source="/in/copy.docx", published_on=None)
    revisions, rejected = resolve([twin, FIRST])
    assert [r.claim for r in revisions] == [FIRST]
    assert [(r.claim, r.reason, r.stands) for r in rejected] == [(twin, "same_words", FIRST)]


def test_two_reports_of_which_none_is_later_are_rivals_and_one_stands() -> None:
    revisions, rejected = resolve([RIVAL, FIRST])
    assert len(revisions) == 1
    assert [r.reason for r in rejected] == ["rival_report"]


def test_a_correction_says_so_in_its_title() -> None:
    corrected = replace(RIVAL, title="2023年度法治政府建设情况（更正版）")
    revisions, rejected = resolve([corrected, FIRST])
    assert [r.claim for r in revisions if r.is_current] == [corrected]
    assert rejected == []


def test_a_page_that_changed_where_it_stands_is_a_new_revision() -> None:
    changed = replace(RIVAL, source=FIRST.source, received_at=FIRST.received_at + timedelta(days=1))
    revisions, rejected = resolve([changed, FIRST])
    assert [r.claim for r in revisions] == [FIRST, changed]
    assert rejected == []


def test_other_counties_years_and_families_do_not_touch_each_other() -> None:
    others = [replace(RIVAL, county_code="990102"), replace(RIVAL, year=2022), replace(RIVAL, family="work_report")]
    revisions, rejected = resolve([FIRST, *others])
    assert len(revisions) == 4
    assert all(r.is_current for r in revisions)
    assert rejected == []


def test_the_order_in_which_claims_come_decides_nothing() -> None:
    outcomes = {str(resolve(order)) for order in permutations([FIRST, LATER, RIVAL])}
    assert len(outcomes) == 1


def test_line_breaks_and_spaces_are_not_words() -> None:
    assert words_of("全县 办理\r\n18件") == words_of("全县办理\n18件")
    assert words_of("18件") != words_of("19件")


def test_a_report_to_a_new_congress_is_no_revision_of_the_years_annual_report() -> None:
    congress = replace(FIRST, document_id="c" * 64, words="other", occasion="new_congress")
    revisions, rejected = resolve([FIRST, congress])
    assert rejected == []
    assert {revision.report_id for revision in revisions} == {
        "990101-2023-rule_of_law-r1",
        "990101-2023-rule_of_law-new_congress-r1",
    }
    assert all(revision.is_current for revision in revisions)
