"""Putting the evidence together: family, year, then the county as it was in that year."""

from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from extract.divisions.table import load
from extract.identity.counties import CountyFound, find_county
from extract.identity.evidence import Evidence, Identity, combined
from extract.identity.families import families_of, no_report
from extract.identity.publication import issuer_of, publications_of, published_on
from extract.identity.reporters import other_reporter
from extract.identity.sources import Sources, collect
from extract.identity.years import given_in, is_delivered, reviews_a_term, spans_years, years_of
from extract.occasions import ANNUAL, NEW_CONGRESS

if TYPE_CHECKING:
    from extract.registry import RegistryRow

_ENOUGH = 0.3
_MARGIN = 0.1


def identify(
    text: str,
    *,
    title: str | None = None,
    filename: str | None = None,
    meta: Mapping[str, str] | None = None,
    registry: "RegistryRow | None" = None,
    family: str | None = None,
) -> Identity:
    """Whose report `text` is, for which year, of which family.

    Args:
        text: the canonical text.
        title: a title that the reader found.
        filename: the file's name or path.
        meta: site tags from the reader.
        registry: what the user's registry says of this source; it decides where it speaks.
        family: overrides detection.

    Returns:
        The identity. What cannot be told is None, `problems` says why, `reason` is the code for quarantine.
    """
    sources = collect(text, title, filename, meta)
    said = _Said([], [], [])
    told, family_weight, likely = _family(sources, family, registry, said)
    occasion = _occasion(sources, likely, said.evidence)
    year, year_weight = _year(
        sources, likely, occasion, registry.year if registry else None, said.evidence, said.problems
    )
    found = _county(sources, year, registry, said)
    dates = publications_of(sources)
    day, doubt = published_on(dates, year)
    issuer = issuer_of(sources)
    said.evidence.extend([*found.evidence, *dates, *([issuer] if issuer else [])])
    said.doubts.extend([doubt] if doubt else [])
    return Identity(
        family=told,
        county_code=found.county.code if found.county else None,
        county_name=found.county.name if found.county else found.name,
        year=year,
        occasion=occasion,
        issuer=issuer.value if issuer else None,
        published_on=day,
        title=sources.title or None,
        confidence=round(min(family_weight, found.confidence, year_weight), 3),
        evidence=tuple(said.evidence),
        problems=(*(sentence for _, sentence in said.problems), *said.doubts),
        reason=said.problems[0][0] if said.problems else None,
    )


class _Said(NamedTuple):
    """What was found on the way: evidence, problems that keep the document out (code, sentence), and doubts."""

    evidence: list[Evidence]
    problems: list[tuple[str, str]]
    doubts: list[str]


def _family(
    sources: Sources, given: str | None, registry: "RegistryRow | None", said: _Said
) -> tuple[str | None, float, str | None]:
    """The family (None for what is no report), its weight, and the family it would be."""
    said.evidence.extend(families_of(sources))
    named = given or (registry.family if registry else None)
    likely, weight = (named, 1.0) if named else _strongest(said.evidence)
    likely = None if likely == "other" else likely
    refused = no_report(sources)
    if refused and (given or _complete(registry)):
        said.doubts.append(refused[1])
    elif refused:
        said.problems.append(refused)
        return None, weight, likely
    elif likely is None:
        said.problems.append(("no_family", "Nothing says that it is a report of a known family."))
    return likely, weight, likely


def _county(sources: Sources, year: int | None, registry: "RegistryRow | None", said: _Said) -> CountyFound:
    """The county; none where another body reports, unless the registry names the county."""
    code = registry.county_code if registry else None
    divisions = load()
    reporter = None if code else other_reporter(sources, divisions, year)
    found = find_county(sources, year, divisions, code)
    if reporter:
        said.problems.append(reporter)
        return CountyFound(None, found.name, 0.0, found.evidence)
    if found.reason and found.problem:
        said.problems.append((found.reason, found.problem))
    return found


def _complete(registry: "RegistryRow | None") -> bool:
    """Whether the user's registry vouches for county, year and family: then what it looks like is only a doubt."""
    return registry is not None and None not in (registry.county_code, registry.year, registry.family)


def _occasion(sources: Sources, family: str | None, evidence: list[Evidence]) -> str:
    heading = reviews_a_term(sources) if is_delivered(family) else None
    if heading is None:
        return ANNUAL
    evidence.append(Evidence("occasion", NEW_CONGRESS, "heading", 0.9, heading[:80]))
    return NEW_CONGRESS


def _year(
    sources: Sources,
    family: str | None,
    occasion: str,
    registered: int | None,
    evidence: list[Evidence],
    problems: list[tuple[str, str]],
) -> tuple[int | None, float]:
    if registered is not None:
        evidence.append(Evidence("year", str(registered), "registry", 0.98, str(registered)))
        return registered, 0.98
    if named := spans_years(sources):
        evidence.append(Evidence("year", "term", sources.title_source, 0.9, named))
        problems.append(("several_years", f"It covers several years, not one: {named[:60]}."))
        return None, 0.0
    said = given_in(sources) if occasion == NEW_CONGRESS else years_of(sources, family)
    evidence += said
    year, weight = _strongest(said)
    if year is None:
        problems.append(("no_year", "No year under review is named."))
        return None, 0.0
    rivals = {item.value for item in said if item.value != year and item.weight >= 0.7}
    second = max((combined([i.weight for i in said if i.value == rival]) for rival in rivals), default=0.0)
    if second and weight - second < _MARGIN:
        listed = ", ".join(f"{item.value} ({item.source})" for item in said)
        problems.append(("conflicting_year", f"Its parts name different years: {listed}."))
        return None, 0.0
    return int(year), weight


def _strongest(evidence: list[Evidence]) -> tuple[str | None, float]:
    weights: dict[str, list[float]] = defaultdict(list)
    for item in evidence:
        weights[item.value].append(item.weight)
    if not weights:
        return None, 0.0
    value, best = max(((value, combined(said)) for value, said in weights.items()), key=lambda pair: pair[1])
    return (value, best) if best >= _ENOUGH else (None, best)
