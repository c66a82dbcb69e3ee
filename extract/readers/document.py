"""What a reader hands on: the canonical text, where it came from, and the error that says why there is none."""

from collections.abc import Mapping
from dataclasses import dataclass, field

REMEDIES: Mapping[str, str] = {
    "missing_file": "Check the path.",
    "empty_file": "Fetch or export the file again; nothing of it was saved.",
    "unknown_format": "Give a report as HTML, DOCX, DOC, WPS, RTF, PDF, OFD, an image, plain text, or a zip of these.",
    "undecodable": "Save the file as UTF-8 (or GB18030) text.",
    "too_large": "Give the report alone, not a collection; the limits are in extract/readers/limits.py.",
    "too_many_pages": "Cut the report out of the volume it was published in, or raise Limits.pages.",
    "broken_file": "Open the file in its own program and save it again, or fetch it again.",
    "encrypted": "Save the file without its password.",
    "unsafe_file": "Do not open it elsewhere; ask the publisher for a clean copy.",
    "no_text": "The file holds no words: look for the attachment that holds the report.",
    "needs_ocr": "The file is a picture of a page. Install the optional reader: pip install 'xianjian[ocr]'.",
    "needs_libreoffice": "Install LibreOffice Writer (Debian: apt-get install --no-install-recommends "
    "libreoffice-writer), or save the file as DOCX.",
    "reader_failed": "Convert the file to DOCX, HTML or text; if it opens elsewhere, report the reader's fault.",
    "reader_timeout": "Convert the file to DOCX, HTML or text, or raise Limits.seconds.",
    "several_documents": "The zip holds several documents: unpack it, or give it to `xianjian run`, which does.",
    "no_documents": "The zip holds no report: give one that does.",
}


class UnreadableDocument(Exception):  # noqa: N818 - a document's state, named for the quarantine row it becomes
    """A file from which no canonical text can be had.

    Attributes:
        reason: short code, one of `REMEDIES`.
        message: what is wrong, with the particulars of this file.
        remedy: what a person can do about it.
    """

    def __init__(self, reason: str, message: str, remedy: str | None = None) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message
        self.remedy = remedy if remedy is not None else REMEDIES[reason]

    def __reduce__(self) -> tuple[type["UnreadableDocument"], tuple[str, str, str]]:
        return type(self), (self.reason, self.message, self.remedy)


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the canonical text and the part of the source it came from.

    Attributes:
        start: first character of the stretch (offset in the canonical text).
        end: offset after its last character.
        kind: `line`, `paragraph`, `cell`, `note` or `ocr`.
        place: the part of the source in words, such as `div#zoom > p[4]` or `table 2 row 3 column 1`.
        page: page number from 1 where the format has pages.
    """

    start: int
    end: int
    kind: str
    place: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """One file's canonical text.

    Attributes:
        text: the canonical text; every offset in the warehouse counts its characters.
        title: the title that the format itself states (a site tag, a heading), else None.
        media_type: by content, not by extension.
        reader: the module that read it.
        meta: site tags and page furniture (`SiteIDCode`, `ArticleTitle`, `PubDate`, `ContentSource`, ...).
        warnings: what a person should know of the reading, one sentence each.
        ocr: whether the text was recognised from pictures.
        segments: the way back from offsets to the source, ordered by start.
    """

    text: str
    title: str | None
    media_type: str
    reader: str
    meta: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    ocr: bool = False
    segments: tuple[Segment, ...] = ()

    def place_of(self, offset: int) -> Segment | None:
        """The segment that holds the character at `offset`, or None between segments."""
        from bisect import bisect_right

        index = bisect_right(self.segments, offset, key=lambda segment: segment.start) - 1
        if index < 0 or self.segments[index].end <= offset:
            return None
        return self.segments[index]
