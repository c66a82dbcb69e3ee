"""`python -m tests.scoring [GOLD...]`: the score table of marked reports; it measures and judges nothing (exit 0)."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(TESTS))

from scoring.reports import read_reports  # noqa: E402
from scoring.table import lines  # noqa: E402

OWN = [
    (name, TESTS / "gold" / folder)
    for name, folder in (("own samples", "samples"), ("held out", "held_out"), ("plain", "plain"))
]


def main() -> None:
    """Print the table of the folders that are named, then of our own."""
    parser = argparse.ArgumentParser(prog="python -m tests.scoring", description=__doc__)
    parser.add_argument("gold", nargs="*", type=Path, help="*.gold.txt or folders; default ../shared/gold where it is")
    parser.add_argument("--only", action="store_true", help="leave our own sets out")
    given = parser.parse_args()
    shared = TESTS.parents[1] / "shared" / "gold"
    sets = [(str(path), path) for path in given.gold] or [("../shared/gold", shared)]
    for title, path in [*sets, *([] if given.only else OWN)]:
        if not path.exists():
            print(f"== {title}: not there, left out\n")
            continue
        for text in lines(title, read_reports([path])):
            print(text, flush=True)


if __name__ == "__main__":
    main()
