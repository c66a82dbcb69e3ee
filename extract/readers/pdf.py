"""PDF: text by its place on the page, ruled tables as rows, running headers and footers dropped; pictures by OCR.

`read_pdf` is for callers and runs the parsers in a subprocess; the other functions run inside it.
"""

import ctypes
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from extract.readers.canonical import CanonicalText
from extract.readers.document import ReadDocument, UnreadableDocument
from extract.readers.layout import (
    Glyph,
    Line,
    lines_of,
    outside,
    paragraphs_of,
    with_tables_continued,
    with_unruled_tables,
    without_furniture,
)
from extract.readers.limits import Limits

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage  # type: ignore[import-untyped]

_FEW = 30  # glyphs: a page with fewer and a picture on it is a scan
_RULES = 4  # drawn strokes: a page with fewer has no ruled table
_MEDIA = "application/pdf"


def read_pdf(data: bytes, limits: Limits) -> ReadDocument:
    """A PDF as canonical text; pages that are pictures are recognised where the optional OCR is installed.

    Raises:
        UnreadableDocument: `encrypted`, `broken_file`, `too_many_pages`, `no_text`, `needs_ocr`, `reader_timeout`, ...
    """
    from extract.readers.ocr import read_text_or_pictures

    return read_text_or_pictures("pdf", data, limits)


def read_pdf_text(data: bytes, limits: Limits) -> ReadDocument:
    """Reads the text of every page; raises `needs_ocr` where a page is a picture."""
    return _read(data, limits, pictures=False)


def read_pdf_pictures(data: bytes, limits: Limits) -> ReadDocument:
    """As `read_pdf_text`, with the words of pictures recognised."""
    return _read(data, limits, pictures=True)


def _read(data: bytes, limits: Limits, *, pictures: bool) -> ReadDocument:
    import pypdfium2

    try:
        return _read_pages(_open(data, limits), data, limits, pictures=pictures)
    except pypdfium2.PdfiumError as error:
        raise UnreadableDocument("broken_file", f"A page of the PDF is damaged: {str(error).rstrip('.')}.") from error


def _read_pages(document: "PdfDocument", data: bytes, limits: Limits, *, pictures: bool) -> ReadDocument:
    tables = _Tables(data)
    pages: list[list[Line]] = []
    scanned: list[int] = []
    for number in range(1, len(document) + 1):
        page = document[number - 1]
        glyphs = _glyphs(page)
        if len(glyphs) < _FEW and _has_picture(page):
            scanned.append(number)
            pages.append(_recognised(page, number, limits, len(scanned), tables.warnings) if pictures else [])
        else:
            lines = lines_of(glyphs, number)
            pages.append(tables.with_rows(page, lines, number))
        page.close()
    if scanned and not pictures:
        raise UnreadableDocument("needs_ocr", f"{len(scanned)} of {len(pages)} pages are pictures.")
    return document_from(pages, limits, _MEDIA, "pdf", scanned, tables.warnings)


def document_from(
    pages: list[list[Line]],
    limits: Limits,
    media_type: str,
    reader: str,
    scanned: list[int],
    warnings: Sequence[str] = (),
) -> ReadDocument:
    """Lines of pages as a document: furniture dropped, paragraphs rejoined, every piece with its page."""
    kept, dropped = without_furniture(pages)
    out = CanonicalText(limits.characters)
    for paragraph in paragraphs_of(with_tables_continued(kept)):
        if paragraph.cells:
            out.row(paragraph.cells, paragraph.place, page=paragraph.pieces[0][1])
        else:
            out.pieces(paragraph.pieces, kind="ocr" if scanned else "paragraph")
    text, segments = out.finish()
    if not text:
        raise UnreadableDocument("no_text", f"None of the {len(pages)} pages holds words.")
    warnings = list(warnings)
    if scanned:
        warnings.append(f"Pages {', '.join(map(str, scanned[:20]))} were recognised from pictures (OCR).")
    if dropped:
        shown = " / ".join(dict.fromkeys(dropped[:3]))
        warnings.append(f"{len(dropped)} running headers, footers and page numbers were dropped: {shown[:120]}.")
    return ReadDocument(
        text, None, media_type, reader, {"Pages": str(len(pages))}, tuple(warnings), bool(scanned), segments
    )


