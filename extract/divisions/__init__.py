"""County-level divisions since 1980: which county a code or a name stood for in which year, and what continues it."""

from extract.divisions.frame import county_rows
from extract.divisions.table import County, Divisions, index, load

__all__ = ["County", "Divisions", "county_rows", "index", "load"]
