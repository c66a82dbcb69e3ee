"""On which occasion a report is given: every year, or to a new congress at the end of a term of government."""

ANNUAL, NEW_CONGRESS = "annual", "new_congress"
