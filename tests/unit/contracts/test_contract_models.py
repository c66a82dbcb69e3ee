"""The models: a good row of every table passes, and every kind of breach of every column turns red."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import good_rows
import polars as pl
import pytest

import contracts
from contracts import models, registry
from contracts.registry import Column
from contracts.validation import ContractError, validate

TABLES = [table.name for table in registry.tables()]


def breaches(column: Column) -> Iterator[tuple[str, Any]]:
    """The ways in which a value of the column can break its contract: the check that says so, and the value."""
    if not column.nullable:
        yield "not null", None
    if column.allowed:
        yield "is one of", "something else"
    if column.minimum is not None:
        yield "at least", column.minimum - 1
    if column.maximum is not None:
        yield "at most", column.maximum + 1
    if column.pattern is not None:
        yield "looks like", "NOT this!"
    if column.dtype == "float64":
        yield "finite", math.nan


@pytest.mark.parametrize("table", TABLES)
def test_a_good_row_passes_and_every_value_check_runs(table: str) -> None:
    outcome = validate(table, good_rows.frame(table))
    assert outcome.ok, outcome.summary()
    assert outcome.checks_run == outcome.checks_declared == models.value_checks(table)
    assert outcome.rows == 1


@pytest.mark.parametrize("table", TABLES)
def test_every_value_that_breaks_its_columns_contract_turns_red(table: str) -> None:
    """One row for each way of breaking each column: each is reported, for that column, with that check."""
    broken = [(column, *breach) for column in registry.columns(table) for breach in breaches(column)]
    rows = [good_rows.frame(table, **{column.name: bad}) for column, _, bad in broken]
    outcome = validate(table, pl.concat(rows))
    for column, check, _ in broken:
        assert any(name.startswith(f"{column.name}: {check}") for name in outcome.failed_checks), (column.name, check)
    assert outcome.bad_rows.to_list() == list(range(len(broken)))


@pytest.mark.parametrize("table", TABLES)
def test_a_key_that_is_there_twice_turns_red(table: str) -> None:
    row = good_rows.frame(table)
    assert validate(table, pl.concat([row, row])).failed_checks == {f"{table}: {models.KEY}": 2}


@pytest.mark.parametrize("table", TABLES)
def test_a_missing_a_strange_and_a_mistyped_column_turn_red(table: str) -> None:
    row, first = good_rows.frame(table), registry.columns(table)[0]
    assert not validate(table, row.drop(first.name)).ok
    assert not validate(table, row.with_columns(strange=pl.lit(1))).ok
    assert not validate(table, row.with_columns(pl.lit(b"x").alias(first.name))).ok


RELATIONS: list[tuple[str, str, dict[str, Any]]] = [
    ("document", "characters counts the text", {"characters": 4}),
    ("report", "report_id names county, year, family, occasion, revision", {"revision": 2}),
    ("report", "mapped, unmapped and other numbers add up", {"numbers": 7}),
    ("figure", "offsets are a span of the text's length", {"end_offset": 9}),
    ("figure", "the quote reaches the figure", {"quote_start": 6}),
    ("figure", "a range goes up", {"value_high": 1.0}),
    ("number", "offsets are a span of the text's length", {"end_offset": 9}),
    ("county", "a span ends after it begins", {"valid_to": 2000}),
    ("dim_county", "a span ends after it begins", {"valid_to": 2000}),
    ("dim_county", "current is what lasts", {"is_current": True}),
    ("dim_report", "mapped, unmapped and other numbers add up", {"numbers": 7}),
    ("mart_cross_year", "change is value less previous_value", {"change": 9.0}),
    ("mart_cross_year", "growth_gap is stated less computed growth", {"growth_gap": 0.5}),
    ("mart_cross_year", "growth needs a year before", {"previous_value": None}),
    ("mart_cross_year", "the first year is not after the year", {"first_year": 2024}),
    ("mart_cross_county", "a rank lies within the nation", {"rank_nation": 2}),
    ("mart_cross_county", "a rank lies within the province", {"rank_province": 2}),
    ("mart_cross_county", "a rank lies within the prefecture", {"rank_prefecture": 2}),
    ("mart_cross_county", "quartiles of the nation are in order", {"q1_nation": 2.0}),
    ("mart_cross_county", "quartiles of the province are in order", {"q3_province": 0.5}),
    ("mart_cross_county", "a value per head needs people", {"population": None}),
    ("mart_coverage", "missing is what was not received", {"received": False}),
    ("mart_quality_issue", "gap is stated less expected", {"gap": 2.0}),
    ("mart_restatement", "change is later less earlier value", {"change": 2.0}),
    ("mart_restatement", "a restatement changes something", {"later_value": 90.0, "change": 0.0}),
    ("fct_observation", "a range goes up", {"value_high": 1.0}),
    ("fct_observation", "a conflict needs two values", {"conflict": True}),
]


@pytest.mark.parametrize(("table", "relation", "change"), RELATIONS)
def test_a_broken_relation_between_columns_turns_red(table: str, relation: str, change: dict[str, Any]) -> None:
    assert validate(table, good_rows.frame(table, **change)).failed_checks == {f"{table}: {relation}": 1}


def test_every_relation_has_its_breaking_test() -> None:
    declared = {(table, title) for table in TABLES for title in models.relations(table)}
    assert declared == {(table, title) for table, title, _ in RELATIONS}


def test_a_lazy_frame_is_refused_because_its_values_would_not_be_checked() -> None:
    with pytest.raises(TypeError, match="needs a collected frame"):
        contracts.validate("figure", good_rows.frame("figure").lazy())  # type: ignore[arg-type]


def test_something_that_is_no_polars_frame_is_refused() -> None:
    with pytest.raises(TypeError, match="not dict"):
        contracts.validate("figure", {})  # type: ignore[arg-type]


def test_an_all_bad_frame_keeps_twenty_failures_and_counts_them_all() -> None:
    rows = pl.concat([good_rows.frame("number", start_offset=-5 - i, end_offset=-2 - i) for i in range(50)])
    outcome = validate("number", rows)
    assert outcome.failures.height == 20
    assert outcome.failure_count == 100
    assert outcome.bad_rows.len() == 50


def test_good_and_bad_rows_are_told_apart() -> None:
    bad = good_rows.frame("number", start_offset=6, end_offset=9, kind=None)
    rows = pl.concat([good_rows.frame("number", start_offset=5), bad])
    kept, out = validate("number", rows).split(rows)
    assert kept["start_offset"].to_list() == [5]
    assert out["start_offset"].to_list() == [6]


def test_no_row_is_called_good_when_a_column_is_missing() -> None:
    row = good_rows.frame("number").drop("kind")
    with pytest.raises(ContractError, match="kind"):
        validate("number", row).split(row)


def test_value_checks_that_were_switched_off_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    from pandera import config

    monkeypatch.setattr(config.CONFIG, "validation_depth", config.ValidationDepth.SCHEMA_ONLY)
    outcome = validate("number", good_rows.frame("number", kind="date", start_offset=-1, end_offset=2))
    assert outcome.checks_run == 0
    assert not outcome.ok
    with pytest.raises(ContractError, match="never ran"):
        outcome.raise_if_failed()
