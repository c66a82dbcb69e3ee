"""The national run: `python -m tests.benchmarks.national [REPORTS] [FOLDER]`, 28,500 reports by default.

It writes the panel, runs the whole job over it with two workers, prints a row for each stage, and looks for every known
figure, contradiction and restatement in what was published. Then it adds one report and runs again, and runs a third
time with nothing new.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from .floors import Floor, floors
from .folder import write_one_more, write_panel
from .measured import Measured, came_out, measure

NATION = 28_500


def main(reports: int = NATION, root: Path = Path("data/national")) -> int:
    """Run it and print what it took."""
    folder = root / str(reports)
    first = from_nothing(folder, reports)
    if not first.published:
        show(first, {})
        print("not published:", *first.failures, sep="\n  ")
        return 1
    show(first, floors(folder / "reports", folder / "data"))
    complete = all_came_out(folder)
    print(f"one report more: {write_one_more(folder, reports).name}")
    for what in ("one report more", "nothing new"):
        later = measure(folder / "reports", folder / "data")
        show(later, {})
        print(f"{what}: {later.whole.cpu / first.whole.cpu:.3f} x the processor time of the first run")
    return 0 if complete else 1


def from_nothing(folder: Path, reports: int) -> Measured:
    """Write the panel where it is not there yet, and run the whole job over it."""
    if not (folder / "known").is_dir():
        known = write_panel(folder, reports)
        print(f"{known.reports:,} reports of {known.characters / known.reports:,.0f} characters written to {folder}")
    return measure(folder / "reports", folder / "data")


def all_came_out(folder: Path) -> bool:
    """Print how much of what is known was found; whether all was."""
    parts = came_out(folder / "data" / "current" / "xianjian.duckdb", folder / "known")
    for part in parts:
        print(f"known {part.what}: {part.known:,}, not found: {part.missing:,}", *part.examples, sep="\n  ")
    return all(part.missing == 0 for part in parts)


def show(measured: Measured, of_steps: Mapping[str, Floor]) -> None:
    """Print a row a step that took part of a second, and the whole; with its floor, where it is known."""
    print(
        f"{'step':<34}{'wall s':>9}{'CPU s':>9}{'peak MB':>9}{'rows':>12}{'x floor':>9}   load {os.getloadavg()[0]:.1f}"
    )
    for step in [*(step for step in measured.steps if step.wall >= 0.2), measured.between_steps, measured.whole]:
        cells = f"{step.name[-33:]:<34}{step.wall:>9.1f}{step.cpu:>9.1f}{step.memory / 1e6:>9.0f}"
        floor = of_steps.get(step.name)
        print(cells + (f"{floor.rows:>12,}{step.cpu / floor.cpu:>9.1f}" if floor else ""))


if __name__ == "__main__":
    sys.exit(main(*(kind(argument) for kind, argument in zip((int, Path), sys.argv[1:], strict=False))))
