"""The context of a text's figures: its layout, the catalogue's words in it, and the topics being spoken of."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from operator import itemgetter

from extract.matching.layout import Layout, Paragraph
from extract.matching.lexicon import Hit, Lexicon
from extract.matching.measures import MARKED
from extract.matching.periods import Periods
from extract.matching.records import Window
from extract.numbers.tokens import Token

# What may follow a number without being what it counts.
_AFTER = frozenset(
    "均都全以的并和及与或至到由为已较比同占左被在于按经逐参完通实达分、,。;:()!?\n|\t”》余多其提升降增减上下各且仍也则将又"
)
# How strongly a topic is spoken of: named in the figure's own words, in its clause, by the figure before in the same
# sentence, by the figure before in the paragraph, in the sentence, in the paragraph, in a title over it.
_IN_OWN_WORDS, _IN_CLAUSE, _CARRIED, _CARRIED_FAR, _IN_SENTENCE, _IN_PARAGRAPH, _IN_TITLE = (
    4.3,
    3.0,
    4.1,
    1.9,
    2.5,
    1.7,
    1.2,
)
CARRIED = _CARRIED
_CLAUSE_REACH, _SENTENCE_REACH = 200, 800


class Context:
    """What is known of a text while its figures are read in order. All offsets are those of the folded text.

    `year` is the reporting year where it is known; `chain` the topic of the last figure that was understood, which
    what follows may lean on, and `chain_at` where that figure stands; `unnamed_at` is the last that nothing named
    and `changed` whether a rate stands behind it in its sentence.
    """

    def __init__(self, text: str, tokens: list[Token], lexicon: Lexicon, year: int | None) -> None:
        self.text = text
        self.tokens = tokens
        self.figures = [token for token in tokens if token.kind == "figure"]
        self.lexicon = lexicon
        self.year = year
        self.layout = Layout(text, year)
        self.periods = Periods(text, year, lexicon.catalogue.sections)
        self.hits = [
            hit
            for hit in lexicon.find(text)
            if not (text[hit.start].isdigit() and self._is_number(hit)) and not self._is_included(hit)
        ]
        self.topic_at: dict[str, int] = {}
        self.chain: str | None = None
        self.chain_at = -1
        self.unnamed_at = -1
        self.changed = False
        self.tabled: set[int] = set()
        self.starts = [hit.start for hit in self.hits]
        self._index = {id(token): index for index, token in enumerate(self.figures)}
        self._cursor = 0

    def _is_number(self, hit: Hit) -> bool:
        """Digits that go on (112345), or that count something (公开信息12345条), are not the name of a hotline."""
        text = self.text
        if text[hit.start - 1 : hit.start].isdigit() or text[hit.end : hit.end + 1].isdigit():
            return True
        index = bisect_right(self.figures, hit.start, key=lambda token: token.start) - 1
        if index < 0:
            return False
        token = self.figures[index]
        return token.unit is not None and hit.end <= token.end and text[token.end : token.end + 1] in {"", *_AFTER}

    def _is_included(self, hit: Hit) -> bool:
        """Whether a word stands in a bracket that only says what the number behind it includes."""
        brackets = self.layout.included
        at = bisect_right(brackets, hit.start, key=itemgetter(0)) - 1 if brackets else -1
        return at >= 0 and hit.end <= brackets[at][1]

    def window(self, token: Token, previous: Token | None, following: Token | None) -> Window:
        """The neighbourhood of `token` between the figures in front and behind."""
        layout, text, start, end = self.layout, self.text, token.start, token.end
        previous_end = previous.end if previous is not None else 0
        # Reaches are bounded: a text without punctuation must not cost more than it is long.
        at = bisect_left(layout.fine, start)
        fine, nearest = layout.fine[at - 1] + 1, start - _CLAUSE_REACH
        if fine < nearest:
            fine = nearest
        item_end, furthest = layout.fine[at], end + _CLAUSE_REACH
        if item_end < end:
            item_end = layout.fine[bisect_left(layout.fine, end, at)]
        at = bisect_left(layout.comma, start)
        comma = layout.comma[at - 1] + 1
        if comma < nearest:
            comma = nearest
        comma_end = layout.comma[at]
        if comma_end < end:
            comma_end = layout.comma[bisect_left(layout.comma, end, at)]
        sentence, nearest = layout.sentence[bisect_left(layout.sentence, start) - 1] + 1, start - _SENTENCE_REACH
        own = comma if comma > previous_end else previous_end
        seg = text[own:start]
        return Window(
            fine,
            comma,
            sentence if sentence > nearest else nearest,
            item_end if item_end < furthest else furthest,
            comma_end if comma_end < furthest else furthest,
            layout.paragraphs[bisect_right(layout.starts, start) - 1],
            previous_end,
            following.start if following is not None else len(text),
            own,
            seg,
            MARKED.search(seg) is not None,
            end < len(text) and text[end] not in _AFTER,
        )

    def advance(self, offset: int) -> None:
        """Take in the topics raised up to `offset`."""
        cursor, topic_at = self._cursor, self.topic_at
        if cursor < len(self.starts) and self.starts[cursor] < offset:
            self._cursor = bisect_left(self.starts, offset, cursor)
            for hit in self.hits[cursor : self._cursor]:
                for topic in hit.word.topics:
                    topic_at[topic] = hit.start

    def strength(self, topic: str, window: Window) -> float:
        """How strongly a topic is being spoken of at a figure; 0 where it is not. The window remembers it."""
        known = window.strengths.get(topic)
        if known is None:
            known = window.strengths[topic] = self.weigh(topic, window)
        return known

    def weigh(self, topic: str, window: Window) -> float:
        """As `strength`, found out anew."""
        best = 0.0
        # 接到投诉1.2万宗,办结率100%: once something else is spoken of, an earlier sentence's topic is not.
        changed = self.changed
        if topic == self.chain and self.chain_at >= (window.sentence if changed else window.paragraph.start):
            best = _CARRIED if self.chain_at >= window.sentence else _CARRIED_FAR
        at = self.topic_at.get(topic)
        if at is None:
            return best
        if at >= window.own:
            return _IN_OWN_WORDS
        if at >= window.comma:
            now = _IN_CLAUSE
        elif at >= window.sentence:
            now = _IN_SENTENCE - (window.comma - at) * 0.002
        elif changed:
            return best
        elif at >= window.paragraph.start:
            now = _IN_PARAGRAPH - (window.comma - at) * 0.001
        else:
            now = _IN_TITLE if self._in_title(at, window.paragraph) else 0.0
        return now if now > best else best

    def _in_title(self, offset: int, paragraph: Paragraph) -> bool:
        """Whether an offset lies in a title that stands over `paragraph`."""
        raised = self.layout.paragraph(offset)
        return raised.heading and paragraph.start < raised.until

    def hits_between(self, low: int, high: int) -> list[Hit]:
        """The hits that lie wholly between two offsets, in order."""
        starts = self.starts
        first = bisect_left(starts, low)
        return [hit for hit in self.hits[first : bisect_left(starts, high, first)] if hit.end <= high]

    def is_covered(self, token: Token) -> bool:
        """Whether a word of the catalogue contains the token: 最多跑一次 counts nothing."""
        index = bisect_left(self.starts, token.start - 8)
        while index < len(self.hits) and self.hits[index].start < token.start:
            if self.hits[index].end >= token.end:
                return True
            index += 1
        return False

    def previous_of(self, token: Token) -> Token | None:
        """The figure before `token`."""
        index = self._index[id(token)]
        return self.figures[index - 1] if index else None

    def next_start(self, token: Token) -> int:
        """Where the figure behind `token` starts, or the text's end."""
        index = self._index[id(token)] + 1
        return self.figures[index].start if index < len(self.figures) else len(self.text)
