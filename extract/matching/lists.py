"""Lists: one row of names for one row of numbers (分别, 各, or names and numbers that stand side by side)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extract.matching import measures
from extract.matching.changes import signed
from extract.matching.context import Context
from extract.matching.cues import THRESHOLD, Cues
from extract.matching.records import Choice, Record, Window
from extract.numbers.tokens import Token

_BETWEEN = re.compile(r"(?:、|,|和|及|与|以及|、以及)\Z")
_BETWEEN_LIMIT = 5
_JOINT_LIMIT = 3
# 分别下降4.3%、上升8.8%: each number may have a verb of its own.
_VERB = re.compile(r"(?:、|,|和|及)(?P<verb>增长|上升|提高|下降|减少|降低)\Z")
_NAMES = re.compile(r"、|(?<!满意)和(?!解|基本满意)|及(?!时)|与(?!上年)|以及")
_EACH = re.compile(r"(?:各|均|都)(?:为|是|有|达到?)?\Z")
_EACH_ENDS = frozenset("各均都为是有达到")
_RESPECTIVELY = re.compile(r"分别(?:为|是|达到?|有|各)?|各(?:为|有)?\Z")
_NAME_LIMIT = 20
_REST_OF_A_NAME = 3
_JUST_BEHIND = 1
_TOWN_AND_COUNTRY = ("城镇", "农村")
_GREW = re.compile(r",?(?:同比|[比较]上年|年均)?(?:增长|上升|提高|下降|减少)")
_COMPARED = re.compile(r"(?:同比|环比|[比较]上年|年均|,)*")
# 事故起数、死亡人数同比下降16%、33%: the verb behind the last name is that of all.
_VERB_BEHIND = re.compile(r"(?:同比|[比较]上年|年均)(?:增长|上升|提高|下降|减少)\Z")
# 城乡居民收入达到4万元和2万元: two numbers of one name, without 分别.
_OF_BOTH = re.compile(r"(?:达到?|为|实现|完成|增至|增长|提高)\Z")
# 规上工业增加值、社零额增速分别为9.6%、5.4%: so is the noun.
_RATE_OF_ALL = re.compile(r"(?:同比)?(?:增速|增幅|增长率)\Z")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of numbers with the words in front of it: `low` is where these begin, `names` the spans of the names."""

    tokens: tuple[Token, ...]
    low: int
    names: tuple[tuple[int, int], ...]
    verb: str
    tail: str


