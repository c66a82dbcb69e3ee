"""Where the samples lie: reports, divisions and population of six invented counties.

Nothing in them is about a real place.
"""

from pathlib import Path

_FOLDER = Path(__file__).parent


def reports() -> Path:
    """The folder of sample reports: text, web pages and DOCX, one of them unreadable on purpose."""
    return _FOLDER / "reports"


def divisions() -> Path:
    """The CSV of invented divisions, with the columns of the division table (codes begin 99)."""
    return _FOLDER / "divisions.csv"


def population() -> Path:
    """The CSV of denominators: county_code, year, population (people), kind (resident or registered)."""
    return _FOLDER / "population.csv"
