"""Building a canonical text line by line while keeping the map back to the source."""

import re
from collections.abc import Sequence

from extract.readers.document import Segment, UnreadableDocument

# Characters without width that editors leave inside numbers; C0 controls other than tab and newline.
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\u00ad\ufeff\x00-\x08\x0b-\x1f\x7f]")
_BREAK = re.compile(r"[\s\u3000]*\n[\s\u3000]*")
_EDGE = " \t\r\n\u00a0\u3000"


def visible(text: str) -> str:
    """`text` without zero-width characters, direction marks and controls."""
    return _INVISIBLE.sub("", text)


class CanonicalText:
    """A canonical text under construction: lines and table rows, each remembered with its place."""

    def __init__(self, characters: int) -> None:
        """Starts empty; more than `characters` characters raise `too_large`."""
        self._limit = characters
        self._parts: list[str] = []
        self._length = 0
        self._segments: list[Segment] = []

    def __bool__(self) -> bool:
        return self._length > 0

    def line(self, text: str, place: str, *, kind: str = "paragraph", page: int | None = None) -> None:
        """Adds one line; white space at its edges is dropped, and an empty line is not added."""
        text = visible(text).strip(_EDGE)
        if text:
            self._append(text, [(0, len(text), kind, place)], page)

    def row(self, cells: Sequence[str], place: str, *, page: int | None = None) -> None:
        """Adds one table row as `| a | b |`; each cell keeps its own segment. An empty row is not added."""
        shown = [_BREAK.sub(" ", visible(cell)).strip(_EDGE).replace("|", "｜") for cell in cells]
        if not any(shown):
            return
        spans, offset = [], 2
        for number, cell in enumerate(shown, 1):
            spans.append((offset, offset + len(cell), "cell", f"{place} column {number}"))
            offset += len(cell) + 3
        self._append("| " + " | ".join(shown) + " |", spans, page)

    def pieces(self, pieces: Sequence[tuple[str, int]], *, kind: str = "paragraph") -> None:
        """Adds one line that stands on several pages: its pieces with their page numbers, joined as they are."""
        shown = [(visible(text), page) for text, page in pieces]
        if not "".join(text for text, _ in shown).strip(_EDGE):
            return
        start = self._length + (1 if self._parts else 0)
        self._append("".join(text for text, _ in shown), [], None)
        for text, page in shown:
            self._segments.append(Segment(start, start + len(text), kind, f"page {page}", page))
            start += len(text)

    def _append(self, text: str, spans: list[tuple[int, int, str, str]], page: int | None) -> None:
        start = self._length + (1 if self._parts else 0)
        if start + len(text) > self._limit:
            raise UnreadableDocument("too_large", f"The text is longer than {self._limit:,} characters.")
        self._parts.append(text)
        self._length = start + len(text)
        self._segments += [Segment(start + a, start + b, kind, place, page) for a, b, kind, place in spans if b > a]

    def finish(self) -> tuple[str, tuple[Segment, ...]]:
        """The text, its lines joined by newlines, and the segments."""
        return "\n".join(self._parts), tuple(self._segments)
