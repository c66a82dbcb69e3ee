"""Sections: what the headings of a family's reports announce, and the words that turn from one period to another."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sections:
    """What the headings of a family's reports announce, as patterns searched in a heading; each may be None.

    Attributes:
        review: a heading over what was done in the year under review.
        plan: a heading over what is planned for the year after.
        notes: a heading over explanations of words, whose numbers say nothing of the county.
        spans: words that name several years (过去五年, “十四五”时期); in a heading or at the head of a sentence they
            hold for what follows.
        year: words that turn back to the one year under review.
        ahead: words at the head of a sentence that announce the coming year.
        goal: words at the head of a sentence that make all of it what is hoped for (力争…, 预期目标是…).
    """

    review: re.Pattern[str] | None = None
    plan: re.Pattern[str] | None = None
    notes: re.Pattern[str] | None = None
    spans: re.Pattern[str] | None = None
    year: re.Pattern[str] | None = None
    ahead: re.Pattern[str] | None = None
    goal: re.Pattern[str] | None = None
