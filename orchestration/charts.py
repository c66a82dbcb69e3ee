"""Small charts and tables for Dagster's metadata: Markdown that shows words from documents as words."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

WIDTH = 24
# What Markdown gives a meaning; what a document says must not become a link, an image or a heading of the page.
MARKS = re.compile(r"([\\`*_{}\[\]()#+!|~>-])")


def bars(rows: Sequence[tuple[str, float]], heading: tuple[str, str] = ("year", "figures")) -> str:
    """A bar for each row, in a table of two columns: the name, and the bar with its number."""
    longest = max((value for _, value in rows), default=0) or 1
    drawn = [(name, f"{'█' * round(WIDTH * value / longest)} {value:,.10g}") for name, value in rows]
    return markdown_table(heading, drawn)


def markdown_table(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A Markdown table in which every cell is plain words."""
    lines = [columns, ["---"] * len(columns), *rows]
    head, rule, *body = lines
    cells = [[plain(cell) for cell in head], list(rule), *([plain(cell) for cell in row] for row in body)]
    return "\n".join(f"| {' | '.join(cells_of)} |" for cells_of in cells)


def plain(words: object) -> str:
    """Words as they are, with everything that HTML or Markdown would take for its own escaped."""
    flat = " ".join(str(words).split())
    return MARKS.sub(r"\\\1", html.escape(flat, quote=True))


def listed(counts: Mapping[Any, Any]) -> str:
    """A mapping as a Markdown table of two columns."""
    return markdown_table(("what", "how many"), counts.items())
