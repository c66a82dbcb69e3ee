"""The generated documents are those of the present tables and rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from contracts import docs, registry
from contracts.rules import definitions


@pytest.mark.parametrize("name", sorted(docs.documents()))
def test_the_document_has_not_drifted_from_the_contracts(name: str, project_dir: Path) -> None:
    written = (project_dir / "docs" / name).read_text(encoding="utf-8")
    assert written == docs.documents()[name], "run `python -m contracts.docs`"


def test_every_column_and_rule_is_in_the_documents() -> None:
    dictionary, rules = docs.data_dictionary(), docs.rules_document()
    assert all(f"`{column.name}`" in dictionary for table in registry.tables() for column in table.columns)
    assert all(f"### {rule.name}\n" in rules for rule in definitions.load())
