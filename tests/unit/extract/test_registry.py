"""The registry of expected reports: what is wrong in it is listed with its line."""

from pathlib import Path

import pytest

from extract.registry import RegistryError, load


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "registry.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_rows_are_read_and_found_by_their_source(tmp_path: Path) -> None:
    text = "county_code,year,family,source,notes\n522623,2024,rule_of_law,http://a/x.html,\n,,,b/c.docx,没有标题\n"
    registry = load(written(tmp_path, "\ufeff" + text))
    row = registry.row_for("http://a/x.html")
    assert row is not None
    assert (row.county_code, row.year, row.family, row.is_url) == ("522623", 2024, "rule_of_law", True)
    assert registry.row_for(str(tmp_path / "b/c.docx")) == registry.row_for("b/c.docx") != None  # noqa: E711
    assert registry.row_for("c") is None


def test_every_fault_is_listed_with_its_line(tmp_path: Path) -> None:
    text = "county_code,year,family,source\n123456,2024,rule_of_law,a\n,24,,b\n,,budget,c\n,,,\n,1900,,d\n,,,ftp://x/y\n,,,a\n"
    with pytest.raises(RegistryError) as caught:
        load(written(tmp_path, text))
    message = str(caught.value)
    for part in ("line 2: '123456'", "line 3: '24'", "line 4: 'budget'", "line 5: no source", "line 6: 1900", "line 7"):
        assert part in message
    assert "a stands on two lines" in message


@pytest.mark.parametrize("text", ["", "county,year\n", "source,colour\na,b\n"])
def test_a_file_that_is_no_registry_says_what_it_should_be(tmp_path: Path, text: str) -> None:
    with pytest.raises(RegistryError, match="county_code"):
        load(written(tmp_path, text))
