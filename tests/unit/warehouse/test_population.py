"""The denominators that a user gives."""

from __future__ import annotations

from pathlib import Path

import pytest

from warehouse import population
from warehouse.rooms import read_table

HEADER = "county_code,year,population,kind\n"


def test_denominators_are_read_as_given(tmp_path: Path) -> None:
    file = tmp_path / "population.csv"
    file.write_text(HEADER + "990101,2023,52000,resident\n990101,2023,61000,registered\n", encoding="utf-8")
    assert population.take_in(tmp_path / "rooms", file) == 2
    assert read_table(tmp_path / "rooms", "population")["population"].to_list() == [61000, 52000]


def test_without_a_file_the_room_is_empty_and_an_older_one_is_not_kept(tmp_path: Path) -> None:
    file = tmp_path / "population.csv"
    file.write_text(HEADER + "990101,2023,52000,resident\n", encoding="utf-8")
    population.take_in(tmp_path / "rooms", file)
    assert population.take_in(tmp_path / "rooms", None) == 0
    assert read_table(tmp_path / "rooms", "population").is_empty()


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("99010,2023,52000,resident", r"county_code must have six digits \(line 2\)"),
        ("990101,二〇二三,52000,resident", r"year must be a whole number"),
        ("990101,2023,0,resident", r"population must be a whole number from 1 on"),
        ("990101,2023,5.2万,resident", r"population must be a whole number from 1 on"),
        ("990101,2023,52000,常住", r"kind must be resident or registered"),
        ("990101,2023,,resident", r"population must be"),
        ("990101,2023,1,resident\n990101,2023,2,resident", r"stand there twice \(line 2, 3\)"),
    ],
)
def test_a_line_that_cannot_be_used_is_named(tmp_path: Path, line: str, says: str) -> None:
    file = tmp_path / "population.csv"
    file.write_text(HEADER + line + "\n", encoding="utf-8")
    with pytest.raises(population.PopulationError, match=says):
        population.read(file)


def test_a_file_that_is_missing_or_has_other_columns_is_refused(tmp_path: Path) -> None:
    with pytest.raises(population.PopulationError, match="cannot be read"):
        population.read(tmp_path / "nowhere.csv")
    file = tmp_path / "population.csv"
    file.write_text("code,people\n1,2\n", encoding="utf-8")
    with pytest.raises(population.PopulationError, match="it needs county_code, year, population, kind"):
        population.read(file)
