"""`xianjian export`: the published tables for other tools."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from orchestration.door import MISUSED, DataOption, plain_failures, published, settings_at, stdout, stop

app = typer.Typer(add_completion=False)

URI_VARIABLE = "XIANJIAN_POSTGRES"


class Form(StrEnum):
    """What the tables become."""

    parquet = "parquet"
    csv = "csv"
    excel = "excel"
    sdmx = "sdmx"
    postgres = "postgres"


@app.command()
def export(
    form: Annotated[Form, typer.Argument(help="What to write.")],
    folder: Annotated[Path | None, typer.Argument(help="The folder to write into; not for postgres.")] = None,
    to: Annotated[
        str | None,
        typer.Option(
            envvar=URI_VARIABLE,
            show_envvar=True,
            help="For postgres: the database, as postgresql://user@host/database.",
        ),
    ] = None,
    schema: Annotated[str, typer.Option(help="For postgres: the schema to put the tables into.")] = "xianjian",
    reader: Annotated[list[str] | None, typer.Option(help="For postgres: a role that may read the tables.")] = None,
    data: DataOption = None,
) -> None:
    """Write the published tables for other tools.

    parquet: one file a table, with a Frictionless data package. csv: one file a table, safe to open in a spreadsheet.
    excel: the scorecard as a workbook. sdmx: the observations as SDMX-CSV. postgres: all tables into PostgreSQL.
    """
    from warehouse.exports import ExportError
    from warehouse.exports import export as write
    from warehouse.query import QueryError

    settings = settings_at(data)
    published(settings)
    with plain_failures(ExportError, QueryError, OSError):
        if form is Form.postgres:
            if to is None:
                stop(f"Name the database with --to or in {URI_VARIABLE}.", MISUSED)
            from warehouse.exports.postgres import export_postgres

            rows = export_postgres(settings, to, schema=schema, readers=reader or ())
            stdout().print(f"{sum(rows.values()):,} rows in {len(rows)} tables of schema {schema}")
            return
        if folder is None:
            stop(f"Name the folder to write into: xianjian export {form.value} FOLDER", MISUSED)
        for file in write(settings, form.value, folder):
            stdout().print(str(file), soft_wrap=True)
