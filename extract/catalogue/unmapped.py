"""Unmapped contexts: the words around figures that no indicator covers, counted, to grow the catalogue from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

WORDS_BEFORE, WORDS_BEHIND = 8, 6
EXAMPLES = 3
_BORDER = re.compile(r"[，。；：、！？（）()“”《》,;:!?\s|]")
_HOLLOW = re.compile(
    r"^(?:全年|今年以来|年内|共计?|累计|已|全[县区市旗州]|我[县区市旗州])+|(?:共计?|累计|了|为|达到?|有|约|近|超过?)+$"
)
_WORDS = re.compile(r"[\u4e00-\u9fff]{2,}")
_DIGIT = re.compile(r"[0-9０-９]")


@dataclass
class Group:
    """Figures that stand in the same words.

    Attributes:
        before: the words right before the number, without what says nothing (全年, 共, 达).
        unit: the unit, empty where there is none.
        behind: the words right behind it.
        count: how many figures stand so.
        reports: the reports they are from.
        examples: some of the sentences, with the number's place in each as half-open offsets.
    """

    before: str
    unit: str
    behind: str
    count: int = 0
    reports: set[str] = field(default_factory=set)
    examples: list[tuple[str, int, int]] = field(default_factory=list)


def contexts(figures: Iterable[Mapping[str, Any]]) -> list[Group]:
    """Groups of unmapped figures, the commonest first.

    Args:
        figures: rows with report_id, text, unit, quote, quote_start and start_offset, as in `fct_figure`.
    """
    groups: dict[tuple[str, str, str], Group] = {}
    for row in figures:
        quote, at = row["quote"], row["start_offset"] - row["quote_start"]
        end = at + len(row["text"])
        key = _key(quote[:at], row["unit"] or "", quote[end:])
        group = groups.setdefault(key, Group(*key))
        group.count += 1
        group.reports.add(row["report_id"])
        if len(group.examples) < EXAMPLES:
            group.examples.append((quote, at, end))
    return sorted(groups.values(), key=lambda group: (-group.count, -len(group.reports), group.before, group.behind))


def _key(before: str, unit: str, behind: str) -> tuple[str, str, str]:
    """What tells contexts apart: the words of the number's own clause in front of it and behind it."""
    own = _BORDER.split(before)[-1]
    own = _HOLLOW.sub("", _DIGIT.split(own)[-1].lstrip(".．"))
    if not own and (named := _WORDS.findall(before)):
        # The number of a table's row or of a list: the last words in front name it.
        own = named[-1]
    own = own[-WORDS_BEFORE:]
    follows = _DIGIT.split(_BORDER.split(behind)[0])[0][:WORDS_BEHIND]
    return own, unit, follows
