"""Grids: where a text holds rows of cells: bars, tabs, wide gaps, or one cell a line."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extract.matching.context import Context
from extract.matching.layout import Paragraph

_RULE_ROW = re.compile(r"[\s|:\-—+]*\Z")
NUMERIC = re.compile(r"[+\-]?[\d,.]+(?:%|个百分点|万|亿)?\Z|[-—/]\Z")
_SENTENCE_LIKE = re.compile(r"[,;。!?]|^[(一二三四五六七八九十]+[、)]")
_GAPS = re.compile(r"(?<=\S) (?=\S)")


@dataclass(slots=True)
class Cell:
    """A cell: its words and the offset of the first of them."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """The offset behind the cell's words."""
        return self.start + len(self.text)


def blocks(context: Context) -> list[tuple[list[list[Cell]], str]]:
    """The tables of a text: rows of cells, and the caption over them."""
    text, paragraphs = context.text, context.layout.paragraphs
    found: list[tuple[list[list[Cell]], str]] = []
    rows: list[list[Cell]] = []
    caption = ""
    stacked: list[Paragraph] = []
    rowed = "|" in text or "\t" in text or " " in text
    for paragraph in paragraphs:
        line = text[paragraph.start : paragraph.end]
        cells = _cells(line, paragraph.start) if rowed else []
        if len(cells) >= 2:
            if stacked:
                found += _stack(text, stacked, caption)
                caption = text[stacked[-1].start : stacked[-1].end]
                stacked = []
            if not _RULE_ROW.match(line):
                rows.append(cells)
            continue
        if len(rows) >= 2:
            found.append((rows, caption))
        rows = []
        if 0 < len(line) <= 20 and not _SENTENCE_LIKE.search(line):
            stacked.append(paragraph)
            continue
        if stacked:
            found += _stack(text, stacked, caption)
            stacked = []
        if line.strip():
            caption = line[-60:]
    if len(rows) >= 2:
        found.append((rows, caption))
    return found + _stack(text, stacked, caption)


def _cells(line: str, start: int) -> list[Cell]:
    """The cells of one line; fewer than two where the line is no row of a table."""
    if line.count("|") >= 2:
        border, edges = "|", line.strip().startswith("|")
    elif "\t" in line:
        border, edges = "\t", False
    elif line.count(" ") >= 2 and len(line) < 200 and len(_GAPS.findall(line)) >= 2 and not re.search(r"[,;。]", line):
        border, edges = " ", False
    else:
        return []
    cells, at = [], start
    for piece in line.split(border):
        lead = len(piece) - len(piece.lstrip())
        cells.append(Cell(piece.strip(), at + lead))
        at += len(piece) + 1
    if edges:
        cells = cells[1:-1] if line.rstrip().endswith("|") else cells[1:]
    return cells


def _stack(text: str, lines: list[Paragraph], caption: str) -> list[tuple[list[list[Cell]], str]]:
    """A table that arrived as one cell a line, where names and numbers alternate without a gap."""
    cells = [
        Cell(text[p.start : p.end].strip(), p.start + len(text[p.start : p.end]) - len(text[p.start : p.end].lstrip()))
        for p in lines
    ]
    kinds = "".join("n" if NUMERIC.match(cell.text) else "a" for cell in cells)
    if kinds.count("n") < 4:
        return []
    first = kinds.find("n")
    for width in range(2, 8):
        start = first - 1 - width
        body = kinds[first - 1 :]
        if (
            start >= 0
            and kinds[start : first - 1] == "a" * width
            and len(body) >= 2 * width
            and re.fullmatch(f"(?:a{'n' * (width - 1)})+a?", body)
        ):
            used = cells[start : start + width + len(body) // width * width]
            title = "".join(cell.text for cell in cells[:start]) or caption
            return [([used[i : i + width] for i in range(0, len(used), width)], title)]
    return []
