"""The export to PostgreSQL, against a real server that the test starts on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import duckdb
import pytest
from postgres_server import Server, postgres

from contracts import registry
from orchestration.settings import Settings
from warehouse import release
from warehouse.exports import ExportError
from warehouse.exports.postgres import export_postgres
from warehouse.query import run

NOON = datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that is ended with the module."""
    with postgres(tmp_path_factory.mktemp("postgres") / "cluster") as made:
        yield made


def test_every_table_arrives_with_keys_comments_and_grants(server: Server, published: Settings) -> None:
    server.ask("create role analyst login")
    rows = export_postgres(published, server.uri, readers=["analyst"])
    assert set(rows) == {table.name for table in registry.tables("published")}
    for table, count in rows.items():
        assert run(published, f"select count(*) from {table}").rows == [(count,)]
        assert server.ask(f"select count(*) from xianjian.{table}", user="analyst") == [(count,)]
    sql = "select observation_id, value, unit, year, approximate from {}fct_observation order by 1"
    assert server.ask(sql.format("xianjian.")) == run(published, sql.format("")).rows
    keys = server.ask(
        "select count(*) from information_schema.table_constraints "
        "where constraint_type = 'PRIMARY KEY' and table_schema = 'xianjian'"
    )
    assert keys == [(len(rows),)]
    comment = server.ask("select obj_description('xianjian.mart_coverage'::regclass)")
    assert comment == [(registry.table("mart_coverage").description,)]
    with pytest.raises(Exception, match="permission denied"):
        server.ask("delete from xianjian.release", user="analyst")


def test_a_second_export_replaces_the_first_at_once(server: Server, own_copy: Settings) -> None:
    release.publish(own_copy, now=NOON)
    export_postgres(own_copy, server.uri, schema="swapped")
    with duckdb.connect(str(own_copy.build_database)) as connection:
        connection.execute("delete from mart_quality_issue")
    second = release.publish(own_copy, now=NOON + timedelta(hours=1))
    export_postgres(own_copy, server.uri, schema="swapped")
    assert server.ask("select release_id from swapped.release") == [(second.release_id,)]
    assert server.ask("select count(*) from swapped.mart_quality_issue") == [(0,)]
    left = server.ask("select schema_name from information_schema.schemata where schema_name like 'swapped%'")
    assert left == [("swapped",)]


def test_an_export_that_fails_leaves_what_readers_had(
    server: Server, own_copy: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = release.publish(own_copy, now=NOON)
    export_postgres(own_copy, server.uri, schema="kept")
    with duckdb.connect(str(own_copy.build_database)) as connection:
        connection.execute("create or replace table dim_indicator as from dim_indicator union all from dim_indicator")
    release.publish(own_copy, now=NOON + timedelta(hours=1))
    with pytest.raises(ExportError, match="unchanged"):
        export_postgres(own_copy, server.uri, schema="kept")
    assert server.ask("select release_id from kept.release") == [(first.release_id,)]


def test_a_view_of_someone_else_s_is_never_dropped(server: Server, published: Settings) -> None:
    export_postgres(published, server.uri, schema="viewed")
    server.ask("create view public.mine as select * from viewed.mart_coverage")
    with pytest.raises(ExportError, match="mine"):
        export_postgres(published, server.uri, schema="viewed")
    assert server.ask("select count(*) > 0 from public.mine") == [(True,)]


@pytest.mark.parametrize("name", ["Xianjian", "a; drop table b", "1a", ""])
def test_names_that_are_no_plain_names_are_refused(published: Settings, name: str) -> None:
    with pytest.raises(ExportError, match="plain lower-case name"):
        export_postgres(published, "postgresql://127.0.0.1:1/none", schema=name)


def test_a_database_that_is_not_there_is_said(published: Settings) -> None:
    with pytest.raises(ExportError, match="PostgreSQL"):
        export_postgres(published, "postgresql://127.0.0.1:1/none")
