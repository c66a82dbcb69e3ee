"""Pandera models of every table that crosses a border, made from the registry.

A model checks, for each column: presence, type, nulls, allowed values, bounds, pattern; for the table: that the key is
unique, that nothing is there beyond the registry, and the relations between columns that `_RELATIONS` names. A test
proves of each kind of check that it turns red; `validation.validate` counts the checks that ran.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pandera.polars as pa
import polars as pl

from contracts import registry

Relation = Callable[[], pl.Expr]
"""A relation between columns of one row: true where it holds (or where it has nothing to say)."""

_RELATIONS: dict[str, dict[str, Relation]] = {
    "document": {
        "characters counts the text": lambda: pl.col("characters") == pl.col("text").str.len_chars(),
    },
    "report": {
        "report_id names county, year, family, revision": lambda: (
            pl.col("report_id") == pl.format("{}-{}-{}-r{}", "county_code", "report_year", "family", "revision")
        ),
        "mapped, unmapped and other numbers add up": lambda: (
            pl.col("figures_mapped") + pl.col("figures_unmapped") + pl.col("numbers_other") == pl.col("numbers")
        ),
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
    "county": {
        "a span ends after it begins": lambda: (
            pl.col("valid_to").is_null() | (pl.col("valid_to") > pl.col("valid_from"))
        ),
    },
    "fct_observation": {
        "a range goes up": lambda: pl.col("value_high").is_null() | (pl.col("value_high") >= pl.col("value")),
        "a conflict needs two values": lambda: ~pl.col("conflict") | (pl.col("distinct_values") > 1),
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
    checks = [_relation(title, relation) for title, relation in _RELATIONS.get(name, {}).items()]
    checks.append(_relation("key is unique", lambda: _unique(table.key)))
    return pa.DataFrameSchema(columns, checks=checks, name=name, strict=True, description=table.description)


def check_count(name: str) -> int:
    """How many checks a validation of the table runs: type and null of each column, value checks, relations, key."""
    schema = model(name)
    return 2 * len(schema.columns) + sum(len(c.checks) for c in schema.columns.values()) + len(schema.checks)


MAX_FAILURES = 20
"""Failing rows kept per check: an all-bad column of a big table must not make a huge report."""


def _column_checks(column: registry.Column) -> list[pa.Check]:
    checks = []
    if column.allowed:
        checks.append(pa.Check.isin(list(column.allowed), name="allowed values", n_failure_cases=MAX_FAILURES))
    if column.minimum is not None:
        checks.append(pa.Check.ge(column.minimum, name="minimum", n_failure_cases=MAX_FAILURES))
    if column.maximum is not None:
        checks.append(pa.Check.le(column.maximum, name="maximum", n_failure_cases=MAX_FAILURES))
    if column.pattern is not None:
        checks.append(pa.Check.str_matches(column.pattern, name="pattern", n_failure_cases=MAX_FAILURES))
    if column.dtype == "float64":
        checks.append(pa.Check(_is_finite, name="finite", n_failure_cases=MAX_FAILURES))
    return checks


def _is_finite(data: pa.PolarsData) -> pl.LazyFrame:
    return data.lazyframe.select(pl.col(data.key).is_finite())


def _unique(key: tuple[str, ...]) -> pl.Expr:
    # Not pandera's `unique`, whose failure cases have no bound.
    return pl.col(key[0]).is_unique() if len(key) == 1 else pl.struct(key).is_unique()


def _relation(title: str, relation: Relation) -> pa.Check:
    def holds(data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(relation())

    return pa.Check(holds, name=title, n_failure_cases=MAX_FAILURES)
