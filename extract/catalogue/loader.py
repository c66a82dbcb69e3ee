"""Reading the catalogue's YAML files: every mistake is named with its file, indicator and field."""

from __future__ import annotations

import hashlib
import itertools
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from extract.catalogue.families import FILE, ROOT, CatalogueError, families, read
from extract.catalogue.model import GROWTH_BASES, KINDS, Catalogue, Indicator, Wording, weighed
from extract.catalogue.sections import Sections
from extract.catalogue.tables import DeclaredTable
from extract.catalogue.tables import parse as parse_table
from extract.numbers.units import FAMILIES, FAMILIES_OF

_SET = re.compile(r"\{(\w+)\}")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_FIELDS = {
    "name_zh",
    "name_en",
    "unit",
    "kind",
    "parent",
    "definition_zh",
    "counted_in",
    "topic",
    "topic_alone",
    "stock",
    "narrowed_by",
    "heads",
    "not_with",
    "zero",
    "looks_back",
    "wordings",
    "share_wordings",
    "growth_wordings",
    "adds_to",
    "kinds",
    "not_after",
    "in_currency_of",
    "growth_basis",
}
_REQUIRED = {"name_zh", "name_en", "unit", "kind", "counted_in", "wordings"}
# What an indicator that is another one in a foreign currency has from that.
_OF_THE_CURRENCY = ("wordings", "narrowed_by", "kinds", "not_with", "not_after", "topic")
# The fields that hold wordings, and the measure that these name.
_WORDED = (("wordings", None), ("share_wordings", "share"), ("growth_wordings", "growth"))


@lru_cache(maxsize=16)
def load(family: str, extra: tuple[Path, ...] = ()) -> Catalogue:
    """The catalogue of `family`; files of `extra` (or of folders in it) add indicators or override those of their code.

    Raises:
        CatalogueError: for a family without files, and for any file that is not as described in `model`.
    """
    folder = ROOT / family
    files = [path for path in sorted(folder.glob("*.yml")) if path.name != FILE]
    for path in extra:
        if not path.exists():
            raise CatalogueError(f"{path}: there is no such catalogue file or folder; check --catalogue")
        files += sorted(path.rglob("*.yml")) if path.is_dir() else [path]
    if not files:
        raise CatalogueError(f"family {family!r} has no catalogue; known families: {', '.join(families())}")
    sets = _read(ROOT / "sets.yml")
    indicators: dict[str, Indicator] = {}
    topics: dict[str, tuple[str, ...]] = {}
    not_covered: list[str] = []
    under: dict[str, list[str]] = {}
    tables: list[DeclaredTable] = []
    digest = hashlib.sha256((ROOT / "sets.yml").read_bytes())
    for path in files:
        digest.update(path.read_bytes())
        content = _read(path)
        for owner, codes in (content.get("shares") or {}).items():
            shared = _shared(path, family, owner, codes)
            indicators.update((indicator.code, indicator) for indicator in shared.indicators)
            topics.update(shared.topics)
            for topic, words in shared.not_covered_under.items():
                under.setdefault(topic, []).extend(words)
            digest.update(shared.checksum.encode())
        _add_file(path, content, family, sets, indicators, topics, not_covered, under)
        tables += [parse_table(path, name, written) for name, written in (content.get("tables") or {}).items()]
    _take_over(indicators)
    _check_references(indicators, topics)
    _check_tables(tables, indicators)
    under_topics = {topic: tuple(words) for topic, words in under.items()}
    sections = _sections(folder / FILE, digest)
    return Catalogue(
        family,
        tuple(indicators.values()),
        topics,
        tuple(not_covered),
        under_topics,
        indicators,
        digest.hexdigest(),
        tuple(tables),
        sections,
    )


def _sections(path: Path, digest: hashlib._Hash) -> Sections | None:
    """The family's headings, which are a part of how its figures are read and so of the checksum."""
    if not path.exists():
        return None
    sections = read(path).sections
    if sections is not None:
        digest.update(repr(sections).encode())
    return sections


