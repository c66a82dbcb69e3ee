"""Words in pictures: rapidocr on the red channel, where a red seal over a table is as white as the paper."""

import importlib.util
import io
from statistics import median
from typing import TYPE_CHECKING, Any

from extract.readers.document import ReadDocument, UnreadableDocument
from extract.readers.layout import Glyph, Line, lines_of, with_unruled_tables
from extract.readers.limits import Limits

if TYPE_CHECKING:
    import numpy as np

_DOTS = 200 / 72  # pixels a point: 200 dots an inch
_LARGEST = 20_000_000  # pixels: a page that claims to be larger is rendered smaller
_GREY = 200  # of 255: the red channel above it is paper or seal
_SURE = 0.8  # recognition scores below are tried again
_UNSURE = 0.5  # and below this are named even then
_GAP = 0.5  # characters between two boxes: the detector keeps words apart only where columns are
_EM = 0.75  # a box found around words is higher than its characters
_engine: Any = None


def read_image(data: bytes, limits: Limits) -> ReadDocument:
    """A picture of a page (PNG, JPEG, TIFF with several, BMP) as canonical text.

    Raises:
        UnreadableDocument: `needs_ocr` where the optional reader is not installed, `no_text`, `broken_file`, ...
    """
    from extract.readers.isolated import read_isolated

    require_ocr()
    return read_isolated("image", data, limits, seconds=limits.ocr_seconds, memory_bytes=limits.ocr_memory_bytes)


def read_text_or_pictures(reader: str, data: bytes, limits: Limits) -> ReadDocument:
    """The document as `reader` reads its text, or, where its pages are pictures, as `reader` + `_ocr` recognises them.

    Raises:
        UnreadableDocument: what the readers raise; `needs_ocr` where the optional reader is not installed.
    """
    from extract.readers.isolated import read_isolated

    try:
        return read_isolated(reader, data, limits, seconds=limits.seconds, memory_bytes=limits.memory_bytes)
    except UnreadableDocument as error:
        if error.reason != "needs_ocr":
            raise
    require_ocr()
    return read_isolated(
        f"{reader}_ocr", data, limits, seconds=limits.ocr_seconds, memory_bytes=limits.ocr_memory_bytes
    )


def require_ocr() -> None:
    """Raises `needs_ocr` where rapidocr is not installed."""
    if importlib.util.find_spec("rapidocr") is None or importlib.util.find_spec("onnxruntime") is None:
        raise UnreadableDocument("needs_ocr", "The document is a picture of its pages.")


def scale_for(width: float, height: float) -> float:
    """Pixels a point for a page of this size in points."""
    pixels = max(width * height, 1.0) * _DOTS**2
    return _DOTS if pixels <= _LARGEST else _DOTS * (_LARGEST / pixels) ** 0.5


def read_image_words(data: bytes, limits: Limits) -> ReadDocument:
    """Recognises every frame of a picture; runs inside the subprocess."""
    from extract.readers.pdf import document_from
    from extract.readers.sniff import media_type

    doubts: list[str] = []
    pages = [lines_in(frame, number, doubts) for number, frame in enumerate(frames_of(data, limits), 1)]
    return document_from(pages, limits, media_type(data), "ocr", list(range(1, len(pages) + 1)), doubts)


def frames_of(data: bytes, limits: Limits) -> "list[np.ndarray[Any, Any]]":
    """The frames of a picture, blue first as PDF pages are rendered.

    Raises:
        UnreadableDocument: `too_many_pages`, `unsafe_file` or `broken_file`.
    """
    import numpy
    from PIL import Image, ImageSequence

    Image.MAX_IMAGE_PIXELS = 2 * _LARGEST
    try:
        picture = Image.open(io.BytesIO(data))
        frames: list[np.ndarray[Any, Any]] = []
        for frame in ImageSequence.Iterator(picture):
            if len(frames) >= limits.ocr_pages:
                raise UnreadableDocument("too_many_pages", f"The picture has more than {limits.ocr_pages} pages.")
            frames.append(numpy.asarray(frame.convert("RGB"))[:, :, ::-1])
    except Image.DecompressionBombError as error:
        raise UnreadableDocument("unsafe_file", f"The picture is too large: {error}.") from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise UnreadableDocument("broken_file", f"The picture is damaged: {type(error).__name__}.") from error
    return frames


