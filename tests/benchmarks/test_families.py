"""How fast reports of both families are read into figures, and what memory a long one takes.

Run by `make bench`. The floor is every digit run as a record, in the same process on the same texts. Long reports are
the real work reports of ../shared, or the invented ones repeated to that length without it.
"""

from __future__ import annotations

import re
import tracemalloc
from dataclasses import dataclass
from pathlib import Path

import pytest
from benchmarks.floors import digit_runs, rate
from gold.marks import read_gold

from extract.catalogue import load
from extract.document import extract_text

GOLD = Path(__file__).parents[1] / "gold"
LONG = 20_000  # characters of a work report
# Costs may grow with length only: a character of a long report may cost this much more than one of a short one.
MOST_COST_OF_LENGTH = 2.0
MOST_MEMORY_FOR_A_CHARACTER = 4_000  # bytes


@dataclass(frozen=True)
class Reports:
    """The texts of a family."""

    family: str
    texts: list[str]

    @property
    def characters(self) -> int:
        return sum(map(len, self.texts))

    def extracted(self, text: str) -> object:
        return extract_text(text, family=self.family)


@pytest.fixture(scope="module")
def rule_of_law(project_dir: Path) -> Reports:
    shared = project_dir.parent / "shared" / "gold"
    folder = shared if shared.is_dir() else GOLD / "samples"
    return Reports("rule_of_law", [read_gold(path)[0] for path in sorted(folder.glob("*.gold.txt"))])


@pytest.fixture(scope="module")
def work_report(project_dir: Path) -> Reports:
    shared = project_dir.parent / "shared" / "reports" / "work_report"
    if shared.is_dir():
        texts = [path.read_text(encoding="utf-8") for path in sorted(shared.glob("*.txt"))]
    else:
        invented = [read_gold(path)[0] for path in sorted((GOLD / "work_report" / "invented").rglob("*.gold.txt"))]
        texts = [text * (LONG // len(text) + 1) for text in invented]
    return Reports("work_report", texts)


def test_both_families_are_read_at_a_like_speed_for_their_length(rule_of_law: Reports, work_report: Reports) -> None:
    characters_a_second = {}
    for reports in (rule_of_law, work_report):
        load(reports.family)
        own = rate(reports.extracted, reports.texts, 3)
        floor = rate(digit_runs, reports.texts, 10)
        mean = reports.characters / len(reports.texts)
        characters_a_second[reports.family] = own * mean
        print(
            f"\n{reports.family}: {len(reports.texts)} reports of {mean:,.0f} characters; {own:,.1f} documents and "
            f"{own * mean:,.0f} characters a second of processor time; 1/{floor / own:.1f} of the floor's {floor:,.0f}"
        )
    cost = characters_a_second["rule_of_law"] / characters_a_second["work_report"]
    print(f"a character of a work report costs {cost:.2f} times one of a rule-of-law report")
    assert cost <= MOST_COST_OF_LENGTH


def test_a_long_report_takes_memory_by_its_length(rule_of_law: Reports, work_report: Reports) -> None:
    for reports in (rule_of_law, work_report):
        longest = max(reports.texts, key=len)
        reports.extracted(longest)
        tracemalloc.start()
        reports.extracted(longest)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        digits = len(re.findall(r"\d+", longest))
        print(f"\n{reports.family}: {len(longest):,} characters, {digits:,} digit runs: peak {peak / 1e6:.1f} MB")
        assert peak <= MOST_MEMORY_FOR_A_CHARACTER * len(longest)
