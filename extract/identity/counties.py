"""Which county a document is of: candidates from every source, resolved through the divisions of the year."""

import re
from collections import defaultdict
from dataclasses import dataclass

from extract.divisions.table import County, Divisions
from extract.identity.evidence import Evidence, combined
from extract.identity.places import (
    above_before,
    above_in,
    county_names,
    named,
    short_named,
    short_prefecture,
    short_province,
    stated_name,
)
from extract.identity.sources import Sources

_PARTNER = ("与", "和", "同", "赴", "到", "向", "对")
_BODY = 6000
_ENOUGH = 0.4
_MARGIN = 0.25


@dataclass(frozen=True, slots=True)
class CountyFound:
    """The outcome: a county (None where it cannot be told), its evidence, and why not."""

    county: County | None
    name: str | None
    confidence: float
    evidence: tuple[Evidence, ...]
    reason: str | None = None
    problem: str | None = None


def find_county(sources: Sources, year: int | None, divisions: Divisions, registered: str | None) -> CountyFound:
    """The county that the sources agree on."""
    said: list[tuple[str, float, str, tuple[County, ...]]] = []
    if registered:
        said.append(("registry", 0.98, registered, _registered(registered, year, divisions)))
    said += _site_code(sources, divisions)
    said += _named(sources, divisions)
    if not any(weight >= 0.5 for _, weight, _, _ in said) and _stated(sources) is None:
        said += _mentioned(sources, year, divisions)
    return _decide(sources, year, divisions, said)


def _registered(code: str, year: int | None, divisions: Divisions) -> tuple[County, ...]:
    """What a code stood for in the year, or else what had it last."""
    held = divisions.in_year(code, year) if year is not None else None
    return (held,) if held is not None else divisions.by_code.get(code, ())[-1:]


def _site_code(sources: Sources, divisions: Divisions) -> list[tuple[str, float, str, tuple[County, ...]]]:
    code = re.sub(r"\D", "", sources.meta.get("SiteIDCode", ""))[:6]
    spans = divisions.by_code.get(code, ())
    return [("site_code", 0.85, sources.meta["SiteIDCode"], spans[-1:])] if spans else []


def _named(sources: Sources, divisions: Divisions) -> list[tuple[str, float, str, tuple[County, ...]]]:
    said = []
    places = [
        (sources.title_source, 0.9, sources.title),
        ("file_name", 0.7, sources.file_name),
        ("site_tag", 0.6, sources.meta.get("ContentSource") or sources.meta.get("StatedSource", "")),
        ("site_tag", 0.5, sources.meta.get("SiteName", "")),
    ]
    places += [("head", 0.8, line) for line in sources.head.split("\n")[:6]]
    places += [("signature", 0.8, line.strip()) for line in sources.tail.split("\n")[-6:] if len(line.strip()) <= 40]
    places += [("cited_title", 0.5, title) for title in sources.cited[:40]]
    places += [("folder", 0.45, folder) for folder in sources.folders]
    places.append(("lead", 0.6, re.split(r"[。\n]", sources.lead.strip(), maxsplit=1)[0][:60]))
    seen: set[tuple[str, str]] = set()
    kind = _kind_said(sources.text)
    for source, weight, text in places:
        for name, start, _ in county_names(text, divisions, at_start=source == "cited_title")[:2]:
            if (source, name) not in seen:
                seen.add((source, name))
                spans = _under(named(name, divisions), above_before(text, start))
                spans = spans if source != "cited_title" else _of_kind(spans, kind)
                said.append((source, weight, text[:60], spans))
    return said


