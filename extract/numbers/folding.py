"""Folding: one plain view of a text for the lexer, with a way back to the offsets of the text itself.

Full-width digits, letters and marks become ASCII one for one. White space that carries no meaning (between
Chinese characters, inside a number that a PDF broke, at the hard line breaks of a paragraph) is left out; line
ends of paragraphs, tabs and the gaps between the cells of a table row stay.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

_FULL = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_MARKS = {
    "　": " ", "\u00a0": " ", "\u2002": " ", "\u2003": " ", "\u2009": " ", "\u202f": " ", "\u200b": " ",
    "\ufeff": " ", "\v": " ", "\f": " ", "∶": ":", "︰": ":", "﹕": ":", "％": "%", "﹪": "%", "−": "-", "–": "-",
    "～": "~", "〜": "~", "∼": "~", "﹒": ".", "•": "·", "・": "·", "‧": "·", "﹐": ",", "﹔": ";", "﹙": "(", "﹚": ")",
    "〈": "《", "〉": "》", "\r": " ", "│": "|", "┃": "|", "―": "—", "─": "—",
}  # fmt: skip
_TRANSLATION = {**_FULL, **{ord(k): ord(v) for k, v in _MARKS.items()}, ord("～"): ord("~"), ord("｜"): ord("|")}

_SPACE = re.compile(r" |(?<=[^\n])\n(?=[^\n])")
_GAP = re.compile(r"(?<=[^ |\t])(?: {2,}| *\t *)(?=[^ |\t])")
_ENDS = "。！？!?:;”》)】"
_STARTS = re.compile(
    r" {2,}|[(（][一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十]{1,3}、|\d{1,2}[、.．](?!\d)|第[一二三四五六七八九十]+[章节部]|[①-⑳]|[—-]{2}|【|\|"
)
_BROKEN = re.compile(r"(?<![0-9.,])[0-9]+(?:[.,]?[0-9]+)*(?:[.,]?(?: ?\n {0,2}| )[0-9]+(?:[.,][0-9]+)*)+")
_WHOLE = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_ITEM_NUMBER = re.compile(r" *\d{1,2}(?:\.\d{1,2}){1,2} +(?=[^\d\s]|20\d\d年)| *\d{1,2} +(?=[\u4e00-\u9fff]{2,14}$)")
_UNIT_NEXT = re.compile(r" *(?:[万亿]?元|%|[余多]?[万亿]?[件宗起例个名人户家条项份册场次期])")
_UNIT_LIKE = frozenset("件起宗例个名人户家条项份册本部篇场次期轮批卷张支台辆处所座套封万亿元%余多节讲公平米亩吨天〕")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text. `starts` and `origins` are None where folding changed no offset."""

    text: str
    starts: list[int] | None
    origins: list[int] | None

    def origin(self, offset: int) -> int:
        """The offset in the original text of the folded character at `offset`."""
        if self.starts is None or self.origins is None:
            return offset
        piece = bisect_right(self.starts, offset) - 1
        return self.origins[piece] + offset - self.starts[piece]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original half-open span of the folded span `start` to `end` (which is not empty)."""
        if self.starts is None:
            return start, end
        return self.origin(start), self.origin(end - 1) + 1


def fold(text: str) -> Folded:
    """Fold `text`; any Unicode is accepted and nothing is raised."""
    plain = text.translate(_TRANSLATION)
    if " " not in plain and "\n" not in plain:
        return Folded(plain, None, None)
    drop = _droppable(plain)
    if not drop:
        return Folded(plain, None, None)
    pieces, starts, origins = [], [], []
    length = last = 0
    for start, end in drop:
        if start > last:
            pieces.append(plain[last:start])
            starts.append(length)
            origins.append(last)
            length += start - last
        last = end
    if last < len(plain):
        pieces.append(plain[last:])
        starts.append(length)
        origins.append(last)
    return Folded("".join(pieces), starts or None, origins or None)


def _droppable(plain: str) -> list[tuple[int, int]]:
    """The spans of white space that carry no meaning, in order."""
    spans: list[tuple[int, int]] = []
    width = _wrap_width(plain)
    joined = _inside_numbers(plain)
    position = 0
    lines = plain.split("\n")
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else ""
        if " " in line:
            spans += _inside_line(plain, position, line, joined)
        end = position + len(line)
        if end in joined or (following.strip() and line.strip() and _runs_on(line, following, width)):
            spans.append((end, end + 1))
        position = end + 1
    return spans


def _inside_numbers(plain: str) -> set[int]:
    """Offsets of the white space inside numbers that were broken: grouped by three, or with a unit behind them."""
    offsets: set[int] = set()
    for m in _BROKEN.finditer(plain):
        number, start = m[0], m.start()
        groups = re.split(r"[.,]?\s+", number)
        if not _WHOLE.fullmatch(re.sub(r"\s", "", number)):
            continue
        behind = plain[m.end() : m.end() + 2].lstrip(" ")[:1]
        before = plain[max(0, start - 2) : start]
        first_cell = start == 0 or before[-1] == "\n"
        # `县公安局 3216 1402` is a row of a table: there the number before stands alone too.
        after_cell = before[-1:] in ("\t", "|") or (before[-1:] == " " and not "一" <= before[:1] <= "鿿")
        grouped = len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])
        if after_cell or (first_cell and "\n" in number) or behind == "年":
            continue
        if (behind in _UNIT_LIKE and behind and not (first_cell and "\n" not in number and len(groups) == 2 and "." in groups[0])) or (grouped and "\n" not in number and len(groups) == 2 and not behind.isdigit()):
            offsets.update(start + n.start() for n in re.finditer(r"\s", number))
    return offsets


def _inside_line(plain: str, position: int, line: str, joined: set[int]) -> list[tuple[int, int]]:
    """Blanks of one line to leave out: all but the gaps of a table row and those between two whole numbers."""
    gaps = {m.start() for m in _GAP.finditer(line)}
    row = len(gaps) >= 2 or "\t" in line
    spans = []
    item = _ITEM_NUMBER.match(line)
    for m in re.finditer(r" +", line):
        start, end = m.start(), m.end()
        if item is not None and end == item.end():
            # 1.2 学法: without the blank the number of the item would run into what it heads.
            continue
        if row and start in gaps:
            # The first blank stays as the border between two cells.
            if end - start > 1:
                spans.append((position + start + 1, position + end))
            continue
        between_digits = line[start - 1 : start].isdigit() and line[end : end + 1].isdigit()
        if between_digits and position + start not in joined:
            continue
        spans.append((position + start, position + end))
    return spans


def _wrap_width(plain: str) -> int:
    """The width at which the text was wrapped by hand, or 0 where lines are paragraphs."""
    widths = [_columns(line.rstrip()) for line in plain.split("\n") if line.strip()]
    if len(widths) < 8:
        return 0
    longest = max(widths)
    if longest > 100:
        return 0
    full = sum(width >= longest * 0.75 for width in widths)
    return longest if full >= len(widths) * 0.5 else 0


def _columns(line: str) -> int:
    """The width of a line on paper: a Chinese character takes two columns."""
    return len(line) + sum(character > "\u2e7f" for character in line)


def _runs_on(line: str, following: str, width: int) -> bool:
    """Whether a line end is only a hard line break inside a paragraph."""
    stripped = line.rstrip()
    columns = _columns(stripped)
    if width and stripped[-1].isdigit() and _UNIT_NEXT.match(following):
        return True
    if not width or columns < width * (0.7 if stripped[-1] in ",;、" else 0.5):
        return False
    return not (_STARTS.match(following) or (stripped[-1] in "。！？!?:;" and columns < width - 3))
