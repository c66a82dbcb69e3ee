"""`xianjian compare`: counties side by side in one year."""

from __future__ import annotations

from typing import Annotated

import typer

from orchestration.door import DataOption, plain_failures, published, settings_at, stderr
from orchestration.tables import Format, show, titled

SHOWN = ("rank", "county_name", "province_name", "value", "per_10k")
app = typer.Typer(add_completion=False)


@app.command()
def compare(
    indicator: Annotated[str, typer.Argument(help="An indicator: its code or its name, as 行政处罚.")],
    year: Annotated[int | None, typer.Option(help="The year; by default the last one that is stated.")] = None,
    province: Annotated[str | None, typer.Option(help="Only this province: code, name, or how it begins.")] = None,
    per_head: Annotated[bool, typer.Option(help="Order by the value per 10,000 people.")] = False,
    limit: Annotated[int, typer.Option(min=1, help="Counties to show at most.")] = 40,
    output: Annotated[Format, typer.Option("--format", "-f", help="How to print the rows.")] = Format.table,
    data: DataOption = None,
) -> None:
    """Compare counties: what each states of an indicator for one year, the largest first.

    `xianjian explain COUNTY YEAR INDICATOR` shows the sentence behind a value; the other formats have more columns,
    its observation_id among them.
    """
    from warehouse.comparison import compare as find
    from warehouse.names import UnknownNameError
    from warehouse.query import QueryError

    settings = settings_at(data)
    published(settings)
    with plain_failures(UnknownNameError, QueryError):
        found = find(settings, indicator, year=year, province=province, per_head=per_head)
    titled(found.title, output)
    bar = "per_10k" if per_head else "value"
    show(found.answer.first(limit), output, limit, bar=bar, columns=SHOWN)
    for caveat in found.caveats:
        stderr().print(caveat, style="yellow", markup=False, highlight=False)
