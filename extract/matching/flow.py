"""The flow: one pass over a text's figures that decides what each one states."""

from __future__ import annotations

import re

from extract.matching import changes, measures, parts, scoping, totals
from extract.matching.context import Context
from extract.matching.cues import THRESHOLD, Cues
from extract.matching.gaps import residue
from extract.matching.lists import Lists
from extract.matching.records import Choice, Record, Window
from extract.matching.tables import Tables
from extract.numbers.tokens import Token

_REMARKS = re.compile(
    r"(?P<per>万人拥有|每千|每百|人均|日均(?!浓度|值)|户均|每万|平均(?!压|缩|减|提|办|用|浓度|值)|均不|每[一-龥]{1,4}\Z|每[^,。;\d]{1,10}(?:至少|不少于|不低于))|(?P<rest>其余|剩余(?!未))|(?P<reduced>减少[^,;。]{2,10}\Z)"
)
_OF_THE_PLAN = re.compile(r"(?:预算|计划|任务|目标)(?:任务|目标)?数?的\Z")
# 完成19亿元,超额完成年度任务2.4亿元,增长18%: by how much a plan was overfulfilled is told in passing.
_OVER_THE_PLAN = re.compile(
    r"(?:超额完成|超出|超)(?:了)?(?:年度|全年|年初)?(?:预算|计划|目标)?(?:任务|目标|计划|预算)(?:数)?\Z"
)
_SHARED_RATES = re.compile(r"率[”]?(?:、|和|及|与)")
_NAMES = re.compile(r"、|和(?!基本满意)|及(?!时)|与")
_GROWTH_BEHIND = re.compile(r"的(?:速度)?(?:增长|增速|增幅)")
# 3人荣获“金牌人民调解员”称号: who was honoured is not how many there are; a village that is named a model one is.
_HONOURED = re.compile(
    r"(?:先后|分别|均|同志|个人|集体|组织)*"
    r"(?:荣获|获评|被评为|被评选为|被授予|被表彰|入选|当选|(?:获得?|受到)(?=[^,。;]{0,24}(?:称号|荣誉|表彰|奖|先进|优秀|模范|标兵)))"
    r"(?![^,。;]{0,16}(?:示范村|示范社区|证|资格|合格))"
)
# 每季度学法不少于1次: what is asked of each is no count.
_ASKED_OF_EACH = re.compile(r"每[^,。;\d]{1,10}\Z")
_COUNTED_PLAINLY = frozenset("个名人家件年次项位户处所")
_HONOURABLE = frozenset({"人", "名", "位", "个", "家"})
_STREAKS = frozenset({"年", "个月", "季度"})
_OFTEN_A_WORD = frozenset("起道体家面步")


