"""Checking a catalogue: what its files say twice, what leads nowhere, and what no report ever uses.

An error makes figures wrong or is a slip for certain; a warning is for a person to judge.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from extract.catalogue.families import ROOT
from extract.catalogue.model import Catalogue, Indicator, Wording
from extract.numbers.units import FAMILIES_OF

_CODE_LINE = re.compile(r"^  ([a-z0-9_]+\.[a-z0-9_]+):\s*(?:#.*)?$", re.MULTILINE)
_FRAMES = ("{lead}{parts}{key}7{unit}。", "{lead}{parts}7{unit}{key}。")
UNITS_TRIED = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to mend or to judge: error or warning, the check, the indicator (or file, set, topic), and words."""

    severity: str
    check: str
    subject: str
    message: str


def check(catalogue: Catalogue, files: Iterable[Path] = (), corpus: Sequence[str] = ()) -> list[Finding]:
    """Everything found in a catalogue, errors first.

    Args:
        catalogue: the catalogue as loaded (unknown parents, topics and units stop the loader itself).
        files: its YAML files, for what loading hides: codes stated twice, sets that are empty or unused.
        corpus: texts of reports in which wordings are looked for; without any, that check is left out.
    """
    findings = [
        *_structure(catalogue),
        *_duplicates(catalogue),
        *_shadowed(catalogue),
        *_files(sorted(files)),
        *(_silent(catalogue, corpus) if corpus else ()),
    ]
    return sorted(findings, key=lambda one: (one.severity != "error", one.check, one.subject, one.message))


def _structure(catalogue: Catalogue) -> Iterator[Finding]:
    """Units, parents and topics of each indicator."""
    for indicator in catalogue.indicators:
        code = indicator.code
        if not indicator.wordings:
            yield Finding("error", "no wordings", code, "has no wording; no report can state it")
        if not indicator.counted_in:
            yield Finding("error", "missing unit", code, "`counted_in` is empty; no number can count it")
        elif indicator.unit not in indicator.counted_in:
            yield Finding("error", "missing unit", code, f"its own unit {indicator.unit} is not among `counted_in`")
        if indicator.unit not in FAMILIES_OF:
            yield Finding("error", "missing unit", code, f"unit {indicator.unit!r} is not in extract/numbers/units.py")
        odd = indicator.topic_alone - indicator.counted_in
        if odd:
            yield Finding("warning", "unused unit", code, f"`topic_alone` has {_some(odd)}, which `counted_in` lacks")
        if _is_circular(indicator, catalogue):
            yield Finding("error", "circular parent", code, "is an ancestor of itself; mend `parent`")
    raised = {indicator.topic for indicator in catalogue.indicators} | set(catalogue.not_covered_under)
    for topic, words in catalogue.topics.items():
        if not words:
            yield Finding("error", "empty set", topic, "the topic has no words that raise it")
        if topic not in raised:
            yield Finding("warning", "unused topic", topic, "no indicator leans on the topic")


def _is_circular(indicator: Indicator, catalogue: Catalogue) -> bool:
    seen = {indicator.code}
    parent = indicator.parent
    while parent is not None and parent in catalogue.by_code:
        if parent in seen:
            return True
        seen.add(parent)
        parent = catalogue.by_code[parent].parent
    return False


def _duplicates(catalogue: Catalogue) -> Iterator[Finding]:
    """The same words for two indicators that could both be meant, or twice for one."""
    users: dict[tuple[str, frozenset[tuple[str, ...]], bool], list[tuple[Indicator, Wording]]] = defaultdict(list)
    for indicator in catalogue.indicators:
        for text, times in Counter(wording.text for wording in dict.fromkeys(indicator.wordings)).items():
            if times > 1 and "{" not in text:
                yield Finding("warning", "repeated wording", indicator.code, f"{text} is listed {times} times")
        for wording in {(w.key, w.with_, w.needs_topic): w for w in indicator.wordings}.values():
            users[wording.key, frozenset(wording.with_), wording.needs_topic].append((indicator, wording))
    for same in users.values():
        for place, (one, wording) in enumerate(same):
            for other, _ in same[place + 1 :]:
                yield from _clash(one, other, wording)


