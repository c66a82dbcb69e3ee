"""Folding: one plain view of a text for the lexer, with a way back to the offsets of the text itself.

Full-width digits, letters and marks become ASCII one for one. White space that carries no meaning (between
Chinese characters, inside a number that a PDF broke, at the hard line breaks of a paragraph) is left out; line
ends of paragraphs, tabs and the gaps between the cells of a table row stay.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise

_MARKS = {
    "　": " ", "\u00a0": " ", "\u2002": " ", "\u2003": " ", "\u2009": " ", "\u202f": " ", "\u200b": " ",
    "\ufeff": " ", "\v": " ", "\f": " ", "\r": " ", "∶": ":", "︰": ":", "﹕": ":", "﹪": "%", "−": "-", "–": "-",
    "〜": "~", "∼": "~", "﹒": ".", "•": "·", "・": "·", "‧": "·", "﹐": ",", "﹔": ";", "﹙": "(", "﹚": ")",
    "〈": "《", "〉": "》", "│": "|", "┃": "|", "―": "—", "─": "—", "℅": "%",
}  # fmt: skip
_PLAIN = {**{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}, **_MARKS}
# Half of a surrogate pair is no character; it stands for none.
_PLAIN.update({chr(code): "\ufffd" for code in range(0xD800, 0xE000)})
_FOLDED = re.compile("[" + re.escape("".join(_PLAIN)) + "]")

# More columns than this is no hard-wrapped line but a paragraph.
_WIDEST_PAGE = 100
_GAP = re.compile(r"(?<=[^ |\t])(?: {2,}| *\t *)(?=[^ |\t])")
_BLANKS = re.compile(r" +")
_WIDE = re.compile(r"[\u2e80-\U0010ffff]")
_STARTS = re.compile(
    r" {2,}|[(（][一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十]{1,3}、|\d{1,2}[、.．](?!\d)"
    r"|第[一二三四五六七八九十]+[章节部]|[①-⑳]|[—-]{2}|【|\|"
)
_BROKEN = re.compile(r"(?<![0-9.,])[0-9]+(?:[.,][0-9]+)*(?:[.,]?(?: ?\n {0,2}| )[0-9]+(?:[.,][0-9]+)*)+")
# What every broken number contains, in a form that is searched for fast.
_MAYBE_BROKEN = re.compile(r"[0-9][.,]?[ \n]+[0-9]")
_WHOLE = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_ITEM_NUMBER = re.compile(
    r" *\d{1,2}(?:\.\d{1,2}){1,2} +(?=(?![万亿个件%元倍吨亩])[\u4e00-\u9fff“]|20\d\d年)"
    r"| *\d{1,2} +(?=[\u4e00-\u9fff]{2,14}$)"
)
_UNIT_NEXT = re.compile(r" *(?:[万亿]?元|%|[余多]?[万亿]?[件宗起例个名人户家条项份册场次期])")
# A number with what it counts at the start of a line, behind words that lead up to one (由“十一五”末的⏎⏎24.6亿元).
_LEADS_UP = frozenset("的到达为至成由从超")
_COUNTED = re.compile(r" *\d+(?:[.,]\d+)*(?:[万亿%元]|个百分点|平方)")
# What may end a line that is no line break inside a sentence, and what a line of prose has inside.
_SENTENCE_ENDS = frozenset("。！？!?:;…")
_CLOSED = _SENTENCE_ENDS | frozenset(")”》|\t")
_PROSE_MARK = re.compile("[,。;、]")
_INSIDE_PROSE = re.compile(r"[,。;、][^,。;、]{0,60}[,。;][^,。;]")
_OPENS = re.compile(r" *(?:[一二三四五六七八九十]是|各位代表|20\d\d年,)")
# In a text of some long paragraphs, so many lines of one width that break off are wrapped by hand; shorter ones head.
_SHORTEST_WRAPPED, _FEWEST_WRAPPED, _NEAR = 56, 4, 8
# The line behind is no long paragraph of its own then.
_WRAPPED_TOO = 1.5
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

    def shift(self, start: int, end: int) -> int | None:
        """By how much the folded span `start` to `end` lies further in the original; None where it lies apart there."""
        if self.starts is None or self.origins is None:
            return 0
        piece = bisect_right(self.starts, start)
        if piece < len(self.starts) and end > self.starts[piece]:
            return None
        return self.origins[piece - 1] - self.starts[piece - 1]


def fold(text: str) -> Folded:
    """Fold `text`; any Unicode is accepted and nothing is raised."""
    plain = text
    # A replacement for each mark that occurs is many times faster than one translation table for all.
    for mark in set(_FOLDED.findall(text)):
        plain = plain.replace(mark, _PLAIN[mark])
    drop = _droppable(plain) if " " in plain or "\n" in plain else []
    if not drop:
        return Folded(plain, None, None)
    pieces, starts, origins = [], [], []
    length = last = 0
    for start, end in [*drop, (len(plain), len(plain))]:
        if start > last:
            pieces.append(plain[last:start])
            starts.append(length)
            origins.append(last)
            length += start - last
        last = end
    return Folded("".join(pieces), starts or None, origins or None)


def _droppable(plain: str) -> list[tuple[int, int]]:
    """The spans of white space that carry no meaning, in order."""
    spans: list[tuple[int, int]] = []
    lines = plain.split("\n")
    width = _wrap_width(lines)
    joined = _inside_numbers(plain)
    broken = set() if width else _broken_off(lines)
    position = 0
    for number, (line, following) in enumerate(zip(lines, [*lines[1:], ""], strict=True)):
        if " " in line:
            spans += _inside_line(position, line, joined)
        end = position + len(line)
        if end in joined or number in broken or (width and _runs_on(line.rstrip(), following, width)):
            spans.append((end, end + 1))
        position = end + 1
    return spans


def _inside_numbers(plain: str) -> set[int]:
    """Offsets of the white space inside numbers that were broken: grouped by three, or with a unit behind them."""
    offsets: set[int] = set()
    if _MAYBE_BROKEN.search(plain) is None:
        return offsets
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
        if after_cell or (first_cell and "\n" in number) or behind == "年":
            continue
        if _is_one_number(groups, behind, first_cell, "\n" in number):
            offsets.update(start + n.start() for n in re.finditer(r"\s", number))
    return offsets


def _is_one_number(groups: list[str], behind: str, first_cell: bool, broken_line: bool) -> bool:
    """Whether groups of digits are one number: by the unit behind them, or by their lengths."""
    numbered_item = first_cell and not broken_line and len(groups) == 2 and "." in groups[0]
    if behind and behind in _UNIT_LIKE and not numbered_item:
        return True
    grouped = len(groups[0]) <= 3 and len(groups) == 2 and len(groups[1]) == 3
    return grouped and not broken_line and not behind.isdigit()


def _inside_line(position: int, line: str, joined: set[int]) -> list[tuple[int, int]]:
    """Blanks of one line to leave out: all but the gaps of a table row and those between two whole numbers."""
    gaps = {m.start() for m in _GAP.finditer(line)}
    row = len(gaps) >= 2 or "\t" in line
    item = _ITEM_NUMBER.match(line)
    spans = []
    for m in _BLANKS.finditer(line):
        start, end = m.span()
        if item is not None and end == item.end():
            # 1.2 学法: without the blank the number of the item would run into what it heads.
            continue
        if row and start in gaps:
            # The first blank stays as the border between two cells.
            if end - start > 1:
                spans.append((position + start + 1, position + end))
            continue
        between_digits = line[start - 1 : start].isdigit() and line[end : end + 1].isdigit()
        if not between_digits or position + start in joined:
            spans.append((position + start, position + end))
    return spans


def _wrap_width(lines: list[str]) -> int:
    """The width in columns at which the text was wrapped by hand, or 0 where lines are paragraphs."""
    written = [line.rstrip() for line in lines if line.strip()]
    if len(written) < 8 or max(map(len, written)) > _WIDEST_PAGE:
        return 0
    widths = [_columns(line) for line in written]
    longest = max(widths)
    full = sum(width >= longest * 0.75 for width in widths)
    return longest if longest <= _WIDEST_PAGE and full >= len(widths) * 0.5 else 0


def _broken_off(lines: list[str]) -> set[int]:
    """Which lines end in the middle of a sentence, in a text whose lines are paragraphs as a rule.

    A page copied with its line breaks has many such lines of one width (固定资产投资⏎完成41亿元). One that leads up to
    a number is broken off whatever its width, also where a page ends (由“十一五”末的⏎⏎24.6亿元增加到38.1亿元).
    """
    open_ = [number for number, line in enumerate(lines[:-1]) if _is_open(line.rstrip())]
    if not open_:
        return set()
    broken: set[int] = set()
    for number in open_:
        following = number + 1
        while following < len(lines) - 1 and following <= number + 2 and not lines[following].strip():
            following += 1
        if lines[number].rstrip()[-1] in _LEADS_UP and _COUNTED.match(lines[following]):
            broken.update(range(number, following))
    width = _width_of_broken([_columns(lines[number].rstrip()) for number in open_])
    if width:
        ends = enumerate(pairwise(lines))
        broken.update(number for number, (line, following) in ends if _is_wrapped(line.rstrip(), following, width))
    return broken


def _is_wrapped(line: str, following: str, width: int) -> bool:
    """Whether a line of a page wrapped at `width` columns goes on in the next one."""
    wide = len(line) * 2 >= width - _NEAR and width - _NEAR <= _columns(line)
    if (
        not wide
        or line[-1] in _SENTENCE_ENDS
        or not _is_prose(line)
        or _PROSE_MARK.search(line, 0, len(line) - 1) is None
    ):
        return False
    return _goes_on(following) and _columns(following) <= width * _WRAPPED_TOO


def _is_open(line: str) -> bool:
    """Whether a line is prose that no mark closes."""
    enough = len(line) >= _SHORTEST_WRAPPED // 2 and line[-1] not in _CLOSED
    return enough and _is_prose(line) and _INSIDE_PROSE.search(line) is not None


def _is_prose(line: str) -> bool:
    """Whether a line is no row of a table and no heading.

    七、推进城市更新,盘活存量土地,提升空间质量: a heading may be long, and ends no sentence before its own end.
    """
    return "|" not in line and "\t" not in line and ("。" in line or not _STARTS.match(line))


def _goes_on(following: str) -> bool:
    """Whether a line may be the rest of a sentence: it is no heading, list item or row of a table."""
    opens = _STARTS.match(following) or _OPENS.match(following) or not following.strip()
    return not opens and "|" not in following and "\t" not in following


def _width_of_broken(widths: list[int]) -> int:
    """The width at which lines that break off were wrapped, or 0 where they are of many widths, or few."""
    wide = sorted(width for width in widths if width >= _SHORTEST_WRAPPED)
    if len(wide) < _FEWEST_WRAPPED:
        return 0
    median = wide[len(wide) // 2]
    near = sum(abs(width - median) <= _NEAR for width in wide)
    return median if near * 3 >= len(wide) * 2 else 0


def _columns(line: str) -> int:
    """The width of a line on paper: a Chinese character takes two columns."""
    return len(line) + len(_WIDE.findall(line))


def _runs_on(line: str, following: str, width: int) -> bool:
    """Whether a line end is only a hard line break inside a paragraph wrapped at `width` columns."""
    if not line.strip() or not following.strip():
        return False
    if line[-1].isdigit() and _UNIT_NEXT.match(following):
        return True
    columns = _columns(line)
    if columns < width * (0.7 if line[-1] in ",;、" else 0.5):
        return False
    return not (_STARTS.match(following) or (line[-1] in "。！？!?:;" and columns < width - 3))
