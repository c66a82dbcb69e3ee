"""Tables: text tables (bars, tabs, wide gaps, one cell a line) read by their headers, or refused.

A table is read where every row has a cell for every column of the header. What cannot be read so is refused: its
numbers stay figures without an indicator, and a problem says where.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extract.catalogue.model import Indicator
from extract.catalogue.tables import DeclaredTable
from extract.matching import measures
from extract.matching.context import Context
from extract.matching.declared import declared_form, stated_cells
from extract.matching.grids import NUMERIC, Cell, blocks
from extract.matching.records import Record
from extract.numbers.numerals import SCALES
from extract.numbers.tokens import Token
from extract.numbers.units import BASE, FAMILIES_OF

_UNIT = re.compile(
    r"[(（]\s*(?:单位[:：]?)?\s*(?P<scale>[万亿千百]*)(?P<unit>[^()（）,，、/]{1,4})\s*[)）]|单位[:：]\s*(?P<scale2>[万亿千百]*)(?P<unit2>[^\s()（）,，、]{1,3})"
)
_GROWTH = re.compile(r"同比|增长|增幅|增减|增速|升降|变化|%±|较上年|比上年")
_SHARE = re.compile(r"占比|比重|占总")
_YEAR = re.compile(r"(20\d\d)年?度?")
_THIS = re.compile(r"本年|今年|本期|当年|数量|件数|数值|合计|总数|总量|完成|数据|结果|次数|金额|人数")
_LAST = re.compile(r"上年|去年|上期|同期")
_SERIAL = re.compile(r"序号|编号|No\.?", re.IGNORECASE)
_TOTAL = re.compile(r"合\s*计|总\s*计|共\s*计|全[县区市旗州]|总数|小计")


@dataclass(slots=True)
class Column:
    """What a column of numbers holds: a measure of the row's indicator, or an indicator of its own."""

    measure: str | None
    words: str
    unit: str | None
    factor: int


