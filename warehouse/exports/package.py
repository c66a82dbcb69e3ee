"""Parquet files with a Frictionless data package: what each table and column means travels with the data."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contracts import registry
from contracts.registry import Column, Table
from warehouse.dbt_schema import REFERENCES
from warehouse.durable import replacing, write_text
from warehouse.exports.reading import batches, table_names
from warehouse.places import Places
from warehouse.query import open_database

if TYPE_CHECKING:
    import duckdb

DESCRIPTOR = "datapackage.json"
# Frictionless Table Schema names for the registry's types (https://specs.frictionlessdata.io/table-schema/).
FIELD_TYPES = {
    "string": "string",
    "int64": "integer",
    "float64": "number",
    "boolean": "boolean",
    "date": "date",
    "timestamp": "datetime",
}
LICENCE = {
    "name": "Apache-2.0",
    "title": "Apache License 2.0",
    "path": "https://www.apache.org/licenses/LICENSE-2.0",
}


def write(places: Places, folder: Path) -> list[Path]:
    """Write one `<table>.parquet` a table and `datapackage.json`, the descriptor last; returns the files."""
    with open_database(places.database) as connection:
        files = [_write_table(connection, table, folder / f"{table}.parquet") for table in table_names()]
        release = _release(connection)
    descriptor = _descriptor(release, files)
    write_text(folder / DESCRIPTOR, json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n")
    return [*files, folder / DESCRIPTOR]


def _write_table(connection: duckdb.DuckDBPyConnection, table: str, target: Path) -> Path:
    import pyarrow.parquet as pq  # type: ignore[import-untyped]

    reader = batches(connection, table)
    with replacing(target) as temporary, pq.ParquetWriter(temporary, reader.schema, compression="zstd") as writer:
        for batch in reader:
            writer.write_batch(batch)
    return target


def _release(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    result = connection.execute("from release")
    names = [column[0] for column in result.description or []]
    return dict(zip(names, result.fetchall()[0], strict=True))


def _descriptor(release: dict[str, Any], files: list[Path]) -> dict[str, Any]:
    return {
        "profile": "data-package",
        "name": "xianjian",
        "title": "Xianjian 县鉴: figures that China's counties state in their yearly reports",
        "description": "Every figure with the sentence that states it, and tables that compare counties and years.",
        "version": release["release_id"],
        "created": f"{release['built_at']:%Y-%m-%dT%H:%M:%SZ}",
        "licenses": [LICENCE],
        "sources": [
            {
                "title": "Yearly reports of county governments (法治政府建设情况报告, 政府工作报告); "
                "dim_report names each with its document_id and, where it was fetched, its source_url",
            }
        ],
        "resources": [_resource(registry.table(file.stem), file) for file in files],
    }


def _resource(table: Table, file: Path) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": file.name,
        "title": table.zh,
        "description": table.en,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "bytes": file.stat().st_size,
        "hash": f"sha256:{_sha256(file)}",
        "schema": _schema(table),
    }


def _schema(table: Table) -> dict[str, Any]:
    references = [
        {"fields": [c.name], "reference": {"resource": REFERENCES[c.name], "fields": [c.name]}}
        for c in table.columns
        if c.name in REFERENCES and REFERENCES[c.name] != table.name
    ]
    schema: dict[str, Any] = {"fields": [_field(column) for column in table.columns], "primaryKey": list(table.key)}
    return schema | ({"foreignKeys": references} if references else {})


def _field(column: Column) -> dict[str, Any]:
    limits = {
        "required": not column.nullable,
        "enum": list(column.allowed) or None,
        "minimum": column.minimum,
        "maximum": column.maximum,
        "pattern": column.pattern,
    }
    field = {
        "name": column.name,
        "type": FIELD_TYPES[column.dtype],
        "title": column.zh,
        "description": column.en,
        "unit": column.unit,
        "constraints": {name: limit for name, limit in limits.items() if limit is not None},
    }
    return {name: says for name, says in field.items() if says is not None}


def _sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
