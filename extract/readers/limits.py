"""How much a reader may take of a machine for one document: bytes, characters, pages, seconds, memory."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one document. A county's report is some 10 to 100 kB of text and under 60 pages.

    Attributes:
        file_bytes: largest file that is opened at all.
        text_bytes: largest text or HTML file.
        characters: longest canonical text.
        unpacked_bytes: largest sum of the members of a zip-based format (DOCX, OFD, a zip of reports).
        member_bytes: largest single member.
        members: most members.
        ratio: highest compression ratio of a member above one megabyte.
        pages: most pages of a PDF or OFD.
        ocr_pages: most pages that are recognised from pictures.
        seconds: longest time a parser in a subprocess may run.
        ocr_seconds: the same for recognition, some 3 s a page.
        memory_bytes: address space of a parser in a subprocess.
        ocr_memory_bytes: the same for recognition.
    """

    file_bytes: int = 200 * 1024 * 1024
    text_bytes: int = 16 * 1024 * 1024
    characters: int = 3_000_000
    unpacked_bytes: int = 300 * 1024 * 1024
    member_bytes: int = 64 * 1024 * 1024
    members: int = 5_000
    ratio: int = 200
    pages: int = 400
    ocr_pages: int = 60
    seconds: float = 60.0
    ocr_seconds: float = 400.0
    memory_bytes: int = 2 * 1024 * 1024 * 1024
    ocr_memory_bytes: int = 6 * 1024 * 1024 * 1024


DEFAULT_LIMITS = Limits()
