"""Cues: words of the catalogue around a figure, weighed by what they say and where they stand.

Reports name what a number counts right before it in its own clause, behind it (办理5612件行政处罚案件), or further
back over a list or a comma. The weights below say how much each distance costs; they were set by hand from how such
sentences are built and hold for every indicator alike.
"""

from __future__ import annotations

import re
from functools import lru_cache

from extract.catalogue.model import Wording
from extract.matching.context import CARRIED, Context
from extract.matching.lexicon import Entry, Hit
from extract.matching.records import Choice, Window
from extract.numbers.tokens import Token

# Below this score a cue is too weak to decide.
THRESHOLD = 3.6
# A wording complete in itself, one that leans on its topic, a word that says that nothing of the catalogue is meant.
_COMPLETE, _LEANING, _NOT_COVERED = 6.0, 3.0, 3.8
_PER_CHARACTER = 0.6

# Words between a cue and its number that say nothing of what is counted.
_FILLER = re.compile(
    r"《[^》]*》|行政复议|行政诉讼|复议|诉讼|信访|矛盾|纠纷|法律援助|政府|行政|全年|共计?|累计|合计|总计|总数|总量|数量|数|"
    r"达到?|为|有|是|了|的|各级|各类|等|全部|均|都|各|已|新|约|近|超过?|逾|突破|成功|顺利|件|案件|案|事项|申请|"
    r"全[县区市旗州]|我[县区市旗州]|本[县区市]|[“”\"()（）:,、]|20\d\d年|上年|人员|工作|活动|情况|完成|办理|开展|组织|举办|实施|"
    r"现有|高|仅|只|就|虽|年|依法|总|保持在|稳定在|控制在|不低于|由|从|到|至|在|以上|较|另|还|并|先后|分别|每年|次|人次|个|名|条|项|份"
)
# Words right before a cue that turn it into another thing: 未整改, 应出庭, 其他方式结案, 减少入企检查.
_DENIALS = (
    "未",
    "应",
    "其他",
    "其他方式",
    "减少",
    "未能",
    "停止",
    "没有",
    "未经",
    "不",
    "免于",
    "免予",
    "免除",
    "不予",
    "减免",
    "拒绝",
)
_DENIAL_ENDS = frozenset(denial[-1] for denial in _DENIALS)


@lru_cache(maxsize=16384)
def residue(gap: str) -> int:
    """How many characters of the text between a cue and its number say something of their own."""
    return len(_FILLER.sub("", gap))


