"""From characters at places on pages to paragraphs: lines, running headers and footers dropped, paragraphs rejoined."""

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

Glyph = tuple[str, float, float, float, float]  # character, left, right, baseline (from the page's top), size
_WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’…—·]")
_PAGE_NUMBER = re.compile(
    r"[-—－–─一·\s]*(?:第\s*)?\d{1,3}\s*(?:页|/\s*\d{1,3}|[-—－–─·])[-—－–─·\s]*(?:[,，/]?\s*共\s*\d{1,3}\s*页)?|第\s*\d{1,3}\s*页.{0,8}"
)
_BARE_NUMBER = re.compile(r"[-—－–─·.\s]*\d{1,3}[-—－–─·.\s]*")
_MARKER = re.compile(
    r"(?:第?[一二三四五六七八九十]{1,3}[、章节条部]|[(（][一二三四五六七八九十]{1,3}[)）]|\d{1,2}[.、．](?!\d))"
)
_UNBREAKABLE = re.compile(r"[0-9A-Za-z.,%％]+|.[，。；：、！？）》”’,.;:!?)]*")
_ENDS = ("。", "；", "：", ";", ":", "！", "？", "。”", "。)", "。）")
COLUMN_GAP = 1.2  # em: prose never leaves as much, columns do
_EDGE_LINES = 2


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page, or a row of a table (then `cells` holds its cells).

    Positions grow to the right and downwards, in the page's own unit. `pieces` are the line's parts that wide gaps
    keep apart, with their left and right ends.
    """

    text: str
    left: float
    right: float
    baseline: float
    size: float
    page: int
    cells: tuple[str, ...] = ()
    place: str = ""
    pieces: tuple[tuple[str, float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph's pieces, one a page it stands on, or a table row."""

    pieces: tuple[tuple[str, int], ...]
    cells: tuple[str, ...] = ()
    place: str = ""


def lines_of(glyphs: Iterable[Glyph], page: int, *, column_gap: float = COLUMN_GAP) -> list[Line]:
    """Groups glyphs into lines by their baseline, each ordered from left to right.

    Gaps wider than `column_gap` (in characters) keep the pieces of a line apart.
    """
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: (g[3], g[1])):
        if rows and abs(glyph[3] - rows[-1][-1][3]) <= 0.5 * max(glyph[4], 1.0):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    lines = [_line(sorted(row, key=lambda g: g[1]), page, column_gap) for row in rows]
    return [line for line in lines if line.text.strip()]


def _line(row: Sequence[Glyph], page: int, column_gap: float) -> Line:
    pieces: list[tuple[str, float, float]] = []
    before: Glyph | None = None
    for glyph in row:
        if before is not None and glyph[0] == before[0] and abs(glyph[1] - before[1]) < 0.1 * glyph[4]:
            continue  # drawn twice for boldness
        gap = (glyph[1] - before[2]) / max(before[4], glyph[4], 1.0) if before is not None else 99.0
        if before is None or gap > column_gap:
            pieces.append((glyph[0], glyph[1], glyph[2]))
        else:
            words, left, _ = pieces[-1]
            pieces[-1] = (words + (" " if _is_space(gap, before, glyph) else "") + glyph[0], left, glyph[2])
        before = glyph
    size = Counter(round(glyph[4], 1) for glyph in row).most_common(1)[0][0]
    text = " ".join(words for words, _, _ in pieces)
    return Line(text, row[0][1], row[-1][2], row[0][3], size, page, pieces=tuple(pieces))


def _is_space(gap: float, before: Glyph, after: Glyph) -> bool:
    return gap > 0.2 and not (_WIDE.match(before[0][-1]) or _WIDE.match(after[0][0]))


def with_unruled_tables(lines: list[Line], count: int = 0) -> list[Line]:
    """The lines of a page, with runs of lines that stand in the same columns turned into table rows.

    A run is two lines and more of as many pieces, each piece above or below its fellow. `count` tables came before.
    """
    shown: list[Line] = []
    run: list[Line] = []
    for line in [*lines, None]:
        if line is not None and run and _same_columns(run[-1], line):
            run.append(line)
            continue
        if len(run) >= 2:
            count += 1
            shown += [_as_row(row, f"table {count} row {number}") for number, row in enumerate(run, 1)]
        else:
            shown += run
        run = [line] if line is not None else []
    return shown


def with_tables_continued(pages: list[list[Line]]) -> list[list[Line]]:
    """The pages, with a single line that carries a table over a page break made a row of it too."""
    filled = [page for page in pages if page]
    for above, below in itertools.pairwise(filled):
        last, first = above[-1], below[0]
        if last.cells and not first.cells and len(first.pieces) == len(last.cells) >= 2:
            below[0] = _as_row(first, f"{last.place} (continued)")
        elif first.cells and not last.cells and len(last.pieces) == len(first.cells) >= 2:
            above[-1] = _as_row(last, f"{first.place} (begun)")
    return pages


def _same_columns(above: Line, below: Line) -> bool:
    if above.cells or below.cells or len(above.pieces) != len(below.pieces) or len(above.pieces) < 2:
        return False
    if below.baseline - above.baseline > 4 * max(above.size, below.size):
        return False
    return all(one[1] < other[2] and other[1] < one[2] for one, other in zip(above.pieces, below.pieces, strict=True))


