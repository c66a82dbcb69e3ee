"""Pandera models of every table that crosses a border, made from the registry.

A model checks, for each column: presence, type, nulls, allowed values, bounds, pattern; for the table: that the key is
unique, that nothing is there beyond the registry, and the relations between columns that `_RELATIONS` names. Every
value check notes that it ran (`checks_run`), because checks that silently never run are the worst fault of such models.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

import pandera.polars as pa
import polars as pl

from contracts import registry

Relation = Callable[[], pl.Expr]
"""A relation between columns of one row: true where it holds (or where it has nothing to say)."""


def _difference(of: str, later: str, earlier: str) -> Relation:
    """The column `of` is `later` less `earlier`, to the last bits of floating point."""
    stated, made = pl.col(of), pl.col(later) - pl.col(earlier)
    slack = 1e-9 * pl.max_horizontal(pl.col(later).abs(), pl.col(earlier).abs(), pl.lit(1.0))
    return lambda: (stated - made).abs() <= slack


def _span_ends() -> pl.Expr:
    return pl.col("valid_to").is_null() | (pl.col("valid_to") > pl.col("valid_from"))


_REPORT = ("county_code", "report_year", "family", "revision")


def _other_occasion() -> pl.Expr:
    """The occasion as a report_id names it: not at all where it is the yearly one."""
    return pl.when(pl.col("occasion") == "annual").then(pl.lit("")).otherwise(pl.format("-{}", "occasion"))


def _numbers_add_up() -> pl.Expr:
    return pl.col("figures_mapped") + pl.col("figures_unmapped") + pl.col("numbers_other") == pl.col("numbers")


def _ranked(place: str) -> Relation:
    return lambda: pl.col(f"rank_{place}") <= pl.col(f"counties_{place}")


def _quartiles(place: str) -> Relation:
    return lambda: (
        (pl.col(f"q1_{place}") <= pl.col(f"median_{place}")) & (pl.col(f"median_{place}") <= pl.col(f"q3_{place}"))
    )


_RELATIONS: dict[str, dict[str, Relation]] = {
    "document": {
        "characters counts the text": lambda: pl.col("characters") == pl.col("text").str.len_chars(),
    },
    "report": {
        "report_id names county, year, family, occasion, revision": lambda: (
            pl.col("report_id") == pl.format("{}-{}-{}{}-r{}", *_REPORT[:3], _other_occasion(), _REPORT[3])
        ),
        "mapped, unmapped and other numbers add up": _numbers_add_up,
    },
    "figure": {
        "offsets are a span of the text's length": lambda: (
            pl.col("end_offset") - pl.col("start_offset") == pl.col("text").str.len_chars()
        ),
        "the quote reaches the figure": lambda: pl.col("quote_start") <= pl.col("start_offset"),
        "a range goes up": lambda: pl.col("value_high").is_null() | (pl.col("value_high") >= pl.col("value")),
    },
    "number": {
        "offsets are a span of the text's length": lambda: (
            pl.col("end_offset") - pl.col("start_offset") == pl.col("text").str.len_chars()
        ),
    },
    "county": {"a span ends after it begins": _span_ends},
    "dim_county": {
        "a span ends after it begins": _span_ends,
        "current is what lasts": lambda: pl.col("is_current") == pl.col("valid_to").is_null(),
    },
    "dim_report": {"mapped, unmapped and other numbers add up": _numbers_add_up},
    "fct_observation": {
        "a range goes up": lambda: pl.col("value_high").is_null() | (pl.col("value_high") >= pl.col("value")),
        "a conflict needs two values": lambda: ~pl.col("conflict") | (pl.col("distinct_values") > 1),
    },
    "mart_cross_year": {
        "change is value less previous_value": _difference("change", "value", "previous_value"),
        "growth_gap is stated less computed growth": _difference("growth_gap", "stated_growth_pct", "growth_pct"),
        "growth needs a year before": lambda: pl.col("growth_pct").is_null() | pl.col("previous_value").is_not_null(),
        "the first year is not after the year": lambda: pl.col("first_year") <= pl.col("year"),
    },
    "mart_cross_county": {
        "a rank lies within the nation": _ranked("nation"),
        "a rank lies within the province": _ranked("province"),
        "a rank lies within the prefecture": _ranked("prefecture"),
        "quartiles of the nation are in order": _quartiles("nation"),
        "quartiles of the province are in order": _quartiles("province"),
        "a value per head needs people": lambda: pl.col("per_10k").is_null() | pl.col("population").is_not_null(),
    },
    "mart_coverage": {
        "missing is what was not received": lambda: (pl.col("timeliness") == "missing") == ~pl.col("received"),
    },
    "mart_quality_issue": {"gap is stated less expected": _difference("gap", "stated", "expected")},
    "mart_restatement": {
        "change is later less earlier value": _difference("change", "later_value", "earlier_value"),
        "a restatement changes something": lambda: pl.col("earlier_value").ne_missing(pl.col("later_value")),
    },
}


@cache
def model(name: str) -> pa.DataFrameSchema:
    """The pandera schema of a table of the registry; raises RegistryError where there is no such table."""
    table = registry.table(name)
    types = registry.polars_schema(name)
    columns = {
        column.name: pa.Column(
            types[column.name],
            checks=_column_checks(column),
            nullable=column.nullable,
            required=True,
            description=column.description,
        )
        for column in table.columns
    }
    checks = [_check(title, _of_row(relation)) for title, relation in relations(name).items()]
    checks.append(_check(KEY, lambda _: _unique(table.key)))
    return pa.DataFrameSchema(columns, checks=checks, name=name, strict=True, description=table.description)


def relations(name: str) -> dict[str, Relation]:
    """The named relations between columns that a table's rows must hold."""
    return _RELATIONS.get(name, {})


