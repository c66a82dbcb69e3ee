"""Declared tables: where a table's form is prescribed, the catalogue says which cell states which indicator."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extract.catalogue.families import CatalogueError

_FIELDS = {"holds", "whole", "cells"}
_CELL_FIELDS = {"row", "column"}


@dataclass(frozen=True, slots=True)
class DeclaredCell:
    """The cells that state an indicator: by words of the row's labels and of the column's headers, in their order.

    Empty `row` or `column` means any. A column that is not named is the table's `whole`, and its neighbours are parts.
    """

    indicator: str
    row: tuple[str, ...]
    column: tuple[str, ...]

    def is_named(self, labels: str, headers: str) -> bool:
        """Whether the words stand in a row's labels and in a column's headers."""
        return _in_order(self.row, labels) and _in_order(self.column, headers)


@dataclass(frozen=True, slots=True)
class DeclaredTable:
    """A table in a prescribed form.

    Attributes:
        name: what the catalogue calls it.
        holds: words that all stand in its caption, headers and labels, and in no other table.
        whole: the header of the column that speaks of the whole county where the others speak of parts, or None.
        cells: which cells state which indicator; of two that fit, the first.
    """

    name: str
    holds: tuple[str, ...]
    whole: str | None
    cells: tuple[DeclaredCell, ...]


def parse(path: Path, name: str, written: Any) -> DeclaredTable:
    """A declared table from its entry in a catalogue file.

    Raises:
        CatalogueError: naming the file, the table and what is missing, unknown or wrong.
    """
    where = f"{path}: table {name!r}"
    if not isinstance(written, Mapping) or not {"holds", "cells"} <= set(written) or set(written) - _FIELDS:
        raise CatalogueError(f"{where}: write `holds` and `cells`, and `whole` where the columns are parts of one")
    if not isinstance(written["holds"], list) or not written["holds"] or not isinstance(written["cells"], Mapping):
        raise CatalogueError(f"{where}: `holds` is a list of words, `cells` a mapping of indicators")
    cells = tuple(_cell(where, code, said) for code, said in written["cells"].items())
    return DeclaredTable(name, tuple(map(str, written["holds"])), written.get("whole"), cells)


def _cell(where: str, code: str, said: Any) -> DeclaredCell:
    if not isinstance(said, Mapping) or not said or set(said) - _CELL_FIELDS:
        raise CatalogueError(f"{where}: {code}: write the words of its `row`, its `column` or both, parted by /")
    row, column = (tuple(str(said.get(side, "")).split("/")) if said.get(side) else () for side in ("row", "column"))
    return DeclaredCell(code, row, column)


def _in_order(words: tuple[str, ...], text: str) -> bool:
    at = 0
    for word in words:
        at = text.find(word, at)
        if at < 0:
            return False
        at += len(word)
    return True
