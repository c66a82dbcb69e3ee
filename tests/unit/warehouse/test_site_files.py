"""What a site writes is data and nothing else, and it takes nobody's folder."""

from __future__ import annotations

import base64
import json
import re
import zlib
from pathlib import Path

import pytest

from warehouse.site import datafile, overview, shells
from warehouse.site.folder import MARKER, SiteError, replaced

HOSTILE = '</script><script>alert(1)</script>"\\\n\u2028\ud800'


def read(file: Path) -> object:
    """The content that a data file hands over."""
    words = file.read_text(encoding="utf-8")
    return json.loads(words[words.index(",") + 1 : words.rindex(")")])


def test_a_data_file_hands_over_what_it_was_given(tmp_path: Path) -> None:
    datafile.write(tmp_path, "county/990101", {"name": "青石区", "values": [1, 2.5, None]})
    assert read(tmp_path / "data/county/990101.js") == {"name": "青石区", "values": [1, 2.5, None]}


def test_no_words_can_end_a_script_or_break_a_line_of_it(tmp_path: Path) -> None:
    datafile.write(tmp_path, "x", [HOSTILE])
    words = (tmp_path / "data/x.js").read_text(encoding="utf-8")
    assert "<" not in words
    assert "\u2028" not in words
    assert words.count("\n") == 1
    assert read(tmp_path / "data/x.js") == [HOSTILE.replace("\ud800", "\ufffd")]


def test_a_packed_file_holds_the_same_json_and_equal_content_gives_equal_bytes(tmp_path: Path) -> None:
    content = {"name": HOSTILE.replace("\ud800", "\ufffd"), "values": [1, 2.5, None] * 50}
    for name in ("a", "b"):
        datafile.write(tmp_path / name, "report/990101/r", content, packed=True)
    words = (tmp_path / "a/data/report/990101/r.js").read_text(encoding="utf-8")
    packed = re.fullmatch(r'xianjian\("report/990101/r","([A-Za-z0-9+/=]+)"\)\n', words)
    assert packed
    assert json.loads(zlib.decompress(base64.b64decode(packed[1]))) == content
    assert (tmp_path / "b/data/report/990101/r.js").read_text(encoding="utf-8") == words


@pytest.mark.parametrize("name", ["../x", "a/../../x", "/etc/x", "a b", "A", "县", "a//b", ""])
def test_a_data_file_lies_nowhere_else(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="cannot name a data file"):
        datafile.write(tmp_path, name, 1)


def test_numbers_are_as_short_as_they_can_be_and_nothing_is_made_of_what_is_no_number() -> None:
    assert [datafile.number(value) for value in (44600.0, 22.22, 0.0, None, float("nan"), 1 / 3)] == [
        44600,
        22.22,
        0,
        None,
        None,
        0.333333,
    ]


def test_a_stated_zero_is_kept_where_empty_cells_go() -> None:
    assert datafile.trimmed([2024, 0, "", None, []]) == [2024, 0]
    assert datafile.without_empty({"late": 0, "title": "", "ocr": False, "places": [], "url": None}) == {"late": 0}


def test_a_folder_of_ones_own_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work", encoding="utf-8")
    with pytest.raises(SiteError, match="holds other files"), replaced(tmp_path):
        pass
    assert (tmp_path / "thesis.txt").exists()


def test_a_file_is_no_place_for_a_site(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("", encoding="utf-8")
    with pytest.raises(SiteError, match="is a file"), replaced(tmp_path / "site"):
        pass


def test_a_site_that_fails_leaves_the_one_before_it(tmp_path: Path) -> None:
    with replaced(tmp_path / "site") as folder:
        (folder / "index.html").write_text("first", encoding="utf-8")
    with pytest.raises(RuntimeError, match="disk"), replaced(tmp_path / "site"):
        raise RuntimeError("disk full")
    assert (tmp_path / "site/index.html").read_text(encoding="utf-8") == "first"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_new_site_replaces_the_one_before_it_whole(tmp_path: Path) -> None:
    for name in ("old.js", "new.js"):
        with replaced(tmp_path / "site") as folder:
            (folder / name).write_text("", encoding="utf-8")
    assert {path.name for path in (tmp_path / "site").iterdir()} == {"new.js", MARKER}


def test_every_script_makes_text_and_never_html_of_what_it_shows() -> None:
    folder = Path(shells.__file__).parent / "assets"
    ways_in = ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "srcdoc")
    for script in folder.glob("*.js"):
        found = [way for way in ways_in if way in script.read_text(encoding="utf-8")]
        assert not found, f"{script.name} uses {found}"


def test_no_page_names_another_host_or_runs_a_script_of_its_own(tmp_path: Path) -> None:
    shells.write(tmp_path)
    for page in tmp_path.glob("*.html"):
        words = page.read_text(encoding="utf-8")
        assert "Content-Security-Policy" in words
        assert "http://" not in words
        assert "https://" not in words
        assert "<script>" not in words
        assert " style=" not in words
        assert " onclick=" not in words


def test_the_chart_library_comes_along_with_its_licences(tmp_path: Path) -> None:
    shells.write(tmp_path)
    library = (tmp_path / "assets/chart.js").read_text(encoding="utf-8")
    assert library.startswith("/*!\n * Chart.js v4")
    assert len(list((tmp_path / "assets").glob("LICENCE-*.txt"))) == len(shells.LICENCES)


def test_each_tile_of_the_map_has_a_place_of_its_own() -> None:
    tiles = overview.tile_map()
    places = {(tile["column"], tile["row"]) for tile in tiles.values()}
    assert len(places) == len(tiles) == 34
