"""The reader: goes through a text's figures in order and decides what each one states.

For each figure, words of the catalogue are looked for where Chinese reports put them: right before the number in
its own clause, behind it (办理5612件行政处罚案件), further back over a list or a comma, and, for words that need
one, under the topic being spoken of: in the clause, carried from the figure before, in the paragraph, or in the heading.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from decimal import Decimal

from extract.catalogue.model import Indicator, Wording
from extract.matching import measures
from extract.matching.layout import Layout, Paragraph
from extract.matching.lexicon import Entry, Hit, Lexicon
from extract.numbers.lexer import Token

# Words between a cue and its number that say nothing of what is counted.
FILLER = re.compile(
    r"《[^》]*》|行政复议|行政诉讼|复议|诉讼|信访|矛盾|纠纷|法律援助|政府|行政|全年|共计?|累计|合计|总计|总数|总量|数量|数|达到?|为|有|是|了|的|各级|各类|等|全部|均|都|各|已|新|约|近|超过?|逾|突破|成功|顺利|件|案件|案|事项|申请|"
    r"全[县区市旗州]|我[县区市旗州]|本[县区市]|[“”\"()（）:,、]|20\d\d年|上年|人员|工作|活动|情况|完成|办理|开展|组织|举办|实施|现有|高|仅|只|就|虽|年|依法|总|保持在|稳定在|控制在|不低于|由|从|到|至|在|以上|较|另|还|并|先后|分别|每年|次|人次|个|名|条|项|份"
)
# What may follow a number without being what it counts.
_AFTER = frozenset("均都全以的并和及与或至到由为已较比同占左被在于按经逐参完通实达分、,。;:()!?\n|\t”》余多其提升降增减上下同，各且仍也则将又")


_DENIALS = ("未", "尚未", "应", "其他", "其他方式", "减少", "未能", "停止", "没有", "未经", "不", "免于", "拒绝")


@dataclass(slots=True)
class Record:
    """One indicator (or none) that a figure states; offsets are those of the folded text."""

    token: Token
    indicator: Indicator | None = None
    measure: str = "level"
    status: str = "actual"
    scope: str | None = None
    value: Decimal | None = None
    value_high: Decimal | None = None
    wording: str | None = None
    rule: str = "none"
    part_of: int | None = None
    score: float = 0.0


@dataclass(slots=True)
class Choice:
    """A candidate indicator for a figure with what speaks for it."""

    score: float
    indicator: Indicator | None
    wording: str
    rule: str
    hit: Hit
    after: bool


def _prefer_nearest(choices: list[Choice], comma: int) -> None:
    """审结案件中维持51件: of the cues of one clause, what stands nearer to the number names it."""
    before = [choice for choice in choices if not choice.after and choice.hit.start >= comma]
    nearest = max(before, key=lambda choice: choice.hit.end, default=None)
    if nearest is None:
        return
    start = max(choice.hit.start for choice in before if choice.hit.end == nearest.hit.end)
    for choice in before:
        if choice.hit.end <= start:
            choice.score -= 1.2


@dataclass(slots=True)
class Window:
    """The neighbourhood of a figure: borders of its clause, and the figures next to it."""

    fine: int
    comma: int
    sentence: int
    end: int
    paragraph: Paragraph
    previous_end: int
    next_start: int
    pre: int = 0
    seg: str = field(default="")


class Reader:
    """Reads one text. `text` and all offsets are folded; `year` is the reporting year where it is known."""

    def __init__(self, text: str, tokens: list[Token], lexicon: Lexicon, year: int | None) -> None:
        self.text = text
        self.tokens = tokens
        self.figures = [token for token in tokens if token.kind == "figure"]
        self.lexicon = lexicon
        self.year = year
        self.layout = Layout(text, year)
        self.hits = lexicon.find(text)
        self._starts = [hit.start for hit in self.hits]
        self.topic_at: dict[str, int] = {}
        self.chain: str | None = None
        self.chain_at = -1
        self._cursor = 0
        self.tabled: set[int] = set()
        self.tables_at = 0
        self._index = {id(token): index for index, token in enumerate(self.figures)}

    # -- topics -----------------------------------------------------------------------------------------------

    def _advance(self, offset: int, paragraph: Paragraph) -> None:
        """Take in the topics raised up to `offset`."""
        hits = self.hits
        while self._cursor < len(hits) and hits[self._cursor].start < offset:
            hit = hits[self._cursor]
            for topic in hit.topics:
                self.topic_at[topic] = hit.start
            self._cursor += 1

    def _strength(self, topic: str, window: Window) -> float:
        """How strongly a topic is being spoken of at a figure; 0 where it is not."""
        best = 0.0
        if topic == self.chain and self.chain_at >= window.paragraph.start:
            best = 4.1 if self.chain_at >= window.sentence else 1.9
        at = self.topic_at.get(topic)
        if at is not None:
            if at >= max(window.comma, window.previous_end):
                return 4.3
            if at >= window.comma:
                return max(best, 3.0)
            if at >= window.sentence:
                best = max(best, 2.5 - (window.comma - at) * 0.002)
            elif at >= window.paragraph.start:
                best = max(best, 1.7 - (window.comma - at) * 0.001)
            elif self._in_heading(at, window.paragraph):
                best = max(best, 1.2)
        return best

    def _in_heading(self, offset: int, paragraph: Paragraph) -> bool:
        """Whether an offset lies in a title that stands over `paragraph`."""
        layout = self.layout
        raised = layout.paragraph(offset)
        if not raised.heading:
            return False
        level = raised.level
        for other in layout.paragraphs:
            if raised.start < other.start <= paragraph.start and other.level <= level:
                return False
        return True

    # -- candidates -------------------------------------------------------------------------------------------

    def window(self, token: Token, previous: Token | None, following: Token | None) -> Window:
        """The neighbourhood of `token`."""
        layout = self.layout
        start = token.start
        fine, comma = layout.before(layout.fine, start), layout.before(layout.comma, start)
        sentence = layout.before(layout.sentence, start)
        previous_end = previous.end if previous is not None else 0
        window = Window(
            fine, comma, sentence, layout.after(layout.fine, token.end), layout.paragraph(start), previous_end,
            following.start if following is not None else len(self.text),
        )  # fmt: skip
        window.pre = max(fine, previous_end)
        window.seg = self.text[max(comma, previous_end) : start]
        return window

    def candidates(self, token: Token, window: Window, fits: bool = True) -> list[Choice]:
        """What the words around a figure may make of it, best first."""
        choices: list[Choice] = []
        lowest = max(window.sentence, window.previous_end)
        index = bisect_left(self._starts, lowest)
        hits = self.hits
        while index < len(hits) and hits[index].start < token.start:
            hit = hits[index]
            index += 1
            if hit.entries and hit.end <= token.start:
                self._weigh(hit, token, window, choices, fits)
        limit = min(self.layout.after(self.layout.comma, token.end), window.next_start)
        index = bisect_left(self._starts, token.end)
        while index < len(hits) and hits[index].start < limit:
            hit = hits[index]
            index += 1
            if hit.entries and hit.end <= limit:
                self._weigh(hit, token, window, choices, fits)
        _prefer_nearest(choices, window.comma)
        choices.sort(key=lambda choice: -choice.score)
        return choices

    def _weigh(self, hit: Hit, token: Token, window: Window, choices: list[Choice], fits: bool) -> None:
        after = hit.start >= token.end
        place: float | None = None
        for entry in hit.entries:
            indicator, wording = entry.indicator, entry.wording
            if indicator is None:
                strength = self._strength(entry.topic, window) if entry.topic is not None else 2.0
                if strength > 0.0:
                    cost = self._place(hit, token, window, after)
                    choices.append(Choice(3.8 + strength + 0.6 * wording.length - cost, None, wording.text, "not covered", hit, after))
                continue
            if fits and token.unit is not None and token.unit not in indicator.counted_in:
                continue
            if not fits and indicator.kind == "rate" and token.unit == "%":
                continue
            if fits and token.unit is None and not token.signed and indicator.kind == "amount":
                continue
            strength = 0.0
            if indicator.topic is not None:
                strength = self._strength(indicator.topic, window)
                if wording.needs_topic and indicator.topic in hit.topics:
                    strength = max(strength, 3.0)
                if not wording.needs_topic and self.topic_at.get(indicator.topic, -1) >= hit.start:
                    # The word itself raises its topic: that says nothing of what was spoken of before.
                    strength = 2.0
            if wording.needs_topic and strength == 0.0:
                continue
            apart = self._together(wording.with_, hit, token, window) if wording.with_ else 0.0
            if apart is None:
                continue
            if not after and self._denied(hit):
                continue
            if indicator.not_with and self._apart(indicator.not_with, hit, token, window):
                continue
            if place is None:
                place = self._place(hit, token, window, after)
            base = 3.0 + strength if wording.needs_topic else 6.0 + 0.3 * strength
            if strength == 0.0 and indicator.topic is not None:
                base -= 0.8
            cost = place
            if after and wording.with_:
                cost = min(cost, self._place_after(self._earliest(wording, token, hit), token, window))
            if wording.needs_topic and cost > (5.0 if strength >= 4.1 else 3.5 if after else 2.8):
                continue
            score = base + 0.6 * wording.length - cost - apart - (1.0 if hit.inside else 0.0)
            choices.append(Choice(score, indicator, wording.text, "after" if after else "before", hit, after))

    def _denied(self, hit: Hit) -> bool:
        """Whether the words right before a cue turn it into another thing: 未整改, 应出庭, 其他方式结案, 减少入企检查."""
        before = self.text[max(0, hit.start - 4) : hit.start]
        return before.endswith(_DENIALS)

    def _together(self, parts: tuple[tuple[str, ...], ...], hit: Hit, token: Token, window: Window) -> float | None:
        """What it costs that the other parts of a wording stand further from its key; None where one is missing."""
        find = self.text.find
        low = max(window.comma if hit.start >= window.comma else window.sentence, window.previous_end)
        if hit.start >= token.end:
            low = max(window.comma, window.previous_end)
        if all(any(find(part, low, hit.start) >= 0 for part in alternatives) for alternatives in parts):
            return 0.0
        low = max(window.sentence, window.previous_end)
        found = all(any(find(part, low, hit.start) >= 0 for part in alternatives) for alternatives in parts)
        if found:
            return 1.6
        # 集体学法党委5次、政府14次: the first part was said before the figure in front.
        if len(parts) > 1:
            return None
        low = window.sentence
        found = all(any(find(part, low, hit.start) >= 0 for part in alternatives) for alternatives in parts)
        return 2.4 if found and hit.start < token.start else None

    def _apart(self, words: tuple[str, ...], hit: Hit, token: Token, window: Window) -> bool:
        """Whether words that speak against the indicator stand with the hit in its clause."""
        low = max(window.comma, window.previous_end)
        high = min(window.end, window.next_start)
        return any(self.text.find(word, low, high) >= 0 for word in words)

    def _place(self, hit: Hit, token: Token, window: Window, after: bool) -> float:
        """What the distance between a cue and its number costs."""
        text = self.text
        if after:
            return self._place_after(hit.start, token, window)
        noun = self._noun_follows(token)
        gap = text[hit.end : token.start]
        cost = 0.25 * len(FILLER.sub("", gap))
        if hit.start < window.fine:
            cost += 1.0
        if hit.start < window.comma:
            cost += 2.0
            border = self.layout.after(self.layout.fine, window.previous_end)
            if noun or hit.start < border and window.previous_end > window.sentence:
                # What stands right behind another number, or far from a number with a noun of its own, is not its name.
                cost += 6.0
        if noun:
            # 制定的213件规范性文件: a verb with 的 says which ones, not what is done with them.
            generic = self.text[token.end : token.end + 2] in ("案件", "申请", "事项")
            cost += 3.0 if gap == "的" and not generic else 1.2
        return cost

    def _noun_follows(self, token: Token) -> bool:
        """Whether the number leads on to a noun of its own (5612件行政处罚案件)."""
        following = self.text[token.end : token.end + 1]
        return bool(following) and following not in _AFTER

    def _place_after(self, start: int, token: Token, window: Window) -> float:
        """What the distance from a number on to the cue that begins at `start` costs."""
        gap = self.text[token.end : start]
        cost = 0.22 * len(FILLER.sub("", gap)) + 0.8
        if start >= window.end:
            cost += 4.0 if window.next_start < self.layout.after(self.layout.comma, token.end) else 1.0
        if gap.startswith("中"):
            # 审结的76件中败诉5件: what follows is said of a part.
            cost += 4.0
        if len(gap) <= 2 and self._noun_follows(token):
            cost -= 1.6
        if window.next_start < window.end and len(gap) > 2:
            # The words lead on to the next number of the clause more often than back to this one.
            cost += 2.5
        return cost

    def _earliest(self, wording: Wording, token: Token, hit: Hit) -> int:
        """Where the first part of a wording behind a number begins."""
        starts = [self.text.find(part, token.end, hit.start) for parts in wording.with_ for part in parts]
        return min((start for start in starts if start >= 0), default=hit.start)

    # -- for lists --------------------------------------------------------------------------------------------

    def hits_between(self, low: int, high: int) -> list[Hit]:
        """The hits that lie wholly between two offsets."""
        index = bisect_left(self._starts, low)
        found = []
        while index < len(self.hits) and self.hits[index].start < high:
            if self.hits[index].end <= high:
                found.append(self.hits[index])
            index += 1
        return found

    def previous_of(self, token: Token) -> Token | None:
        """The figure before `token`."""
        index = self._index[id(token)]
        return self.figures[index - 1] if index else None

    def is_covered(self, token: Token) -> bool:
        """Whether a word of the catalogue contains the token: 最多跑一次 counts nothing."""
        index = bisect_left(self._starts, token.start - 8)
        while index < len(self.hits) and self.hits[index].start < token.start:
            if self.hits[index].end >= token.end:
                return True
            index += 1
        return False

    def next_start(self, token: Token) -> int:
        """Where the figure behind `token` starts, or the text's end."""
        index = self._index[id(token)] + 1
        return self.figures[index].start if index < len(self.figures) else len(self.text)

    def within(self, token: Token, window: Window, low: int, high: int) -> list[Choice]:
        """Candidates from the words between `low` and `high` only, best first."""
        choices: list[Choice] = []
        index = bisect_left(self._starts, low)
        while index < len(self.hits) and self.hits[index].end <= high:
            hit = self.hits[index]
            index += 1
            for entry in hit.entries:
                choice = self._listed(entry, hit, token, window, self.text, low)
                if choice is not None:
                    choices.append(choice)
        choices.sort(key=lambda choice: -choice.score)
        return choices

    def compose(self, words: str, tail: str, token: Token, window: Window, fits: bool = True) -> Choice | None:
        """The best candidate from words that a list brings together: a name, the shared verb, the shared noun."""
        composed = words + tail
        best: Choice | None = None
        hits = self.lexicon.find(composed)
        raised = {topic for hit in hits for topic in hit.topics}
        for hit in hits:
            for entry in hit.entries:
                choice = self._listed(entry, hit, token, window, composed, 0, fits)
                if choice is not None and entry.wording.needs_topic:
                    choice.score += 0.6 if entry.topic in raised else -3.0 if raised else 0.0
                if choice is not None and len(words) - 1 <= hit.end <= len(words):
                    choice.score += 1.5
                if choice is not None and (best is None or choice.score > best.score):
                    best = choice
        return best

    def _raises(self, text: str, topic: str | None) -> bool:
        """Whether words put together from a list raise a topic themselves."""
        return any(topic in hit.topics for hit in self.lexicon.find(text))

    def _listed(self, entry: Entry, hit: Hit, token: Token, window: Window, text: str, low: int, fits: bool = True) -> Choice | None:
        indicator, wording = entry.indicator, entry.wording
        if indicator is None:
            return None
        if fits and token.unit is not None and token.unit not in indicator.counted_in:
            return None
        if not fits and indicator.kind == "rate":
            return None
        strength = self._strength(indicator.topic or "", window) if wording.needs_topic else 0.0
        if wording.needs_topic and (indicator.topic in hit.topics or (text is not self.text and self._raises(text, indicator.topic))):
            strength = 3.0
        if wording.needs_topic and strength == 0.0:
            return None
        low = min(low, max(window.comma, window.previous_end)) if text is self.text else 0
        if not all(any(text.find(part, low, hit.start) >= 0 for part in parts) for parts in wording.with_):
            return None
        base = 3.0 + strength if wording.needs_topic else 6.0
        return Choice(base + 0.6 * wording.length, indicator, wording.text, "row", hit, False)
