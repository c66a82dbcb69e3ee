"""DOCX: a walk over the words with tracked insertions in, deletions out, text boxes, content controls and tables in."""

from typing import TYPE_CHECKING

from extract.readers.canonical import CanonicalText
from extract.readers.document import ReadDocument, UnreadableDocument
from extract.readers.docx_numbering import Numbering, numbering_of
from extract.readers.limits import Limits
from extract.readers.packed import Packed, parse_xml
from extract.readers.sniff import DOCX
from extract.readers.spans import SpannedCell, expanded

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_P, _TBL, _TR, _TC = _W + "p", _W + "tbl", _W + "tr", _W + "tc"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# The transitional and the strict form of the format differ in this name only, as far as words go.
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_PLAIN = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TRACKED = frozenset([_W + "del", _W + "moveFrom", _W + "ins", _W + "moveTo"])
# Deleted and moved-away text, field instructions, ruby, and the older twin of a drawing that is also an mc:Choice.
_SKIPPED = frozenset(
    [_W + name for name in ("del", "moveFrom", "instrText", "delText", "pPr", "sectPr", "rt")] + [_FALLBACK]
)
_LITERALS = {_W + "tab": "\t", _W + "br": "\n", _W + "cr": "\n", _W + "noBreakHyphen": "-"}


def read_docx(data: bytes, limits: Limits) -> ReadDocument:
    """A Word document as canonical text: a line a paragraph, table rows as `| a | b |`, then foot- and endnotes.

    Numbers that Word draws before paragraphs (一、) are part of the text.

    Raises:
        UnreadableDocument: `broken_file`, `encrypted`, `unsafe_file`, `too_large` or `no_text`.
    """
    packed = Packed(data, limits)
    walker = _Walker(CanonicalText(limits.characters), numbering_of(packed))
    walker.walk(_part(packed, "word/document.xml"), "body")
    for part in ("word/footnotes.xml", "word/endnotes.xml"):
        if part in packed:
            walker.walk(_part(packed, part), part[5:-5], kind="note")
    text, segments = walker.out.finish()
    if not text:
        raise UnreadableDocument("no_text", "The document holds no words (perhaps pictures of pages).")
    warnings = ("Tracked changes were read as accepted.",) if walker.tracked else ()
    return ReadDocument(text, None, DOCX, "docx", meta=_properties(packed), warnings=warnings, segments=segments)


def _part(packed: Packed, name: str) -> "_Element":
    return parse_xml(packed.read(name).replace(_STRICT, _PLAIN), name)


class _Walker:
    """Adds blocks to a canonical text in document order, without recursion over the tree's depth."""

    def __init__(self, out: CanonicalText, numbering: Numbering) -> None:
        self.out = out
        self._numbering = numbering
        self.tracked = False
        self._paragraphs = 0
        self._tables = 0

    def walk(self, root: "_Element", place: str, kind: str = "paragraph") -> None:
        """Adds every paragraph and table below `root`."""
        stack = [root]
        while stack:
            element = stack.pop()
            if element.tag in _TRACKED:
                self.tracked = True
            if element.tag in _SKIPPED:
                continue
            if element.tag == _P:
                self._paragraphs += 1
                words, boxes = self._words(element)
                words = self._numbering.before(element) + words if words.strip() else words
                for line in words.split("\n"):
                    self.out.line(line, f"{place} paragraph {self._paragraphs}", kind=kind)
                stack.extend(reversed(boxes))
            elif element.tag == _TBL:
                self._table(element, place)
            else:
                stack.extend(reversed(element))

    def _table(self, table: "_Element", place: str) -> None:
        self._tables += 1
        where = f"{place} table {self._tables}"
        rows = [_outermost(row, _TC) for row in _outermost(table, _TR)]
        grid = expanded([[self._spanned(cell) for cell in row] for row in rows])
        for number, (row, cells) in enumerate(zip(rows, grid, strict=True), 1):
            if len(row) == 1:
                # A one-celled row frames text (a red head, a boxed notice): it is prose, not data.
                for line in self._lines(row[0]):
                    self.out.line(line, f"{where} row {number}")
            else:
                self.out.row(cells, f"{where} row {number}")

    def _spanned(self, cell: "_Element") -> SpannedCell:
        """A cell with the columns it covers (w:gridSpan) and whether it continues the one above (w:vMerge)."""
        span = cell.find(f"{_W}tcPr/{_W}gridSpan")
        columns = span.get(_W + "val", "1") if span is not None else "1"
        merge = cell.find(f"{_W}tcPr/{_W}vMerge")
        continued = merge is not None and merge.get(_W + "val", "continue") == "continue"
        return SpannedCell(" ".join(self._lines(cell)), int(columns) if columns.isdecimal() else 1, continued=continued)

    def _lines(self, cell: "_Element") -> list[str]:
        """The paragraphs of a cell, those of text boxes and nested tables among them."""
        lines, stack = [], [cell]
        while stack:
            element = stack.pop()
            if element.tag in _SKIPPED:
                continue
            if element.tag == _P:
                words, boxes = self._words(element)
                words = self._numbering.before(element) + words if words.strip() else words
                lines += [line.strip() for line in words.split("\n") if line.strip()]
                stack.extend(reversed(boxes))
            else:
                stack.extend(reversed(element))
        return lines

    def _words(self, paragraph: "_Element") -> tuple[str, list["_Element"]]:
        """The words of a paragraph itself, and the text boxes anchored in it."""
        parts: list[str] = []
        boxes: list[_Element] = []
        stack = list(reversed(paragraph))
        while stack:
            element = stack.pop()
            tag = element.tag
            if tag in _TRACKED:
                self.tracked = True
            if tag == _W + "t":
                parts.append(element.text or "")
            elif tag in _LITERALS:
                parts.append(_LITERALS[tag])
            elif tag == _W + "txbxContent":
                boxes.append(element)
            elif tag not in _SKIPPED and not _vanished(element):
                stack.extend(reversed(element))
        return "".join(parts), boxes


def _outermost(root: "_Element", tag: str) -> list["_Element"]:
    """The nearest descendants of `root` with this tag: through content controls, not into nested tables."""
    found, stack = [], list(reversed(root))
    while stack:
        element = stack.pop()
        if element.tag == tag:
            found.append(element)
        elif element.tag not in _SKIPPED and element.tag not in (_TBL, _P):
            stack.extend(reversed(element))
    return found


def _vanished(run: "_Element") -> bool:
    """Whether a run is marked as hidden text."""
    if run.tag != _W + "r":
        return False
    vanish = run.find(f"{_W}rPr/{_W}vanish")
    return vanish is not None and vanish.get(_W + "val", "1") not in ("0", "false")


def _properties(packed: Packed) -> dict[str, str]:
    """The document's own title, as meta; drafters leave old ones behind, so it is only a hint."""
    if "docProps/core.xml" not in packed:
        return {}
    try:
        root = packed.xml("docProps/core.xml")
    except UnreadableDocument:
        return {}
    title = root.findtext("{http://purl.org/dc/elements/1.1/}title")
    return {"DocumentTitle": title.strip()[:300]} if title and title.strip() else {}