def _clash(one: Indicator, other: Indicator, wording: Wording) -> Iterator[Finding]:
    """Two indicators with one wording: units or topics must tell them apart."""
    common = one.counted_in & other.counted_in
    if one.code == other.code or not common or (wording.needs_topic and one.topic != other.topic):
        return
    message = f"{wording.text} is a wording of {other.code} too, both counted in {_some(common)}"
    if one.topic != other.topic:
        yield Finding("warning", "duplicate wording", one.code, f"{message}; only their topics tell them apart")
    elif not common & {one.unit, other.unit}:
        yield Finding("warning", "duplicate wording", one.code, f"{message}, which is neither's own unit")
    else:
        yield Finding("error", "duplicate wording", one.code, f"{message}, and no topic tells them apart")


def _shadowed(catalogue: Catalogue) -> Iterator[Finding]:
    """Wordings that lose to others even in a plain sentence of their own, tried on the extractor itself."""
    for indicator in catalogue.indicators:
        for text, members in _by_text(indicator).items():
            read = _winner(catalogue, indicator, members[0])
            if read is not None:
                yield Finding("warning", "shadowed wording", indicator.code, f"{text} is read as {read}")


def _by_text(indicator: Indicator) -> dict[str, list[Wording]]:
    """The wordings of an indicator as written, each with its members when a set is written out."""
    texts: dict[str, list[Wording]] = defaultdict(list)
    for wording in indicator.wordings:
        texts[wording.text].append(wording)
    return texts


def _winner(catalogue: Catalogue, indicator: Indicator, wording: Wording) -> str | None:
    """What a plain sentence with the wording is read as, or None where it is read as its own indicator."""
    from extract.document import extract_text

    raising = catalogue.topics.get(indicator.topic or "", ())[:2]
    leads = ["", *(f"{word}方面，" for word in raising)]
    units = [indicator.unit, *sorted(indicator.counted_in - {indicator.unit}, key=lambda unit: (len(unit), unit))]
    if wording.measure is not None:
        # It names a share or a growth, which is counted per cent whatever its indicator is counted in.
        units = ["%"]
    read: Counter[str] = Counter()
    for unit in units[:UNITS_TRIED]:
        for lead in leads:
            for frame in _FRAMES:
                parts = "".join(part[0] for part in wording.with_)
                text = frame.format(lead=lead, parts=parts, key=wording.key, unit=unit)
                codes = [f["indicator"] for f in extract_text(text, family="", catalogue=catalogue, year=2000).figures]
                if indicator.code in codes:
                    return None
                read.update(code or "no indicator" for code in codes)
    return read.most_common(1)[0][0] if read else "no figure"


def _files(files: Sequence[Path]) -> Iterator[Finding]:
    """Codes stated twice, and sets that are empty or that nothing uses."""
    where: dict[str, str] = {}
    written = ""
    for path in files:
        content = path.read_text(encoding="utf-8")
        written += content
        for code in _CODE_LINE.findall(content):
            if code in where:
                yield Finding(
                    "error", "code stated twice", code, f"in {where[code]} and in {path.name}; the last one wins"
                )
            where[code] = path.name
    sets = yaml.safe_load((ROOT / "sets.yml").read_text(encoding="utf-8")) or {}
    every_family = written + "".join(path.read_text(encoding="utf-8") for path in ROOT.glob("*/*.yml"))
    for name, members in sets.items():
        if not members:
            yield Finding("error", "empty set", name, "the set in sets.yml has no members")
        if files and f"{{{name}}}" not in every_family:
            yield Finding("warning", "unused set", name, "no wording names the set of sets.yml")


def _silent(catalogue: Catalogue, corpus: Sequence[str]) -> Iterator[Finding]:
    """Wordings that gave no figure of the corpus its indicator: kept for other reports, or never right."""
    from extract.document import extract_text

    used: set[tuple[str, str]] = set()
    for text in corpus:
        figures = extract_text(text, family="", catalogue=catalogue).figures
        used.update((figure["indicator"], figure["wording"]) for figure in figures if figure["indicator"])
    for indicator in catalogue.indicators:
        texts = list(_by_text(indicator))
        silent = [text for text in texts if (indicator.code, text) not in used]
        if silent:
            message = f"{len(silent)} of {len(texts)} never fire in {len(corpus)} reports: {'、'.join(silent)}"
            yield Finding("warning", "silent wording", indicator.code, message)


def _some(units: Iterable[str]) -> str:
    named = sorted(units, key=lambda unit: (len(unit), unit))
    return "、".join(named[:5]) + (f" and {len(named) - 5} more" if len(named) > 5 else "")