class Tables:
    """Reads the tables of a text into records; `problems` names what was refused."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.records: list[Record] = []
        self.problems: list[tuple[int, int, str]] = []
        self._by_start: dict[int, Token] = {}
        self._topics: list[str] = []
        self._at = 0

    def run(self) -> list[Record]:
        """All records of the text's tables; their tokens are taken out of the flow."""
        if "\t" in self.context.text or "|" in self.context.text or "\n" in self.context.text:
            found = blocks(self.context)
            self._by_start = {token.start: token for token in self.context.figures} if found else {}
            for rows, caption in found:
                self._table(rows, caption)
        return self.records

    def _table(self, rows: list[list[Cell]], caption: str) -> None:
        tokens = [token for row in rows for token in self._tokens(row)]
        if not tokens:
            return
        self._at = rows[0][0].start
        form = declared_form(rows, caption, self.context.lexicon.catalogue.tables)
        if form is not None:
            self._declared(rows, caption, form)
            return
        width = len(rows[0])
        if any(len(row) != width for row in rows):
            self._refuse(rows, tokens, "its rows have different numbers of cells")
            return
        columns = self._columns(rows[0], caption)
        numeric = [
            index for index in range(width) if sum(self._is_number(row[index]) for row in rows[1:]) * 2 > len(rows) - 1
        ]
        first = min((index for index in numeric if not _SERIAL.search(rows[0][index].text)), default=width)
        labels = [index for index in range(first) if index not in numeric]
        serial = {index for index in numeric if _SERIAL.search(rows[0][index].text)}
        if not labels or not set(numeric) - serial:
            self._refuse(rows, tokens, "it has no column of names beside its numbers")
            return
        units = [
            index
            for index in labels
            if len(labels) > 1 and all(row[index].text in FAMILIES_OF or not row[index].text for row in rows[1:])
        ]
        labels = [index for index in labels if index not in units]
        if not labels:
            self._refuse(rows, tokens, "it has no column of names beside its numbers")
            return
        label = labels[-1]
        self._words(
            [cell for row in [rows[0], *([row[index] for index in labels] for row in rows[1:])] for cell in row]
        )
        self._topics = self._raised(caption)
        for row in rows[1:]:
            for index in serial:
                for token in self._tokens([row[index]]):
                    token.kind = "list_marker"
            for index in labels[:-1]:
                self._topics += self._raised(row[index].text)
            unit = next((row[index].text for index in units if row[index].text), None)
            self._row(row, label, [index for index in numeric if index not in serial], columns, caption, unit)

    def _declared(self, rows: list[list[Cell]], caption: str, form: DeclaredTable) -> None:
        """Records of a table in a prescribed form; numerals in its headers and labels count nothing."""
        stated = list(stated_cells(rows, form))
        numeric = {id(one.cell) for one in stated}
        self._words([cell for row in rows for cell in row if id(cell) not in numeric])
        by_code = self.context.lexicon.catalogue.by_code
        for one in stated:
            indicator = by_code[one.indicator] if one.indicator else None
            unit, factor = _unit_of(one.headers)
            for token in self._tokens([one.cell])[:1]:
                column = Column("level", one.headers, unit or (indicator.unit if indicator else None), factor)
                self._record(token, indicator, column, one.scope, None, 1, caption)

    def _row(
        self, row: list[Cell], label: int, numeric: list[int], columns: list[Column], caption: str, unit: str | None
    ) -> None:
        words = row[label].text
        own_unit, own_factor = (unit, 1) if unit else _unit_of(words)
        bare = _UNIT.sub("", words).strip(" :")
        by_label = self._indicator(
            bare,
            own_unit or next((c.unit for c in columns if c.unit and c.measure not in ("growth", "share")), None),
            caption,
        )
        whole = bool(_TOTAL.search(bare))
        if by_label is None and whole:
            by_label = self._indicator(caption, own_unit, caption)
        for index in numeric:
            column = columns[index]
            for token in self._tokens([row[index]])[:1]:
                indicator, scope = by_label, None
                if column.measure is None:
                    by_column = self._indicator(column.words, column.unit, caption)
                    if by_column is not None:
                        indicator, scope = by_column, None if whole else bare
                self._record(token, indicator, column, scope, own_unit, own_factor, caption)

    def _record(
        self,
        token: Token,
        indicator: Indicator | None,
        column: Column,
        scope: str | None,
        unit: str | None,
        factor: int,
        caption: str,
    ) -> None:
        self.context.tabled.add(id(token))
        measure = column.measure or "level"
        if measure == "earlier":
            indicator, measure = None, "level"
        if (
            token.value is not None
            and token.value > 0
            and measure == "growth"
            and measures.direction(self._words_before(token)) < 0
        ):
            token.value = -token.value
        if (measure == "growth" and token.unit is not None and token.unit != "%") or (
            measure == "growth"
            and token.unit is None
            and indicator is not None
            and indicator.kind != "rate"
            and column.unit != "%"
        ):
            measure = "change"
        if token.unit is None and measure in ("level", "prior", "change"):
            named, scale = (column.unit, column.factor) if column.unit else (unit, factor)
            named, scale = (named, scale) if named else _unit_of(caption)
            if (
                indicator is not None
                and named is not None
                and named not in indicator.counted_in
                and unit is None
                and column.unit is None
            ):
                named, scale = (indicator.unit, 1) if indicator.kind != "amount" else (None, 1)
            token.unit = named
            token.value = token.value * scale if token.value is not None else None
            token.resolution = token.resolution * scale if token.resolution is not None else None
        elif token.unit is None and measure in ("growth", "share"):
            token.unit = "%"
        record = Record(token, indicator, measure=measure, scope=scope, rule="table", wording=column.words or None)
        record.value, record.value_high = token.value, token.value_high
        if indicator is None:
            record.measure = "level"
        elif indicator.topic and indicator.topic not in self._topics:
            self._topics.append(indicator.topic)
        self.records.append(record)

    def _words_before(self, token: Token) -> str:
        """The words of a cell in front of its number (增长5.1%, 减少2件)."""
        text = self.context.text
        return text[
            max(text.rfind("|", 0, token.start), text.rfind("\t", 0, token.start), text.rfind("\n", 0, token.start))
            + 1 : token.start
        ]

    def _words(self, cells: list[Cell]) -> None:
        """A numeral in a header or a label (受理量(万件), 12345热线) counts nothing."""
        for token in self._tokens(cells):
            if token.weak:
                token.kind = "word"

    def _columns(self, header: list[Cell], caption: str) -> list[Column]:
        years = [int(m[1]) for cell in header if (m := _YEAR.search(cell.text))]
        # The newest year of the header is the reporting year, whatever the order of the columns.
        year = max(years) if years and self.context.year not in years else self.context.year
        columns = []
        for cell in header:
            unit, factor = _unit_of(cell.text)
            words = _UNIT.sub("", cell.text).strip()
            measure: str | None = None
            named = _YEAR.search(words)
            if _SHARE.search(words):
                measure = "share"
            elif _GROWTH.search(words):
                measure = "growth"
            elif (named and year is not None and int(named[1]) == year - 1) or _LAST.search(words):
                measure = "prior"
            elif named and year is not None and int(named[1]) < year - 1:
                measure = "earlier"
            elif named or (_THIS.search(words) and self._indicator(words, unit, caption) is None):
                measure = "level"
            columns.append(Column(measure, words, unit, factor))
        return columns

    def _indicator(self, words: str, unit: str | None, caption: str) -> Indicator | None:
        """The indicator that a label names, with the caption and the rows above for its topic."""
        words = re.sub(r"^(?:其中|#|-)+[:：]?|\s|[(（].*?[)）]", "", words)
        if not words:
            return None
        best: tuple[float, Indicator] | None = None
        hits = self.context.lexicon.find(words)
        own = {topic for hit in hits for topic in hit.word.topics}
        raised = own | set(self._topics)
        for hit in hits:
            for entry in hit.word.entries:
                indicator, wording = entry.indicator, entry.wording
                if indicator is None or (unit is not None and unit not in indicator.counted_in):
                    continue
                if wording.needs_topic and indicator.topic not in raised and not self._likely(indicator):
                    continue
                if wording.with_ and not all(any(part in words for part in parts) for parts in wording.with_):
                    continue
                if (indicator.kind == "rate") != (words.endswith(("率", "度", "比", "比例"))):
                    continue
                score = (
                    wording.length
                    + (2.0 if indicator.topic in own else 1.0 if indicator.topic in raised and not own else 0.0)
                    - 0.2 * (len(words) - hit.end)
                )
                if best is None or score > best[0]:
                    best = (score, indicator)
        return best[1] if best and best[0] >= 2.0 else None

    def _likely(self, indicator: Indicator) -> bool:
        """Whether the table's section speaks of the indicator's topic."""
        at = self._at
        layout = self.context.layout
        start = layout.paragraph(at).start
        section = layout.paragraph(at).section
        titles = [
            p
            for p in layout.paragraphs
            if p.start <= start and (p.section == section or (p.heading and section.startswith(p.section)))
        ]
        words = "".join(self.context.text[p.start : p.end] for p in titles[-6:])
        return any(indicator.topic in hit.word.topics for hit in self.context.lexicon.find(words))

    def _raised(self, caption: str) -> list[str]:
        return [topic for hit in self.context.lexicon.find(caption) for topic in hit.word.topics]

    def _tokens(self, row: list[Cell]) -> list[Token]:
        found = []
        for cell in row:
            found += [
                token for start in range(cell.start, cell.end) if (token := self._by_start.get(start)) is not None
            ]
        return found

    def _is_number(self, cell: Cell) -> bool:
        return bool(NUMERIC.match(cell.text)) or (
            any(token.start - cell.start <= 4 for token in self._tokens([cell])) and len(cell.text) <= 14
        )

    def _refuse(self, rows: list[list[Cell]], tokens: list[Token], reason: str) -> None:
        for token in tokens:
            self.context.tabled.add(id(token))
            record = Record(token, rule="table refused")
            record.value, record.value_high = token.value, token.value_high
            self.records.append(record)
        self.problems.append((rows[0][0].start, rows[-1][-1].end, f"A table was not read: {reason}."))


def _unit_of(words: str) -> tuple[str | None, int]:
    """The unit in brackets or behind 单位, with its scale."""
    m = _UNIT.search(words)
    if m is None:
        return None, 1
    unit, scale = m["unit"] or m["unit2"], m["scale"] or m["scale2"] or ""
    factor = 1
    for mark in scale:
        factor *= SCALES[mark]
    base, times = BASE.get(unit, (unit, 1))
    return (base, factor * times) if base in FAMILIES_OF else (None, 1)