class Flow:
    """Turns the figures of a context into records, in order; `run` gives them all.

    `coming` is the year after the reporting year as the text names it (None where it does not); `last` the last
    figure that was understood, `whole` the one that parts named behind it belong to.
    """

    def __init__(self, context: Context) -> None:
        self.context = context
        self.cues = Cues(context)
        self.text = context.text
        self.year = context.year
        coming = f"{self.year + 1}年" if self.year is not None else ""
        self.coming = coming if coming and coming in self.text else None
        # Whether its sections tell what was done from what is planned, as those of work reports do.
        self.reviews_a_year = context.lexicon.catalogue.sections is not None
        self.records: list[Record] = []
        self.lists = Lists(context, self.cues, self.records)
        self.last: Record | None = None
        self.whole: Record | None = None
        self.problems: list[tuple[int, int, str]] = []

    def run(self) -> list[Record]:
        """One record or more for every figure; weak ones that nothing supports become other kinds of numbers."""
        tables = Tables(self.context)
        tabled = tables.run()
        self.problems = tables.problems
        figures = [token for token in self.context.figures if id(token) not in self.context.tabled]
        previous: Token | None = None
        for token, following in zip(figures, self._followers(figures), strict=True):
            if token.kind != "figure":
                continue
            self._read(token, previous, following)
            if token.kind == "figure" and (token.unit not in _STREAKS or not self._is_streak(token)):
                previous = token
        parts.narrow_lesser(self.context, self.records)
        zeros = scoping.zeros(self)
        return sorted([*self.records, *tabled, *zeros], key=lambda record: record.token.start)

    def _followers(self, figures: list[Token]) -> list[Token | None]:
        """For each figure the next one that counts."""
        following: Token | None = None
        found: list[Token | None] = []
        for token in reversed(figures):
            found.append(following)
            if not token.weak or self.text[token.end : token.end + 1] in "、,。;)\n":
                following = token
        found.reverse()
        return found

    def _read(self, token: Token, previous: Token | None, following: Token | None) -> None:
        context = self.context
        window = context.window(token, previous, following)
        context.advance(token.start)
        context.changed = token.unit == "%" and context.unnamed_at >= window.sentence
        if token.unit == "个" and following is not None and following.start == token.end and following.unit == "%":
            # 办结率和满意度两个100%: how many rates share the number.
            token.kind = "word"
            return
        if token.weak and context.is_covered(token):
            token.kind = "name"
            return
        if self.whole is not None and self.whole.token.start < window.sentence:
            self.whole = None
        records = self.lists.of(token, window) if self.lists.may_hold(token, window) else None
        if not records and token.unit == "%":
            records = self._shared_rates(token, window)
        if not records:
            records = [self._single(token, window)]
        for record in records:
            scoping.finish(self, record, window)
        if token.weak and all(record.indicator is None for record in records) and not self._stands(token, window):
            token.kind = "name"
            return
        self._remember(records, token)

    def _remember(self, records: list[Record], token: Token) -> None:
        self.records.extend(records)
        first = records[0]
        if first.indicator is not None:
            self.context.chain, self.context.chain_at = first.indicator.topic, token.start
            self.last = first
        elif first.measure == "level":
            self.last = first
            if first.rule == "none":
                self.context.unnamed_at = token.start
        if first.part_of is None and first.measure == "level" and token.unit != "%":
            self.whole = first

    # -- weak figures -----------------------------------------------------------------------------------------

    def _is_streak(self, token: Token) -> bool:
        """连续4年保持100%: how long something holds stands between a name and its number."""
        return self.text[max(0, token.start - 3) : token.start].endswith("续")

    def _stands(self, token: Token, window: Window) -> bool:
        """Whether a weak number counts all the same: at a clause's end, or telling how many of a group."""
        text = self.text
        if window.paragraph.heading or text[token.start - 1 : token.start] == "“" or self._is_quoted(token):
            return False
        if self.context.next_start(token) == token.end:
            return True
        one = token.value == 1
        after = text[token.end : token.end + 1]
        if not after or after in "。,;、)\n":
            return not one or token.unit not in _OFTEN_A_WORD
        before = text[max(0, token.start - 2) : token.start]
        if not one:
            return token.unit not in ("年", "门", "路", "线") or before.endswith("连续")
        return before.endswith(("中", "有", "各", "连续", "仅", "明确")) and token.unit in _COUNTED_PLAINLY

    def _is_quoted(self, token: Token) -> bool:
        opening = self.text.rfind("“", max(0, token.start - 20), token.start)
        return opening >= 0 and "”" not in self.text[opening : token.start]

    # -- one figure -------------------------------------------------------------------------------------------

    def _single(self, token: Token, window: Window) -> Record:
        if window.marked or token.signed or token.unit == "个百分点":
            measure = measures.of(window.seg, token.unit, token.signed, self.year)
            if measure != "level":
                return changes.read(self, token, window, measure)
        if token.unit == "%" and _GROWTH_BEHIND.match(self.text, token.end):
            return changes.read(self, token, window, "growth")
        return self._aside(token, window) or self._level(token, window)

    def _aside(self, token: Token, window: Window) -> Record | None:
        """What the words right before a number make of it, whatever else is said: per head, the rest, a part, a sum."""
        if token.unit == "倍":
            return Record(token, rule="multiple")
        remark = _REMARKS.search(window.seg) if window.marked else None
        if remark and remark["per"]:
            if not self._is_named_so(token, window, remark):
                return Record(token, rule="per")
            remark = None
        if (token.unit == "%" and _OF_THE_PLAN.search(window.seg)) or _OVER_THE_PLAN.search(window.seg):
            return Record(token, rule=changes.OF_THE_PLAN)
        if token.bound == "at_least" and _ASKED_OF_EACH.search(window.seg):
            return Record(token, rule="per")
        if token.unit in _HONOURABLE and _HONOURED.match(self.text, token.end):
            return Record(token, rule="honoured")
        found = self._beside(token, window)
        if found is not None:
            return found
        if remark and (remark["rest"] or not measures.has_base(window.seg)):
            return Record(token, rule="rest" if remark["rest"] else "reduced")
        last = self.just_before(window)
        if last is not None and totals.is_step(self.text, last.token):
            found = totals.exact(token, window, last)
        if found is None and self.last is not None and self.last.scope is not None:
            found = parts.total(token, window, self.last)
        return found

    def _beside(self, token: Token, window: Window) -> Record | None:
        """What a number is to the figures just before: among them, what they came to, their total, a step passed."""
        last, found = self.just_before(window), None
        if last is not None and token.start - last.token.end <= parts.AMONG_LIMIT:
            found = parts.among(self, token, window, last) or parts.measured_too(self, token, window, last)
        if found is None and window.marked:
            found = changes.reached(self, token, window)
        if found is None and last is not None:
            found = changes.difference(self, token, window, last) or changes.raised_goal(token, window, last)
        if found is None and totals.may_be_one(token, window.seg):
            found = totals.passed(self, token, window) or totals.total(self, token, window)
            found = found or totals.added(self, token, window)
        return found

    def _is_named_so(self, token: Token, window: Window, remark: re.Match[str]) -> bool:
        """人均可支配收入: whether the words that say "per head" belong to the indicator's own name."""
        choice = self.best(token, window)
        at = window.own + remark.start("per")
        return choice is not None and choice.hit.start <= at < choice.hit.end

    def _level(self, token: Token, window: Window) -> Record:
        if token.unit is None and window.noun:
            # 60万来穗人员: what a number without a unit counts stands behind it, if anywhere.
            return Record(token)
        choice = self.best(token, window)
        if choice is None:
            found = totals.behind_steps(self, token, window)
            if found is not None:
                return self._set_out(found, token, window)
            return self._topic_alone(token, window) or parts.unnamed(self, token, window) or Record(token)
        if choice.indicator is None:
            return Record(token, wording=choice.wording, rule=choice.rule)
        if choice.after and token.unit == "元" and self._is_class(token):
            return Record(token, rule="class")
        if choice.hit.start > window.own and not choice.after and parts.sums_several(self, token, window, choice):
            return Record(token, wording=choice.wording, rule="several")
        record = choice.record(token)
        if choice.measure != "level":
            return record
        if self._set_out(record, token, window).rule == "from":
            return record
        if choice.indicator.stock and totals.is_addition(self, token, window):
            totals.make_addition(self, record, window)
        elif self.records and self.records[-1].token.start >= window.sentence:
            parts.narrow(self, record, window)
        return record

    def _set_out(self, record: Record, token: Token, window: Window) -> Record:
        """A level that a change sets out from (由A提高到B) is the value before it."""
        if window.marked and measures.is_from(window.seg) and changes.leads_on(self, token, window):
            record.measure, record.rule = "prior", "from"
        return record

    def _is_class(self, token: Token) -> bool:
        """500万元以上固定资产投资: the size from which on something is counted is no sum."""
        text = self.text
        return text[token.start : token.end].endswith("以上") or text.startswith("及以上", token.end)

    def best(self, token: Token, window: Window) -> Choice | None:
        """The best candidate, which may say that no indicator is meant; None where nothing is said."""
        bodies = token.unit in parts.BODIES
        for choice in self.cues.candidates(token, window):
            if choice.score < THRESHOLD:
                return None
            if not bodies or not parts.counts_bearers(self.text, token, choice):
                return choice
        return None

    def named(self, token: Token, window: Window) -> Choice | None:
        """The best candidate that is an indicator, or None where the best cue says that none is meant."""
        choice = self.best(token, window)
        return choice if choice is not None and choice.indicator is not None else None

    def just_before(self, window: Window) -> Record | None:
        """The record of the figure right before, where it has one."""
        last = self.records[-1] if self.records else None
        return last if last is not None and last.token.end == window.previous_end else None

    def _topic_alone(self, token: Token, window: Window) -> Record | None:
        """The topic alone, where the unit tells which of its indicators is meant and nothing else is said."""
        text, context = self.text, self.context
        after = text[token.end : token.end + 1]
        ends = not after or after in "。,;、)参"
        own = max(window.fine, window.previous_end)
        plain = ends and not residue(text[own : token.start])
        beside = window.previous_end > 0 and text[window.previous_end : token.start] in ("", "、", "和", "共")
        behind = self._topics_behind(token, window) if after and after not in "。,;、)" else set()
        topics = sorted(context.lexicon.alone.items(), key=lambda item: item[0] not in behind) if behind else None
        for topic, indicators in topics or context.lexicon.alone.items():
            raised = context.topic_at.get(topic, -1)
            carried = context.chain == topic
            if not (behind or carried or raised >= window.sentence):
                continue
            spoken = raised >= window.comma or carried or raised > context.chain_at
            spoken = spoken and context.strength(topic, window) >= 1.9
            direct = raised >= own and token.start - raised <= 14
            for indicator in indicators:
                units = indicator.counted_in if beside and carried else indicator.topic_alone
                if token.unit in units and (topic in behind or (spoken and (direct or plain))):
                    return Record(token, indicator, wording=topic, rule="topic")
        return None

    def _topics_behind(self, token: Token, window: Window) -> set[str]:
        """组织5860名公职人员参加学法用法考试: topics that stand behind the number, in its own clause."""
        limit = min(window.comma_end, window.next_start, token.end + 24)
        return {topic for hit in self.context.hits_between(token.end, limit) for topic in hit.word.topics}

    def _shared_rates(self, token: Token, window: Window) -> list[Record]:
        """办结率、好评率均达100%: one number for several rates."""
        seg = window.seg
        if not _SHARED_RATES.search(seg) or seg.count("率") + seg.count("度") < 2:
            return []
        records: list[Record] = []
        at = window.own
        for part in _NAMES.split(seg):
            end = at + len(part)
            choices = self.cues.within(token, window, at, end) if "率" in part or "度" in part else []
            if (
                choices
                and choices[0].score >= THRESHOLD
                and all(r.indicator is not choices[0].indicator for r in records)
            ):
                record = choices[0].record(token)
                record.rule = "shared"
                records.append(record)
            at = end + 1
        return records
