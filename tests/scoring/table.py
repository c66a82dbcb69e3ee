"""The printed table: a line a report, a total, and precision, recall and F1 of every indicator, the lowest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scoring.marking import Counts
from scoring.reports import Marked, left_out

NAME_WIDTH = 28
NOTHING_LEARNED = """\
Leave one report out: no part of the extractor is learned or weighted from gold by a program (a test checks that it
carries no weights and reads no gold), so leaving a report out changes nothing and the table above is the same.
What people may have learned from a report are its wordings. Below, each report is read without the wordings that no
other report of the set uses: a lower bound of what to expect of a report that nobody has seen.
"""


def ratio(part: int, whole: int) -> float:
    """Part of whole, and 1 where there is nothing to find."""
    return 1.0 if whole == 0 else part / whole


def rates(tp: int, fp: int, fn: int) -> tuple[float, float, float]:
    """Precision, recall and F1."""
    precision, recall = ratio(tp, tp + fp), ratio(tp, tp + fn)
    return precision, recall, 0.0 if precision + recall == 0 else 2 * precision * recall / (precision + recall)


def total(counts: Iterable[Counts]) -> Counts:
    """The sum of several reports' counts."""
    whole = Counts()
    for one in counts:
        whole.add(one)
    return whole


def line(name: str, c: Counts) -> str:
    """One line of the table."""
    tp, fp, fn = c.tp.total(), c.fp.total(), c.fn.total()
    precision, recall, f1 = rates(tp, fp, fn)
    parts = f"scoped R {ratio(c.part_hits, c.parts):.3f} ({c.parts})"
    return (
        f"{_padded(name)} numbers {ratio(c.covered, c.runs):.3f}  figures P {ratio(c.hit_spans, c.spans):.3f} "
        f"R {ratio(c.matched, c.gold):.3f} value {ratio(c.right, c.matched):.3f}  mapped P {precision:.3f} "
        f"R {recall:.3f} F1 {f1:.3f} ({tp} tp, {fp} fp, {fn} fn)  {parts}"
    )


def _padded(name: str) -> str:
    """A name cut or filled to the width of its column; a Chinese character takes two places."""
    cut, width = "", 0
    for character in name:
        width += 2 if character > "⺀" else 1
        if width > NAME_WIDTH:
            return cut + " " * (NAME_WIDTH - width + (2 if character > "⺀" else 1))
        cut += character
    return cut + " " * (NAME_WIDTH - width)


def by_indicator(counts: Counts) -> Iterator[str]:
    """A line for every indicator that is marked or claimed, the lowest F1 first."""
    codes = set(counts.tp) | set(counts.fp) | set(counts.fn)
    scored = [(rates(counts.tp[code], counts.fp[code], counts.fn[code]), code) for code in codes]
    for (precision, recall, f1), code in sorted(scored, key=lambda item: (item[0][2], -counts.fn[item[1]], item[1])):
        numbers = f"{counts.tp[code]:>4} tp {counts.fp[code]:>3} fp {counts.fn[code]:>3} fn"
        yield f"  {code:<46} P {precision:.3f} R {recall:.3f} F1 {f1:.3f}  {numbers}"


def by_report(title: str, reports: list[Marked]) -> Iterator[str]:
    """The score of each report of a set, and nothing that shows where it errs."""
    yield from _scores(title, reports, [report.score(report.extract()) for report in reports])


def _scores(title: str, reports: list[Marked], scored: list[Counts]) -> Iterator[str]:
    yield f"== {title}: {len(reports)} reports"
    for report, counts in zip(reports, scored, strict=True):
        yield line(report.name, counts)
    yield line("TOTAL", total(scored))
    yield ""


def with_indicators(title: str, reports: list[Marked]) -> Iterator[str]:
    """The score of each report of a set, and of each indicator."""
    scored = [report.score(report.extract()) for report in reports]
    yield from _scores(title, reports, scored)
    yield "By indicator, the lowest F1 first (figures that speak of the whole county)"
    yield from by_indicator(total(scored))
    yield ""


def lines(title: str, reports: list[Marked]) -> Iterator[str]:
    """Everything that is said of one set of reports of which every figure is marked."""
    yield from with_indicators(title, reports)
    yield NOTHING_LEARNED
    apart = left_out(reports)
    for report, counts, taken in apart:
        yield f"{line(report.name, counts)}  without {taken}"
    yield line("TOTAL", total(counts for _, counts, _ in apart))
    yield ""
