"""Which documents are revisions of one report: what a county states for a year, and what corrects it later.

A report is of one occasion: that to a new congress is no revision of the annual report that counts for the same year.
Two documents of one county, year, family and occasion are two revisions when it can be told which came later; they are
one report twice when they say the same words; and otherwise they are claims against each other, of which one is kept
out.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Literal

from extract.occasions import ANNUAL

CORRECTION = re.compile("更正|修订|修正|勘误|更新版")
BLANK = re.compile(r"\s+")

Duplicate = Literal["same_words", "rival_report"]


@dataclass(frozen=True)
class Claim:
    """A document that says of itself whose report it is.

    Attributes:
        document_id: sha256 of its bytes.
        county_code: six digits.
        year: the year that it reports on.
        family: the family of reports.
        source: where it was received from.
        received_at: when, UTC.
        published_on: its day of publication, where it is known.
        title: its title, where it has one.
        words: what it says, as `words_of` gives it.
        confidence: how certain its identity is, 0 to 1.
        occasion: annual, or new_congress.
    """

    document_id: str
    county_code: str
    year: int
    family: str
    source: str
    received_at: datetime
    published_on: date | None
    title: str | None
    words: str
    confidence: float
    occasion: str = ANNUAL

    @property
    def report(self) -> tuple[str, int, str, str]:
        """What it claims to be: county, year, family, occasion."""
        return (self.county_code, self.year, self.family, self.occasion)

    @property
    def corrects(self) -> bool:
        """Whether its title calls it a correction."""
        return bool(CORRECTION.search(self.title or ""))


@dataclass(frozen=True)
class Revision:
    """A claim that stands: its number among the revisions of its report, from 1, and whether it is the current one."""

    claim: Claim
    number: int
    is_current: bool

    @property
    def report_id(self) -> str:
        """`<county_code>-<year>-<family>-r<revision>`; before the revision the occasion, if it is not annual."""
        claim = self.claim
        occasion = "" if claim.occasion == ANNUAL else f"-{claim.occasion}"
        return f"{claim.county_code}-{claim.year}-{claim.family}{occasion}-r{self.number}"


@dataclass(frozen=True)
class Rejected:
    """A claim that is kept out: why, and the claim that stands in its place."""

    claim: Claim
    reason: Duplicate
    stands: Claim


def words_of(text: str) -> str:
    """A checksum of what a text says, whatever its line breaks and spaces."""
    return hashlib.sha256(BLANK.sub("", text).encode()).hexdigest()


def resolve(claims: Iterable[Claim]) -> tuple[list[Revision], list[Rejected]]:
    """Sort claims into revisions and rejected ones; the result does not depend on their order."""
    revisions: list[Revision] = []
    rejected: list[Rejected] = []
    for _, group in groupby(sorted(claims, key=_order), key=lambda claim: claim.report):
        chain: list[Claim] = []
        for claim in group:
            twin = next((earlier for earlier in chain if earlier.words == claim.words), None)
            if twin is not None:
                rejected.append(Rejected(claim, "same_words", twin))
            elif chain and not _is_later(claim, chain[-1]):
                rejected.append(Rejected(claim, "rival_report", chain[-1]))
            else:
                chain.append(claim)
        revisions.extend(
            Revision(claim, number, is_current=number == len(chain)) for number, claim in enumerate(chain, 1)
        )
    return revisions, rejected


def _order(claim: Claim) -> tuple[object, ...]:
    # Dated before undated, earlier before later, the original before its correction; of equals the surest comes first.
    return (
        *claim.report,
        claim.published_on is None,
        claim.published_on or date.min,
        claim.corrects,
        claim.received_at,
        -claim.confidence,
        claim.document_id,
    )


def _is_later(claim: Claim, than: Claim) -> bool:
    """Whether it can be told that a claim came after another; the claims are in the order of `_order`."""
    if claim.published_on and than.published_on and claim.published_on != than.published_on:
        return True
    if claim.source == than.source:  # the same page or file, received again with other bytes
        return claim.received_at > than.received_at
    return claim.corrects and not than.corrects
