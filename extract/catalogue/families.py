"""Families of reports: what a family is called and how its reports are told, from each catalogue folder's family.yml.

What a report of the family looks like is data, so that a family more is a folder more: `catalogue/README.md` says what
each field means.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, get_args

import yaml

from extract.catalogue.sections import Sections

ROOT = Path(__file__).parent
FILE = "family.yml"
TitleYear = Literal["reviewed", "delivered"]
_FIELDS = {
    "name_zh", "name_en", "deadline", "legal_basis", "title_year", "titles", "not_titled", "begins", "speaks_of",
    "headed", "sections",
}  # fmt: skip
Patterns = tuple[tuple["re.Pattern[str]", ...], ...]


class CatalogueError(ValueError):
    """A catalogue file that cannot be used; the message names file, indicator and what to do."""


@dataclass(frozen=True, slots=True)
class Family:
    """A family of reports.

    Attributes:
        name: its folder and its value in every column `family`.
        name_zh, name_en: what it is called.
        deadline: month and day before which its report must be public in the year after the one reported on, or None.
        legal_basis: the rule that sets the deadline, or None.
        title_year: whether a year in the title is the one reviewed or the one after it, in which it is delivered.
        titles: alternatives; of one, every pattern is found in a title of the family.
        not_titled: found in no title of the family, or None.
        begins: alternatives; of one, every pattern is found in how the report begins.
        speaks_of: its subject, which the text of a report names again and again, or None.
        headed: found in a heading of such reports only, or None.
        sections: what its headings announce, or None where the extractor's own reading of headings does.
    """

    name: str
    name_zh: str
    name_en: str
    deadline: tuple[int, int] | None
    legal_basis: str | None
    title_year: TitleYear
    titles: Patterns
    not_titled: re.Pattern[str] | None
    begins: Patterns
    speaks_of: re.Pattern[str] | None
    headed: re.Pattern[str] | None
    sections: Sections | None

    def row(self) -> dict[str, Any]:
        """The family as a row of the room table `family` (see contracts/tables.yml)."""
        month, day = self.deadline or (None, None)
        return {
            "family": self.name,
            "name_zh": self.name_zh,
            "name_en": self.name_en,
            "deadline_month": month,
            "deadline_day": day,
            "legal_basis": self.legal_basis,
        }


def families() -> list[str]:
    """The names of the families that have indicators, in alphabetical order."""
    return [one.name for one in all_families() if any(path.name != FILE for path in (ROOT / one.name).glob("*.yml"))]


@lru_cache(maxsize=1)
def all_families() -> tuple[Family, ...]:
    """Every family that can be told, with indicators or without them yet, in alphabetical order.

    Raises:
        CatalogueError: for a family.yml that is not as described in the catalogue's README.
    """
    return tuple(read(path) for path in sorted(ROOT.glob(f"*/{FILE}")))


def read(path: Path) -> Family:
    """The family that a family.yml describes; its name is that of the folder.

    Raises:
        CatalogueError: naming the file and the field that is missing, unknown or wrong.
    """
    try:
        written = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise CatalogueError(f"{path}: cannot be read as YAML: {error}") from error
    if not isinstance(written, dict):
        raise CatalogueError(f"{path}: is not a mapping with `name_zh`, `name_en`, `title_year` and `titles`")
    missing = {"name_zh", "name_en", "title_year", "titles"} - set(written)
    if missing or set(written) - _FIELDS:
        wrong = [f"{name} is missing" for name in sorted(missing)]
        wrong += [f"{name} is no field of a family" for name in sorted(set(written) - _FIELDS)]
        raise CatalogueError(f"{path}: {'; '.join(wrong)}")
    if written["title_year"] not in get_args(TitleYear):
        raise CatalogueError(f"{path}: title_year: {written['title_year']!r} is none of {get_args(TitleYear)}")
    return Family(
        name=path.parent.name,
        name_zh=written["name_zh"],
        name_en=written["name_en"],
        deadline=_deadline(path, written.get("deadline")),
        legal_basis=written.get("legal_basis"),
        title_year=written["title_year"],
        titles=_alternatives(path, "titles", written["titles"]),
        not_titled=_pattern(path, "not_titled", written.get("not_titled")),
        begins=_alternatives(path, "begins", written.get("begins", ())),
        speaks_of=_pattern(path, "speaks_of", written.get("speaks_of")),
        headed=_pattern(path, "headed", written.get("headed")),
        sections=_sections(path, written.get("sections")),
    )


def _sections(path: Path, written: Any) -> Sections | None:
    if written is None:
        return None
    names = [field.name for field in fields(Sections)]
    if not isinstance(written, dict) or set(written) - set(names):
        raise CatalogueError(f"{path}: sections: write a mapping of {', '.join(names)} to patterns")
    return Sections(**{name: _pattern(path, f"sections.{name}", pattern) for name, pattern in written.items()})


def _deadline(path: Path, written: Any) -> tuple[int, int] | None:
    if written is None:
        return None
    try:
        month, day = int(written["month"]), int(written["day"])
    except (KeyError, TypeError, ValueError) as error:
        raise CatalogueError(f"{path}: deadline: write it as {{month: 4, day: 1}}") from error
    if not (1 <= month <= 12 and 1 <= day <= 31):
        raise CatalogueError(f"{path}: deadline: there is no month {month} with a day {day}")
    return month, day


def _alternatives(path: Path, name: str, written: Any) -> Patterns:
    if not isinstance(written, Sequence) or isinstance(written, str):
        raise CatalogueError(f"{path}: {name}: write a list of lists of patterns")
    found = [_conjunction(path, name, one) for one in written]
    return tuple(found)


def _conjunction(path: Path, name: str, written: Any) -> tuple[re.Pattern[str], ...]:
    words = [written] if isinstance(written, str) else written
    if not isinstance(words, list) or not words:
        raise CatalogueError(f"{path}: {name}: write each alternative as a list of patterns")
    return tuple(pattern for word in words if (pattern := _pattern(path, name, word)) is not None)


def _pattern(path: Path, name: str, written: Any) -> re.Pattern[str] | None:
    if written is None:
        return None
    try:
        return re.compile(str(written))
    except re.error as error:
        raise CatalogueError(f"{path}: {name}: {written!r} is no regular expression: {error}") from error
