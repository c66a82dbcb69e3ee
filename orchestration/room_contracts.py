"""The contract of a room, a year at a time: no more rows are held than one year has.

A year that held its contract is not validated again while its file and the code are what they were; failures are never
remembered. A key may not stand in two years either, so the keys of all years are held against each other every time.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl

from contracts import registry
from contracts.validation import FAILURE_SCHEMA, ValidationOutcome, merged, validate, with_repeated_keys
from orchestration.finished_years import FinishedYears
from orchestration.settings import Settings
from warehouse.rooms import partition_path, partition_years, read_table


def validate_room(settings: Settings, table: str) -> ValidationOutcome:
    """Validate all rows of a room against the model of its table."""
    if registry.table(table).partition is None:
        return validate(table, read_table(settings.rooms, table))
    years = partition_years(settings.rooms, table)
    outcomes = [_of_year(settings, table, year) for year in years]
    if not outcomes:
        return validate(table, registry.empty(table))
    outcome = merged(outcomes)
    # Where checks did not run, a column is missing or of another type: that is said, and keys cannot be compared.
    if outcome.checks_run >= outcome.checks_declared and _keys_repeat(settings.rooms, table):
        keys = registry.table(table).key
        return with_repeated_keys(outcome, read_table(settings.rooms, table, years, columns=keys))
    return outcome


def _of_year(settings: Settings, table: str, year: int | None) -> ValidationOutcome:
    finished = FinishedYears(settings, f"contract-{table}")
    file = [partition_path(settings.rooms, table, year)]
    said = finished.said(year, file)
    if said is not None:
        return _held(table, **said)
    outcome = validate(table, read_table(settings.rooms, table, [year]))
    if outcome.ok:
        counted: dict[str, Any] = {name: getattr(outcome, name) for name in ("rows", "checks_run", "checks_declared")}
        finished.note(year, file, said=counted)
    return outcome


def _held(table: str, rows: int, checks_run: int, checks_declared: int) -> ValidationOutcome:
    """The outcome of an earlier validation in which all held."""
    return ValidationOutcome(
        table=table,
        rows=rows,
        failures=pl.DataFrame(schema=FAILURE_SCHEMA),
        failure_count=0,
        failed_checks={},
        bad_rows=pl.Series(dtype=pl.Int64),
        checks_run=checks_run,
        checks_declared=checks_declared,
        seconds=0.0,
    )


def _keys_repeat(rooms: Path, table: str) -> bool:
    """Whether a key may stand in a room twice, told by checksums: a third of what comparing the keys costs."""
    checksums = pl.concat(list(_checksums_of_keys(rooms, table)))
    return checksums.n_unique() < checksums.len()


def _checksums_of_keys(rooms: Path, table: str) -> Iterator[pl.Series]:
    for year in partition_years(rooms, table):
        yield read_table(rooms, table, [year], columns=registry.table(table).key).hash_rows()