class Cues:
    """Weighs the cues of one text."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.text = context.text

    def candidates(self, token: Token, window: Window, *, fits: bool = True) -> list[Choice]:
        """What the words around a figure may make of it, best first; `fits`: only what is counted in its unit."""
        known = window.choices.get(fits)
        if known is None:
            known = window.choices[fits] = self._candidates(token, window, fits)
        return known

    def _candidates(self, token: Token, window: Window, fits: bool) -> list[Choice]:
        choices: list[Choice] = []
        lowest = max(window.sentence, window.previous_end)
        limit = min(window.comma_end, window.next_start)
        unit, signed = token.unit, token.signed
        between = self.context.hits_between
        for low, high, after in ((lowest, token.start, False), (token.end, limit, True)):
            for hit in between(low, high):
                entries = hit.fitting(unit, signed) if fits else hit.entries
                if entries:
                    self._weigh(hit, entries, token, window, choices, fits, after)
        if len(choices) > 1:
            _prefer_nearest(choices, window.comma)
            choices.sort(key=_by_score)
        return choices

    def _weigh(
        self,
        hit: Hit,
        entries: tuple[Entry, ...],
        token: Token,
        window: Window,
        choices: list[Choice],
        fits: bool,
        after: bool,
    ) -> None:
        """Add what one cue may mean to `choices`."""
        place: float | None = None
        denied = not after and self._is_denied(hit)
        for entry in entries:
            indicator, wording = entry.indicator, entry.wording
            if indicator is not None and (denied or (not fits and indicator.kind == "rate" and token.unit == "%")):
                continue
            strength = self._topic_strength(entry, hit, window)
            if wording.needs_topic and strength == 0.0:
                continue
            apart = self._together(wording, hit, window, after) if wording.with_ else 0.0
            if apart is None or (
                indicator is not None and indicator.not_with and self._is_spoken_against(entry, window)
            ):
                continue
            if place is None:
                place = self._place_after(hit.start, token, window) if after else self._place_before(hit, token, window)
            cost = place
            if after and wording.with_:
                cost = min(cost, self._place_after(self._earliest(wording, token, hit), token, window))
            if (
                wording.needs_topic
                and indicator is not None
                and cost > (5.0 if strength >= CARRIED else 3.5 if after else 2.8)
            ):
                continue
            score = _base(entry, strength) + _PER_CHARACTER * wording.length - cost - apart
            if hit.inside and indicator is not None:
                score -= 1.0
            rule = "not covered" if indicator is None else "after" if after else "before"
            choices.append(Choice(score, indicator, wording.text, rule, hit, after))

    def _topic_strength(self, entry: Entry, hit: Hit, window: Window) -> float:
        topic = entry.topic
        if topic is None:
            return 2.0 if entry.indicator is None else 0.0
        strength = self.context.strength(topic, window)
        if entry.wording.needs_topic:
            return max(strength, 3.0) if topic in hit.topics else strength
        # A complete wording that raises its topic itself says nothing of what was spoken of before.
        return 2.0 if self.context.topic_at.get(topic, -1) >= hit.start else strength

    def _is_denied(self, hit: Hit) -> bool:
        text, start = self.text, hit.start
        return text[start - 1 : start] in _DENIAL_ENDS and text[max(0, start - 4) : start].endswith(_DENIALS)

    def _is_spoken_against(self, entry: Entry, window: Window) -> bool:
        """Whether words that speak against the indicator stand in the figure's clause."""
        against = entry.indicator.not_with if entry.indicator is not None else ()
        high = min(window.end, window.next_start)
        return any(self.text.find(word, window.own, high) >= 0 for word in against)

    def _together(self, wording: Wording, hit: Hit, window: Window, after: bool) -> float | None:
        """What it costs that the other parts of a wording stand further from its key; None where one is missing."""
        near = window.own if after or hit.start >= window.comma else max(window.sentence, window.previous_end)
        found = len(self.text)
        for alternatives in wording.with_:
            found = min(found, max(self.text.rfind(part, window.sentence, hit.start) for part in alternatives))
        if found < 0:
            return None
        if found >= near:
            return 0.0
        if len(wording.with_) > 1:
            return None
        if found >= max(window.sentence, window.previous_end):
            return 1.6
        # 集体学法党委5次、政府14次: the first part was said before the figure in front.
        return None if after else 2.4

    def _earliest(self, wording: Wording, token: Token, hit: Hit) -> int:
        """Where the first part of a wording behind a number begins."""
        starts = [self.text.find(part, token.end, hit.start) for parts in wording.with_ for part in parts]
        return min((start for start in starts if start >= 0), default=hit.start)

    def _place_before(self, hit: Hit, token: Token, window: Window) -> float:
        """What the distance from a cue on to its number costs."""
        gap = self.text[hit.end : token.start]
        cost = 0.25 * residue(gap) if gap else 0.0
        if hit.start < window.fine:
            cost += 1.0
        if hit.start < window.comma:
            cost += 2.0
            border = self.context.layout.after(self.context.layout.fine, window.previous_end)
            if window.noun or (hit.start < border and window.previous_end > window.sentence):
                # What stands right behind another number, or far from a number with a noun of its own, is not its name.
                cost += 6.0
        if window.noun:
            # 制定的213件规范性文件: a verb with 的 says which ones, not what is done with them.
            generic = self.text[token.end : token.end + 2] in ("案件", "申请", "事项")
            cost += 3.0 if gap == "的" and not generic else 1.2
        return cost

    def _place_after(self, start: int, token: Token, window: Window) -> float:
        """What the distance from a number on to the cue that begins at `start` costs."""
        gap = self.text[token.end : start]
        cost = 0.22 * residue(gap) + 0.8 if gap else 0.8
        if start >= window.end:
            cost += 4.0 if window.next_start < window.comma_end else 1.0
        if gap.startswith("中"):
            # 审结的76件中败诉5件: what follows is said of a part.
            cost += 4.0
        if len(gap) <= 2 and window.noun:
            cost -= 1.6
        if window.next_start < window.end and len(gap) > 2:
            # The words lead on to the next number of the clause more often than back to this one.
            cost += 2.5
        return cost

    # -- for lists --------------------------------------------------------------------------------------------

    def within(self, token: Token, window: Window, low: int, high: int) -> list[Choice]:
        """Candidates from the words between `low` and `high` only, best first."""
        choices: list[Choice] = []
        for hit in self.context.hits_between(low, high):
            for entry in hit.entries:
                strength = self.context.strength(entry.topic or "", window)
                if entry.wording.needs_topic and entry.topic in hit.topics:
                    strength = 3.0
                choice = self._listed(entry, hit, token, strength, self.text, min(low, window.own), fits=True)
                if choice is not None:
                    choices.append(choice)
        choices.sort(key=_by_score)
        return choices

    def compose(self, words: str, tail: str, token: Token, window: Window, *, fits: bool = True) -> Choice | None:
        """The best candidate from words that a list brings together: a name, the shared verb, the shared noun."""
        composed = words + tail
        best: Choice | None = None
        hits = self.context.lexicon.find(composed)
        raised = {topic for hit in hits for topic in hit.topics}
        for hit in hits:
            at_the_end = 1.5 if len(words) - 1 <= hit.end <= len(words) else 0.0
            for entry in hit.entries:
                strength = 3.0 if entry.topic in raised else self.context.strength(entry.topic or "", window)
                choice = self._listed(entry, hit, token, strength, composed, 0, fits)
                if choice is None:
                    continue
                choice.score += at_the_end
                if entry.wording.needs_topic:
                    choice.score += 0.6 if entry.topic in raised else -3.0 if raised else 0.0
                if best is None or choice.score > best.score:
                    best = choice
        return best

    def _listed(
        self, entry: Entry, hit: Hit, token: Token, strength: float, text: str, low: int, fits: bool
    ) -> Choice | None:
        indicator, wording = entry.indicator, entry.wording
        if indicator is None or (fits and token.unit is not None and token.unit not in indicator.counted_in):
            return None
        if (not fits and indicator.kind == "rate") or (wording.needs_topic and strength == 0.0):
            return None
        if not all(any(text.find(part, low, hit.start) >= 0 for part in parts) for parts in wording.with_):
            return None
        base = _LEANING + strength if wording.needs_topic else _COMPLETE
        return Choice(base + _PER_CHARACTER * wording.length, indicator, wording.text, "row", hit, after=False)


def _base(entry: Entry, strength: float) -> float:
    """What a cue weighs before its length and place are counted."""
    if entry.indicator is None:
        return _NOT_COVERED + strength
    if entry.wording.needs_topic:
        return _LEANING + strength
    if strength == 0.0 and entry.topic is not None:
        return _COMPLETE - 0.8
    return _COMPLETE + 0.3 * strength


def _by_score(choice: Choice) -> float:
    return -choice.score


def _prefer_nearest(choices: list[Choice], comma: int) -> None:
    """审结案件中维持51件: of the cues of one clause, what stands nearer to the number names it."""
    before = [choice for choice in choices if not choice.after and choice.hit.start >= comma]
    if len(before) < 2:
        return
    nearest = max(choice.hit.end for choice in before)
    start = max(choice.hit.start for choice in before if choice.hit.end == nearest)
    for choice in before:
        if choice.hit.end <= start:
            choice.score -= 1.2