class Lists:
    """Finds the rows of numbers of a text once, then gives each number of a row its own name."""

    def __init__(self, context: Context, cues: Cues, records: list[Record]) -> None:
        self.context = context
        self.cues = cues
        self.records = records
        self._rows: dict[int, list[Token]] = {}
        self._done: dict[int, Record | None] = {}
        self._find_rows()

    def _find_rows(self) -> None:
        text = self.context.text
        row: list[Token] = []
        for token in [*self.context.figures, None]:
            near = token is not None and row and token.start - row[-1].end <= _BETWEEN_LIMIT
            if token is not None and near and self._is_beside(row[-1], token):
                lead = text[max(0, row[0].start - 30) : row[0].start]
                if token.unit == row[-1].unit or "分别" in lead:
                    row.append(token)
                    continue
            if len(row) > 1:
                self._rows.update((id(member), row) for member in row)
            row = [token] if token is not None else []

    def _is_beside(self, last: Token, token: Token) -> bool:
        """Whether nothing but a joint, or a joint and a verb, stands between two numbers."""
        text = self.context.text
        joint = token.start - last.end <= _JOINT_LIMIT and _BETWEEN.match(text, last.end, token.start)
        rates = last.unit == token.unit == "%"
        return bool(joint or (rates and _VERB.match(text, last.end, token.start)))

    def may_hold(self, token: Token, window: Window) -> bool:
        """Whether it is worth asking for the row of a number."""
        return id(token) in self._rows or window.seg[-1:] in _EACH_ENDS

    def of(self, token: Token, window: Window) -> list[Record] | None:
        """The records of a number that belongs to a row of names, or None where it does not."""
        tokens = self._rows.get(id(token))
        if tokens is None:
            return self._each(token, window) if token.unit != "%" and _EACH.search(window.seg) else None
        if id(token) not in self._done:
            self._read_row(tokens, window)
        record = self._done[id(token)]
        return [record] if record is not None else None

    def _read_row(self, tokens: list[Token], window: Window) -> None:
        row = self._row(tokens, window)
        found: list[Record | None] = [None] * len(tokens)
        if row is not None:
            records = [self._member(row, index, window) for index in range(len(tokens))]
            _narrow_alike(records, [self.context.text[start:end] for start, end in row.names])
            found = list(records)
        else:
            found = list(self._of_figures_before(tokens, window)) or found
        self._done.update(zip(map(id, tokens), found, strict=True))

    def _row(self, tokens: list[Token], window: Window) -> Row | None:
        """The row that `tokens` make with the names in front of them, or None where these do not match."""
        text, layout, first, last = self.context.text, self.context.layout, tokens[0], tokens[-1]
        low = layout.before(layout.comma, first.start)
        previous = self.context.previous_of(first)
        if previous is not None:
            low = max(low, previous.end)
        lead = text[low : first.start]
        verb = _RESPECTIVELY.search(lead)
        behind = _VERB_BEHIND.search(lead) if verb is None else None
        if verb is None and "城乡" in lead and len(tokens) == len(_TOWN_AND_COUNTRY):
            behind = behind or _OF_BOTH.search(lead)
        if verb is None and "、" not in lead and not (behind and "城乡" in lead):
            return None
        body = lead[: verb.start()] if verb else lead[: behind.start()] if behind else lead
        rate = _RATE_OF_ALL.search(body) if verb else None
        body = body[: rate.start()] if rate else body
        if verb and not _NAMES.search(body) and "城乡" not in body:
            # 涉旅游、涉养殖海域的争议上升较快,分别新收45件和61件: the names stand one clause earlier.
            sentence = layout.before(layout.sentence, low)
            earlier = text[sentence:low]
            if previous is not None and low - previous.end <= _JUST_BEHIND and _COMPARED.fullmatch(body):
                # 分别达到38216元和14873元,分别增长…: what grew are the figures just before.
                return None
            low = sentence + max(earlier.rstrip(",").rfind(mark) for mark in ",;:") + 1
            body = text[low : sentence + len(earlier)]
        names = _split(body, low)
        if len(names) == 1 and len(tokens) == len(_TOWN_AND_COUNTRY) and "城乡" in body:
            # 城乡居民收入分别为4万元、2万元: one name for two.
            names = names * len(tokens)
        if len(names) < len(tokens) or (verb is None and len(names) != len(tokens)):
            return None
        tail = text[last.end : min(layout.after(layout.fine, last.end), self.context.next_start(last))]
        said = lead[verb.end() :] if verb and not rate else (rate or behind or [""])[0]
        return Row(tuple(tokens), low, tuple(names[-len(tokens) :]), said, tail)

    def _member(self, row: Row, index: int, window: Window) -> Record:
        """The record of one number of a row."""
        text, token = self.context.text, row.tokens[index]
        start, end = row.names[index]
        name = text[start:end]
        words = name + row.verb
        if measures.of(row.verb or words, token.unit, token.signed, self.context.year) == "growth":
            choice = self.cues.compose(name, "", token, window, fits=False)
            if choice is None:
                choice = self.cues.compose(text[start : row.tokens[0].start], "", token, window, fits=False)
            record = _growth(token, choice, row.verb or words)
            record.scope = _kind(record, name, index)
            return record
        choice = self.cues.compose(words, row.tail, token, window)
        if choice is None and index and len(name) <= _REST_OF_A_NAME:
            # 一般公共预算收入和支出分别…: the last names carry only the end of the first.
            first = text[slice(*row.names[0])]
            choice = self.cues.compose(first[: -len(name)] + words, row.tail, token, window)
        if choice is None:
            # 排查、调解、调解成功矛盾纠纷分别…: the last name carries the noun of all.
            choice = self.cues.compose(words + text[end : row.tokens[0].start], row.tail, token, window)
        if choice is not None and choice.score >= THRESHOLD:
            record = choice.record(token)
            record.scope = _kind(record, name, index)
            if record.scope is None and not any(
                hit.word.entries or hit.word.topics for hit in self.context.hits_between(start, end)
            ):
                # A name that says nothing the catalogue knows narrows what the row is about.
                record.scope = name
            return record
        if any(entry.indicator is None for hit in self.context.hits_between(start, end) for entry in hit.word.entries):
            return Record(token, rule="not covered")
        whole = self.cues.compose(text[row.low : row.tokens[0].start], row.tail, token, window)
        record = Record(token, rule="row")
        if (
            whole is not None
            and whole.indicator is not None
            and whole.indicator.kind != "rate"
            and whole.score >= THRESHOLD
        ):
            # 公安、交通等部门处罚量居前,分别为…: the names are parts, the measure is named for all of them.
            record.indicator, record.wording, record.scope = whole.indicator, whole.wording, name
        return record

    def _of_figures_before(self, tokens: list[Token], window: Window) -> list[Record]:
        """新登记2645户,注册资本18.9亿元,同比分别增长11.6%、7.2%: the names are the figures just before."""
        first = tokens[0]
        low = max(window.comma, window.sentence)
        lead = self.context.text[low : first.start]
        named = [
            record for record in self.records if record.token.start >= window.sentence and record.measure == "level"
        ]
        if len(named) < len(tokens) or not ("分别" in lead or self._is_one_each(tokens, lead)):
            return []
        if measures.of(lead, first.unit, first.signed, self.context.year) != "growth":
            return []
        found = []
        words = lead
        for index, (token, source) in enumerate(zip(tokens, named[-len(tokens) :], strict=True)):
            own = _VERB.match(self.context.text, tokens[index - 1].end, token.start) if index else None
            words = own["verb"] if own is not None else words
            record = _growth(token, None, words)
            record.takes_after(source)
            found.append(record)
        return found

    def _is_one_each(self, tokens: list[Token], lead: str) -> bool:
        """分别为148亿元、77亿元,增长21.3%、8.9%: whether a row of growths stands right behind as many levels."""
        last = self.records[-len(tokens) :]
        alike = len(last) == len(tokens) and all(record.measure == "level" for record in last)
        return alike and _GREW.fullmatch(lead) is not None

    def _each(self, token: Token, window: Window) -> list[Record] | None:
        """撤销、变更各一件: the same number for each name."""
        records: list[Record] = []
        for start, end in _split(_EACH.sub("", window.seg), window.own):
            choices = self.cues.within(token, window, start, end)
            if choices and choices[0].score >= THRESHOLD:
                record = choices[0].record(token)
                record.rule = "each"
                records.append(record)
        return records or None


