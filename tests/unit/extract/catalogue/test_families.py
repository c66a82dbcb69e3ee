"""Families are data: a family.yml says what its reports look like, and every slip in one is named."""

from pathlib import Path

import pytest

from extract.catalogue import CatalogueError, all_families
from extract.catalogue.families import FILE, read

GOOD = """
name_zh: 防汛工作报告
name_en: Flood report
title_year: reviewed
titles: [[防汛, 报告]]
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "floods" / FILE
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    return path


def test_a_family_is_named_after_its_folder_and_its_optional_fields_may_be_absent(tmp_path: Path) -> None:
    family = read(written(tmp_path, GOOD))
    assert family.row() == {
        "family": "floods",
        "name_zh": "防汛工作报告",
        "name_en": "Flood report",
        "deadline_month": None,
        "deadline_day": None,
        "legal_basis": None,
    }
    assert [[pattern.pattern for pattern in patterns] for patterns in family.titles] == [["防汛", "报告"]]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("name_en: Flood report\n", ""), "name_en is missing"),
        (("title_year: reviewed", "title_year: written"), "title_year: 'written' is none of"),
        (("title_year: reviewed", "title_year: reviewed\nsubject: 防汛"), "subject is no field of a family"),
        (("[[防汛, 报告]]", "防汛报告"), "titles: write a list of lists"),
        (("[[防汛, 报告]]", "[['防汛(']]"), "is no regular expression"),
        (("[[防汛, 报告]]", "[[]]"), "each alternative as a list"),
        (("title_year: reviewed", "title_year: reviewed\ndeadline: {month: 13, day: 1}"), "there is no month 13"),
        (("title_year: reviewed", "title_year: reviewed\ndeadline: 1 April"), "deadline: write it as"),
        ((GOOD, "- a list"), "is not a mapping"),
        ((GOOD, "a: [b"), "cannot be read as YAML"),
    ],
)
def test_a_slip_is_named_with_its_file_and_field(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    path = written(tmp_path, GOOD.replace(*change))
    with pytest.raises(CatalogueError, match="floods") as raised:
        read(path)
    assert said in str(raised.value)


def test_the_projects_own_families_can_be_read() -> None:
    assert {family.name for family in all_families()} >= {"rule_of_law", "work_report"}
