"""From a file's bytes to canonical text, one module a format; formats are told by content, not by name."""

from collections.abc import Callable
from pathlib import Path

from extract.readers.document import REMEDIES, ReadDocument, Segment, UnreadableDocument
from extract.readers.limits import DEFAULT_LIMITS, Limits

__all__ = [
    "DEFAULT_LIMITS",
    "REMEDIES",
    "Limits",
    "ReadDocument",
    "Segment",
    "UnreadableDocument",
    "printable",
    "read",
    "read_bytes",
]

_Reader = Callable[[bytes, Limits], ReadDocument]


def read(path: Path, *, limits: Limits = DEFAULT_LIMITS) -> ReadDocument:
    """Reads one document.

    Raises:
        UnreadableDocument: with a reason code, what is wrong and what to do; never another exception for a bad file.
    """
    if not path.is_file():
        raise UnreadableDocument("missing_file", f"There is no file {printable(path)}.")
    try:
        size = path.stat().st_size
        if size > limits.file_bytes:
            raise UnreadableDocument("too_large", f"The file has {size:,} bytes, more than {limits.file_bytes:,}.")
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableDocument("missing_file", f"{printable(path)} cannot be opened: {error.strerror}.") from error
    return read_bytes(data, limits=limits)


def read_bytes(data: bytes, *, limits: Limits = DEFAULT_LIMITS) -> ReadDocument:
    """Reads one document from its bytes; as `read`."""
    if not data.strip():
        raise UnreadableDocument("empty_file", "The file is empty.")
    from extract.readers import sniff

    kind = sniff.media_type(data)
    try:
        return _reader_for(kind)(data, limits)
    except UnreadableDocument:
        raise
    except (MemoryError, RecursionError) as error:
        raise UnreadableDocument("too_large", f"Reading it as {kind} took more memory than allowed.") from error
    except Exception as error:
        # A parser met something its authors did not foresee: one bad document never stops a run.
        raise UnreadableDocument("reader_failed", f"Reading it as {kind} failed: {type(error).__name__}.") from error


def printable(path: Path) -> str:
    """The path as text without control characters, for messages and logs."""
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in str(path))


def _reader_for(kind: str) -> _Reader:
    from extract.readers import sniff

    if kind == sniff.TEXT:
        from extract.readers.text import read_text

        return read_text
    if kind == sniff.HTML:
        from extract.readers.html import read_html

        return read_html
    if kind == sniff.DOCX:
        from extract.readers.docx import read_docx

        return read_docx
    if kind == sniff.PDF:
        from extract.readers.pdf import read_pdf

        return read_pdf
    if kind.startswith("image/"):
        from extract.readers.ocr import read_image

        return read_image
    if kind in (sniff.OLE, sniff.RTF):
        from extract.readers.office import read_office

        return read_office
    if kind == sniff.OFD:
        from extract.readers.ofd import read_ofd

        return read_ofd
    if kind == sniff.ZIP:
        from extract.readers.bundle import read_bundle

        return read_bundle
    raise UnreadableDocument("unknown_format", f"The file is {kind}, which is no format of reports.")
