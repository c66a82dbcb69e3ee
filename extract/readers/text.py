"""Plain text: decoding by byte-order mark, then strict UTF-8, then GB18030; nothing else is changed."""

from extract.readers.document import ReadDocument, Segment, UnreadableDocument
from extract.readers.limits import Limits

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)


def decode(data: bytes) -> tuple[str, str]:
    """The text of `data` without its byte-order mark, and the encoding it was in.

    Raises:
        UnreadableDocument: `undecodable` when it is none of UTF-8, UTF-16 with a mark, GB18030.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding), encoding
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    if (mended := _damaged_utf8(data)) is not None:
        return mended, "utf-8 (damaged)"
    # Pages that declare gb2312 or gbk use the larger set in practice; gb18030 contains both.
    return _strict(data, "gb18030"), "gb18030"


def _damaged_utf8(data: bytes) -> str | None:
    """UTF-8 text with a few bytes lost, or None where it is something else.

    In UTF-8 a lost byte costs its own character and never a digit beside it, so the rest can be believed; and read as
    GB18030 such a file can give other Chinese characters without an error.
    """
    text = data.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    whole = sum(character > "\u2e7f" for character in text[:20_000]) - damaged
    return text if damaged * 100 <= len(text) and whole >= 10 * damaged else None


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        where = f"byte {error.start} ({data[error.start : error.start + 4].hex(' ')})"
        raise UnreadableDocument("undecodable", f"The file is no valid {encoding} text at {where}.") from error


def read_text(data: bytes, limits: Limits) -> ReadDocument:
    """A text file as canonical text: the decoded file itself, with one segment a line.

    Raises:
        UnreadableDocument: `undecodable`, `too_large` or `no_text`.
    """
    if len(data) > limits.text_bytes:
        raise UnreadableDocument("too_large", f"The file has {len(data):,} bytes, more than {limits.text_bytes:,}.")
    text, encoding = decode(data)
    if len(text) > limits.characters:
        raise UnreadableDocument("too_large", f"The text is longer than {limits.characters:,} characters.")
    if not text.strip():
        raise UnreadableDocument("no_text", "The file holds nothing but white space.")
    warnings = [] if encoding.startswith("utf-8") else [f"The file was in {encoding}, not UTF-8."]
    if "\ufffd" in text:
        warnings.append(f"{text.count(chr(0xFFFD))} characters of the file are damaged (shown as U+FFFD).")
    return ReadDocument(
        text=text,
        title=None,
        media_type="text/plain",
        reader="text",
        meta={"Encoding": encoding},
        warnings=tuple(warnings),
        segments=_lines(text),
    )


def _lines(text: str) -> tuple[Segment, ...]:
    segments, start = [], 0
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            segments.append(Segment(start, start + len(line), "line", f"line {number}"))
        start += len(line) + 1
    return tuple(segments)
