"""The registry: what tables.yml may say, what it refuses, and what is made from it."""

from __future__ import annotations

import polars as pl
import pytest

from contracts import registry
from contracts.registry import RegistryError

DESIGNED = {
    "dim_county", "dim_indicator", "dim_report", "fct_figure", "fct_observation", "mart_cross_year",
    "mart_cross_county", "mart_scorecard", "mart_coverage", "mart_quality_issue", "mart_restatement",
}  # fmt: skip
FIELDS = "fields: {a: {type: string, zh: 甲, en: first}}\ntables:\n  t: "


def test_every_table_of_the_design_is_published() -> None:
    assert {table.name for table in registry.tables("published")} >= DESIGNED


def test_every_column_is_described_in_both_languages() -> None:
    for table in registry.tables():
        assert table.zh
        assert table.en
        for column in table.columns:
            assert any("\u4e00" <= letter <= "\u9fff" for letter in column.zh), f"{table.name}.{column.name}"
            assert len(column.en) > 3, f"{table.name}.{column.name}"


def test_no_key_may_be_null() -> None:
    for table in registry.tables():
        assert not [c.name for c in table.columns if c.key and c.nullable], table.name


def test_types_are_given_for_polars_and_duckdb() -> None:
    assert registry.polars_schema("figure")["value"] == pl.Float64
    assert registry.duckdb_type("figure", "start_offset") == "BIGINT"
    assert registry.empty("issue").columns == [column.name for column in registry.columns("issue")]


def test_a_scorecard_column_names_its_indicator() -> None:
    assert registry.table("mart_scorecard").column("enforcement_penalties").indicator == "enforcement.penalties"


@pytest.mark.parametrize(
    ("table", "what"),
    [
        ("{kind: room, zh: 表, en: table, key: [b], columns: [a]}", "key or partition 'b'"),
        ("{kind: room, zh: 表, en: table, key: [a], columns: [a, a]}", "stated twice: a"),
        ("{kind: room, zh: 表, en: table, key: [a], columns: [a, c]}", "t.c: no type or description"),
        ("{kind: room, zh: 表, en: table, key: [a], columns: [{a: {type: text}}]}", "type 'text' is none of"),
        ("{kind: room, zh: 表, en: table, key: [a], columns: [{a: {typ: string}}]}", "unknown keys"),
        ("{kind: view, zh: 表, en: table, key: [a], columns: [a]}", "kind 'view' is none of"),
    ],
)
def test_an_entry_that_contradicts_itself_is_refused_by_name(table: str, what: str) -> None:
    with pytest.raises(RegistryError, match=what):
        registry.parse(FIELDS + table)


def test_an_unknown_table_or_column_says_which_there_are() -> None:
    with pytest.raises(RegistryError, match=r"no table 'figures'.*figure"):
        registry.table("figures")
    with pytest.raises(RegistryError, match=r"no column 'valu'.*value"):
        registry.table("figure").column("valu")
