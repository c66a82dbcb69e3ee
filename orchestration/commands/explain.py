"""`xianjian explain`: from a number of the warehouse to the words that state it."""

from __future__ import annotations

from typing import Annotated

import typer

from orchestration.door import DataOption, plain_failures, published, settings_at, stdout

app = typer.Typer(add_completion=False)


@app.command()
def explain(
    reference: Annotated[
        list[str],
        typer.Argument(
            help="A figure_id, an observation_id, or a cell: county, year and indicator, as 鹿溪县 2024 行政处罚."
        ),
    ],
    data: DataOption = None,
) -> None:
    """Show where a number comes from: the sentence with the number marked, the report, and the rule that read it.

    For a cell, the statements that were not chosen follow, each with the reason, and the issues that touch it.
    """
    from warehouse.explain import ExplainError
    from warehouse.explain import explain as find
    from warehouse.explanation import render
    from warehouse.query import QueryError

    settings = settings_at(data)
    published(settings)
    with plain_failures(ExplainError, QueryError):
        stdout().print(render(find(settings, " ".join(reference))))
