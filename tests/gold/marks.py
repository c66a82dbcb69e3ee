"""The marking of gold reports: ⟦surface|code:measure@scope!status|=value⟧, read into plain text and figures."""

import json
import re
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

MARK = re.compile(r"⟦([^|⟧]*)\|([^|⟧]*)(?:\|=([^⟧]*))?⟧")
LABEL = re.compile(r"([a-z0-9_.]+)(?::(growth|change|prior|share))?(?:@([^!@]+))?(?:!(target))?")
STATED = re.compile(r"([0-9０-９][0-9０-９,，]*(?:[.．][0-9０-９]+)?)\s*[多余]?\s*([百千]?[万亿]?)")
HALF_WIDTH = str.maketrans("０１２３４５６７８９．，", "0123456789.,")
SCALE = {"百": Decimal(100), "千": Decimal(1000), "万": Decimal(10) ** 4, "亿": Decimal(10) ** 8}


@dataclass(frozen=True)
class Label:
    """What one number says: an indicator with its measure, scope (None: the whole county) and status."""

    code: str
    measure: str = "level"
    scope: str | None = None
    status: str = "actual"


@dataclass(frozen=True)
class GoldFigure:
    """A marked figure; `labels` is empty where no indicator covers it, `value` is in the base unit."""

    start: int
    end: int
    surface: str
    value: Decimal | None
    labels: tuple[Label, ...]


def value_of(surface: str) -> Decimal | None:
    """The value a plain surface states in its base unit, or None where it has no digits."""
    found = STATED.search(surface)
    if not found:
        return None
    value = Decimal(found[1].translate(HALF_WIDTH).replace(",", ""))
    for unit in found[2]:
        value *= SCALE[unit]
    return value


def label_of(item: str) -> Label:
    """One label as written; raises ValueError when it is not in the marking's grammar."""
    found = LABEL.fullmatch(item)
    if not found:
        raise ValueError(f"not a label: {item!r}")
    return Label(found[1], found[2] or "level", found[3], found[4] or "actual")


def read_marks(marked: str) -> tuple[str, list[GoldFigure]]:
    """The plain text of a marked report, and its figures with offsets in that text."""
    figures, pieces, length, last = [], [], 0, 0
    for mark in MARK.finditer(marked):
        before, (surface, what, stated) = marked[last : mark.start()], mark.groups()
        start = length + len(before)
        figures.append(_figure(start, surface, what, stated))
        pieces += [before, surface]
        length, last = start + len(surface), mark.end()
    return "".join([*pieces, marked[last:]]), figures


def read_gold(path: Path) -> tuple[str, list[GoldFigure]]:
    """As `read_marks`, of a file (no newline translation)."""
    return read_marks(path.read_bytes().decode("utf-8"))


def read_headline(path: Path, texts: Path) -> tuple[str, list[GoldFigure]]:
    """The text that a `*.headline.json` speaks of (the file of its name in `texts`), and its figures.

    Its marks are `[start, end, annotation]`; the annotation is what stands after the first bar of a mark in place.
    """
    text = (texts / path.name.replace(".headline.json", ".txt")).read_bytes().decode("utf-8")
    figures = []
    for start, end, annotation in json.loads(path.read_text(encoding="utf-8")):
        what, _, stated = annotation.partition("|=")
        figures.append(_figure(start, text[start:end], what, stated))
    return text, figures


def _figure(start: int, surface: str, what: str, stated: str | None) -> GoldFigure:
    labels = tuple(label_of(item) for item in what.split("+") if item != "-")
    value = Decimal(stated) if stated else value_of(surface)
    return GoldFigure(start, start + len(surface), surface, value, labels)