def _mentioned(
    sources: Sources, year: int | None, divisions: Divisions
) -> list[tuple[str, float, str, tuple[County, ...]]]:
    """Names in the body, where nothing better is said: 法治施秉, and the county named most often."""
    kind = _kind_said(sources.text)
    said: list[tuple[str, float, str, tuple[County, ...]]] = [
        ("body", 0.25, f"法治{county.short_name}", _of_kind((county,), kind))
        for county in short_named(sources.text[:_BODY] + sources.tail, divisions, year)
    ]
    text = sources.text[:_BODY]
    counts: dict[str, int] = defaultdict(int)
    for name, start, _ in county_names(text, divisions):
        counts[name] += text[start - 1 : start] not in _PARTNER
    ranked = sorted(counts.items(), key=lambda pair: -pair[1])
    if ranked and ranked[0][1] >= 2 and (len(ranked) == 1 or ranked[0][1] >= 2 * ranked[1][1]):
        spans = _of_kind(named(ranked[0][0], divisions), kind)
        said.append(("body", 0.3, f"{ranked[0][0]} × {ranked[0][1]}", spans))
    return said


def _under(spans: tuple[County, ...], above: frozenset[str]) -> tuple[County, ...]:
    """The spans that lie in the prefecture or province named right before them; all where none does."""
    fitting = tuple(span for span in spans if span.prefecture_code in above or span.province_code in above)
    return fitting or spans


def _kind_said(text: str) -> str | None:
    """县, 区, 市 or 旗, as the text calls its own county most often (我县, 全县); None where it does not."""
    counts = {kind: text.count("我" + kind) * 2 + text.count("全" + kind) for kind in "县区市旗"}
    kind = max(counts, key=lambda one: counts[one])
    return kind if counts[kind] >= 2 else None


def _of_kind(spans: tuple[County, ...], kind: str | None) -> tuple[County, ...]:
    """The spans of that kind: a report that says 我县 is no 区's, though it cites or praises one."""
    return tuple(span for span in spans if kind is None or span.name.endswith(kind))


def _decide(
    sources: Sources,
    year: int | None,
    divisions: Divisions,
    said: list[tuple[str, float, str, tuple[County, ...]]],
) -> CountyFound:
    weights: dict[County, dict[int, float]] = defaultdict(dict)
    evidence: list[Evidence] = []
    for number, (source, weight, quote, spans) in enumerate(said):
        candidates = _in_year(spans, year, divisions, given_up=source in ("registry", "site_code"))
        for county in candidates:
            weights[county][number] = weight
        if candidates:
            value = "/".join(sorted({county.code for county in candidates}))
            evidence.append(Evidence("county_code", value, source, weight, quote))
    scores = {county: combined(list(statements.values())) for county, statements in weights.items()}
    ranked = sorted(scores, key=lambda county: -scores[county])
    if not ranked or scores[ranked[0]] < _ENOUGH:
        return _untold(sources, year, tuple(evidence))
    best = ranked[0]
    rivals = [c for c in ranked[1:] if scores[best] - scores[c] < _MARGIN and scores[c] >= 0.5]
    # Namesakes share every statement of their name; a site code or a registry row beside it is of one of them only.
    rivals = [c for c in rivals if not weights[c].keys() < weights[best].keys()]
    if any(source == "registry" for source, *_ in said):
        rivals = []
    if rivals:
        return _resolve(sources, [best, *rivals], scores[best], evidence)
    return CountyFound(best, best.name, scores[best], tuple(evidence))


def _untold(sources: Sources, year: int | None, evidence: tuple[Evidence, ...]) -> CountyFound:
    name = _stated(sources)
    if name is None:
        return CountyFound(None, None, 0.0, evidence, "no_county", "No county is named.")
    when = year or "any year"
    return CountyFound(
        None, name, 0.0, evidence, "unknown_county", f"{name} is in no table of county-level divisions for {when}."
    )


