"""The user's registry: which county's report of which year and family to expect, and where it is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RegistryRow:
    """One expected report.

    Attributes:
        source: URL or path.
        county_code: six digits, or None where it is to be found out.
        year: the year under review, or None.
        family: rule_of_law, work_report, or None.
        notes: for people.
    """

    source: str
    county_code: str | None = None
    year: int | None = None
    family: str | None = None
    notes: str = ""
