"""The generated part of the dbt project."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from contracts import registry
from warehouse import dbt_schema

MODELS = dbt_schema.MODELS


@pytest.mark.parametrize("name", dbt_schema.schema_files())
def test_the_dbt_project_states_what_the_registry_states(name: str) -> None:
    written = (MODELS / name).read_text(encoding="utf-8")
    assert written == dbt_schema.schema_files()[name], "run `python -m warehouse.dbt_schema`"


def test_writing_again_changes_nothing(tmp_path: Path) -> None:
    for folder in ("staging", "core", "marts"):
        (tmp_path / folder).mkdir()
    assert len(dbt_schema.write(tmp_path)) == 3
    assert dbt_schema.write(tmp_path) == []


def test_every_published_table_is_a_model_of_its_layer() -> None:
    for table in registry.tables("published"):
        if table.layer in dbt_schema.LAYERS:
            assert (MODELS / dbt_schema.LAYERS[table.layer] / f"{table.name}.sql").exists()


def test_references_go_one_way() -> None:
    order = {"staging": 0, "core": 1, "marts": 2}
    layer_of = {path.stem: order[path.relative_to(MODELS).parts[0]] for path in MODELS.rglob("*.sql")}
    for path in MODELS.rglob("*.sql"):
        text = path.read_text(encoding="utf-8")
        for name in re.findall(r"ref\('(\w+)'\)", text):
            assert layer_of.get(name, 0) <= layer_of[path.stem], f"{path.name} refers up to {name}"
            if path.parent.name == "marts":
                assert not name.startswith("mart_"), f"{path.name} is made from another mart, {name}"
        assert ("source(" in text) == (path.parent.name == "staging"), f"{path.name}: only staging reads sources"


def test_every_key_is_held_by_tests() -> None:
    for table in registry.tables("published"):
        if table.layer not in dbt_schema.LAYERS:
            continue
        layer = dbt_schema.LAYERS[table.layer]
        models = yaml.safe_load(dbt_schema.schema_files()[f"{layer}/{layer}.yml"])["models"]
        model = next(model for model in models if model["name"] == table.name)
        of_columns = {column["name"]: column.get("data_tests", []) for column in model["columns"]}
        if len(table.key) == 1:
            assert {"not_null", "unique"} <= {test for test in of_columns[table.key[0]] if isinstance(test, str)}
        else:
            assert {"unique_together": {"arguments": {"columns": list(table.key)}}} in model["data_tests"]