def lines_in(picture: "np.ndarray[Any, Any]", page: int, doubts: list[str]) -> list[Line]:
    """The lines of words in a picture (height × width × channels, blue first), positions in pixels.

    Words that do not fill their box, or are unsure, are recognised again in two halves; what stays unsure is kept and
    named in `doubts`.
    """
    import numpy

    red = picture[:, :, 2] if picture.ndim == 3 and picture.shape[2] >= 3 else picture.reshape(picture.shape[:2])
    # Seals and red heads are light in the red channel; what is lighter than grey is made paper.
    clear = numpy.where(red > _GREY, 255, red).astype(numpy.uint8)
    result = _recogniser()(numpy.ascontiguousarray(numpy.stack([clear] * 3, axis=-1)))
    if result is None or result.boxes is None or result.txts is None:
        return []
    glyphs: list[Glyph] = []
    for box, words, score in zip(result.boxes, result.txts, result.scores, strict=True):
        left, right = float(box[:, 0].min()), float(box[:, 0].max())
        top, bottom = float(box[:, 1].min()), float(box[:, 1].max())
        if _doubtful(words, score, (right - left) / max(bottom - top, 1.0)):
            words = _in_halves(clear, (left, top, right, bottom), words, score)
            if _doubtful(words, 1.0, (right - left) / max(bottom - top, 1.0)) or score < _UNSURE:
                doubts.append(f"A line of page {page} was hard to recognise: {words[:60]}")
        if words.strip():
            glyphs.append((words.strip(), left, right, bottom, (bottom - top) * _EM))
    return with_unruled_tables(lines_of(_of_one_size(glyphs), page, column_gap=_GAP))


def _doubtful(words: str, score: float, shape: float) -> bool:
    """Whether words are unsure, or too few for a box `shape` times as wide as high."""
    filled = sum(1.0 if character > "\u2e7f" else 0.5 for character in words)
    return score < _SURE or filled < 0.5 * shape


def _in_halves(
    picture: "np.ndarray[Any, Any]", box: tuple[float, float, float, float], words: str, score: float
) -> str:
    """The words of a box read in two parts, cut where the middle is whitest; `words` where that is no better."""
    import numpy

    left, top, right, bottom = (int(edge) for edge in box)
    crop = picture[max(0, top - 4) : bottom + 4, max(0, left - 6) : right + 6]
    width = crop.shape[1]
    if width < 8 * crop.shape[0] // 2:
        return words
    middle = slice(width * 2 // 5, width * 3 // 5)
    cut = middle.start + int(numpy.argmax(crop[:, middle].sum(axis=0)))
    read, scores = [], []
    for part in (crop[:, :cut], crop[:, cut:]):
        framed = numpy.pad(part, 12, constant_values=255)
        result = _recogniser()(numpy.stack([framed] * 3, axis=-1), use_det=False, use_cls=False)
        read.append("".join(result.txts or ()))
        scores.append(min(result.scores or (0.0,)))
    better = min(scores) > score or len("".join(read)) > 2 * len(words)
    return "".join(read) if better else words


def _of_one_size(glyphs: list[Glyph]) -> list[Glyph]:
    """The boxes around words differ in height with the words; only a heading is truly larger."""
    if not glyphs:
        return []
    usual = median(glyph[4] for glyph in glyphs)
    return [(*glyph[:4], usual if 0.6 * usual < glyph[4] < 1.6 * usual else glyph[4]) for glyph in glyphs]


def _recogniser() -> Any:
    global _engine
    if _engine is None:
        from rapidocr import RapidOCR

        # Pages are not made smaller and no line is thrown away for a low score: both lose lines without a word.
        settings = {"Global.log_level": "critical", "Global.max_side_len": 4000, "Global.text_score": 0.0}
        _engine = RapidOCR(params=settings)
    return _engine
