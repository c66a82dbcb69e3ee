"""The national run: `python -m tests.benchmarks.national [REPORTS] [FOLDER]`, 28,500 reports by default.

It writes the panel, runs the whole job over it with two workers, prints a row for each stage, and looks for every known
figure, contradiction and restatement in what was published.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from .folder import write_panel
from .measured import Measured, came_out, measure

NATION = 28_500


def main(reports: int = NATION, root: Path = Path("data/national")) -> int:
    """Run it and print what it took."""
    folder = root / str(reports)
    if not (folder / "known").is_dir():
        known = write_panel(folder, reports)
        print(f"{known.reports:,} reports of {known.characters / known.reports:,.0f} characters written to {folder}")
    measured = measure(folder / "reports", folder / "data")
    show(measured)
    if not measured.published:
        print("not published:", *measured.failures, sep="\n  ")
        return 1
    complete = True
    for part in came_out(folder / "data" / "current" / "xianjian.duckdb", folder / "known"):
        complete &= part.missing == 0
        print(f"known {part.what}: {part.known:,}, not found: {part.missing:,}", *part.examples, sep="\n  ")
    return 0 if complete else 1


def show(measured: Measured) -> None:
    """Print a row a step that took part of a second, and the whole."""
    print(f"{'step':<28}{'wall s':>9}{'CPU s':>9}{'peak MB':>9}   load {os.getloadavg()[0]:.1f}")
    for step in [*(step for step in measured.steps if step.wall >= 0.2), measured.whole]:
        print(f"{step.name[-27:]:<28}{step.wall:>9.1f}{step.cpu:>9.1f}{step.memory / 1e6:>9.0f}")


if __name__ == "__main__":
    sys.exit(main(*(kind(argument) for kind, argument in zip((int, Path), sys.argv[1:], strict=False))))
