"""What is said of a document's identity, by whom, and how much it weighs."""

import datetime
from dataclasses import dataclass

from extract.occasions import ANNUAL

REMEDIES = {
    "no_family": "If it is a report, name its family with --family or in the registry.",
    "no_county": "Name the county in the registry (county_code), in the file name, or in the title.",
    "unknown_county": "Check the name; if the division is new, add it to extract/divisions/since_2025.csv and rebuild.",
    "ambiguous_county": "Name the county's code in the registry, or the prefecture in the file name.",
    "conflicting_county": "Decide which county it is and name its code in the registry.",
    "no_year": "Name the year in the registry or in the file name.",
    "several_years": "Name the one year it stands for in the registry, or leave it out: its figures span years.",
    "conflicting_year": "Decide which year it reviews and name it in the registry.",
    "township": "Leave it out: only the county's own report counts.",
    "department": "Leave it out: only the county's own report counts.",
    "functional_area": "Leave it out, or give the county it belongs to in the registry; if it became a district, "
    "add it to extract/divisions/functional_areas.csv and rebuild.",
    "higher_level": "Leave it out: it is the report of a prefecture or a province.",
    "explanation": "Fetch the report that it explains.",
    "plan": "Leave it out: it says what will be done, not what was.",
    "notice": "Fetch the report that the notice speaks of.",
    "part_year": "Leave it out: it covers a part of a year. Fetch the report of the whole year.",
    "personal": "Leave it out: it reports on a person.",
    "other_paper": "Fetch the report that it speaks of.",
    "news": "Fetch the report itself.",
    "template": "Leave it out: it is a form with no county's figures.",
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """One statement about the identity.

    Attributes:
        field: family, county_code, year, occasion, issuer, published_on or title.
        value: what it says, as text.
        source: registry, site_code, site_tag, title, head, file_name, signature, lead, heading, cited_title or body.
        weight: how far it alone is believed, 0 to 1.
        quote: the words it rests on.
    """

    field: str
    value: str
    source: str
    weight: float
    quote: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose report a document is, for which year, of which family. What could not be told is None.

    Attributes:
        family: a family of the catalogue; None for a document that is no report.
        county_code: code in the reporting year.
        county_name: full name in the reporting year; for an unknown county the name as the document states it.
        year: the year whose figures are reported as done (of a work report, the year before its delivery; of one to a
            new congress, which reviews a term, the year of its delivery: the term's last).
        occasion: annual, or new_congress for a report that reviews a term of government and no single year.
        issuer: who signed or published it.
        published_on: day of publication; the day of signing where the site's date is plainly later (a migrated site).
        title: the title as stated.
        confidence: 0 to 1, the weakest of family, county and year.
        evidence: all that was said, also what was not followed.
        problems: sentences; the first one says why the document cannot be placed, where it cannot.
        reason: short code of the first problem that keeps the document out, one of `REMEDIES`, else None.
    """

    family: str | None = None
    county_code: str | None = None
    county_name: str | None = None
    year: int | None = None
    occasion: str = ANNUAL
    issuer: str | None = None
    published_on: datetime.date | None = None
    title: str | None = None
    confidence: float = 0.0
    evidence: tuple[Evidence, ...] = ()
    problems: tuple[str, ...] = ()
    reason: str | None = None

    @property
    def remedy(self) -> str | None:
        """What a person can do, where `reason` keeps the document out."""
        return REMEDIES[self.reason] if self.reason else None


def combined(weights: list[float]) -> float:
    """Belief from independent statements: one minus the product of the doubts."""
    doubt = 1.0
    for weight in weights:
        doubt *= 1.0 - weight
    return 1.0 - doubt