def _as_row(line: Line, place: str) -> Line:
    return replace(line, cells=tuple(words.strip() for words, _, _ in line.pieces), place=place)


def without_furniture(pages: list[list[Line]]) -> tuple[list[list[Line]], list[str]]:
    """The pages without running headers, footers and page numbers, and what was dropped."""
    repeated = _repeated(pages)
    kept: list[list[Line]] = []
    dropped: list[str] = []
    for lines in pages:
        edge = {id(line) for line in (*lines[:_EDGE_LINES], *lines[-_EDGE_LINES:])}
        outermost = {
            id(line) for line in (*lines[:1], *lines[-1:]) if len(pages) > 1 or line.text.startswith(("-", "—"))
        }
        body: list[Line] = []
        for line in lines:
            bare = line.text.strip()
            counts = id(line) in outermost and _BARE_NUMBER.fullmatch(bare) and int(_digits(bare)) == line.page
            if (
                id(line) in edge
                and not line.cells
                and (_shape(bare) in repeated or _PAGE_NUMBER.fullmatch(bare) or counts)
            ):
                dropped.append(bare)
            else:
                body.append(line)
        kept.append(body)
    return kept, dropped


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _shape(text: str) -> str:
    return re.sub(r"\d+", "#", re.sub(r"\s+", "", text))


def _repeated(pages: list[list[Line]]) -> set[str]:
    """Shapes (digits aside) of edge lines that come again on most pages; of two pages, only a first line on both."""
    if len(pages) == 2:
        first = [page[0] for page in pages if page and not page[0].cells]
        texts = {"".join(line.text.split()) for line in first}
        same = len(first) == 2 and len(texts) == 1 and abs(first[0].baseline - first[1].baseline) < 0.5 * first[0].size
        return {_shape(first[0].text)} if same else set()
    seen: Counter[str] = Counter()
    for lines in pages:
        seen.update({_shape(line.text) for line in (*lines[:_EDGE_LINES], *lines[-_EDGE_LINES:]) if not line.cells})
    return {shape for shape, count in seen.items() if count >= max(3, 0.6 * len(pages)) and shape != "#"}


def paragraphs_of(pages: list[list[Line]]) -> list[Paragraph]:
    """Joins lines into paragraphs, over page breaks too; table rows stay rows."""
    lines = [line for page in pages for line in page]
    prose = [line for line in lines if not line.cells]
    if not prose:
        return [Paragraph((), line.cells, line.place) for line in lines]
    left, right = _margins(prose)
    done: list[Paragraph] = []
    open_lines: list[Line] = []
    for line in lines:
        if open_lines and (line.cells or _begins_paragraph(open_lines[-1], line, left, right)):
            done.append(_joined(open_lines))
            open_lines = []
        if line.cells:
            done.append(Paragraph(((line.text, line.page),), line.cells, line.place))
        else:
            open_lines.append(line)
    if open_lines:
        done.append(_joined(open_lines))
    return done


def _margins(lines: list[Line]) -> tuple[float, float]:
    long = [line for line in lines if len(line.text) >= 15] or lines
    lefts = Counter(round(line.left / 2) * 2 for line in long)
    rights = sorted(line.right for line in long)
    common = [value for value, count in lefts.items() if count >= 0.2 * len(long)]
    return min(common or lefts), rights[int(0.9 * (len(rights) - 1))]


def _begins_paragraph(before: Line, line: Line, left: float, right: float) -> bool:
    size = max(line.size, 1.0)
    if abs(line.size - before.size) > 0.15 * max(size, before.size):
        return True
    if line.left > left + 0.8 * size:
        return True
    if line.page == before.page and line.baseline - before.baseline > 3.2 * size:
        return True
    # What could not have stood at the end of the line above: a number or word, or a character and its punctuation.
    token = _UNBREAKABLE.match(line.text)
    slack = size * (1.5 + (len(token.group()) if token else 0))
    ended = before.text.rstrip().endswith(_ENDS)
    if before.right < right - (slack if ended else max(slack, 6 * size)):
        return True
    return bool(_MARKER.match(line.text)) and ended


def _joined(lines: list[Line]) -> Paragraph:
    pieces: list[tuple[str, int]] = []
    for line in lines:
        text = line.text.strip()
        if not pieces:
            pieces.append((text, line.page))
            continue
        last, page = pieces[-1]
        glue = " " if re.search(r"[A-Za-z,.]$", last) and re.match(r"[A-Za-z]", text) else ""
        if page == line.page:
            pieces[-1] = (last + glue + text, page)
        else:
            pieces[-1] = (last + glue, page)
            pieces.append((text, line.page))
    return Paragraph(tuple(pieces))


def outside(lines: list[Line], boxes: Sequence[tuple[float, float, float, float]]) -> list[Line]:
    """The lines whose middle is in none of the boxes (left, top, right, bottom)."""
    return [
        line
        for line in lines
        if not any(
            box[0] - 1 <= (line.left + line.right) / 2 <= box[2] + 1
            and box[1] <= line.baseline - 0.3 * line.size <= box[3]
            for box in boxes
        )
    ]