def _kind(record: Record, name: str, index: int) -> str | None:
    """The kind of an indicator that a name of a row says (城镇, 农村), as the figure's scope."""
    kinds = record.indicator.kinds if record.indicator is not None else None
    if kinds is None:
        return None
    if "城乡" in name:
        return _TOWN_AND_COUNTRY[index % len(_TOWN_AND_COUNTRY)]
    found = kinds.search(name)
    return found[0] if found else None


def _growth(token: Token, choice: Choice | None, words: str) -> Record:
    """许可、处罚分别增长3.9%和11.2%: each growth to its own name."""
    record = Record(token, measure="growth", rule="row")
    if choice is not None:
        record.indicator, record.wording = choice.indicator, choice.wording
    record.value = signed(token.value, measures.direction(words))
    return record


def _narrow_alike(records: list[Record], names: list[str]) -> None:
    """Two names of a row with one indicator between them are parts of it."""
    for record, name in zip(records, names, strict=True):
        alike = [other for other in records if other.indicator is record.indicator and other.measure == record.measure]
        if record.indicator is not None and len(alike) > 1 and record.scope is None:
            record.scope = name[-_NAME_LIMIT:]


def _split(body: str, low: int) -> list[tuple[int, int]]:
    """The spans of the names in `body`, which begins at `low`."""
    spans, at = [], 0
    for m in _NAMES.finditer(body):
        if m.start() > at:
            spans.append((low + at, low + m.start()))
        at = m.end()
    if at < len(body):
        spans.append((low + at, low + len(body)))
    return spans
