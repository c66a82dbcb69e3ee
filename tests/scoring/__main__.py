"""`python -m tests.scoring [GOLD...]`: the score table of marked reports; it measures and judges nothing (exit 0)."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(TESTS))

from scoring.reports import read_headlines, read_reports  # noqa: E402
from scoring.table import by_report, lines, with_indicators  # noqa: E402

GOLD = TESTS / "gold"
SHARED = TESTS.parents[1] / "shared"
OWN = [
    (name, GOLD / folder)
    for name, folder in (
        ("own samples", "samples"),
        ("held out", "held_out"),
        ("plain", "plain"),
        ("work reports, invented", "work_report/invented"),
    )
]
WORK_REPORTS = [
    ("../shared/gold_work_report", SHARED / "gold_work_report", with_indicators),
    ("work reports, tuning", GOLD / "work_report" / "tuning", with_indicators),
    ("work reports, held out", GOLD / "work_report" / "held_out", by_report),
]


def main() -> None:
    """Print the table of the folders that are named, then of our own and of the real work reports."""
    parser = argparse.ArgumentParser(prog="python -m tests.scoring", description=__doc__)
    parser.add_argument("gold", nargs="*", type=Path, help="*.gold.txt or folders; default ../shared/gold where it is")
    parser.add_argument("--only", action="store_true", help="leave our own sets and the work reports out")
    given = parser.parse_args()
    sets = [(str(path), path) for path in given.gold] or [("../shared/gold", SHARED / "gold")]
    for title, path in [*sets, *([] if given.only else OWN)]:
        if not path.exists():
            print(f"== {title}: not there, left out\n")
            continue
        for text in lines(title, read_reports([path])):
            print(text, flush=True)
    for text in [] if given.only else _work_reports():
        print(text, flush=True)


def _work_reports() -> Iterator[str]:
    """The tables of the real work reports, whose texts lie beside the repository."""
    for title, folder, table in WORK_REPORTS:
        if SHARED.is_dir():
            yield from table(title, read_headlines(folder, SHARED))
        else:
            yield f"== {title}: no texts at {SHARED}, left out\n"


if __name__ == "__main__":
    main()
