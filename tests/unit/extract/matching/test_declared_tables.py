"""Declared tables: the catalogue says which cell states what; what it does not declare stays without an indicator."""

from pathlib import Path

import pytest

from extract.catalogue import CatalogueError, load
from extract.document import extract_text

CATALOGUE = """
domain: floods
indicators:
  floods.warnings: {name_zh: 预警, name_en: Warnings, unit: 次, kind: count, counted_in: [time], wordings: [发布预警]}
  floods.drills: {name_zh: 演练, name_en: Drills, unit: 次, kind: count, counted_in: [time], wordings: [防汛演练]}
  floods.cost: {name_zh: 经费, name_en: Cost, unit: 元, kind: amount, counted_in: [money], wordings: [防汛经费]}
tables:
  year:
    holds: [防汛情况, 全县合计]
    whole: 合计
    cells:
      floods.warnings: {row: 预警/发布}
      floods.cost: {row: 经费}
"""
TABLE = """2023年防汛情况如下：
| 项目 | 项目 | 城区 | 全县合计 |
| 预警 | 发布 | 3 | 12 |
| 预警 | 解除 | 2 | 11 |
| 经费 | 经费 | 5 | 40 |
以上数据截至年末。
"""


def catalogue(folder: Path, text: str = CATALOGUE) -> Path:
    path = folder / "floods.yml"
    path.write_text(text, encoding="utf-8")
    return path


def read(folder: Path, table: str) -> list[tuple[float, str | None, str | None]]:
    loaded = load("rule_of_law", (catalogue(folder),))
    figures = extract_text(table, family="rule_of_law", catalogue=loaded, year=2023).figures
    return [(figure["value"], figure["indicator"], figure["scope"]) for figure in figures]


def test_a_declared_cell_states_its_indicator_and_a_column_beside_the_whole_a_part(tmp_path: Path) -> None:
    assert read(tmp_path, TABLE) == [
        (3, "floods.warnings", "城区"),
        (12, "floods.warnings", None),
        (2, None, None),
        (11, None, None),
        (5, "floods.cost", "城区"),
        (40, "floods.cost", None),
    ]


def test_the_unit_of_a_header_scales_the_cells_under_it(tmp_path: Path) -> None:
    scaled = TABLE.replace("| 全县合计 |", "| 全县合计(单位:万元) |")
    assert read(tmp_path, scaled)[-1] == (400_000, "floods.cost", None)


def test_a_table_without_the_words_of_the_form_is_not_read_by_it(tmp_path: Path) -> None:
    assert not any(indicator for _, indicator, _ in read(tmp_path, TABLE.replace("全县合计", "全县总量")))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("floods.cost: {row: 经费}\n", "floods.price: {row: 经费}\n"), "'floods.price' is no indicator"),
        (("    holds: [防汛情况, 全县合计]\n", ""), "write `holds` and `cells`"),
        (("    whole: 合计\n", "    total: 合计\n"), "write `holds` and `cells`"),
        (("{row: 经费}", "{line: 经费}"), "write the words of its `row`"),
        (("{row: 经费}", "经费"), "write the words of its `row`"),
        (("holds: [防汛情况, 全县合计]", "holds: 防汛情况"), "`holds` is a list of words"),
    ],
)
def test_a_slip_in_a_declared_table_is_named(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    with pytest.raises(CatalogueError, match="year") as raised:
        load("rule_of_law", (catalogue(tmp_path, CATALOGUE.replace(*change)),))
    assert said in str(raised.value)