def value_checks(name: str) -> int:
    """How many value checks a validation of the table runs, beside the type and null check of each column."""
    schema = model(name)
    return sum(len(column.checks) for column in schema.columns.values()) + len(schema.checks)


@contextmanager
def checks_run() -> Iterator[list[str]]:
    """A list that names every value check run inside the block."""
    ran: list[str] = []
    token = _RAN.set(ran)
    try:
        yield ran
    finally:
        _RAN.reset(token)


KEY = "key is unique"
MAX_FAILURES = 20
"""Failing rows kept per check: an all-bad column of a big table must not make a huge report."""
_RAN: ContextVar[list[str] | None] = ContextVar("value checks run", default=None)


def _column_checks(column: registry.Column) -> list[pa.Check]:
    checks: list[pa.Check] = []
    if column.allowed:
        allowed = list(column.allowed)
        checks.append(_check(f"is one of {', '.join(allowed)}", lambda name: pl.col(name).is_in(allowed)))
    if (minimum := column.minimum) is not None:
        checks.append(_check(f"at least {minimum:g}", lambda name: pl.col(name) >= minimum))
    if (maximum := column.maximum) is not None:
        checks.append(_check(f"at most {maximum:g}", lambda name: pl.col(name) <= maximum))
    if (pattern := column.pattern) is not None:
        checks.append(_check(f"looks like {pattern}", lambda name: pl.col(name).str.contains(pattern)))
    if column.dtype == "float64":
        checks.append(_check("finite", lambda name: pl.col(name).is_finite()))
    return checks


def _check(title: str, holds: Callable[[str], pl.Expr]) -> pa.Check:
    """A pandera check of whole columns, bounded in what it keeps, that notes each run of itself."""

    def run(data: pa.PolarsData) -> pl.LazyFrame:
        ran = _RAN.get()
        if ran is not None:
            ran.append(f"{data.key}: {title}")
        # Null is for the null check to judge.
        return data.lazyframe.select(holds(data.key).fill_null(True))

    return pa.Check(run, name=title, n_failure_cases=MAX_FAILURES)


def _of_row(relation: Relation) -> Callable[[str], pl.Expr]:
    return lambda _: relation()


def _unique(key: tuple[str, ...]) -> pl.Expr:
    # Not pandera's `unique`, whose failure cases have no bound.
    return pl.col(key[0]).is_unique() if len(key) == 1 else pl.struct(key).is_unique()
