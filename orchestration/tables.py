"""Printing the answer to a query: as a table for people, or as CSV or JSON lines for programs."""

from __future__ import annotations

import csv
import json
import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from orchestration.door import stderr, stdout

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from warehouse.query import Answer


class Format(StrEnum):
    """How rows are printed."""

    table = "table"
    csv = "csv"
    jsonl = "jsonl"


def show(answer: Answer, output: Format, limit: int | None = None) -> None:
    """Print an answer to standard output; what is said about it goes to standard error."""
    if output is Format.csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(answer.columns)
        writer.writerows(["" if value is None else value for value in row] for row in answer.rows)
    elif output is Format.jsonl:
        for record in answer.records():
            sys.stdout.write(json.dumps(record, ensure_ascii=False, default=str) + "\n")
    else:
        _print_table(answer)
    if answer.truncated:
        stderr().print(f"[dim]There are more than {limit} rows; see --limit.[/dim]")


def _print_table(answer: Answer) -> None:
    from rich.console import Console

    table = _table(answer)
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


def _table(answer: Answer) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name, kind in zip(answer.columns, answer.types, strict=True):
        numeric = any(word in kind.upper() for word in ("INT", "DOUBLE", "DECIMAL", "FLOAT", "NUMBER"))
        table.add_column(Text(name), justify="right" if numeric else "left", no_wrap=True)
    for row in answer.rows:
        table.add_row(*(Text(_cell(value)) for value in row))
    return table


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
