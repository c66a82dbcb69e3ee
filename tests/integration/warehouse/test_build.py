"""Building with dbt: what holds of every build."""

from __future__ import annotations

from pathlib import Path

import pytest
from invented_rooms import InventedRooms, four_years

from contracts import registry
from contracts.validation import validate
from orchestration.settings import Settings
from warehouse import build, release
from warehouse.content import published_tables
from warehouse.query import run


def test_all_models_are_built_and_all_their_tests_pass(finished: tuple[Settings, build.BuildResult]) -> None:
    _, result = finished
    assert {status for kind, status in result.nodes if kind != "exposure"} == {"success", "pass"}
    kinds = {kind: count for (kind, _), count in result.nodes.items()}
    assert kinds["model"] >= 26
    assert kinds["test"] >= 60
    assert kinds["unit_test"] >= 20


def test_two_builds_of_the_same_rooms_say_the_same(published: Settings, denominators: Path, tmp_path: Path) -> None:
    """Row by row in every table, although the second one reads its rooms from other files in another order."""
    again = Settings(data=tmp_path / "data")
    rooms = four_years()
    for rows in rooms.rows.values():
        rows.reverse()
    rooms.write(again.rooms)
    build.build(again, denominators=denominators)
    second = release.publish(again, code_version="another")
    first = release.current(published)
    assert first is not None
    assert second.tables == first.tables
    assert second.content_hash == first.content_hash


def test_rooms_without_a_single_report_can_be_built_and_published(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data")
    InventedRooms().write(settings.rooms)
    build.build(settings)
    made = release.publish(settings)
    assert made.tables["fct_figure"].rows == 0
    assert made.tables["dim_county"].rows == 6
    assert run(settings, "select reports, first_year from release").rows == [(0, None)]


def test_a_build_that_breaks_a_rule_says_which_and_nothing_is_published(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data")
    rooms = InventedRooms()
    report = rooms.report("990101", 2023)
    rooms.figure(report, "enforcement.penalties", 10.0, measure="guess")
    rooms.write(settings.rooms)
    with pytest.raises(build.BuildError, match=r"accepted_values_fct_figure_measure"):
        build.build(settings)
    with pytest.raises(release.ReleaseError, match="there is no build"):
        release.publish(settings)
    assert release.current(settings) is None
    assert (settings.build / "rejected.duckdb").exists()


def test_a_figure_of_no_report_stops_the_build(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data")
    rooms = InventedRooms()
    report = rooms.report("990101", 2023)
    rooms.figure(report, "enforcement.penalties", 10.0)
    rooms.rows["figure"][0]["report_id"] = "990101-2023-rule_of_law-r9"
    rooms.write(settings.rooms)
    with pytest.raises(build.BuildError, match="relationships_stg_figure_report_id"):
        build.build(settings)


@pytest.mark.parametrize("table", published_tables())
def test_published_rows_satisfy_the_contract_of_their_table(published: Settings, table: str) -> None:
    import polars as pl

    answer = run(published, f"from {table}")
    frame = pl.DataFrame(answer.rows, schema=registry.polars_schema(table), orient="row")
    assert validate(table, frame).ok


def test_every_table_and_column_carries_its_description(published: Settings) -> None:
    for table in registry.tables("published"):
        said = run(published, "select comment from duckdb_tables() where table_name = $1", [table.name]).rows
        assert said == [(table.description,)]
        columns = run(
            published,
            "select column_name, comment from duckdb_columns() where table_name = $1 order by column_index",
            [table.name],
        ).rows
        assert columns == [(column.name, column.description) for column in table.columns]


def test_the_published_file_stands_alone(published: Settings) -> None:
    """No view and no table of the steps between; nothing in it points to another file."""
    assert run(published, "select count(*) from duckdb_views() where not internal").rows == [(0,)]
    tables = {row[0] for row in run(published, "select table_name from duckdb_tables()").rows}
    assert tables == {table.name for table in registry.tables("published")}


def test_keys_tell_every_row_apart(published: Settings) -> None:
    for table in registry.tables("published"):
        key = ", ".join(table.key)
        holes = " or ".join(f"{name} is null" for name in table.key)
        sql = f"select count(*) - count(distinct ({key})), count(*) filter ({holes}) from {table.name}"
        assert run(published, sql).rows == [(0, 0)], table.name


def test_the_documentation_of_the_models_is_one_page(published: Settings) -> None:
    page = build.document(published)
    text = page.read_text(encoding="utf-8")
    assert "mart_cross_county" in text
    assert "Cookbook" in text


def test_a_model_that_reads_nothing_new_needs_no_second_parse(published: Settings) -> None:
    manifest = build.parse(published)
    before = manifest.stat().st_mtime_ns
    assert build.parse(published).stat().st_mtime_ns == before


def test_a_build_lets_go_of_its_file_and_a_second_one_starts_afresh(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data")
    for value in (10.0, 20.0):
        rooms = InventedRooms()
        rooms.figure(rooms.report("990101", 2023), "enforcement.penalties", value)
        rooms.write(settings.rooms)
        build.build(settings)
        held = [link.readlink() for link in Path("/proc/self/fd").iterdir() if link.is_symlink()]
        assert not [path for path in held if path.suffix == ".duckdb"]
        release.publish(settings)
        assert run(settings, "select value from fct_observation").rows == [(value,)]
