"""The held-out gold is well marked; what the extractor makes of it is measured elsewhere, never required of it here."""

import csv
from pathlib import Path

import pytest
from gold.marks import read_gold

pytestmark = pytest.mark.integration
GOLD = Path(__file__).parents[2] / "gold"
EVERY = sorted(GOLD.glob("*/*.gold.txt"))


@pytest.mark.parametrize("path", sorted((GOLD / "held_out").iterdir()), ids=lambda path: path.name)
def test_a_held_out_report_has_full_length_and_many_figures(path: Path) -> None:
    text, figures = read_gold(path)
    assert len(text) >= 2900
    assert len(figures) >= 100
    assert "⟦" not in text
    assert all(text[figure.start : figure.end] == figure.surface for figure in figures)
    assert [figure.surface for figure in figures if figure.value is None] == []


@pytest.mark.shared
def test_every_marked_code_is_in_the_catalogue(shared_dir: Path) -> None:
    with (shared_dir / "catalogue" / "indicators.csv").open(encoding="utf-8", newline="") as lines:
        codes = {row["code"] for row in csv.DictReader(lines)}
    marked = {label.code for path in EVERY for figure in read_gold(path)[1] for label in figure.labels}
    assert marked <= codes