def _open(data: bytes, limits: Limits) -> "PdfDocument":
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error) or "ecurity" in str(error):
            raise UnreadableDocument("encrypted", "The PDF opens only with a password.") from error
        raise UnreadableDocument("broken_file", f"The PDF is damaged: {str(error).rstrip('.')}.") from error
    if len(document) > limits.pages:
        raise UnreadableDocument("too_many_pages", f"The PDF has {len(document)} pages, more than {limits.pages}.")
    return document


def _glyphs(page: "PdfPage") -> list[Glyph]:
    """The characters of a page as drawn; spaces and line breaks that the library would guess are left out."""
    import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

    text = page.get_textpage()
    height = page.get_height()
    x, y = ctypes.c_double(), ctypes.c_double()
    box = pdfium.FS_RECTF()
    found: list[Glyph] = []
    sizes: dict[float, float] = {}  # by height of box: a font's size is asked once
    for index in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text, index)
        if code <= 32 or 0xD800 <= code <= 0xDFFF or code == 0xFFFE:
            continue
        pdfium.FPDFText_GetCharOrigin(text, index, x, y)
        pdfium.FPDFText_GetLooseCharBox(text, index, box)
        tall = round(abs(box.top - box.bottom), 1)
        if tall not in sizes:
            size = pdfium.FPDFText_GetFontSize(text, index)
            # Some producers draw with a unit font and scale the page: the box then tells the true size.
            sizes[tall] = size if size > 2 else tall
        found.append((chr(code), box.left, box.right, height - y.value, sizes[tall]))
    text.close()
    return found


def _has_picture(page: "PdfPage") -> bool:
    import pypdfium2.raw as pdfium

    return any(True for _ in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3))


def _recognised(page: "PdfPage", number: int, limits: Limits, scanned: int, doubts: list[str]) -> list[Line]:
    from extract.readers.ocr import lines_in, scale_for

    if scanned > limits.ocr_pages:
        raise UnreadableDocument("too_many_pages", f"More than {limits.ocr_pages} pages are pictures.")
    picture = page.render(scale=scale_for(page.get_width(), page.get_height())).to_numpy()
    return lines_in(picture, number, doubts)


class _Tables:
    """Ruled tables by pdfplumber, opened only when a page draws enough lines to hold one."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._document: Any = None
        self._count = 0
        self.warnings: list[str] = []

    def with_rows(self, page: "PdfPage", lines: list[Line], number: int) -> list[Line]:
        """The page's lines with those inside tables replaced by the tables' rows."""
        import pypdfium2.raw as pdfium

        paths = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=3)
        strokes = sum(max(1, pdfium.FPDFPath_CountSegments(path) // 2) for path in paths)
        tables = [table for table in self._tried(number) if _is_grid(table)] if strokes >= _RULES else []
        kept = with_unruled_tables(outside(lines, [table.bbox for table in tables]), self._count)
        for table in tables:
            self._count += 1
            kept += _rows(table, number, self._count)
        return sorted(kept, key=lambda line: line.baseline)

    def _tried(self, number: int) -> list[Any]:
        """The tables of a page; a page on which the second parser fails has none that it could tell."""
        try:
            return self._found(number)
        except (MemoryError, RecursionError):
            raise
        except Exception as error:
            self.warnings.append(f"The tables of page {number} could not be told ({type(error).__name__}).")
            return []

    def _found(self, number: int) -> list[Any]:
        import io

        import pdfplumber

        if self._document is None:
            self._document = pdfplumber.open(io.BytesIO(self._data))
        page = self._document.pages[number - 1]
        found = list(page.find_tables())
        page.close()
        return found


def _is_grid(table: Any) -> bool:
    """Whether a table has columns; a frame around prose or a page has one."""
    return max((len(row.cells) for row in table.rows), default=0) >= 2


def _rows(table: Any, page: int, count: int) -> list[Line]:
    rows = []
    for index, (cells, row) in enumerate(zip(table.extract(), table.rows, strict=True), 1):
        shown = tuple((cell or "").replace("\n", "") for cell in cells)
        left, top, right, bottom = row.bbox
        # The sort key of a row is its top edge: it stands after the line above it.
        rows.append(
            Line(
                " ".join(shown),
                left,
                right,
                top + 0.01 * index,
                bottom - top,
                page,
                shown,
                f"table {count} row {index}",
            )
        )
    return rows
