"""Which format a file is, by its bytes; names and extensions are not believed."""

import io
import re
import zipfile

_HTML_START = re.compile(
    rb"^\s*(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|div|table|p|script|link|title|span)\b",
    re.IGNORECASE | re.DOTALL,
)
_XML_HTML = re.compile(rb"^\s*<\?xml[^>]{0,200}\?>\s*(?:<!doctype\s+html|<html)", re.IGNORECASE)
_MAGIC = (
    (b"%PDF-", "application/pdf"),
    (b"{\\rtf", "application/rtf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"BM", "image/bmp"),
    (b"\x1f\x8b", "application/gzip"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"MZ", "application/x-msdownload"),
    (b"\x7fELF", "application/x-elf"),
)
_CONTROLS = bytes([1, 2, 3, 4, 5, 6, 14, 15])
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OLE = "application/x-ole-storage"
ZIP = "application/zip"
OFD = "application/ofd"
HTML = "text/html"
TEXT = "text/plain"
PDF = "application/pdf"
RTF = "application/rtf"


def media_type(data: bytes) -> str:
    """The media type of `data` by content: `text/plain`, `text/html`, `application/pdf`, ... or octet-stream."""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(data)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return OLE
    for magic, kind in _MAGIC:
        if data.startswith(magic) and not (magic in (b"BM", b"MZ") and _looks_like_text(data)):
            return kind
    # Some servers put a line of white space or a comment before the PDF header; viewers accept 1 kB of it.
    if b"%PDF-" in data[:1024] and b"\x00" not in data[: data.find(b"%PDF-")]:
        return PDF
    head = data[:4096].lstrip(b"\xef\xbb\xbf")
    if _HTML_START.match(head) or _XML_HTML.match(head) or (_looks_like_text(data) and b"<html" in head.lower()):
        return HTML
    return TEXT if _looks_like_text(data) else "application/octet-stream"


def _looks_like_text(data: bytes) -> bool:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    head = data[:65536]
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return b"\x00" not in head and controls * 100 <= len(head)


def _zip_kind(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = set(packed.namelist()[:5000])
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, UnicodeDecodeError):
        return ZIP
    if "word/document.xml" in names or ("[Content_Types].xml" in names and _has(names, "word/")):
        return DOCX
    if "OFD.xml" in names:
        return OFD
    if _has(names, "xl/"):
        return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    if _has(names, "ppt/"):
        return "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    return ZIP


def _has(names: set[str], folder: str) -> bool:
    return any(name.startswith(folder) for name in names)
