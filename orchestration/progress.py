"""Telling a person how far a run is: a bar on a terminal, lines elsewhere, nothing where nobody looks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress as RichProgress


class Progress(Protocol):
    """Somebody who is told how far a step is."""

    def step(self, name: str, done: int, total: int) -> None:
        """`done` of `total` pieces of the step are finished; called with 0 when it begins."""


class Silent:
    """Nobody."""

    def step(self, name: str, done: int, total: int) -> None:
        """Say nothing."""


class Pace:
    """How fast each step goes, told from when it began."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self.clock = clock
        self.began: dict[str, float] = {}

    def of(self, name: str, done: int, total: int) -> str:
        """As `190 a second, 2 min left`; nothing before there is anything to tell it from."""
        now = self.clock()
        spent = now - self.began.setdefault(name, now)
        if not done or spent <= 0:
            return ""
        rate = done / spent
        left = (total - done) / rate
        to_go = f"{left / 60:.0f} min" if left >= 90 else f"{left:.0f} s"
        return f"{rate:.{0 if rate >= 10 else 1}f} a second" + (f", {to_go} left" if done < total else "")


class Lines:
    """A line when a step begins and when it ends, and for a long one at each tenth of its way."""

    LONG = 200

    def __init__(self, console: Console, pace: Pace | None = None) -> None:
        self.console = console
        self.pace = pace or Pace()
        self.said: dict[str, int] = {}

    def step(self, name: str, done: int, total: int) -> None:
        """Print a line where there is something to say."""
        pace = self.pace.of(name, done, total)
        tenth = 10 * done // total if total else 10
        if total < self.LONG and 0 < tenth < 10:
            return
        if self.said.get(name) != tenth:
            self.said[name] = tenth
            told = f" ({pace})" if pace and total >= self.LONG else ""
            self.console.print(f"{name}: {done} of {total}{told}" if total else f"{name}: nothing new")


class Bars:
    """A bar for each step."""

    def __init__(self, bars: RichProgress) -> None:
        self.bars = bars
        self.pace = Pace()
        self.tasks = {}  # type: ignore[var-annotated]

    def step(self, name: str, done: int, total: int) -> None:
        """Move the step's bar."""
        if name not in self.tasks:
            self.tasks[name] = self.bars.add_task(name, total=total or 1, pace="")
        pace = self.pace.of(name, done, total)
        self.bars.update(self.tasks[name], completed=done if total else 1, total=total or 1, pace=pace)


@contextmanager
def shown_on(console: Console) -> Iterator[Progress]:
    """The progress that suits the console, for as long as the block lasts."""
    if not console.is_terminal:
        yield Lines(console)
        return
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as RichProgress

    told = TextColumn("{task.fields[pace]}")
    columns = (TextColumn("{task.description:<12}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), told)
    with RichProgress(*columns, console=console, transient=True) as bars:
        yield Bars(bars)
