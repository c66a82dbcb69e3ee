"""Printing rows: as a table for people, with bars where asked for, or as CSV, JSON or Markdown for programs."""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from orchestration.door import stderr, stdout

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from warehouse.query import Answer


_SPECIAL = re.compile(r"[\\`*_|<>\[\]\n]")


class Format(StrEnum):
    """How rows are printed."""

    table = "table"
    csv = "csv"
    json = "json"
    jsonl = "jsonl"
    md = "md"


def titled(title: str, output: Format) -> None:
    """Print a title over rows for people; programs get the rows alone."""
    if output is Format.table:
        from rich.text import Text

        stdout().print(Text(title, style="bold"))
    elif output is Format.md:
        sys.stdout.write(f"### {_SPECIAL.sub(_escaped, title)}\n\n")


BAR = 20  # characters


def show(
    answer: Answer,
    output: Format,
    limit: int | None = None,
    *,
    bar: str | None = None,
    columns: Sequence[str] | None = None,
) -> None:
    """Print an answer to standard output; what is said about it goes to standard error.

    In a table for people, `bar` names a column of numbers that are drawn as bars behind the last column, and `columns`
    those that are shown; the other formats have all of them.
    """
    if output is Format.csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(answer.columns)
        writer.writerows(["" if value is None else value for value in row] for row in answer.rows)
    elif output is Format.jsonl:
        for record in answer.records():
            sys.stdout.write(json.dumps(record, ensure_ascii=False, default=str) + "\n")
    elif output is Format.json:
        sys.stdout.write(json.dumps(answer.records(), ensure_ascii=False, default=str, indent=1) + "\n")
    elif output is Format.md:
        sys.stdout.writelines(_markdown(answer))
    else:
        _print_table(answer, bar, columns or answer.columns)
    if answer.truncated:
        stderr().print(f"[dim]There are more than {limit} rows; see --limit.[/dim]")


def _markdown(answer: Answer) -> Iterator[str]:
    """The lines of a Markdown table; what Markdown or HTML would take for markup is escaped."""
    yield f"| {' | '.join(answer.columns)} |\n"
    yield f"|{'|'.join('--:' if _is_numeric(kind) else '---' for kind in answer.types)}|\n"
    for row in answer.rows:
        yield f"| {' | '.join(_SPECIAL.sub(_escaped, _cell(value)) for value in row)} |\n"


def _escaped(found: re.Match[str]) -> str:
    return {"<": "&lt;", ">": "&gt;", "\n": " "}.get(found.group(), f"\\{found.group()}")


def _print_table(answer: Answer, bar: str | None, columns: Sequence[str]) -> None:
    from rich.console import Console

    table = _table(answer, bar, columns)
    console = stdout()
    # A pipe has no width; a terminal that is too narrow for the table gets a record a row.
    wide = Console(width=1_000_000, highlight=False)
    if not console.is_terminal:
        wide.print(table)
    elif wide.measure(table).maximum <= console.width:
        console.print(table)
    else:
        _print_records(answer, console)
    rows = len(answer.rows)
    stderr().print(f"[dim]{rows} row{'' if rows == 1 else 's'}[/dim]")


def _table(answer: Answer, bar: str | None, columns: Sequence[str]) -> Table:
    from rich import box
    from rich.bar import Bar
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    kinds = dict(zip(answer.columns, answer.types, strict=True))
    for name in columns:
        table.add_column(Text(name), justify="right" if _is_numeric(kinds[name]) else "left", no_wrap=True)
    drawn: list[Bar] = []
    if bar is not None:
        table.add_column("")
        values = [max(record[bar] or 0.0, 0.0) for record in answer.records()]
        drawn = [Bar(max(values, default=0.0) or 1.0, 0, value, width=BAR) for value in values]
    places = [answer.columns.index(name) for name in columns]
    for number, row in enumerate(answer.rows):
        table.add_row(*(Text(_cell(row[place])) for place in places), *drawn[number : number + 1])
    return table


def _is_numeric(kind: str) -> bool:
    return any(word in kind.upper() for word in ("INT", "DOUBLE", "DECIMAL", "FLOAT", "NUMBER"))


def _print_records(answer: Answer, console: Console) -> None:
    from rich.table import Table
    from rich.text import Text

    for number, row in enumerate(answer.rows, 1):
        grid = Table.grid(padding=(0, 2))
        for name, value in zip(answer.columns, row, strict=True):
            grid.add_row(Text(name, style="dim"), Text(_cell(value)))
        console.print(f"[dim]── {number}[/dim]")
        console.print(grid)


def _cell(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:.10g}" if value != int(value) or abs(value) > 1e15 else str(int(value))
    return str(value)
