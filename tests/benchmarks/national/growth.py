"""How time and memory grow: `python -m tests.benchmarks.national.growth [FOLDER] [REPORTS ...]`, four sizes by default.

Each size is a run of the whole job from nothing. An exponent is the slope of the line through the logarithms (least
squares): 1 where twice the reports take twice as much.
"""

from __future__ import annotations

import math
import os
import statistics
import sys
from collections.abc import Sequence
from pathlib import Path

from .__main__ import all_came_out, from_nothing
from .measured import Measured, Step

SIZES = (1_000, 3_000, 10_000, 28_500)
# A step that takes less than this at the largest size says more of the clock than of itself.
LEAST_SECONDS = 2.0


def main(root: Path = Path("data/national"), *sizes: int) -> int:
    """Run every size and print processor seconds, memory and their exponents."""
    runs: dict[int, Measured] = {}
    complete = True
    for reports in sizes or SIZES:
        folder = root / str(reports)
        runs[reports] = from_nothing(folder, reports)
        complete &= runs[reports].published and all_came_out(folder)
    show(runs)
    return 0 if complete else 1


def show(runs: dict[int, Measured]) -> None:
    """Print a row a step: processor seconds and peak MB at each size, and the two exponents."""
    steps = {
        reports: {step.name: step for step in [*run.steps, run.between_steps, run.whole]}
        for reports, run in runs.items()
    }
    sizes = list(steps)
    header = "".join(f"{size:>17,}" for size in sizes)
    print(f"{'CPU s / peak MB at reports':<34}{header}   exponents   load {os.getloadavg()[0]:.1f}")
    for name, largest in steps[sizes[-1]].items():
        if largest.cpu < LEAST_SECONDS:
            continue
        of_step = [steps[size][name] for size in sizes]
        cells = "".join(f"{step.cpu:>9.1f} /{step.memory / 1e6:>6.0f}" for step in of_step)
        print(f"{name[-33:]:<34}{cells}   {_exponents(sizes, of_step)}")


def _exponents(sizes: Sequence[int], steps: Sequence[Step]) -> str:
    over = [math.log(size) for size in sizes]
    time = statistics.linear_regression(over, [math.log(max(step.cpu, 0.01)) for step in steps]).slope
    memory = statistics.linear_regression(over, [math.log(step.memory) for step in steps]).slope
    return f"{time:.2f} / {memory:.2f}"


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if sys.argv[1:] else "data/national"), *map(int, sys.argv[2:])))
