"""`xianjian trend`: one county over the years."""

from __future__ import annotations

from typing import Annotated

import typer

from orchestration.door import DataOption, plain_failures, published, settings_at, stderr
from orchestration.tables import Format, show, titled

SHOWN = ("year", "value", "growth_pct", "stated_growth_pct")
app = typer.Typer(add_completion=False)


@app.command()
def trend(
    county: Annotated[str, typer.Argument(help="A county: its code or its name, as 鹿溪县.")],
    indicator: Annotated[str, typer.Argument(help="An indicator: its code or its name, as 行政处罚.")],
    output: Annotated[Format, typer.Option("--format", "-f", help="How to print the rows.")] = Format.table,
    data: DataOption = None,
) -> None:
    """Follow a county over the years: its levels, their growth, and the growth that its reports state.

    Years under an earlier code or name are included. `xianjian explain COUNTY YEAR INDICATOR` shows the sentence behind
    a value; the other formats have more columns, its figure_id among them.
    """
    from warehouse.comparison import trend as find
    from warehouse.names import UnknownNameError
    from warehouse.query import QueryError

    settings = settings_at(data)
    published(settings)
    with plain_failures(UnknownNameError, QueryError):
        found = find(settings, county, indicator)
    titled(found.title, output)
    show(found.answer, output, bar="value", columns=SHOWN)
    for caveat in found.caveats:
        stderr().print(caveat, style="yellow", markup=False, highlight=False)
