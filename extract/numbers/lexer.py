"""The lexer: finds every numeric token of a folded text and gives it exactly one kind.

One search finds what may open a token, the grammar of that opening gives its kind; what remains is a number that may
be a figure, whose value, unit and qualifiers `figures` reads. A *weak* figure is one that is as often a word or a
name as a count (三项制度, “100项”, 一次): matching keeps it only where something shows that it counts.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from extract.numbers import figures
from extract.numbers.grammar import CHINESE, DIGITS, INNER, NUMERALS, OPENING, OTHER, PLAIN
from extract.numbers.tokens import Token

_QUOTE_REACH = 16
_SHARES = frozenset("和、及与")


def lex(text: str) -> list[Token]:
    """The numeric tokens of a folded text, in order and without overlaps."""
    tokens: list[Token] = []
    position = 0
    search, plain = OPENING.search, PLAIN.match
    while (opening := search(text, position)) is not None:
        start = opening.start()
        first = text[start]
        if "0" <= first <= "9":
            m = plain(text, start)
            if m is not None:
                position = m.end()
                figures.plain(text, m, tokens)
                continue
            m = DIGITS.match(text, start)
        elif first in NUMERALS:
            m = CHINESE.match(text, start)
        else:
            m = DIGITS.match(text, start) if first in "+-" else OTHER.match(text, start)
        if m is None:
            position = start + 1
            continue
        position = m.end()
        _READERS.get(m.lastgroup or "", _named)(text, m, tokens)
    _settle(text, tokens)
    return tokens


def _named(text: str, m: re.Match[str], tokens: list[Token]) -> None:
    """A token whose kind is the name of its alternative."""
    tokens.append(Token(m.start(), m.end(), m.lastgroup or "word"))


def _title(text: str, m: re.Match[str], tokens: list[Token]) -> None:
    """The numbers in a cited title, each a token of kind `title`."""
    tokens.extend(Token(n.start(), n.end(), "title") for n in INNER.finditer(text, m.start(), m.end()))


_READERS: dict[str, Callable[[str, re.Match[str], list[Token]], None]] = {
    "title": _title,
    "digits": figures.digits,
    "chinese": figures.chinese,
    "fraction": figures.fraction,
    "some": figures.some,
}


def _settle(text: str, tokens: list[Token]) -> None:
    """Decide what needs the neighbourhood: years without 年, denominators, numbers in quotation marks."""
    quoted = "“" in text
    _share_units(text, tokens)
    for token in tokens:
        if token.kind != "figure":
            continue
        if token.unit is None and not token.signed and token.value is not None:
            if text[token.start - 1 : token.start] == "每" or text[token.end : token.end + 1] in ("号", "#"):
                token.kind = "name"
            elif _looks_like_year(text, token):
                token.kind = "date"
        if quoted:
            opening = text.rfind("“", max(0, token.start - _QUOTE_REACH), token.start)
            if opening >= 0 and _inside_quotes(text, token, opening):
                token.weak = True


def _share_units(text: str, tokens: list[Token]) -> None:
    """分别提高2个、0.6个和1.4个百分点: those before the last are counted in points too."""
    for following, token in pairwise(reversed(tokens)):
        if token.unit == "个" and following.unit == "个百分点" and text[token.end : following.start] in _SHARES:
            token.unit = following.unit


def _looks_like_year(text: str, token: Token) -> bool:
    surface = text[token.start : token.end]
    if len(surface) != 4 or not surface.isdigit() or not 1949 <= int(surface) <= 2050:
        return False
    return text[token.end : token.end + 1] not in ("", "\n", "\t", " ", "|", "、", ",", "。", ";", ")")


def _inside_quotes(text: str, token: Token, opening: int) -> bool:
    """Whether a short quotation from `opening` on holds the token: a name or a slogan more often than a statement."""
    if text.find("”", opening, token.start) >= 0:
        return False
    if opening == token.start - 1:
        return True
    closing = text.find("”", token.end, token.end + _QUOTE_REACH)
    return closing >= 0 and text.find("“", token.end, closing) < 0
