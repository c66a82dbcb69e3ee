"""The registry of tables and columns, typed: what `tables.yml` states, for models, dbt, comments and documents.

Everything that needs a column's name, type, unit or meaning asks here. Reading is lazy and cached; nothing is opened at
import. Polars is imported only by the functions that return polars objects.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Literal, get_args

import yaml

if TYPE_CHECKING:
    import polars as pl

Kind = Literal["room", "input", "published"]
DataType = Literal["string", "int64", "float64", "boolean", "date", "timestamp"]

# The safe loader, written in C where that is at hand: eight times as fast.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DUCKDB: dict[DataType, str] = {
    "string": "VARCHAR",
    "int64": "BIGINT",
    "float64": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
}
_FIELD_KEYS = {"type", "unit", "allowed", "min", "max", "pattern", "zh", "en"}


class RegistryError(ValueError):
    """`tables.yml` contradicts itself or a name is not in it; the message says where and what to do."""


@dataclass(frozen=True)
class Column:
    """A column of a table: name, type, whether it may be null, unit, allowed values, bounds and meaning."""

    name: str
    dtype: DataType
    nullable: bool
    key: bool
    zh: str
    en: str
    unit: str | None = None
    allowed: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    pattern: str | None = None
    indicator: str | None = None
    """Catalogue code where the column holds one indicator (the scorecard), else None."""

    @property
    def duckdb_type(self) -> str:
        """The column's type in DuckDB, as `BIGINT`."""
        return _DUCKDB[self.dtype]

    @property
    def description(self) -> str:
        """One line of English with the Chinese term, allowed values and unit: the comment that users see."""
        unit = f", in {self.unit}" if self.unit else ""
        return f"{self.zh}: {self.en}{unit}"


@dataclass(frozen=True)
class Table:
    """A table: kind (room, input, published), what a row is, its key and columns in order."""

    name: str
    kind: Kind
    zh: str
    en: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    layer: str | None = None
    """core, mart or release for published tables, else None."""
    partition: str | None = None
    """Column that the table's folders are split by, or None for one file."""
    outside_content: str | None = None
    """Why a published table is left out of the content hash, None where it counts."""
    kept_by: tuple[Literal["county", "year"], str] | None = None
    """On whose reports a row depends, and the SQL that tells whose it is; None where every build computes all rows."""

    @property
    def description(self) -> str:
        """What a row of the table is, with the Chinese term."""
        return f"{self.zh}: {self.en}"

    def column(self, name: str) -> Column:
        """The column of that name; raises RegistryError where there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise RegistryError(f"{self.name} has no column {name!r}; it has {', '.join(c.name for c in self.columns)}")


@cache
def load() -> Mapping[str, Table]:
    """All tables of `tables.yml` by name. Raises RegistryError where an entry contradicts itself."""
    source = resources.files("contracts").joinpath("tables.yml").read_text(encoding="utf-8")
    return parse(source)


def parse(source: str) -> dict[str, Table]:
    """Tables from the YAML text `source`; RegistryError names the table and column that is wrong."""
    registry = yaml.load(source, Loader=LOADER)  # noqa: S506 - a safe loader
    fields: dict[str, dict[str, Any]] = registry["fields"]
    return {name: _table(name, entry, fields) for name, entry in registry["tables"].items()}


def tables(kind: Kind | None = None) -> tuple[Table, ...]:
    """The tables in the registry's order, of one kind or all."""
    return tuple(t for t in load().values() if kind in (None, t.kind))


def table(name: str) -> Table:
    """The table of that name; raises RegistryError naming those there are."""
    try:
        return load()[name]
    except KeyError:
        raise RegistryError(f"no table {name!r} in contracts/tables.yml; there are {', '.join(load())}") from None


def columns(name: str) -> tuple[Column, ...]:
    """The columns of a table in order."""
    return table(name).columns


def duckdb_type(name: str, column: str) -> str:
    """The DuckDB type of a table's column, as `DOUBLE`."""
    return table(name).column(column).duckdb_type


def polars_schema(name: str) -> pl.Schema:
    """The polars schema of a table; timestamps are naive UTC microseconds."""
    import polars as pl

    types: dict[DataType, pl.DataType] = {
        "string": pl.String(),
        "int64": pl.Int64(),
        "float64": pl.Float64(),
        "boolean": pl.Boolean(),
        "date": pl.Date(),
        "timestamp": pl.Datetime("us"),
    }
    return pl.Schema({column.name: types[column.dtype] for column in columns(name)})


def empty(name: str) -> pl.DataFrame:
    """A frame of the table with no rows."""
    import polars as pl

    return pl.DataFrame(schema=polars_schema(name))


def _table(name: str, entry: dict[str, Any], fields: dict[str, dict[str, Any]]) -> Table:
    kind, key = entry["kind"], tuple(entry["key"])
    if kind not in get_args(Kind):
        raise RegistryError(f"{name}: kind {kind!r} is none of {', '.join(get_args(Kind))}")
    made = [_column(name, item, key, fields) for item in entry["columns"]]
    made += [_indicator_column(code, says) for code, says in entry.get("indicators", {}).items()]
    names = [column.name for column in made]
    repeated = sorted({n for n in names if names.count(n) > 1})
    if repeated:
        raise RegistryError(f"{name}: column stated twice: {', '.join(repeated)}")
    for part in (*key, *filter(None, [entry.get("partition")])):
        if part not in names:
            raise RegistryError(f"{name}: key or partition {part!r} is not among its columns")
    layer, partition, outside = (entry.get(said) for said in ("layer", "partition", "outside_content"))
    kept_by = _kept_by(name, entry)
    return Table(name, kind, entry["zh"], entry["en"], key, tuple(made), layer, partition, outside, kept_by)


def _kept_by(name: str, entry: dict[str, Any]) -> tuple[Literal["county", "year"], str] | None:
    if "kept_by" not in entry:
        return None
    [(whose, sql)] = entry["kept_by"].items()
    if whose not in ("county", "year"):
        raise RegistryError(f"{name}: kept_by {whose!r} is neither county nor year")
    return whose, sql


def _column(table_name: str, item: str | dict[str, Any], key: tuple[str, ...], fields: dict[str, Any]) -> Column:
    label, own = (item, {}) if isinstance(item, str) else next(iter(item.items()))
    name = label.removesuffix("?")
    says = {**fields.get(name, {}), **own}
    unknown = set(says) - _FIELD_KEYS
    if unknown or "type" not in says or "en" not in says:
        what = f"unknown keys {sorted(unknown)}" if unknown else "no type or description"
        raise RegistryError(f"{table_name}.{name}: {what}; state it under fields or in the table")
    if says["type"] not in get_args(DataType):
        raise RegistryError(f"{table_name}.{name}: type {says['type']!r} is none of {', '.join(get_args(DataType))}")
    return Column(
        name=name,
        dtype=says["type"],
        nullable=label.endswith("?"),
        key=name in key,
        zh=says["zh"],
        en=says["en"],
        unit=says.get("unit"),
        allowed=tuple(says.get("allowed", ())),
        minimum=says.get("min"),
        maximum=says.get("max"),
        pattern=says.get("pattern"),
    )


def _indicator_column(code: str, says: dict[str, str]) -> Column:
    return Column(
        name=code.replace(".", "_"),
        dtype="float64",
        nullable=True,
        key=False,
        zh=says["zh"],
        en=f"{says['en']} ({code})",
        unit=says["unit"],
        indicator=code,
    )
