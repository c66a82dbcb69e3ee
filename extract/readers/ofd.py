"""OFD (GB/T 33190): text by its place on the page; pages that are pictures go to OCR.

`read_ofd` is for callers and runs the parser in a subprocess; the other functions run inside it.
"""

import io
from typing import TYPE_CHECKING, Any

from extract.readers.document import ReadDocument, UnreadableDocument
from extract.readers.layout import Glyph, Line, lines_of, with_unruled_tables
from extract.readers.limits import Limits
from extract.readers.sniff import OFD

if TYPE_CHECKING:
    from ofdkit import OFDDocument, Page  # type: ignore[import-untyped]

_POINTS = 72 / 25.4  # OFD counts in millimetres
_FEW = 30


def read_ofd(data: bytes, limits: Limits) -> ReadDocument:
    """An OFD document as canonical text.

    Raises:
        UnreadableDocument: `broken_file`, `unsafe_file`, `too_many_pages`, `no_text`, `needs_ocr`, ...
    """
    from extract.readers.ocr import read_text_or_pictures

    return read_text_or_pictures("ofd", data, limits)


def read_ofd_pages(data: bytes, limits: Limits) -> ReadDocument:
    """Reads the text of every page; raises `needs_ocr` where there is none but pictures are."""
    return _read(data, limits, pictures=False)


def read_ofd_pictures(data: bytes, limits: Limits) -> ReadDocument:
    """Recognises the pictures of an OFD that has no text."""
    return _read(data, limits, pictures=True)


def _read(data: bytes, limits: Limits, *, pictures: bool) -> ReadDocument:
    from extract.readers.pdf import document_from

    packed = _checked(data, limits)
    document = _open(data)
    if len(document.pages) > limits.pages:
        raise UnreadableDocument("too_many_pages", f"The OFD has {len(document.pages)} pages.")
    pages = [with_unruled_tables(lines_of(_glyphs(page), number)) for number, page in enumerate(document.pages, 1)]
    scanned: list[int] = []
    doubts: list[str] = []
    if sum(len(line.text) for lines in pages for line in lines) < _FEW and packed:
        if not pictures:
            raise UnreadableDocument("needs_ocr", f"The OFD holds {len(packed)} pictures and no text.")
        pages = _recognised(packed, limits, doubts)
        scanned = list(range(1, len(pages) + 1))
    return document_from(pages, limits, OFD, "ofd", scanned, doubts)


def _checked(data: bytes, limits: Limits) -> list[bytes]:
    """The pictures of the package, after its parts were found to be within bounds and free of entities."""
    from extract.readers.packed import Packed, parse_xml

    packed = Packed(data, limits)
    pictures = []
    for name in packed.names():
        if name.lower().endswith(".xml"):
            parse_xml(packed.read(name), name)
        elif name.lower().endswith((".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff")):
            pictures.append(packed.read(name))
    return pictures


def _open(data: bytes) -> "OFDDocument":
    import ofdkit

    try:
        return ofdkit.open(io.BytesIO(data))
    except ofdkit.OFDLimitError as error:
        raise UnreadableDocument("unsafe_file", f"The OFD is beyond bounds: {error}.") from error
    except (ofdkit.OFDError, ValueError) as error:
        raise UnreadableDocument("broken_file", f"The OFD is damaged: {error}.") from error


def _glyphs(page: "Page") -> list[Glyph]:
    """One glyph a text run, with its digits kept together as the file places them."""
    return [
        (run.text, run.x * _POINTS, (run.x + run.width) * _POINTS, run.y * _POINTS, run.size * _POINTS)
        for run in page.runs
        if run.text.strip()
    ]


def _recognised(pictures: list[bytes], limits: Limits, doubts: list[str]) -> list[list[Line]]:
    from extract.readers import ocr

    frames: list[Any] = [frame for picture in pictures for frame in ocr.frames_of(picture, limits)]
    if len(frames) > limits.ocr_pages:
        raise UnreadableDocument("too_many_pages", f"More than {limits.ocr_pages} pages are pictures.")
    return [ocr.lines_in(frame, number, doubts) for number, frame in enumerate(frames, 1)]
