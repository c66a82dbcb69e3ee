"""A second reading of a page by trafilatura: finds the article where no container is known, and checks the first."""

import re
from collections import Counter
from dataclasses import replace

from extract.readers.document import Segment

_DIGITS = re.compile(r"[0-9]+")
_WHITE = re.compile(r"\s+")
_FURNITURE = re.compile(r"(?:发布|发文|更新|成文)(?:日期|时间)|浏览|来源\s*[:：]|字[体号]|索引号|点击")
_PROSE = 30  # characters: shorter lines of a second reading are titles, dates and captions
_LINE = 12  # characters without white space: a shorter line occurs by chance in a menu

Reading = tuple[str, tuple[Segment, ...], list[str]]


def cross_checked(page: str, text: str, segments: tuple[Segment, ...], *, trusted: bool) -> Reading:
    """The article's text, segments and warnings.

    Args:
        page: the decoded page.
        text: what the walk of the container (or, when not `trusted`, of the whole body) gave.
        segments: the map of `text`.
        trusted: whether `text` came from a known article container.
    """
    second = _trafilatura(page)
    if not trusted and second:
        text, segments, warnings = _cut(text, segments, second)
    else:
        warnings = [] if trusted else ["No article was told from the page around it: the whole page was read."]
    if second and (differing := _digits_missing(text, second)):
        shown = ", ".join(differing[:5])
        warnings.append(f"A second reading of the page has numbers that this one lacks: {shown}.")
    return text, segments, warnings


def _trafilatura(page: str) -> str:
    import trafilatura

    try:
        found = trafilatura.extract(page, include_tables=True, include_comments=False, favor_recall=True)
    except Exception:  # a second opinion that fails is no opinion
        return ""
    return found or ""


def _cut(text: str, segments: tuple[Segment, ...], second: str) -> Reading:
    """The lines of `text` that the second reading also has, from the first to the last and what touches them."""
    flat = _WHITE.sub("", second)
    lines = text.split("\n")
    bare = [_WHITE.sub("", line) for line in lines]
    sure = [number for number, line in enumerate(bare) if len(line) >= _LINE and line in flat]
    if not sure:
        return text, segments, ["No article was told from the page around it: the whole page was read."]
    first, last = sure[0], sure[-1]
    while first > 0 and bare[first - 1] in flat:
        first -= 1
    while last + 1 < len(lines) and (bare[last + 1] in flat or bare[last + 1].startswith("|")):
        last += 1
    start = sum(len(line) + 1 for line in lines[:first])
    end = start + sum(len(line) + 1 for line in lines[first : last + 1]) - 1
    kept = tuple(
        replace(segment, start=segment.start - start, end=segment.end - start)
        for segment in segments
        if start <= segment.start and segment.end <= end
    )
    return text[start:end], kept, ["No known article container: the article was found by its shape."]


def _digits_missing(text: str, second: str) -> list[str]:
    """Digit runs of the second reading's prose and table lines that `text` has fewer of."""
    flat = _WHITE.sub("", text)
    doubtful = [
        line
        for line in second.split("\n")
        if len(line) >= _PROSE and _WHITE.sub("", line) not in flat and not _FURNITURE.search(line)
    ]
    missing = Counter(_DIGITS.findall("\n".join(doubtful))) - Counter(_DIGITS.findall(text))
    return list(missing)
