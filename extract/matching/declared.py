"""Declared tables in a text: the catalogue says which cell of a prescribed form states which indicator."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extract.catalogue.tables import DeclaredCell, DeclaredTable
from extract.matching.grids import NUMERIC, Cell


@dataclass(frozen=True, slots=True)
class StatedCell:
    """A cell with a number: what it states (None where nothing declares it), the part it speaks of, its headers."""

    cell: Cell
    indicator: str | None
    scope: str | None
    headers: str


def declared_form(rows: list[list[Cell]], caption: str, forms: Sequence[DeclaredTable]) -> DeclaredTable | None:
    """The declared table whose words all stand in the caption, headers and labels, or None."""
    if not forms:
        return None
    words = caption + "".join(cell.text for row in rows for cell in row if not NUMERIC.match(cell.text))
    bare = "".join(words.split())
    return next((form for form in forms if all(word in bare for word in form.holds)), None)


def stated_cells(rows: list[list[Cell]], form: DeclaredTable) -> Iterator[StatedCell]:
    """Every cell of the form's body that holds a number, in reading order.

    Headers are the rows above the first number, labels the columns left of it.
    """
    first = next((index for index, row in enumerate(rows) if any(NUMERIC.match(cell.text) for cell in row)), len(rows))
    width = min((len(row) for row in rows), default=0)
    headers = [_path(row[column].text for row in rows[:first]) for column in range(width)]
    for row in rows[first:]:
        labels = _path(cell.text for cell in row if not NUMERIC.match(cell.text))
        for cell, header in zip(row, headers, strict=False):
            if NUMERIC.match(cell.text) and any(character.isdecimal() for character in cell.text):
                yield _stated(cell, labels, header, form)


def _stated(cell: Cell, labels: str, header: str, form: DeclaredTable) -> StatedCell:
    for declared in form.cells:
        if declared.is_named(labels, header):
            return StatedCell(cell, declared.indicator, _part(declared, header, form), header)
    return StatedCell(cell, None, None, header)


def _part(declared: DeclaredCell, header: str, form: DeclaredTable) -> str | None:
    """The part a column speaks of: its last header, unless the column is named or is that of the whole."""
    last = header.rsplit("/", 1)[-1]
    return None if declared.column or form.whole is None or form.whole in last else last


def _path(words: Iterable[str]) -> str:
    """Words from the outermost to the innermost, parted by /; what a merged cell repeats stands once."""
    path: list[str] = []
    for word in words:
        bare = "".join(word.split()).replace("/", "")
        if bare and not (path and path[-1].endswith(bare)):
            path.append(bare)
    return "/".join(path)
