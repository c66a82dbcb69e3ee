"""From the YAML and SQL of this folder to the bundle that Superset imports: database, datasets, charts, dashboards.

Every identity is derived from a name, so that an import updates what an earlier one brought and never doubles it.
"""

from __future__ import annotations

import io
import json
import uuid
import zipfile
from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from contracts import registry
from contracts.rules import definitions
from warehouse.bi.layout import filters, position
from warehouse.query import open_database

NAMESPACE = uuid.UUID("6f9a3f63-3c0c-5d0e-9c5d-2f1a5c1f3b11")
DATABASE = "Xianjian"
# What keeps SQL inside the file: with access_mode alone, SQL Lab could read any file that its server can.
SAFETY = "access_mode=read_only&enable_external_access=false&lock_configuration=true&memory_limit=2GB&threads=2"
# Superset's editor leaves alone what is managed externally: who wants to change it saves a copy.
OURS = {"version": "1.0.0", "is_managed_externally": True}


class BundleError(ValueError):
    """The dashboards' YAML names something that is not there; the message says what and where."""


def address(database: Path) -> str:
    """The SQLAlchemy address of the published file, with which no SQL reads any other file of the machine."""
    return f"duckdb:///{database.absolute()}?{SAFETY}"


def write(target: Path, database: Path) -> None:
    """Write the bundle as a zip; column types are asked of the published file `database`.

    Raises:
        BundleError: if a chart or dashboard names what is not there.
        warehouse.query.QueryError: if nothing is published.
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, content in contents(database).items():
            bundle.writestr(f"bundle/{name}", yaml.safe_dump(content, allow_unicode=True, sort_keys=False))
    target.write_bytes(packed.getvalue())


def contents(database: Path) -> dict[str, dict[str, Any]]:
    """The files of the bundle by their names in it."""
    files: dict[str, dict[str, Any]] = {
        "metadata.yaml": {"version": "1.0.0", "type": "assets", "timestamp": "2026-01-01T00:00:00+00:00"},
        f"databases/{DATABASE}.yaml": _database(database),
    }
    for name, types in column_types(database).items():
        files[f"datasets/{DATABASE}/{name}.yaml"] = _dataset(name, types)
        for chart, says in stated("charts")["charts"].items():
            if says["dataset"] == name:
                files[f"charts/{chart}.yaml"] = _chart(chart, types)
    for name in stated("dashboards"):
        files[f"dashboards/{name}.yaml"] = _dashboard(name)
    return files


@cache
def stated(name: str) -> dict[str, Any]:
    """What `datasets.yml`, `charts.yml` or `dashboards.yml` states."""
    loaded: dict[str, Any] = yaml.safe_load(_text(f"{name}.yml"))
    return loaded


def datasets() -> dict[str, dict[str, Any]]:
    """The datasets by name: zh, en and metrics."""
    return {name: says for name, says in stated("datasets").items() if name != "columns"}


def sql(dataset: str) -> str:
    """The SQL of a dataset, without the comments: where counties lie, then what its own file asks.

    The word RULES in it is replaced by what every rule says in Chinese, which no published table holds.
    """
    text = _text("places.sql") + _text(f"datasets/{dataset}.sql")
    asked = "\n".join(line for line in text.splitlines() if not line.startswith("--")).strip()
    return asked.replace("RULES", _rules())


@cache
def _rules() -> str:
    """What every rule says in Chinese, as rows of SQL."""
    return ", ".join("('{}', '{}')".format(rule.name, rule.reason_zh.replace("'", "''")) for rule in definitions.load())


def column_types(database: Path) -> dict[str, dict[str, str]]:
    """The columns of every dataset with their DuckDB types, as the published file has them."""
    with open_database(database) as connection:
        return {
            name: {row[0]: row[1] for row in connection.execute(f"describe {sql(name)}").fetchall()}
            for name in datasets()
        }


def identity(kind: str, name: str) -> str:
    """The lasting identity of a database, dataset, chart or dashboard of that name."""
    return str(uuid.uuid5(NAMESPACE, f"{kind}/{name}"))


def titled(says: Mapping[str, Any]) -> str:
    """A title in both languages."""
    return f"{says['zh']} · {says['en']}"


def _text(name: str) -> str:
    return resources.files("warehouse.bi").joinpath(name).read_text(encoding="utf-8")


def _database(database: Path) -> dict[str, Any]:
    return {
        **OURS,
        "database_name": DATABASE,
        "sqlalchemy_uri": address(database),
        "uuid": identity("database", DATABASE),
        "expose_in_sqllab": True,
        "allow_run_async": False,
        "allow_ctas": False,
        "allow_cvas": False,
        "allow_dml": False,
        "allow_csv_upload": False,
        "extra": {"allows_virtual_table_explore": True},
    }


def _dataset(name: str, types: Mapping[str, str]) -> dict[str, Any]:
    says = datasets()[name]
    return {
        **OURS,
        "table_name": titled({"zh": says["zh"], "en": name}),
        "description": titled(says),
        "sql": sql(name),
        "uuid": identity("dataset", name),
        "database_uuid": identity("database", DATABASE),
        "columns": [_column(column, dtype) for column, dtype in types.items()],
        "metrics": [_metric(metric, its) for metric, its in says["metrics"].items()],
    }


def _column(name: str, dtype: str) -> dict[str, Any]:
    return {
        "column_name": name,
        "verbose_name": _terms()[name],
        "type": dtype,
        "is_dttm": dtype in ("DATE", "TIMESTAMP"),
        "is_active": True,
        "groupby": True,
        "filterable": True,
    }


@cache
def _terms() -> dict[str, str]:
    """What every column is called in both languages: as datasets.yml has it, else as the contracts do."""
    tables = reversed(registry.tables("published"))
    terms = {c.name: f"{c.zh} {c.name.replace('_', ' ')}" for table in tables for c in table.columns}
    return terms | {name: f"{says['zh']} {says['en']}" for name, says in stated("datasets")["columns"].items()}


def _metric(name: str, says: Mapping[str, str]) -> dict[str, Any]:
    return {
        "metric_name": name,
        "verbose_name": f"{says['zh']} {says['en']}",
        "expression": says["sql"],
        "d3format": says.get("format"),
    }


def _chart(name: str, types: Mapping[str, str]) -> dict[str, Any]:
    says = stated("charts")["charts"][name]
    params = {**stated("charts")["defaults"].get(says["viz"], {}), **says["params"], "viz_type": says["viz"]}
    params["adhoc_filters"] = [_condition(text) for text in params.get("adhoc_filters", [])]
    if says["viz"] == "table":
        params["column_config"] = _shown(params.get("all_columns", []), types)
    return {
        **OURS,
        "slice_name": titled(says),
        "description": says.get("hint"),
        "viz_type": says["viz"],
        "params": params,
        "uuid": identity("chart", name),
        "dataset_uuid": identity("dataset", says["dataset"]),
    }


def _shown(columns: list[str], types: Mapping[str, str]) -> dict[str, Any]:
    """How a table shows its columns: sentences wide, values to two digits."""
    sentences = [column for column in columns if column.endswith("quote")]
    wide = {column: {"columnWidth": 420 // len(sentences)} for column in sentences}
    return wide | {column: {"d3NumberFormat": ",.2~f"} for column in columns if types[column] == "DOUBLE"}


def _condition(text: str) -> dict[str, str]:
    return {"clause": "WHERE", "expressionType": "SQL", "sqlExpression": text}


def _dashboard(name: str) -> dict[str, Any]:
    says = stated("dashboards")[name]
    charts = stated("charts")["charts"]
    unknown = [chart for row in says["rows"] for chart, _ in row["charts"] if chart not in charts]
    if unknown:
        raise BundleError(f"dashboards.yml: {name} shows {', '.join(unknown)}, which charts.yml does not have")
    titles = {chart: (titled(its), identity("chart", chart)) for chart, its in charts.items()}
    return {
        **OURS,
        "dashboard_title": titled(says),
        "slug": name,
        "published": True,
        "css": _text("dashboards.css"),
        "uuid": identity("dashboard", name),
        "position": position(titled(says), says, titles),
        "metadata": {
            "native_filter_configuration": filters(name, says["filters"], lambda d: identity("dataset", d)),
            "cross_filters_enabled": True,
            "chart_configuration": {},
            "color_scheme": "supersetColors",
            "label_colors": says.get("colors", {}),
            "default_filters": json.dumps({}),
            "refresh_frequency": 0,
        },
    }
