"""The flow: one pass over a text's figures that turns candidates into records."""

from __future__ import annotations

import re
from decimal import Decimal

from extract.catalogue.model import Indicator
from extract.matching import measures, scopes
from extract.matching.lists import Lists
from extract.matching.reader import FILLER, Choice, Reader, Record, Window
from extract.matching.tables import Tables
from extract.numbers.lexer import Token
from extract.numbers.units import FAMILIES_OF

THRESHOLD = 3.6
_PART = re.compile(r"其中|包括|含(?!义)|(?:案件)?中,?|的有|类|的\Z|涉及?")
_PART_HEAD = re.compile(r"^[,;:、(]*(?:其中|包括|内含|含)")
_GROUP = re.compile(r"(?:类|的有|的|占了|方面|领域|系统|部门)\Z")
_AMONG = re.compile(r"中[,]?[^,;。]{0,6}\Z|案件中[^,;。]{0,14}\Z")
_CLEAN = re.compile(r"[,;:、()“”\s]|其中|包括|共计?|分别|各|为|有|和|及|含|占|了|达到?|的")


class Flow:
    """Turns a Reader's figures into records, in order; `run` gives them all."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.text = reader.text
        self.year = reader.year
        self.lists = Lists(reader)
        self.records: list[Record] = []
        self.last: Record | None = None
        self.whole: Record | None = None
        self.whole_at: int = -1
        self.problems: list[tuple[int, int, str]] = []

    def run(self) -> list[Record]:
        """One record or more for every figure (weak ones that nothing supports become other kinds)."""
        figures = self.reader.figures
        tables = Tables(self.reader)
        tabled = tables.run()
        self.problems = tables.problems
        previous: Token | None = None
        for index, token in enumerate(figures):
            if id(token) in self.reader.tabled or token.kind != "figure":
                continue
            following = next((figure for figure in figures[index + 1 :] if not figure.weak or self._closes(figure)), None)
            self._read(token, previous, following)
            if token.kind == "figure" and not self._is_streak(token):
                previous = token
        _narrow_lesser(self.text, self.records, self.reader)
        return sorted(self.records + tabled, key=lambda record: record.token.start)

    # -- one figure -------------------------------------------------------------------------------------------

    def _read(self, token: Token, previous: Token | None, following: Token | None) -> None:
        reader = self.reader
        window = reader.window(token, previous, following)
        reader._advance(token.start, window.paragraph)
        if token.weak and reader.is_covered(token):
            token.kind = "name"
            return
        if self.whole is not None and self.whole_at < window.sentence:
            self.whole = None
        listed = self.lists.of(token, window)
        if listed is not None:
            records = listed
        else:
            records = self._shared_rates(token, window) or [self._single(token, window)]
        for record in records:
            self._finish(record, window)
        if token.weak and all(record.indicator is None for record in records) and not self._stands(token, window):
            token.kind = "name"
            return
        self.records.extend(records)
        first = records[0]
        if first.indicator is not None:
            reader.chain = first.indicator.topic
            reader.chain_at = token.start
        self.last = first if first.indicator is not None or first.measure == "level" else self.last
        if first.part_of is None and first.measure == "level" and token.unit != "%":
            self.whole, self.whole_at = first, token.start

    def _closes(self, token: Token) -> bool:
        """Whether a weak number ends its clause, as one that counts does."""
        return self.text[token.end : token.end + 1] in "、,。;)\n"

    def _is_streak(self, token: Token) -> bool:
        """连续4年保持100%: how long something holds stands between a name and its number."""
        return token.unit in ("年", "个月", "季度") and self.text[max(0, token.start - 3) : token.start].endswith(("连续", "续"))

    def _stands(self, token: Token, window: Window) -> bool:
        """Whether a weak number counts all the same: at a clause's end, or telling how many of a group."""
        text = self.text
        if text[token.start - 1 : token.start] == "“" or self._quoted(token):
            return False
        after = text[token.end : token.end + 1]
        if window.paragraph.heading:
            return False
        following = self.reader.next_start(token)
        if following == token.end:
            return True
        one = token.value == 1
        if after in "。,;、)\n" or not after:
            return token.unit not in ("起", "道", "体", "家", "面", "步") if one else True
        before = text[max(0, token.start - 2) : token.start]
        if not one:
            return token.unit not in ("年", "门", "路", "线") or before.endswith("连续")
        return before.endswith(("中", "仅有", "只有", "有", "各", "连续", "仅", "明确")) and token.unit in ("个", "名", "人", "家", "件", "次", "项", "位", "户", "处", "所")

    def _quoted(self, token: Token) -> bool:
        opening = self.text.rfind("“", max(0, token.start - 20), token.start)
        return opening >= 0 and "”" not in self.text[opening : token.start]

    def _single(self, token: Token, window: Window) -> Record:
        reader, seg = self.reader, window.seg
        measure = measures.of(seg, token.unit, token.signed, self.year)
        if measure == "share":
            return self._share(token, window)
        if measure in ("growth", "change"):
            return self._change(token, window, measure)
        if measure == "prior":
            carried_in = self._named(token, window)
            if carried_in is not None and carried_in.hit.end == token.start and "上年" in carried_in.wording:
                return self._of(token, carried_in)
            return self._prior(token, window)
        if token.unit == "倍":
            return Record(token, rule="multiple")
        if _PER_HEAD.search(seg):
            return Record(token, rule="per")
        among = self._among(token, window)
        if among is not None:
            return among
        carried = self._reached(token, window)
        if carried is not None:
            return carried
        if _REST.search(seg):
            return Record(token, rule="rest")
        if _REDUCED.search(seg) and not measures.has_base(seg):
            return Record(token, rule="reduced")
        exact = self._exact(token, window)
        if exact is not None:
            return exact
        total = self._total(token, window)
        if total is not None:
            return total
        choice = self._best(token, window)
        if choice is not None and choice.indicator is None:
            return Record(token, wording=choice.wording, rule=choice.rule)
        if choice is not None and self._sums_several(token, window, choice):
            return Record(token, wording=choice.wording, rule="several")
        if choice is not None and measures.is_from(seg) and self._leads_on(token, window):
            return Record(token, choice.indicator, measure="prior", wording=choice.wording, rule="from")
        if choice is not None:
            record = self._of(token, choice)
            if choice.indicator.stock and self._is_addition(window, choice):
                record.measure = "change"
            else:
                self._narrow_part(record, window)
            return record
        return self._alone(token, window) or self._part(token, window) or Record(token)

    def _exact(self, token: Token, window: Window) -> Record | None:
        """突破7万户,达到70316户: the number behind a threshold is what was reached."""
        last = self._just_before(window)
        if last is None or last.indicator is None or not last.token.approximate or token.unit != last.token.unit:
            return None
        if not _REACHES.fullmatch(window.seg) or last.token.start < window.sentence:
            return None
        record = Record(token, last.indicator, wording=last.wording, rule="exact", scope=last.scope)
        last.indicator, last.rule = None, "threshold"
        return record

    def _total(self, token: Token, window: Window) -> Record | None:
        """企业612户、个体户2948户,合计3597户: the sum of the parts just named is the whole."""
        last = self.last
        if last is None or last.indicator is None or last.scope is None or last.token.start < window.sentence:
            return None
        if not _SUM.fullmatch(window.seg) or token.unit not in last.indicator.counted_in or last.measure != "level":
            return None
        return Record(token, last.indicator, wording=last.wording, rule="total")

    def _leads_on(self, token: Token, window: Window) -> bool:
        """Whether the number is where a change sets out from: 由A提高到B."""
        following = self.reader.next_start(token)
        return following <= self.reader.layout.after(self.reader.layout.comma, token.end) and measures.is_reached(self.text[token.end : following])

    def _among(self, token: Token, window: Window) -> Record | None:
        """5件败诉案件中4件发生在乡镇: the second number is a part of the first."""
        last = self.records[-1] if self.records else None
        if last is None or last.token.end != window.previous_end or not _AMONG_ONLY.fullmatch(self.text[last.token.end : token.start]):
            return None
        record = Record(token, rule="among")
        if last.indicator is not None and last.measure == "level" and token.unit in last.indicator.counted_in:
            named = self.text[token.end : min(window.end, window.next_start)] or window.seg
            record.indicator, record.wording, record.scope, record.part_of = last.indicator, last.wording, named[:20], last.token.start
        return record

    def _narrow_part(self, record: Record, window: Window) -> None:
        """其中为农民工办理190件: named like the whole, so only a part of it."""
        whole = self.whole
        if whole is None or whole.indicator is not record.indicator or whole.measure != "level" or whole.status != self._status(record, window):
            return
        between = self.text[whole.token.end : record.token.start]
        named = _CLEAN.sub("", window.seg) or _CLEAN.sub("", self.text[record.token.end : min(window.end, window.next_start)])
        if self.year is not None and f"{self.year}年" in window.seg:
            return
        if named and ("其中" in between or between.startswith("(")):
            record.scope, record.part_of = named[:20], whole.token.start

    def _of(self, token: Token, choice: Choice) -> Record:
        return Record(token, choice.indicator, wording=choice.wording, rule=choice.rule, score=choice.score)

    def _best(self, token: Token, window: Window) -> Choice | None:
        choices = self.reader.candidates(token, window)
        for choice in choices:
            if choice.score < THRESHOLD:
                return None
            if self._counts_something_else(token, choice):
                continue
            return choice
        return None

    def _named(self, token: Token, window: Window) -> Choice | None:
        """The best candidate that is an indicator, or None where the best cue says that none is meant."""
        choice = self._best(token, window)
        return choice if choice is not None and choice.indicator is not None else None

    def _counts_something_else(self, token: Token, choice: Choice) -> bool:
        """Whether the noun right behind the number is a body that the indicator does not count."""
        if not FAMILIES_OF.get(token.unit or "", frozenset()) & {"body", "firm"}:
            return False
        m = _BEARER.match(self.text, token.end)
        if m is None:
            return False
        if choice.after and choice.hit.start - token.end <= 2:
            # 8个乡镇人民调解委员会 counts committees, 14个乡镇 counts townships, whatever they are given.
            return choice.hit.end <= m.end() or choice.hit.start >= m.end()
        return choice.indicator is not None and not any(head in m[0] for head in choice.indicator.heads)

    def _sums_several(self, token: Token, window: Window, choice: Choice) -> bool:
        """撤销、确认违法5件: one number for two parts of a whole is neither's."""
        if choice.after or choice.indicator is None or choice.indicator.parent is None:
            return False
        low = max(window.comma, window.previous_end)
        if "、" not in self.text[low : choice.hit.start] or choice.hit.start < window.fine:
            return False
        others = self.reader.within(token, window, low, window.fine)
        return any(
            other.indicator is not None and other.indicator is not choice.indicator and other.indicator.parent == choice.indicator.parent
            for other in others
        )

    def _is_addition(self, window: Window, choice: Choice) -> bool:
        seg = window.seg
        return any(word in seg for word in ("新增", "新培", "新聘", "净增", "新选", "新创", "增加", "新建", "新评", "新命名", "新配", "新招")) or (
            window.paragraph.plan and any(word in seg for word in ("选聘", "创建", "建成", "增配"))
        )

    def _alone(self, token: Token, window: Window) -> Record | None:
        """The topic alone, where the unit tells which of its indicators is meant and nothing else is said."""
        text, reader = self.text, self.reader
        residue = FILLER.sub("", text[window.pre : token.start])
        after = text[token.end : token.end + 1]
        ends = not after or after in "。,;、)参"
        beside = window.previous_end > 0 and text[window.previous_end : token.start] in ("", "、", "和", "共")
        for topic, indicators in reader.lexicon.alone.items():
            raised = reader.topic_at.get(topic, -1)
            strength = reader._strength(topic, window)
            behind = None if ends else self._raised_behind(topic, token, window)
            for indicator in indicators:
                if token.unit not in (indicator.counted_in if beside and reader.chain == topic else indicator.topic_alone):
                    continue
                direct = raised >= window.pre and token.start - raised <= 14
                spoken = strength >= 1.9 and (raised >= window.comma or reader.chain == topic or raised > reader.chain_at)
                if behind or (spoken and (direct or (not residue and ends))):
                    return Record(token, indicator, wording=topic, rule="topic", score=strength)
        return None

    def _raised_behind(self, topic: str, token: Token, window: Window) -> bool:
        """组织5860名公职人员参加学法用法考试: the topic stands behind the number, in its own clause."""
        limit = min(self.reader.layout.after(self.reader.layout.comma, token.end), window.next_start, token.end + 24)
        return any(topic in hit.topics for hit in self.reader.hits_between(token.end, limit))

    def _reached(self, token: Token, window: Window) -> Record | None:
        """由A提高到B: B is the level of what A was before."""
        last = self.last
        if last is None or not measures.is_reached(window.seg) or last.token.end < window.comma or last is not self._just_before(window):
            return None
        if last.indicator is None:
            return Record(token, rule="from-to") if last.rule == "from" else None
        if last.measure != "prior" or token.unit not in last.indicator.counted_in:
            return None
        return Record(token, last.indicator, wording=last.wording, rule="from-to", scope=last.scope)

    def _just_before(self, window: Window) -> Record | None:
        """The record of the figure right before, where it has one."""
        return self.records[-1] if self.records and self.records[-1].token.end == window.previous_end else None

    def _subject(self, token: Token, window: Window, rate: bool) -> Choice | None:
        """What a growth or change speaks of, from the words of its own clause."""
        for choice in self.reader.candidates(token, window, fits=False):
            if choice.indicator is None or choice.after or choice.hit.start < max(window.comma, window.previous_end):
                continue
            if (choice.indicator.kind == "rate") == rate and choice.score >= THRESHOLD:
                return choice
        return None

    def _change(self, token: Token, window: Window, measure: str) -> Record:
        seg = window.seg
        direct = self._named(token, window)
        if direct is not None and token.unit == "%" and direct.indicator.kind == "rate" and direct.hit.end >= token.start - 3 and not measures.has_base(seg):
            return self._of(token, direct)
        if "平均" in seg:
            return Record(token, rule="against average")
        rate = token.unit == "个百分点"
        choice = direct if direct is not None and measure == "change" and not rate and direct.hit.start >= max(window.comma, window.previous_end) else None
        choice = choice or self._subject(token, window, rate)
        record = Record(token, measure=measure, rule=measure)
        if choice is not None:
            record.indicator, record.wording = choice.indicator, choice.wording
        else:
            source = self._previous(window, rate, measure, token)
            if source is not None:
                record.indicator, record.wording, record.scope = source.indicator, source.wording, source.scope
        sign = measures.direction(seg)
        value = token.value
        if value is not None and token.unit in ("倍", "番"):
            value = value * 100 if token.unit == "倍" else (Decimal(2) ** int(value) - 1) * 100
        if value is not None and sign < 0 and value > 0:
            value = -value
        record.value = value
        high = token.value_high
        record.value_high = -high if high is not None and sign < 0 and high > 0 else high
        return record

    def _previous(self, window: Window, rate: bool, measure: str, token: Token) -> Record | None:
        """The record just before that a growth, change or prior value compares with."""
        for record in reversed(self.records[-6:]):
            if self._bracketed(record, token):
                continue
            if record.token.start < window.sentence and not (record.token.end >= window.sentence - 1):
                return None
            if record.indicator is None:
                if record.measure == "level":
                    return None
                continue
            if rate != (record.indicator.kind == "rate"):
                if rate:
                    continue
                return None
            if record.measure == "share":
                continue
            if measure == "change" and not rate and token.unit is not None and token.unit not in record.indicator.counted_in:
                continue
            return record
        return None

    def _bracketed(self, record: Record, token: Token) -> bool:
        """Whether a bracket that holds `record` closes before `token`: what follows speaks of what stood before it."""
        between = self.text[record.token.end : token.start]
        closing = between.find(")")
        return closing >= 0 and "(" not in between[:closing]

    def _prior(self, token: Token, window: Window) -> Record:
        record = Record(token, measure="prior", rule="prior")
        choice = self._named(token, window)
        own = choice is not None and not choice.after and choice.hit.start >= max(window.comma, window.previous_end)
        if choice is not None and own:
            record.indicator, record.wording = choice.indicator, choice.wording
            return record
        for source in reversed(self.records[-4:]):
            if source.token.start < window.sentence:
                break
            if self._bracketed(source, token):
                continue
            if source.indicator is not None and token.unit in source.indicator.counted_in and source.measure in ("level", "growth"):
                record.indicator, record.wording, record.scope = source.indicator, source.wording, source.scope
                return record
        if choice is not None and not choice.after:
            record.indicator, record.wording = choice.indicator, choice.wording
        return record

    def _share(self, token: Token, window: Window) -> Record:
        """占X%: a rate where the catalogue has one, else the share of what was just counted."""
        choice = self._named(token, window)
        if choice is not None and choice.indicator.kind == "rate" and not choice.after:
            return self._of(token, choice)
        record = Record(token, measure="share", rule="share")
        at = self.text.rfind("占", window.previous_end, token.start)
        for other in self.reader.candidates(token, window, fits=False):
            if not other.after and other.hit.end <= at and other.hit.start >= max(window.comma, window.previous_end) and other.indicator and other.indicator.parent:
                record.indicator, record.wording = other.indicator, other.wording
                return record
        own = _CLEAN.sub("", self.text[max(window.comma, window.previous_end) : at])
        last = self.last
        if not own and last is not None and last.indicator is not None and last.indicator.parent and last.token.start >= window.sentence and last.scope is None:
            record.indicator, record.wording = last.indicator, last.wording
        return record

    def _shared_rates(self, token: Token, window: Window) -> list[Record]:
        """办结率、好评率均达100%: one number for several rates."""
        if token.unit != "%":
            return []
        low = max(window.comma, window.previous_end)
        seg = self.text[low : token.start]
        if seg.count("率") + seg.count("度") < 2 or not re.search(r"率[”]?(?:、|和|及|与)", seg):
            return []
        records: list[Record] = []
        at = low
        for part in re.split(r"、|和(?!基本满意)|及(?!时)|与", seg):
            end = at + len(part)
            if "率" in part or "度" in part:
                for choice in self.reader.within(token, window, at, end):
                    if choice.score >= THRESHOLD and not any(r.indicator is choice.indicator for r in records):
                        records.append(self._of(token, choice))
                    break
            at = end + 1
        for record in records:
            record.rule = "shared"
        return records

    def _part(self, token: Token, window: Window) -> Record | None:
        """A part without a name of its own in the catalogue: the whole's indicator, narrowed to it."""
        whole = self.whole
        if whole is None or whole.indicator is None or whole.measure != "level":
            return None
        if token.unit not in whole.indicator.counted_in or not (FAMILIES_OF.get(token.unit or "", frozenset()) & FAMILIES_OF.get(whole.token.unit or "", frozenset())):
            return None
        between = self.text[whole.token.end : token.start]
        seg = window.seg
        named = _CLEAN.sub("", seg) or _CLEAN.sub("", self.text[token.end : min(window.end, window.next_start)])
        if self.year is not None and f"{self.year}年" in seg and whole.scope is not None:
            # 累计2600场,其中2024年618场: of several years the reporting year's own.
            return Record(token, whole.indicator, wording=whole.wording, rule="own year")
        if not named or not (_PART_HEAD.search(between) or "其中" in between or _GROUP.search(seg) or _AMONG.search(between)):
            return None
        return Record(token, whole.indicator, scope=named[:20], wording=whole.wording, rule="part", part_of=whole.token.start)

    # -- qualities --------------------------------------------------------------------------------------------

    def _finish(self, record: Record, window: Window) -> None:
        token = record.token
        if record.value is None:
            record.value, record.value_high = token.value, token.value_high
        record.status = self._status(record, window)
        indicator = record.indicator
        if indicator is None:
            return
        if record.scope is None:
            record.scope = self._scope(record, indicator, window)
        self._convert(record, indicator)
        if record.part_of is None and self.whole is not None and self.whole.indicator is not None and record.measure == "level":
            self._attach(record, indicator, window)

    def _attach(self, record: Record, indicator: Indicator, window: Window) -> None:
        whole = self.whole
        if whole is None or whole.indicator is None or whole.indicator is indicator and record.scope is None:
            return
        between = self.text[whole.token.end : record.token.start]
        if _PART_HEAD.search(between) or between.startswith((":", "(")) or "其中" in between[:12]:
            if indicator.parent == whole.indicator.code or (indicator is whole.indicator and record.scope):
                record.part_of = whole.token.start

    def _convert(self, record: Record, indicator: Indicator) -> None:
        factor = _CONVERSIONS.get((record.token.unit or "", indicator.unit))
        if factor and record.measure in ("level", "prior", "change") and record.value is not None:
            record.value *= factor
            if record.value_high is not None:
                record.value_high *= factor

    def _status(self, record: Record, window: Window) -> str:
        paragraph = window.paragraph
        if paragraph.plan:
            return "target"
        clause = self.text[window.comma : record.token.start]
        sentence = self.text[window.sentence : record.token.start]
        if self.year is not None and f"{self.year + 1}年" in sentence and not re.search(rf"{self.year + 1}年[一二\d]{{1,2}}月", sentence):
            return "target"
        if paragraph.mixed:
            whole = self.text[paragraph.start : record.token.start]
            if re.search(r"下一?步|来年|明年", whole) or (self.year is not None and f"{self.year + 1}年" in whole):
                return "target"
        return "target" if _TARGET_WORD.search(clause) and not window.paragraph.heading else "actual"

    def _scope(self, record: Record, indicator: Indicator, window: Window) -> str | None:
        text = self.text
        low = window.sentence
        sentence = text[low : record.token.start]
        clause = text[max(window.comma, window.previous_end) : min(window.end, window.next_start)]
        before = text[max(window.comma, low) : record.token.start]
        segment = sentence[sentence.rfind(";") + 1 :]
        found = scopes.years(segment if "累计" in before or "以来" in segment else before, segment, self.year)
        if found and not indicator.looks_back:
            return found
        narrowed = indicator.narrowed_by
        if not narrowed:
            return None
        if "department" in narrowed:
            semicolon = max(low, text.rfind(";", low, record.token.start) + 1)
            found = scopes.organ(text[semicolon : record.token.start]) or scopes.bearers(before)
        if found is None and "government" in narrowed:
            found = scopes.government(text[low : window.end])
        if found is None and "category" in narrowed:
            found = scopes.category(clause)
        if found is None and "holder" in narrowed:
            found = scopes.holder(text[low : record.token.start])
        if found is None and "level" in narrowed:
            found = scopes.level(clause)
        if found is None and "manner" in narrowed:
            found = scopes.manner(clause)
        if found is None and self.records:
            # 镇街共作出处罚2940宗,罚没873万元: what narrows the first narrows the rest of the sentence.
            last = self.records[-1]
            if last.scope and last.indicator is not None and last.rule != "part" and last.part_of is None and last.indicator.domain == indicator.domain and last.indicator.narrowed_by & narrowed and last.token.start >= low and ";" not in text[last.token.end : record.token.start]:
                between = text[last.token.end : record.token.start]
                found = None if scopes.whole(between) or "共" in between else last.scope
        return found


