"""`xianjian query`: an SQL question to the published warehouse."""

from __future__ import annotations

from typing import Annotated

import typer

from orchestration.door import DataOption, plain_failures, published, settings_at
from orchestration.tables import Format, show

app = typer.Typer(add_completion=False)


@app.command()
def query(
    sql: Annotated[str, typer.Argument(help='The question, as "select * from mart_scorecard".')],
    limit: Annotated[int, typer.Option(min=1, help="Rows to show at most.")] = 100,
    output: Annotated[Format, typer.Option("--format", "-f", help="How to print the rows.")] = Format.table,
    seconds: Annotated[float, typer.Option(min=0.001, help="Stop the question after so long.")] = 60.0,
    data: DataOption = None,
) -> None:
    """Answer an SQL question from the published warehouse (DuckDB's SQL, read-only).

    The tables: dim_county, dim_indicator, dim_report, fct_figure, fct_observation, mart_cross_year,
    mart_cross_county, mart_scorecard, mart_coverage, mart_quality_issue, mart_restatement.
    """
    from warehouse.query import QueryError, run

    settings = settings_at(data)
    published(settings)
    with plain_failures(QueryError):
        show(run(settings, sql, limit=limit, seconds=seconds), output, limit)
