"""Walking an HTML element in document order: blocks become lines, data tables become rows, inline tags add nothing."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from extract.readers.canonical import CanonicalText
from extract.readers.spans import SpannedCell, expanded

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_DROPPED = frozenset(
    """script style noscript template iframe object embed svg head button select textarea input audio video canvas nav
    -comment""".split()  # noqa: SIM905 - a name a line would hide the list
)
_BLOCKS = frozenset(
    """p div section article main header footer aside ul ol li dl dt dd body h1 h2 h3 h4 h5 h6 blockquote pre form
    fieldset center address figure figcaption hr table tbody thead tfoot tr td th caption details summary""".split()  # noqa: SIM905 - a name a line would hide the list
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_WHITE = re.compile(r"[ \t\r\n\f]+")
_LAYOUT_CELL = 600  # characters: a cell longer than this lays out a page, it does not hold a datum


def walk(root: "LexborNode", out: CanonicalText, place: str) -> None:
    """Adds the words of `root` to `out`, without recursion: pages nest deeper than Python's stack."""
    buffer: list[str] = []
    blocks = 0

    def flush() -> None:
        nonlocal blocks
        line = tidy("".join(buffer))
        buffer.clear()
        if line.strip():
            blocks += 1
            out.line(line, f"{place} block {blocks}")

    tables = 0
    stack: list[tuple[LexborNode, bool]] = [(root, False)]
    while stack:
        node, leaving = stack.pop()
        tag = node.tag or ""
        if leaving:
            flush()
            continue
        if tag == "-text":
            buffer.append(node.text_content or "")
        elif tag == "br":
            flush()
        elif tag in _DROPPED or is_hidden(node):
            continue
        elif tag == "table" and (rows := table_rows(node)) is not None:
            flush()
            tables += 1
            for number, cells in enumerate(rows, 1):
                out.row(cells, f"{place} table {tables} row {number}")
        else:
            if tag in _BLOCKS:
                flush()
                stack.append((node, True))
            stack.extend((child, False) for child in reversed(list(children(node))))
    flush()


def children(node: "LexborNode") -> Iterator["LexborNode"]:
    """The children of `node`, text nodes among them."""
    child = node.first_child
    while child is not None:
        yield child
        child = child.next


def is_hidden(node: "LexborNode") -> bool:
    """Whether the element is not shown (by its own attributes; style sheets are not read)."""
    attributes = node.attributes
    return "hidden" in attributes or bool(_HIDDEN.search(attributes.get("style") or ""))


def tidy(text: str) -> str:
    """White space as a browser shows it, except that a source line break beside Chinese text shows nothing."""
    return _WHITE.sub(_shown_space, text)


def _shown_space(found: "re.Match[str]") -> str:
    run, whole = found.group(), found.string
    if "\n" not in run:
        return " "
    before = whole[found.start() - 1 : found.start()]
    after = whole[found.end() : found.end() + 1]
    return "" if _is_wide(before) or _is_wide(after) else " "


def _is_wide(character: str) -> bool:
    return bool(character) and character >= "\u2e80"


def table_rows(table: "LexborNode") -> list[list[str]] | None:
    """The cells of a data table row by row, or None where the table only lays out the page."""
    if _holds_table(table):
        return None
    rows: list[list[SpannedCell]] = []
    for row in table.css("tr"):
        cells = [_spanned(cell) for cell in children(row) if cell.tag in ("td", "th")]
        if any(len(cell.text) > _LAYOUT_CELL for cell in cells):
            return None
        rows.append(cells)
    if max((len(row) for row in rows), default=0) < 2:
        return None
    return expanded(rows)


def _spanned(cell: "LexborNode") -> SpannedCell:
    columns, rows = (_span(cell.attributes.get(name)) for name in ("colspan", "rowspan"))
    return SpannedCell(flat_text(cell), columns, rows)


def _span(written: str | None) -> int:
    """How many cells a span covers; what is no number covers one, as in a browser."""
    plain = (written or "").strip()
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) <= 4 else 1


def _holds_table(table: "LexborNode") -> bool:
    stack = list(children(table))
    while stack:
        node = stack.pop()
        if node.tag == "table":
            return True
        stack.extend(reversed(list(children(node))))
    return False


def flat_text(root: "LexborNode") -> str:
    """The words of an element on one line; a block or line break inside it becomes one space."""
    parts: list[str] = []
    stack = [root]
    while stack:
        node = stack.pop()
        tag = node.tag or ""
        if tag == "-text":
            parts.append(node.text_content or "")
        elif tag == "br":
            parts.append("\x00")
        elif tag not in _DROPPED and not is_hidden(node):
            if tag in _BLOCKS and node is not root:
                parts.append("\x00")
            stack.extend(reversed(list(children(node))))
    lines = (tidy(line).strip() for line in "".join(parts).split("\x00"))
    return " ".join(line for line in lines if line)
