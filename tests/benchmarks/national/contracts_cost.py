"""Pandera against native polars: `python -m tests.benchmarks.national.contracts_cost DATA`, on the last build.

Native is one select of all that the model checks, every verdict of a table in one row, without saying which rows fail.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import process_time

import duckdb
import polars as pl

from contracts import models, registry
from contracts.validation import validate
from warehouse.content import published_tables

ROUNDS = 3
# A smaller table costs what pandera costs by itself, some milliseconds.
LEAST_ROWS = 50_000


def conditions(table: registry.Table) -> Iterator[pl.Expr]:
    """What must hold for each row: nulls, values, relations and the key."""
    for column in table.columns:
        value = pl.col(column.name)
        if not column.nullable:
            yield value.is_not_null()
        if column.allowed:
            yield value.is_in(list(column.allowed))
        if column.minimum is not None:
            yield value >= column.minimum
        if column.maximum is not None:
            yield value <= column.maximum
        if column.pattern is not None:
            yield value.str.contains(column.pattern)
        if column.dtype == "float64":
            yield value.is_finite()
    for relation in models.relations(table.name).values():
        yield relation()
    yield pl.struct(table.key).is_unique()


def seconds(work: Callable[[], object]) -> float:
    """Processor seconds, the best of some rounds."""
    spent = []
    for _ in range(ROUNDS):
        began = process_time()
        work()
        spent.append(process_time() - began)
    return min(spent)


def main(data: Path) -> None:
    """Print a row a table, and the sum."""
    whole = {"native": 0.0, "pandera": 0.0}
    with duckdb.connect(str(data / "build" / "xianjian.duckdb"), read_only=True) as connection:
        for name in published_tables():
            table = registry.table(name)
            names = ", ".join(column.name for column in table.columns)
            frame = connection.execute(f"select {names} from {name}").pl().cast(dict(registry.polars_schema(name)))
            if frame.height < LEAST_ROWS:
                continue
            verdicts = [held.fill_null(True).all().alias(str(n)) for n, held in enumerate(conditions(table))]
            native = seconds(lambda f=frame, v=verdicts: f.lazy().select(v).collect())
            pandera = seconds(lambda f=frame, n=name: validate(n, f).raise_if_failed())
            whole["native"] += native
            whole["pandera"] += pandera
            print(f"{name:<28}{frame.height:>11,} rows  {native:6.2f} s native  {pandera / native:5.2f} x in pandera")
    print(f"{'all of them':<28}{'':>16}  {whole['native']:6.2f} s native  {whole['pandera'] / whole['native']:5.2f} x")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