_REST = re.compile(r"其余(?!\Z)|其余\Z|剩余(?!未)")
_PER_HEAD = re.compile(r"万人拥有|人均|日均|户均|每万|平均(?!压|缩|减|提|办|用)|均不|每[一-龥]{1,4}\Z")
_REACHES = re.compile(r"(?:达到?|为|实现|实际达到?)")
_REDUCED = re.compile(r"减少[^,;。]{2,10}\Z")
_SUM = re.compile(r"(?:[两三四]者|以上|累计)?(?:合计|共计|总计|共)(?:为|达)?")
_AMONG_ONLY = re.compile(r"[^,;。、\d]{1,14}中,?(?:有|仍有|还有)?")
_TARGET_WORD = re.compile(r"力争|确保|明年|来年|预期|(?<![查作动度定关施])(?<![^0-9]年)计划(?=[新于在到建开举培完组再])")
_BEARER = re.compile(r"(?:个)?(?:[县区市旗乡镇村]级?)?(?:直)?(?:行政)?(?:执法)?(?:苏木)?(?:乡镇|镇街|街道|部门|单位|主体|机关|司法所|镇办|社区|镇(?![级人])|乡(?!镇)|学校|执法系统)(?!人民调解|调委会|调解)")
_CONVERSIONS = {
    ("公顷", "平方米"): Decimal(10**4), ("平方公里", "平方米"): Decimal(10**6), ("平方千米", "平方米"): Decimal(10**6),
    ("平米", "平方米"): Decimal(1), ("㎡", "平方米"): Decimal(1), ("千米", "公里"): Decimal(1), ("km", "公里"): Decimal(1),
    ("米", "公里"): Decimal("0.001"), ("亩", "平方米"): Decimal(2000) / Decimal(3),
}  # fmt: skip


def _narrow_lesser(text: str, records: list[Record], reader: Reader) -> None:
    """“民法典”主题宣传57场,…全年普法活动218场: beside a total of the same paragraph the other statement is a part."""
    seen: dict[str, list[Record]] = {}
    for record in records:
        if record.indicator is not None and record.measure == "level" and record.scope is None and record.status == "actual":
            seen.setdefault(record.indicator.code, []).append(record)
    for stated in seen.values():
        for earlier, later in zip(stated, stated[1:], strict=False):
            if earlier.value == later.value or reader.layout.paragraph(earlier.token.start) is not reader.layout.paragraph(later.token.start):
                continue
            first, second = (_clause(text, reader, record) for record in (earlier, later))
            if _TOTAL.search(second) and not _TOTAL.search(first):
                earlier.scope = first[-20:]
            elif _TOTAL.search(first) and not _TOTAL.search(second):
                later.scope = second[-20:]


def _clause(text: str, reader: Reader, record: Record) -> str:
    return text[reader.layout.before(reader.layout.comma, record.token.start) : record.token.start]


_TOTAL = re.compile(r"全年|全[县区市旗州]|合计|总计|总数|总量|共计|累计")