def _shared(path: Path, family: str, owner: str, codes: Iterable[str]) -> Catalogue:
    """The part of another family's catalogue that `codes` need: these indicators and the topics they lean on."""
    if owner == family:
        raise CatalogueError(f"{path}: shares: {owner!r} is the family itself; name another one")
    whole = load(owner)
    unknown = [code for code in codes if code not in whole.by_code]
    if unknown:
        raise CatalogueError(f"{path}: shares: {owner} has no indicator {', '.join(unknown)}")
    indicators = tuple(whole.by_code[code] for code in codes)
    used = {indicator.topic for indicator in indicators} - {None}
    topics = {topic: words for topic, words in whole.topics.items() if topic in used}
    under = {topic: words for topic, words in whole.not_covered_under.items() if topic in used}
    return Catalogue(owner, indicators, topics, (), under, {}, whole.checksum)


def _take_over(indicators: dict[str, Indicator]) -> None:
    """Give an indicator in a foreign currency the words of the one it is."""
    for code, indicator in indicators.items():
        if indicator.in_currency_of is None:
            continue
        own = indicators.get(indicator.in_currency_of)
        if own is None:
            raise CatalogueError(f"{code}: in_currency_of {indicator.in_currency_of!r} is no indicator; mend the code")
        indicators[code] = replace(indicator, **{name: getattr(own, name) for name in _OF_THE_CURRENCY})


def _check_references(indicators: dict[str, Indicator], topics: dict[str, tuple[str, ...]]) -> None:
    for indicator in indicators.values():
        if indicator.topic is not None and indicator.topic not in topics:
            raise CatalogueError(f"{indicator.code}: topic {indicator.topic!r} is in no file; add it under `topics`")
        for field in ("parent", "adds_to"):
            named = getattr(indicator, field)
            if named is not None and named not in indicators:
                raise CatalogueError(f"{indicator.code}: {field} {named!r} is no indicator; add it or mend the code")


def _check_tables(tables: Iterable[DeclaredTable], indicators: Collection[str]) -> None:
    for table in tables:
        for cell in table.cells:
            if cell.indicator not in indicators:
                raise CatalogueError(
                    f"table {table.name!r}: {cell.indicator!r} is no indicator; add it or mend the code"
                )


def _read(path: Path) -> dict[str, Any]:
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - a safe loader
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise CatalogueError(f"{path}: cannot be read as YAML: {error}") from error
    if not isinstance(content, dict):
        raise CatalogueError(f"{path}: is not a mapping with `domain`, `topics` and `indicators`")
    return content


def _add_file(
    path: Path,
    content: dict[str, Any],
    family: str,
    sets: dict[str, list[str]],
    indicators: dict[str, Indicator],
    topics: dict[str, tuple[str, ...]],
    not_covered: list[str],
    under: dict[str, list[str]],
) -> None:
    domain = content.get("domain")
    if not isinstance(domain, str):
        raise CatalogueError(f"{path}: `domain` is missing")
    for topic, written in (content.get("not_covered_under") or {}).items():
        under.setdefault(topic, []).extend(str(word) for word in written)
    not_covered += [str(word) for word in content.get("not_covered") or ()]
    for topic, words in (content.get("topics") or {}).items():
        topics[topic] = tuple(word for written in words for word in _expand(str(written), sets, path))
    for code, fields in (content.get("indicators") or {}).items():
        unknown = set(fields) - _FIELDS
        if unknown:
            raise CatalogueError(f"{path}: {code}: unknown field {', '.join(sorted(unknown))}")
        missing = _REQUIRED - set(fields) - ({"wordings"} if "in_currency_of" in fields else set())
        if missing:
            raise CatalogueError(f"{path}: {code}: missing field {', '.join(sorted(missing))}")
        indicators[code] = _indicator(path, family, domain, code, fields, sets)


