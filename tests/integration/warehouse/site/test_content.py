"""The data files of a site say what the release says, all of it, and the same release gives the same bytes."""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from orchestration.cli import app
from orchestration.settings import Settings
from warehouse.query import run
from warehouse.site.writing import write


def data(site: Path, name: str) -> Any:
    words = (site / "data" / f"{name}.js").read_text(encoding="utf-8")
    assert words.startswith(f'xianjian("{name}",')
    content = json.loads(words[words.index(",") + 1 : words.rindex(")")])
    return json.loads(zlib.decompress(base64.b64decode(content))) if isinstance(content, str) else content


def marks(site: Path) -> dict[tuple[str, str], list[Any]]:
    """Every marked number of every report's page, by report and place."""
    return {
        (file.stem, f"{mark[2]}-{mark[3]}"): mark
        for file in site.glob("data/report/*/*.js")
        for sentence in data(site, f"report/{file.parent.name}/{file.stem}")["sentences"]
        for mark in sentence[3]
    }


def test_every_figure_of_the_release_stands_in_a_sentence_of_its_report(site: Path, published: Settings) -> None:
    figures = run(published, "select report_id, start_offset || '-' || ordinal, value from fct_figure").rows
    shown = marks(site)
    assert len(figures) > 50
    assert {(report, place): value for report, place, value in figures} == {at: mark[7] for at, mark in shown.items()}


def test_every_cell_of_a_county_leads_to_the_number_that_states_it(site: Path, published: Settings) -> None:
    shown = marks(site)
    cells = 0
    for file in (site / "data/county").glob("*.js"):
        county = data(site, f"county/{file.stem}")
        for indicator, series in county["series"].items():
            for cell in series:
                for report, start, ordinal in cell[3]:
                    mark = shown[county["reports"][report]["report_id"], f"{start}-{ordinal}"]
                    assert mark[4] == indicator
                    assert len(cell[3]) > 1 or mark[7] == cell[1]
                    cells += 1
    stated = run(published, "select count(*) from mart_cross_year where observation_id is not null").rows[0][0]
    assert cells >= stated > 50


def test_every_row_of_a_ranking_leads_to_the_number_that_states_it(site: Path, published: Settings) -> None:
    shown = marks(site)
    rows = run(published, "select indicator, year, county_code, value from mart_cross_county").rows
    for indicator, year, county, value in rows:
        cells = data(site, f"indicator/{indicator}/{year}")
        codes = [cells.get("code", {}).get(str(at), page) for at, page in enumerate(cells["county"])]
        at = str(codes.index(county))
        stated_in, revision = cells.get("stated_in", {}).get(at, year), cells.get("revision", {}).get(at, 1)
        place = f"{cells['start'][int(at)]}-{cells.get('ordinal', {}).get(at, 0)}"
        assert shown[f"{county}-{stated_in}-rule_of_law-r{revision}", place][7] == value


def test_a_county_that_merged_or_was_recoded_has_its_years_on_one_page(site: Path) -> None:
    recoded = data(site, "county/990281")
    assert recoded["county"]["former"][0]["code"] == "990221"
    assert [cell[0] for cell in recoded["series"]["enforcement.penalties"]] == [2021, 2022, 2023, 2024]
    merged = {cell[0]: cell for cell in data(site, "county/990102")["series"]["enforcement.penalties"]}
    assert "M" in merged[2022][2]
    assert len(merged[2022][3]) == 2
    assert not (site / "data/county/990103.js").exists()


def test_what_is_contradicted_or_missing_is_told(site: Path) -> None:
    county = data(site, "county/990101")
    contradicted = county["series"]["mediation.cases"][-1]
    assert set("ci") <= set(contradicted[2])
    assert [place[2] for place in county["issues"][0]["places"]] == ["520件", "530件"]
    assert "message_zh" not in county["issues"][0], "no rule of the code has this name"
    assert data(site, "county/990222")["missing"] == [["rule_of_law", 2023]]


def test_what_an_error_keeps_out_is_in_no_series_but_on_its_report_page(site: Path) -> None:
    assert "mediation.cases" not in data(site, "county/990102")["series"]
    kept_out = [mark for mark in marks(site).values() if mark[7] == -5]
    assert kept_out[0][12]["excluded"]


def test_figures_of_a_part_and_targets_are_in_no_ranking(site: Path) -> None:
    assert not (site / "data/indicator/mediation.cases/2022.js").exists()
    assert 2024 in [row[0] for row in data(site, "county/990281")["targets"]["mediation.cases"]]
    parts = [mark for mark in marks(site).values() if mark[9] == "县公安局"]
    ranked = data(site, "indicator/enforcement.penalties/2022")["value"]
    assert parts
    assert not {mark[7] for mark in parts} & set(ranked)


def test_the_same_release_gives_the_same_bytes(site: Path, published: Settings, tmp_path: Path) -> None:
    write(published, tmp_path / "again")
    digests = [
        {
            str(file.relative_to(root)): hashlib.sha256(file.read_bytes()).hexdigest()
            for file in root.rglob("*")
            if file.is_file()
        }
        for root in (site, tmp_path / "again")
    ]
    assert digests[0] == digests[1]


@pytest.mark.parametrize("name", ["counties", "indicators", "coverage", "site"])
def test_the_files_that_every_page_may_need_are_there(site: Path, name: str) -> None:
    assert data(site, name)


def test_the_command_says_what_it_wrote_and_where_to_begin(published: Settings, tmp_path: Path) -> None:
    call = ["site", str(tmp_path / "site"), "--data", str(published.data)]
    result = CliRunner().invoke(app, call)
    assert result.exit_code == 0
    assert "index.html: 4 counties, 7 indicators" in result.output
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "thesis.txt").touch()
    refused = CliRunner().invoke(app, ["site", str(tmp_path / "own"), "--data", str(published.data)])
    assert refused.exit_code == 1
    assert "holds other files" in refused.output