def _in_year(spans: tuple[County, ...], year: int | None, divisions: Divisions, *, given_up: bool) -> list[County]:
    """The counties that a name or code stood for, as they were in the reporting year.

    A name in use when the report was published, up to two years after the year it reviews, is traced back. A name
    given up at most three years before is traced on; so is a code given up ever, for sites keep old ones.
    """
    if year is None:
        alive = [span for span in spans if span.valid_to is None]
        return alive or list(spans[-1:])
    for after in (0, 1, 2):
        current = [span for span in spans if span.holds_in(year + after)]
        if current:
            traced = [divisions.as_of(span, year) for span in current]
            same = [
                [one for one in found if one.short_name == span.short_name] or list(found)
                for span, found in zip(current, traced, strict=True)
            ]
            return [found[0] for found in same if len(found) == 1]
    ended = [
        span
        for span in spans
        if span.valid_to is not None and span.valid_to <= year < span.valid_to + (99 if given_up else 3)
    ]
    traced_on = [divisions.as_of(span, year) for span in ended[-1:]]
    return [found[0] for found in traced_on if len(found) == 1]


def _stated(sources: Sources) -> str | None:
    first = re.split(r"[。\n]", sources.lead.strip(), maxsplit=1)[0]
    for text in (sources.title, *sources.head.split("\n")[:4], first, sources.file_name, *sources.cited[:10]):
        if name := stated_name(text):
            return name
    return None


def _resolve(sources: Sources, rivals: list[County], best: float, evidence: list[Evidence]) -> CountyFound:
    """Tells namesakes apart by the prefecture and province that the document names, best right before the name."""
    spoken = "\n".join((sources.title, sources.head, sources.lead[:200], sources.tail, sources.file_name))
    joined = [county for county in rivals if _prefixed(county, spoken)]
    if len(joined) == 1:
        cue = Evidence("county_code", joined[0].code, "lead", 0.8, f"{joined[0].prefecture_name}{joined[0].name}")
        return CountyFound(joined[0], joined[0].name, min(best, 0.9), (*evidence, cue))
    for source, text in (
        (sources.title_source, sources.title),
        ("file_name", sources.file_name),
        ("head", sources.head[:200]),
        ("signature", sources.tail[-120:]),
        ("site_tag", " ".join(sources.meta.get(name, "") for name in ("SiteName", "ContentSource", "StatedSource"))),
        ("cited_title", " ".join(sources.cited[:40])),
    ):
        prefectures, provinces = above_in(text)
        fitting = [county for county in rivals if county.prefecture_code in prefectures]
        fitting = fitting or [county for county in rivals if county.province_code in provinces]
        if len(fitting) == 1:
            cue = Evidence("county_code", fitting[0].code, source, 0.8, text[:60])
            return CountyFound(fitting[0], fitting[0].name, min(best, 0.9), (*evidence, cue))
    return _by_mentions(sources, rivals, best, evidence)


def _prefixed(county: County, spoken: str) -> bool:
    above = (county.prefecture_name, short_prefecture(county.prefecture_name), county.province_name)
    return any(name + county.name in spoken for name in above)


def _by_mentions(sources: Sources, rivals: list[County], best: float, evidence: list[Evidence]) -> CountyFound:
    counts = []
    for county in rivals:
        names = {short_prefecture(county.prefecture_name), short_province(county.province_name)}
        counts.append((sum(sources.text.count(name) for name in names), county))
    counts.sort(key=lambda pair: -pair[0])
    (most, county), (second, _) = counts[0], counts[1]
    if most >= 2 and most >= 4 * second:
        cue = Evidence("county_code", county.code, "body", 0.6, f"{county.prefecture_name} × {most}")
        return CountyFound(county, county.name, min(best, 0.8), (*evidence, cue))
    names = {county.name for county in rivals}
    listed = ", ".join(f"{c.code} {c.prefecture_name}{c.name}" for c in rivals)
    reason = "ambiguous_county" if len(names) == 1 else "conflicting_county"
    verb = f"{rivals[0].name} could be" if len(names) == 1 else "The document speaks for several counties:"
    return CountyFound(
        None, rivals[0].name if len(names) == 1 else None, 0.0, tuple(evidence), reason, f"{verb} {listed}."
    )
