"""The county-level divisions in time: what a code or a name stood for in a year, and what continues it today."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import NamedTuple


class County(NamedTuple):
    """A county-level division in a span of years in which its code, name and parents did not change.

    Attributes:
        code: six digits of GB/T 2260; of a functional area, which has none, those of the district it became.
        name: full name, as 施秉县.
        short_name: the name without its kind, as 施秉 (two-character names keep it: 郊区, 和县).
        kind: 县, 市, 区, 旗, 自治县, 自治旗, 林区 or 特区; 功能区 for a management area before it became a district.
        prefecture_code: code of the prefecture, or of the province where there is none between.
        prefecture_name: its name in the span.
        province_code: code of the province.
        province_name: its name.
        valid_from: first year at whose end the span held.
        valid_to: first year at whose end it no longer did; None while it holds.
        successors: codes that went on when it ended, the main one first; empty where unknown or none.
        change: how it ended: renamed, recoded, moved, merged, split, raised (to a prefecture's rank, or from a
            functional area to a district), abolished; empty while it holds.
        invented: whether it was made up for the project's samples.
    """

    code: str
    name: str
    short_name: str
    kind: str
    prefecture_code: str
    prefecture_name: str
    province_code: str
    province_name: str
    valid_from: int
    valid_to: int | None
    successors: tuple[str, ...] = ()
    change: str = ""
    invented: bool = False

    def holds_in(self, year: int) -> bool:
        """Whether the span holds at the end of `year`."""
        return self.valid_from <= year and (self.valid_to is None or year < self.valid_to)

    @property
    def key(self) -> str:
        """Key of the span: code, hyphen, first year."""
        return f"{self.code}-{self.valid_from}"


@dataclass(frozen=True)
class Divisions:
    """All spans, indexed by code, full name and short name."""

    counties: tuple[County, ...]
    by_code: Mapping[str, tuple[County, ...]]
    by_name: Mapping[str, tuple[County, ...]]
    by_short_name: Mapping[str, tuple[County, ...]]
    predecessors: Mapping[str, tuple[County, ...]]

    def in_year(self, code: str, year: int) -> County | None:
        """The span of `code` that holds in `year`, or None."""
        return next((county for county in self.by_code.get(code, ()) if county.holds_in(year)), None)

    def continuing(self, code: str, year: int | None = None) -> str | None:
        """The code that continues, today, the county that had `code` in `year` (by default: when last used).

        None where the code was never used, or nothing continues it (a city raised to a prefecture's rank).
        """
        spans = self.by_code.get(code, ())
        county = spans[-1] if spans and year is None else self.in_year(code, year or 0)
        for _ in range(30):
            if county is None or county.valid_to is None:
                break
            county = self._next(county)
        return county.code if county is not None else None

    def _next(self, county: County) -> County | None:
        for code in county.successors:
            for span in self.by_code.get(code, ()):
                if (
                    county.valid_to is not None
                    and span.valid_from <= county.valid_to
                    and (span.valid_to is None or span.valid_to > county.valid_to)
                ):
                    return span
        return None

    def as_of(self, county: County, year: int) -> tuple[County, ...]:
        """What `county` was in `year`: itself, or the spans that it continues or that continue it; empty if unknown.

        A county that was renamed or recoded gives one span, a merged one gives all that went into it.
        """
        if county.holds_in(year):
            return (county,)
        seen, edge = {county}, [county]
        while edge:
            step = [other for one in edge for other in self._neighbours(one, backwards=year < one.valid_from)]
            found = tuple(dict.fromkeys(other for other in step if other.holds_in(year)))
            if found:
                return found
            edge = [other for other in step if other not in seen]
            seen.update(edge)
        return ()

    def _neighbours(self, county: County, *, backwards: bool) -> list[County]:
        if backwards:
            return [before for before in self.predecessors.get(county.code, ()) if before.valid_to == county.valid_from]
        following = self._next(county)
        return [following] if following is not None else []


def load() -> Divisions:
    """The project's table, with the samples' invented divisions added where the samples are installed. Cached."""
    global _loaded
    if _loaded is None:
        _loaded = index([*_real(), *_invented()])
    return _loaded


_loaded: Divisions | None = None


def index(counties: Iterable[County]) -> Divisions:
    """Divisions over any spans; within a code they are ordered by year."""
    ordered = tuple(sorted(counties, key=lambda county: (county.code, county.valid_from)))
    by_code: dict[str, list[County]] = defaultdict(list)
    by_name: dict[str, list[County]] = defaultdict(list)
    by_short: dict[str, list[County]] = defaultdict(list)
    before: dict[str, list[County]] = defaultdict(list)
    for county in ordered:
        by_code[county.code].append(county)
        by_name[county.name].append(county)
        by_short[county.short_name].append(county)
        for successor in county.successors:
            before[successor].append(county)
    return Divisions(ordered, *(_frozen(table) for table in (by_code, by_name, by_short, before)))


def _frozen(table: dict[str, list[County]]) -> dict[str, tuple[County, ...]]:
    return {key: tuple(counties) for key, counties in table.items()}


def _real() -> list[County]:
    with files("extract.divisions").joinpath("counties.csv").open(encoding="utf-8") as file:
        rows = csv.reader(file)
        next(rows)
        return [_county(names, start, end, heirs, change, False) for *names, start, end, heirs, change in rows]


def _invented() -> list[County]:
    """The samples' divisions (codes 99xxxx); their column `continues_as` names the code of today."""
    try:
        table = files("extract.samples").joinpath("divisions.csv")
        text = table.read_text(encoding="utf-8")
    except (ModuleNotFoundError, FileNotFoundError):
        return []
    counties = []
    for row in csv.DictReader(text.splitlines()):
        ended = row.get("valid_to") or ""
        heir = (row.get("continues_as") or "") if ended else ""
        names = [row[name] for name in County._fields[:8]]
        counties.append(_county(names, row["valid_from"], ended, heir, "renamed" if ended else "", True))
    return counties


def _county(names: Sequence[str], start: str, end: str, heirs: str, change: str, invented: bool) -> County:
    return County._make(
        (*names, int(start), int(end) if end else None, tuple(heirs.split(";")) if heirs else (), change, invented)
    )
