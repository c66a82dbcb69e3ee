"""One document: from its canonical text to the records of its figures and its other numbers; a pure function."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any

from extract.catalogue import Catalogue, load
from extract.identity.years import is_planned
from extract.matching import terms
from extract.matching.context import Context
from extract.matching.flow import Flow
from extract.matching.layout import Layout
from extract.matching.lexicon import Lexicon
from extract.matching.records import Record
from extract.numbers.folding import Folded, fold
from extract.numbers.lexer import lex
from extract.numbers.tokens import Token
from extract.occasions import ANNUAL, NEW_CONGRESS

QUOTE_LIMIT = 160


@dataclass(frozen=True, slots=True)
class Extraction:
    """What one text states.

    `figures` holds one record for each indicator that a number states, and one with `indicator` None for a figure
    that no indicator covers; `numbers` the numeric tokens that are no figures; both in order of their offsets and
    with the keys of the extract command. `problems` names what could not be read safely (code, start, end, message).
    """

    figures: list[dict[str, Any]]
    numbers: list[dict[str, Any]]
    problems: list[dict[str, Any]] = field(default_factory=list)


@lru_cache(maxsize=16)
def lexicon_of(catalogue: Catalogue) -> Lexicon:
    """The compiled form of a catalogue, made once."""
    return Lexicon(catalogue)


def extract_text(
    text: str,
    *,
    family: str,
    catalogue: Catalogue | None = None,
    year: int | None = None,
    occasion: str = ANNUAL,
) -> Extraction:
    """All figures and numbers of `text`, with offsets into it: `text[start:end] == record["text"]`.

    Args:
        text: a document's canonical text; any Unicode.
        family: the family whose catalogue is used where `catalogue` is None.
        catalogue: the indicators to look for.
        year: the reporting year, which tells last year's values and the coming year's targets; guessed from the
            text where it is None.
        occasion: on which occasion the report was given: one to a new congress speaks of a term of several years.
    """
    lexicon = lexicon_of(catalogue if catalogue is not None else load(family))
    folded = fold(text)
    tokens = lex(folded.text)
    context = Context(folded.text, tokens, lexicon, year if year is not None else guess_year(tokens, folded.text))
    flow = Flow(context)
    records = flow.run()
    if occasion == NEW_CONGRESS:
        terms.narrow(records, folded.text, context.year, context.periods)
    return _render(text, folded, context, records, flow.problems)


def guess_year(tokens: list[Token], text: str) -> int | None:
    """The year that a text speaks of most in its first part."""
    counts: dict[int, int] = {}
    limit = max(600, len(text) // 2)
    for token in tokens[:12]:
        named = text[token.start : token.start + 4]
        if (
            token.kind == "date"
            and token.start < 200
            and named.isdigit()
            and text[token.start - 1 : token.start] not in ("(", "〔")
            and text[token.start + 4 : token.start + 5] == "年"
            and not is_planned(text, token.start)
        ):
            return int(named)
    for token in tokens:
        if token.start > limit:
            break
        if token.kind in ("date", "title") and text[token.start : token.start + 4].isdigit():
            if is_planned(text, token.start):
                continue
            year = int(text[token.start : token.start + 4])
            if 1990 <= year <= 2060:
                counts[year] = counts.get(year, 0) + (3 if token.start < 300 else 1)
    return max(counts, key=lambda year: (counts[year], year)) if counts else None


def _render(
    text: str, folded: Folded, context: Context, records: list[Record], problems: list[tuple[int, int, str]]
) -> Extraction:
    layout = context.layout
    figures = [_figure(text, folded, layout, record) for record in records]
    numbers = []
    for token in context.tokens:
        if token.kind != "figure":
            start, end = folded.span(token.start, token.end)
            numbers.append({"start": start, "end": end, "text": text[start:end], "kind": token.kind})
    refused = []
    for low, high, message in problems:
        start, end = folded.span(low, max(high, low + 1))
        refused.append({"code": "table_refused", "start": start, "end": end, "message": message})
    return Extraction(figures, numbers, refused)


def _number(value: Decimal | int | None) -> int | float | None:
    if value is None or type(value) is int:
        return value
    whole = int(value)
    return whole if whole == value else float(value)


def _figure(text: str, folded: Folded, layout: Layout, record: Record) -> dict[str, Any]:
    token = record.token
    start, end = token.start, token.end
    sentence = layout.sentence
    low, high = sentence[bisect_left(sentence, start) - 1] + 1, sentence[bisect_left(sentence, end)]
    section = layout.paragraphs[bisect_right(layout.starts, start) - 1].section or None
    quote_start = low if low > start - QUOTE_LIMIT else start - QUOTE_LIMIT
    quote_end = high if high < end + QUOTE_LIMIT else end + QUOTE_LIMIT
    shift = folded.shift(quote_start, quote_end)
    if shift is None:
        start, end = folded.span(start, end)
        quote_start, quote_end = folded.span(quote_start, quote_end)
    elif shift:
        start, end, quote_start, quote_end = start + shift, end + shift, quote_start + shift, quote_end + shift
    return {
        "start": start,
        "end": end,
        "text": text[start:end],
        "value": _number(record.value),
        "value_high": _number(record.value_high) if record.value_high is not None else None,
        "unit": token.unit,
        "indicator": record.indicator.code if record.indicator else None,
        "measure": record.measure,
        "status": record.status,
        "scope": record.scope,
        "approximate": token.approximate,
        "bound": token.bound,
        "section": section,
        "quote": text[quote_start:quote_end],
        "quote_start": quote_start,
        "wording": record.wording,
        "rule": record.rule,
        "part_of": folded.origin(record.part_of) if record.part_of is not None else None,
        "group": str(folded.origin(record.group)) if record.group is not None else None,
        "resolution": _number(token.resolution),
    }