def _indicator(
    path: Path, family: str, domain: str, code: str, fields: dict[str, Any], sets: dict[str, list[str]]
) -> Indicator:
    if fields["kind"] not in KINDS:
        raise CatalogueError(f"{path}: {code}: kind {fields['kind']!r} is none of {', '.join(KINDS)}")
    if fields.get("growth_basis") not in (None, *GROWTH_BASES):
        raise CatalogueError(
            f"{path}: {code}: growth_basis {fields['growth_basis']!r} is none of {', '.join(GROWTH_BASES)}"
        )
    return Indicator(
        code=code,
        family=family,
        domain=domain,
        name_zh=fields["name_zh"],
        name_en=fields["name_en"],
        unit=fields["unit"],
        kind=fields["kind"],
        parent=fields.get("parent"),
        definition_zh=fields.get("definition_zh"),
        counted_in=_units(path, code, fields["counted_in"]),
        topic=fields.get("topic"),
        topic_alone=_units(path, code, fields.get("topic_alone") or ()),
        stock=bool(fields.get("stock", False)),
        narrowed_by=frozenset(fields.get("narrowed_by") or ()),
        heads=tuple(fields.get("heads") or ()),
        not_with=tuple(fields.get("not_with") or ()),
        zero=tuple(fields.get("zero") or ()),
        looks_back=bool(fields.get("looks_back", False)),
        wordings=tuple(
            w
            for name, measure in _WORDED
            for text in fields.get(name) or ()
            for w in _wordings(path, code, str(text), sets, fields.get("topic"), measure)
        ),
        adds_to=fields.get("adds_to"),
        kinds=_kinds(path, code, fields.get("kinds") or ()),
        not_after=tuple(fields.get("not_after") or ()),
        in_currency_of=fields.get("in_currency_of"),
        growth_basis=fields.get("growth_basis"),
    )


def _kinds(path: Path, code: str, written: Iterable[str]) -> re.Pattern[str] | None:
    """One pattern for the words that name kinds; each may be a regular expression."""
    try:
        return re.compile("|".join(written)) if written else None
    except re.error as error:
        raise CatalogueError(f"{path}: {code}: kinds: {written!r} is no regular expression: {error}") from error


def _units(path: Path, code: str, names: Iterable[str]) -> frozenset[str]:
    units: set[str] = set()
    for name in names:
        if name in FAMILIES:
            units.update(FAMILIES[name])
        elif name in FAMILIES_OF:
            units.add(name)
        else:
            raise CatalogueError(
                f"{path}: {code}: {name!r} is neither a unit nor a family of units (extract/numbers/units.py)"
            )
    return frozenset(units)


def _expand(text: str, sets: dict[str, list[str]], path: Path) -> list[str]:
    """A text with its {sets} written out."""
    names = _SET.findall(text)
    for name in names:
        if name not in sets:
            raise CatalogueError(f"{path}: {text!r} names the set {name!r}, which is not in sets.yml")
    template = _SET.sub("{}", text)
    return [template.format(*members) for members in itertools.product(*(sets[name] for name in names))]


def _wordings(
    path: Path, code: str, text: str, sets: dict[str, list[str]], topic: str | None, measure: str | None = None
) -> list[Wording]:
    needs_topic = text.startswith("@")
    if needs_topic and topic is None:
        raise CatalogueError(f"{path}: {code}: {text!r} leans on a topic, but the indicator names none")
    parts: Sequence[str] = text.removeprefix("@").split("*")
    if not all(parts):
        raise CatalogueError(f"{path}: {code}: {text!r} has an empty part")
    with_ = tuple(tuple(_expand(part, sets, path)) for part in parts[:-1])
    # Every named part of a wording makes it more specific, a set as much as its shortest member.
    in_front = [min(len(member) for member in part) for part in with_]
    return [
        Wording(text, key, with_, needs_topic, weighed(key, in_front), measure)
        for key in _expand(parts[-1], sets, path)
    ]
