"""Validating a frame against its model: what was checked, what failed, how long it took.

Only collected frames are taken: on a LazyFrame pandera checks the schema alone and lets bad values pass.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandera.errors
import polars as pl

from contracts import models, registry

MAX_FAILURES = models.MAX_FAILURES
FAILURE_SCHEMA = pl.Schema({"column": pl.String, "check": pl.String, "row": pl.Int64, "found": pl.String})


class ContractError(ValueError):
    """A frame breaks the contract of its table."""


@dataclass(frozen=True)
class ValidationOutcome:
    """What a validation found.

    Attributes:
        table: name of the table.
        rows: rows checked.
        failures: at most 20 failing cells: column (null for the whole row), check, row (position, null for the whole
            column), found.
        failure_count: failing cells and rows in all, over all checks.
        failed_checks: failing rows by `column: check`.
        bad_rows: positions of all rows that fail some check, ascending.
        checks_run: value checks that ran, as each of them noted itself.
        checks_declared: value checks that the model has.
        seconds: wall time.
    """

    table: str
    rows: int
    failures: pl.DataFrame
    failure_count: int
    failed_checks: dict[str, int]
    bad_rows: pl.Series
    checks_run: int
    checks_declared: int
    seconds: float

    @property
    def ok(self) -> bool:
        """True where nothing failed and every value check ran."""
        return self.failure_count == 0 and self.checks_run >= self.checks_declared

    def split(self, frame: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
        """The good rows and the bad rows; raises ContractError where a whole column fails, for no row is good then."""
        whole = [name for name in self.failed_checks if name.endswith(_WHOLE)]
        if whole:
            raise ContractError(self.summary())
        indexed = pl.int_range(pl.len()).is_in(self.bad_rows.implode())
        return frame.filter(~indexed), frame.filter(indexed)

    def summary(self) -> str:
        """One sentence for people: what was checked, and what failed with an example."""
        head = f"{self.table}: {self.rows} rows, {self.checks_run} of {self.checks_declared} value checks run"
        if self.ok:
            return f"{head}, all hold"
        if self.failure_count == 0:
            return f"{head}; the others never ran: see that PANDERA_VALIDATION_DEPTH and _ENABLED are unset"
        worst = ", ".join(f"{name} ({count})" for name, count in sorted(self.failed_checks.items())[:5])
        first = self.failures.row(0, named=True)
        place = "" if first["row"] is None else f" in row {first['row']}"
        return f"{head}; {self.failure_count} failures: {worst}; first found: {first['found']!r}{place}"

    def raise_if_failed(self) -> None:
        """Raises ContractError with the summary where the frame does not hold."""
        if not self.ok:
            raise ContractError(self.summary())


_WHOLE = " (whole column)"


def validate(table: str, frame: pl.DataFrame) -> ValidationOutcome:
    """Checks every row of `frame` against the model of `table` and says what failed; it does not raise for bad data.

    Raises:
        TypeError: for a LazyFrame or anything else that is no collected polars frame.
        RegistryError: for a table that is not in the registry.
    """
    if isinstance(frame, pl.LazyFrame):
        raise TypeError(
            f"validate({table!r}) needs a collected frame: on a LazyFrame value checks do not run; .collect() it"
        )
    if not isinstance(frame, pl.DataFrame):
        raise TypeError(f"validate({table!r}) needs a polars DataFrame, not {type(frame).__name__}")
    schema = models.model(registry.table(table).name)
    started = time.perf_counter()
    faults = _schema_faults(table, frame)
    if faults:
        # Value checks presume the right types: on others polars may panic, and what they say would mean nothing.
        return _outcome(table, frame, faults, 0, time.perf_counter() - started)
    errors: list[pandera.errors.SchemaError] = []
    with models.checks_run() as ran:
        try:
            schema.validate(frame, lazy=True)
        except pandera.errors.SchemaErrors as found:
            errors = list(found.schema_errors)
    parts = [_failing(error, frame) for error in errors]
    return _outcome(table, frame, parts, len(ran), time.perf_counter() - started)


def merged(outcomes: Sequence[ValidationOutcome]) -> ValidationOutcome:
    """Validations of the parts of one table, in their order, as one; what ran not every time counts as not run.

    Rows are named by their position in the whole table.
    """
    failed: dict[str, int] = {}
    shown, bad = [pl.DataFrame(schema=FAILURE_SCHEMA)], [pl.Series(dtype=pl.Int64)]
    before = 0
    for outcome in outcomes:
        for name, count in outcome.failed_checks.items():
            failed[name] = failed.get(name, 0) + count
        shown.append(outcome.failures.with_columns(pl.col("row") + before))
        bad.append(outcome.bad_rows + before)
        before += outcome.rows
    return replace(
        outcomes[0],
        rows=before,
        failures=pl.concat(shown).head(MAX_FAILURES),
        failure_count=sum(outcome.failure_count for outcome in outcomes),
        failed_checks=failed,
        bad_rows=pl.concat(bad),
        checks_run=min(outcome.checks_run for outcome in outcomes),
        seconds=sum(outcome.seconds for outcome in outcomes),
    )


def with_repeated_keys(outcome: ValidationOutcome, keys: pl.DataFrame) -> ValidationOutcome:
    """The merged outcome of a table whose parts were validated by themselves, with the keys that repeat in any part.

    Args:
        outcome: the parts' outcomes, merged.
        keys: the key columns of the whole table, in the order of its rows.
    """
    name, repeated = f"{outcome.table}: {models.KEY}", keys.is_duplicated().arg_true().cast(pl.Int64)
    cells = _cells(_Failing(None, models.KEY, repeated, ""), keys)
    shown = [
        outcome.failures.filter(pl.col("check") != models.KEY),
        pl.DataFrame(cells, schema=FAILURE_SCHEMA, orient="row"),
    ]
    return replace(
        outcome,
        failures=pl.concat(shown).head(MAX_FAILURES),
        failure_count=outcome.failure_count - outcome.failed_checks.get(name, 0) + repeated.len(),
        failed_checks={**outcome.failed_checks, name: repeated.len()},
        bad_rows=pl.concat([outcome.bad_rows, repeated]).unique().sort(),
    )


@dataclass(frozen=True)
class _Failing:
    column: str | None
    check: str
    rows: pl.Series | None
    found: str


def _schema_faults(table: str, frame: pl.DataFrame) -> list[_Failing]:
    """Columns that are missing, strange or of another type than the registry gives them."""
    wanted = registry.polars_schema(table)
    missing = [
        _Failing(name, f"missing{_WHOLE}", None, "no such column") for name in wanted if name not in frame.columns
    ]
    strange = [
        _Failing(name, f"not in the registry{_WHOLE}", None, str(dtype))
        for name, dtype in frame.schema.items()
        if name not in wanted
    ]
    mistyped = [
        _Failing(name, f"is {dtype}{_WHOLE}", None, str(frame.schema[name]))
        for name, dtype in wanted.items()
        if name in frame.columns and frame.schema[name] != dtype
    ]
    return [*missing, *strange, *mistyped]


def _failing(error: pandera.errors.SchemaError, frame: pl.DataFrame) -> _Failing:
    """What one of pandera's errors says: which rows fail which check, or the whole column where it names no rows."""
    name = getattr(error.schema, "name", None)
    column = name if name in frame.columns else None
    check = getattr(error.check, "name", None) or str(error.check)
    if check == "not_nullable" and column is not None:
        return _Failing(column, "not null", frame[column].is_null().arg_true(), "null")
    output = error.check_output
    if isinstance(output, pl.DataFrame) and output.height == frame.height:
        return _Failing(column, check, (~output.to_series(output.width - 1)).arg_true(), "")
    return _Failing(column, f"{check}{_WHOLE}", None, str(error.failure_cases)[:200])


