"""`xianjian status`: what is published, what it covers, what the last run did, and what is overdue."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from orchestration.door import DataOption, plain_failures, published, settings_at
from orchestration.tables import Format, show, titled

if TYPE_CHECKING:
    from orchestration.settings import Settings
    from warehouse.query import Answer

app = typer.Typer(add_completion=False)


@app.command()
def status(
    limit: Annotated[int, typer.Option(min=1, help="Overdue reports to show at most.")] = 20,
    output: Annotated[Format, typer.Option("--format", "-f", help="How to print it; csv gives the coverage.")] = (
        Format.table
    ),
    data: DataOption = None,
) -> None:
    """Say how the warehouse stands: releases, coverage by family and year, quarantine, and overdue reports.

    A report is overdue where its county reported in the family before, the family has a deadline, and it has passed.
    """
    from warehouse.query import QueryError
    from warehouse.rooms import RoomError

    settings = settings_at(data)
    published(settings)
    with plain_failures(QueryError, RoomError):
        found = _found(settings)
    if output is Format.csv:
        show(found["coverage"], output)
    elif output in (Format.json, Format.jsonl):
        indent = 1 if output is Format.json else None
        sections = {name: answer.records() for name, answer in found.items()}
        typer.echo(json.dumps(sections, ensure_ascii=False, default=str, indent=indent))
    else:
        for name, answer in found.items():
            titled(f"{name} ({len(answer.rows)})", output)
            shown = answer.first(limit) if name == "overdue" else answer
            show(shown, output, limit, bar="received" if name == "coverage" else None)


def _found(settings: Settings) -> dict[str, Answer]:
    from datetime import UTC, datetime

    from warehouse.standing import coverage, kept_releases, overdue

    return {
        "releases": kept_releases(settings),
        "coverage": coverage(settings),
        "quarantine": _quarantine(settings),
        "overdue": overdue(settings, datetime.now(UTC).date()),
    }


def _quarantine(settings: Settings) -> Answer:
    """Documents kept out, by stage and reason."""
    from warehouse.query import Answer
    from warehouse.rooms import read_table

    counted = read_table(settings.rooms, "quarantine").group_by("stage", "reason").len("documents")
    rows = counted.sort("documents", "stage", "reason", descending=[True, False, False]).rows()
    return Answer(("stage", "reason", "documents"), ("VARCHAR", "VARCHAR", "BIGINT"), rows)
