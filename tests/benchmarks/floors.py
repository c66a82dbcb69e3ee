"""What an extractor is held against: the digit-run floor, and documents a second of processor time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from time import process_time
from typing import Any

DIGIT_RUN = re.compile(r"[0-9０-９]+(?:[.．,，][0-9０-９]+)*")


def digit_runs(text: str) -> list[dict[str, Any]]:
    """The floor: one regular expression that finds every digit run, given back as records with offsets and value.

    It answers in the extractor's form, because a floor that makes nothing of what it finds is no answer.
    """
    return [
        {"start": found.start(), "end": found.end(), "text": found[0], "value": value_of(found[0])}
        for found in DIGIT_RUN.finditer(text)
    ]


def value_of(digits: str) -> float:
    try:
        return float(digits.replace(",", "").replace("，", ""))
    except ValueError:  # 1.2.3 is a number of nothing
        return 0.0


def rate(work: Callable[[str], object], texts: Sequence[str], rounds: int) -> float:
    """Documents a second of processor time, the best of some rounds."""
    best = min(_seconds(work, texts) for _ in range(rounds))
    return len(texts) / best


def _seconds(work: Callable[[str], object], texts: Iterable[str]) -> float:
    started = process_time()
    for text in texts:
        work(text)
    return process_time() - started
