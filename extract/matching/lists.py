"""Lists: one row of names for one row of numbers (分别, 各, or names and numbers that stand side by side)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extract.matching import measures
from extract.matching.reader import Choice, Reader, Record, Window
from extract.numbers.lexer import Token

if TYPE_CHECKING:
    from collections.abc import Sequence

_BETWEEN = re.compile(r"(?:、|,|和|及|与|以及|、以及)\Z")
_NAMES = re.compile(r"、|(?<!满意)和(?!解|基本满意)|及(?!时)|与(?!上年)|以及")
_EACH = re.compile(r"(?:各|均|都)(?:为|是|有|达到?)?\Z")
_VERB = re.compile(r"分别(?:为|是|达到?|有|各)?|各(?:为|有)?\Z")


class Lists:
    """Finds the rows of numbers of a text once, then gives each number of a row its own name."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self._rows: dict[int, tuple[list[Token], int]] = {}
        self._done: dict[int, list[Record]] = {}
        self._find_rows()

    def _find_rows(self) -> None:
        text, figures = self.reader.text, self.reader.figures
        row: list[Token] = []
        for token in figures:
            if row and _BETWEEN.match(text[row[-1].end : token.start]) and (token.unit == row[-1].unit or "分别" in text[max(0, row[0].start - 30) : row[0].start]):
                row.append(token)
                continue
            self._keep(row)
            row = [token]
        self._keep(row)

    def _keep(self, row: list[Token]) -> None:
        if len(row) > 1:
            for index, token in enumerate(row):
                self._rows[id(token)] = (row, index)

    def of(self, token: Token, window: Window) -> list[Record] | None:
        """The records of a number that belongs to a row of names, or None where it does not."""
        text = self.reader.text
        found = self._rows.get(id(token))
        if found is None:
            seg = text[max(window.comma, window.previous_end) : token.start]
            return self._each(token, window, seg) if _EACH.search(seg) and token.unit != "%" else None
        row, index = found
        low = self.reader.layout.before(self.reader.layout.comma, row[0].start)
        previous = self.reader.previous_of(row[0])
        if previous is not None:
            low = max(low, previous.end)
        lead = text[low : row[0].start]
        names = self._named(lead, low, len(row), row[0].start)
        if names is None:
            return None
        records = self._done.get(id(row[0]))
        if records is None:
            records = [self._record(member, window, *name, row, min(low, names[0][0])) for member, name in zip(row, names, strict=True)]
            _part(records, [self.reader.text[start:end] for start, end in names])
            self._done[id(row[0])] = records
        return [records[index]]

    def _named(self, lead: str, low: int, count: int, number: int) -> list[tuple[int, int]] | None:
        """The offsets of the `count` names in front of a row of numbers."""
        verb = _VERB.search(lead)
        if verb is None and "、" not in lead:
            return None
        body = lead[: verb.start()] if verb else lead
        if verb and not _NAMES.search(body):
            # 涉旅游、涉养殖海域的争议上升较快,分别新收45件和61件: the names stand one clause earlier.
            sentence = self.reader.layout.before(self.reader.layout.sentence, low)
            earlier = self.reader.text[sentence:low]
            comma = max(earlier.rstrip(",").rfind(mark) for mark in ",;:") + 1
            body, low = earlier[comma:], sentence + comma
        spans = _split(body, low)
        if len(spans) < count:
            return None
        return spans[-count:] if verb or len(spans) == count else None

    def _record(self, token: Token, window: Window, start: int, end: int, row: Sequence[Token], low: int) -> Record:
        reader = self.reader
        lead = reader.text[low : row[0].start]
        verb = _VERB.search(lead)
        shared_from = low + verb.end() if verb else end
        tail_end = min(reader.layout.after(reader.layout.fine, row[-1].end), reader.next_start(row[-1]))
        pieces = reader.text[start:end] + reader.text[shared_from : row[0].start]
        tail = reader.text[row[-1].end : tail_end]
        choice = reader.compose(pieces, tail, token, window)
        if choice is None and row[-1].end:
            # 排查、调解、调解成功矛盾纠纷分别…: the last name carries the noun of all.
            choice = reader.compose(pieces + reader.text[end : row[0].start], tail, token, window)
        measure = measures.of(reader.text[shared_from : row[0].start] or pieces, token.unit, token.signed, reader.year)
        if measure == "growth":
            return self._growth(token, window, pieces, start, end, reader.text[shared_from : row[0].start] or pieces)
        if choice is not None and choice.indicator is not None and choice.score >= 3.6:
            record = Record(token, choice.indicator, wording=choice.wording, rule="row", score=choice.score)
            if self._unnamed(start, end, token, window):
                record.scope = reader.text[start:end]
            return record
        whole = reader.compose(reader.text[low : row[0].start], tail, token, window)
        if whole is not None and whole.indicator is not None and whole.indicator.kind != "rate" and whole.score >= 3.6:
            # 公安、交通等部门处罚量居前,分别为…: the names are parts, the measure is named for all of them.
            return Record(token, whole.indicator, wording=whole.wording, rule="row", scope=reader.text[start:end])
        return Record(token, rule="row")

    def _growth(self, token: Token, window: Window, pieces: str, start: int, end: int, words: str) -> Record:
        """许可、处罚分别增长3.9%和11.2%: each growth to its own name, or to the figures just before."""
        record = Record(token, measure="growth", rule="row")
        choice = self.reader.compose(self.reader.text[start:end], "", token, window, fits=False)
        if choice is not None:
            record.indicator, record.wording = choice.indicator, choice.wording
        value, sign = token.value, measures.direction(words)
        record.value = -value if value is not None and sign < 0 < value else value
        return record

    def _unnamed(self, start: int, end: int, token: Token, window: Window) -> bool:
        """Whether a name says nothing the catalogue knows: then it narrows what the row is about."""
        return not any(hit.entries or hit.topics for hit in self.reader.hits if start <= hit.start and hit.end <= end)

    def _each(self, token: Token, window: Window, seg: str) -> list[Record] | None:
        """撤销、变更各一件: the same number for each name."""
        low = token.start - len(seg)
        records: list[Record] = []
        for start, end in _split(_EACH.sub("", seg), low):
            choices: list[Choice] = self.reader.within(token, window, start, end)
            if choices and choices[0].score >= 3.6:
                records.append(Record(token, choices[0].indicator, wording=choices[0].wording, rule="each", score=choices[0].score))
        return records or None


def _part(records: list[Record], names: list[str]) -> None:
    """Two names of a row with one indicator between them are parts of it."""
    for record, name in zip(records, names, strict=True):
        alike = [r for r in records if r.indicator is not None and r.indicator is record.indicator and r.measure == record.measure]
        if len(alike) > 1 and record.scope is None:
            record.scope = name[-20:]


def _split(body: str, low: int) -> list[tuple[int, int]]:
    spans, at = [], 0
    for m in _NAMES.finditer(body):
        if m.start() > at:
            spans.append((low + at, low + m.start()))
        at = m.end()
    if at < len(body):
        spans.append((low + at, low + len(body)))
    return spans