def _outcome(table: str, frame: pl.DataFrame, parts: list[_Failing], ran: int, seconds: float) -> ValidationOutcome:
    failed = {f"{part.column or table}: {part.check}": 1 if part.rows is None else part.rows.len() for part in parts}
    rows = [part.rows.cast(pl.Int64) for part in parts if part.rows is not None]
    bad = pl.concat(rows).unique().sort() if rows else pl.Series(dtype=pl.Int64)
    cells = [cell for part in parts for cell in _cells(part, frame)][:MAX_FAILURES]
    return ValidationOutcome(
        table=table,
        rows=frame.height,
        failures=pl.DataFrame(cells, schema=FAILURE_SCHEMA, orient="row"),
        failure_count=sum(failed.values()),
        failed_checks=failed,
        bad_rows=bad,
        checks_run=ran,
        checks_declared=models.value_checks(table),
        seconds=seconds,
    )


def _cells(part: _Failing, frame: pl.DataFrame) -> list[tuple[str | None, str, int | None, str]]:
    """At most 20 failing cells of one check; a check of the whole row shows the row's key."""
    if part.rows is None:
        return [(part.column, part.check, None, part.found)]
    shown = part.rows.head(MAX_FAILURES).to_list()
    if part.column is None:
        return [(None, part.check, row, str(frame.row(row, named=True))[:200]) for row in shown]
    return [(part.column, part.check, row, str(frame[part.column][row])[:200]) for row in shown]
