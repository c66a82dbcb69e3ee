"""Merged cells: rows made rectangular, so that every number stands under its headers and behind its labels."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

# A merged cell may claim what no page shows; wider tables than this are not expanded.
_WIDEST = 64
_LONGEST_LABEL = 30
_MARKER = re.compile(r"\s*[(（]?[一二三四五六七八九十]+[)）、.．]\s*")


@dataclass(frozen=True, slots=True)
class SpannedCell:
    """A cell as the source gives it: its words, and how many columns and rows it covers (rows as HTML counts them).

    `continued` marks a cell that only continues the one above it (as DOCX says it, in place of a count of rows).
    """

    text: str
    columns: int = 1
    rows: int = 1
    continued: bool = False


def expanded(rows: Sequence[Sequence[SpannedCell]]) -> list[list[str]]:
    """The words of every cell of the grid, row by row.

    A label that covers several cells stands in each of them, its list marker (三、) in the first; what holds a digit,
    or is too long to be a label, stands in the first only, so that no number is stated twice. A row of one cell is
    left as it is: it is a caption.
    """
    hanging: dict[int, tuple[int, str]] = {}
    grid: list[list[str]] = []
    for cells in rows:
        line: list[str] = []
        covered = _Above(line, hanging)
        for cell in cells:
            covered.fill()
            repeated = _repeatable(cell.text) if len(cells) > 1 else ""
            width = min(max(cell.columns, 1), max(_WIDEST - len(line), 1)) if len(cells) > 1 else 1
            shown = hanging[len(line)][1] if cell.continued and len(line) in hanging else cell.text
            line += [shown, *([repeated] * (width - 1))]
            covered.leave(range(len(line) - width, len(line)), cell, repeated)
        covered.fill()
        grid.append(line)
    return grid


class _Above:
    """What cells of the rows above still cover: by column, for how many rows more and with which label."""

    def __init__(self, line: list[str], hanging: dict[int, tuple[int, str]]) -> None:
        self.line, self.hanging = line, hanging

    def fill(self) -> None:
        """Adds the covered cells that come next in the row."""
        while (above := self.hanging.get(len(self.line), (0, "")))[0] > 0:
            self.hanging[len(self.line)] = (above[0] - 1, above[1])
            self.line.append(above[1])

    def leave(self, columns: range, cell: SpannedCell, label: str) -> None:
        """Notes what a cell covers in the rows below it; the label is kept for cells that say they continue it."""
        for column in columns:
            if not cell.continued:
                self.hanging[column] = (max(cell.rows, 1) - 1, label)


def _repeatable(text: str) -> str:
    """What of a label stands in the further cells that it covers; nothing of what is no label."""
    bare = _MARKER.sub("", text, count=1) if _MARKER.match(text) else text
    return "" if len(bare) > _LONGEST_LABEL or any(character.isdecimal() for character in bare) else bare
