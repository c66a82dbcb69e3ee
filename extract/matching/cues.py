"""Cues: words of the catalogue around a figure, weighed by what they say and where they stand.

Reports name what a number counts right before it in its own clause, behind it (办理5612件行政处罚案件), or further
back over a list or a comma. The weights below say how much each distance costs; they were set by hand from how such
sentences are built and hold for every indicator alike.
"""

from __future__ import annotations

from bisect import bisect_left
from operator import attrgetter

from extract.matching.context import CARRIED, Context
from extract.matching.gaps import residue
from extract.matching.lexicon import Entry, Hit
from extract.matching.records import Choice, Window
from extract.numbers.tokens import Token

# Below this score a cue is too weak to decide.
THRESHOLD = 3.6
# A wording complete in itself, one that leans on its topic, a word that says that nothing of the catalogue is meant.
_COMPLETE, _LEANING, _NOT_COVERED = 6.0, 3.0, 3.8
_BY_SCORE = attrgetter("score")

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
_OF_THE_NEXT = 2
_FURTHER = 0.02
_LIST_MARKS = frozenset("、和及与")
_DENIAL_ENDS = frozenset(denial[-1] for denial in _DENIALS)


class Cues:
    """Weighs the cues of one text."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.text = context.text

    def candidates(self, token: Token, window: Window, *, fits: bool = True) -> list[Choice]:
        """What the words around a figure may make of it, best first; `fits`: only what is counted in its unit."""
        known = window.fitting if fits else window.others
        if known is None:
            known = self._candidates(token, window, fits)
            if fits:
                window.fitting = known
            else:
                window.others = known
        return known

    def _candidates(self, token: Token, window: Window, fits: bool) -> list[Choice]:
        starts, hits = self.context.starts, self.context.hits
        start, end = token.start, token.end
        lowest = window.sentence if window.sentence > window.previous_end else window.previous_end
        limit = window.comma_end if window.comma_end < window.next_start else window.next_start
        asked = token.unit if token.unit is not None else token.signed
        first = bisect_left(starts, lowest)
        middle = bisect_left(starts, start, first)
        cues: list[tuple[Hit, tuple[Entry, ...]]] = []
        for hit in hits[first:middle]:
            entries = hit.word.fitting[asked] if fits else hit.word.subjects
            if entries and hit.end <= start:
                cues.append((hit, entries))
        first = bisect_left(starts, end, middle)
        for hit in hits[first : bisect_left(starts, limit, first)]:
            entries = hit.word.fitting[asked] if fits else hit.word.subjects
            if entries and hit.end <= limit:
                cues.append((hit, entries))
        choices = self._weigh(cues, token, window, fits) if cues else []
        if len(choices) > 1:
            _prefer_nearest(choices, window.comma)
            choices.sort(key=_BY_SCORE, reverse=True)
        return choices

    def _weigh(
        self, cues: list[tuple[Hit, tuple[Entry, ...]]], token: Token, window: Window, fits: bool
    ) -> list[Choice]:
        """What the cues of one figure, each with its wordings, may mean; those behind the number come last."""
        choices: list[Choice] = []
        text, sentence, token_start = self.text, window.sentence, token.start
        strengths, raised, find = window.strengths, self.context.topic_at, self.text.find
        no_rates = not fits and token.unit == "%"
        for hit, entries in cues:
            hit_start = hit.start
            after = hit_start > token_start
            denied = not after and text[hit_start - 1 : hit_start] in _DENIAL_ENDS and self._is_denied(hit_start)
            place: float | None = None
            for entry in entries:
                if entry.only and find(entry.only, sentence, hit_start) < 0:
                    continue
                indicator, topic = entry.indicator, entry.topic
                if indicator is not None and (denied or (no_rates and entry.is_rate)):
                    continue
                if topic is None:
                    strength = 2.0 if indicator is None else 0.0
                elif not entry.needs_topic and raised.get(topic, -1) >= hit_start:
                    # A complete wording that raises its topic itself says nothing of what was spoken of before.
                    strength = 2.0
                else:
                    known = strengths.get(topic)
                    if known is None:
                        known = strengths[topic] = self.context.weigh(topic, window)
                    strength = known
                    if (
                        entry.needs_topic
                        and topic in hit.word.topics
                        and (strength < 3.0 or raised[topic] >= hit_start)
                    ):
                        # 其中维持7件、调解4件: a cue that raises its own topic does not outweigh the one spoken of.
                        strength = 3.0
                if entry.needs_topic and strength == 0.0:
                    continue
                if place is None:
                    place = (
                        self._place_after(hit_start, token, window, hit.end)
                        if after
                        else self._place_before(hit, token, window)
                    )
                weight = self._asked(entry, hit, strength, place, token, window, after)
                if weight is not None:
                    rule = "not covered" if indicator is None else "after" if after else "before"
                    choices.append(Choice(weight, indicator, entry.text, rule, hit, after, entry.measure or "level"))
        return choices

    def _asked(
        self, entry: Entry, hit: Hit, strength: float, cost: float, token: Token, window: Window, after: bool
    ) -> float | None:
        """The score of a wording at `cost` for its place; None where one of the conditions it sets is not met."""
        apart = 0.0
        if entry.with_:
            further = self._together(entry, hit.start, window, after)
            if further is None:
                return None
            apart = further
            if after:
                cost = min(cost, self._place_after(self._earliest(entry, token, hit), token, window, hit.end))
        if entry.not_with and self._is_spoken_against(entry, window):
            return None
        if entry.not_after and any(self.text.find(w, window.comma, token.start) >= 0 for w in entry.not_after):
            return None
        if entry.indicator is None:
            if entry.with_ and (after or hit.inside):
                # 三千名干部职工参加学法考试: parts in front say what stands before a number, and in no longer word.
                return None
            return _NOT_COVERED + strength + entry.weight - cost - apart
        if entry.needs_topic:
            if cost > (5.0 if strength >= CARRIED else 3.5 if after else 2.8):
                return None
            base = _LEANING + strength
        else:
            base = _COMPLETE - 0.8 if strength == 0.0 and entry.topic is not None else _COMPLETE + 0.3 * strength
        score = base + entry.weight - cost - apart
        return score - 1.0 if hit.inside else score

    def _is_denied(self, start: int) -> bool:
        return self.text[max(0, start - 4) : start].endswith(_DENIALS)

    def _is_spoken_against(self, entry: Entry, window: Window) -> bool:
        """Whether words that speak against the indicator stand in the figure's clause."""
        high = min(window.end, window.next_start)
        return any(self.text.find(word, window.own, high) >= 0 for word in entry.not_with)

    def _together(self, entry: Entry, start: int, window: Window, after: bool) -> float | None:
        """What it costs that the other parts of a wording stand further from its key; None where one is missing."""
        rfind, sentence = self.text.rfind, window.sentence
        found = start
        for alternatives in entry.with_:
            nearest = -1
            for part in alternatives:
                at = rfind(part, sentence, start)
                if at > nearest:
                    nearest = at
            if nearest < 0:
                return None
            if nearest < found:
                found = nearest
        lowest = sentence if sentence > window.previous_end else window.previous_end
        if found >= (window.own if after or start >= window.comma else lowest):
            return 0.0
        if len(entry.with_) > 1:
            return None
        if found >= lowest:
            return 1.2
        # 集体学法党委5次、政府14次: the first part was said before the figure in front.
        return None if after else 2.4 + min(1.0, _FURTHER * (start - found))

    def _earliest(self, entry: Entry, token: Token, hit: Hit) -> int:
        """Where the first part of a wording behind a number begins."""
        starts = [self.text.find(part, token.end, hit.start) for parts in entry.with_ for part in parts]
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
            if gap in _LIST_MARKS and hit.start <= window.previous_end + 1 and window.previous_end > window.sentence:
                # 3个公园、8个共建花园: what stands between two numbers, the next with a noun, belongs to the first.
                cost += 6.0
        return cost

    def _place_after(self, start: int, token: Token, window: Window, end: int | None = None) -> float:
        """What the distance from a number on to the cue that begins at `start` costs."""
        gap = self.text[token.end : start]
        cost = 0.22 * residue(gap) + 0.8 if gap else 0.8
        if start >= window.end:
            cost += 4.0 if window.next_start < window.comma_end else 1.0
            if end is not None and window.next_start - end <= _OF_THE_NEXT and window.next_start < window.comma_end:
                # 学校5所、幼儿园6所: what stands right before the next number is its name.
                cost += 6.0
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
            for entry in hit.word.entries:
                if entry.indicator is None:
                    continue
                strength = self.context.strength(entry.topic or "", window)
                if entry.needs_topic and entry.topic in hit.word.topics:
                    strength = 3.0
                choice = self._listed(entry, hit, token, strength, self.text, min(low, window.own), fits=True)
                if choice is not None:
                    choices.append(choice)
        choices.sort(key=_BY_SCORE, reverse=True)
        return choices

    def compose(self, words: str, tail: str, token: Token, window: Window, *, fits: bool = True) -> Choice | None:
        """The best candidate from words that a list brings together: a name, the shared verb, the shared noun."""
        composed = words + tail
        best: Choice | None = None
        hits = self.context.lexicon.find(composed)
        raised = {topic for hit in hits for topic in hit.word.topics}
        for hit in hits:
            at_the_end = 1.5 if len(words) - 1 <= hit.end <= len(words) else 0.0
            for entry in hit.word.entries:
                strength = 3.0 if entry.topic in raised else self.context.strength(entry.topic or "", window)
                choice = self._listed(entry, hit, token, strength, composed, 0, fits)
                if choice is None:
                    continue
                choice.score += at_the_end
                if entry.needs_topic:
                    choice.score += 0.6 if entry.topic in raised else -3.0 if raised else 0.0
                if best is None or choice.score > best.score:
                    best = choice
        return best

    def _listed(
        self, entry: Entry, hit: Hit, token: Token, strength: float, text: str, low: int, fits: bool
    ) -> Choice | None:
        indicator = entry.indicator
        if indicator is None or (fits and token.unit is not None and token.unit not in indicator.counted_in):
            return None
        if (not fits and entry.is_rate) or (entry.needs_topic and strength == 0.0):
            return None
        for alternatives in entry.with_:
            if not any(text.find(part, low, hit.start) >= 0 for part in alternatives):
                return None
        base = _LEANING + strength if entry.needs_topic else _COMPLETE
        return Choice(base + entry.weight, indicator, entry.text, "row", hit, after=False)


def _prefer_nearest(choices: list[Choice], comma: int) -> None:
    """审结案件中维持51件: of the cues of one clause, what stands nearer to the number names it."""
    nearest = start = number = 0
    for choice in choices:
        hit = choice.hit
        if not choice.after and hit.start >= comma:
            number += 1
            if hit.end > nearest:
                nearest, start = hit.end, hit.start
            elif hit.end == nearest and hit.start > start:
                start = hit.start
    if number < 2:
        return
    for choice in choices:
        if choice.hit.end <= start and not choice.after and choice.hit.start >= comma:
            choice.score -= 1.2
