"""The dashboards as code: what they name is there, every chart leads to sentences, and the address lets nothing out."""

from __future__ import annotations

import stat
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import duckdb
import pytest
import yaml

from contracts import registry
from warehouse.bi import bundle
from warehouse.bi.server import ACCOUNTS, Server, ServerError

CHARTS = bundle.stated("charts")["charts"]
DASHBOARDS = bundle.stated("dashboards")


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with every published table and no row."""
    file = tmp_path_factory.mktemp("empty") / "xianjian.duckdb"
    with duckdb.connect(str(file)) as connection:
        for table in registry.tables("published"):
            columns = ", ".join(f"{column.name} {column.duckdb_type}" for column in table.columns)
            connection.execute(f"create table {table.name} ({columns})")
    return file


@pytest.fixture(scope="module")
def contents(database: Path) -> dict[str, dict[str, Any]]:
    return bundle.contents(database)


@pytest.fixture(scope="module")
def columns(database: Path) -> dict[str, dict[str, str]]:
    return bundle.column_types(database)


def test_every_dataset_carries_the_sentence_and_the_place(columns: dict[str, dict[str, str]]) -> None:
    for name, types in columns.items():
        assert {"province_name", "prefecture_name", "family"} <= set(types), name
        # First of all, so that it is in sight where a chart is drilled.
        assert list(types)[:3] == ["county", "year", "quote"], name


@pytest.mark.parametrize("chart", CHARTS)
def test_a_chart_asks_for_what_its_dataset_has(chart: str, columns: dict[str, dict[str, str]]) -> None:
    says = CHARTS[chart]
    params, metrics = says["params"], set(bundle.datasets()[says["dataset"]]["metrics"])
    asked = [params.get("metric"), params.get("timeseries_limit_metric"), *params.get("metrics", [])]
    assert {metric for metric in asked if metric} <= metrics
    keys = ("all_columns", "groupby", "columns", "groupbyRows", "groupbyColumns")
    named = {column for key in keys for column in params.get(key, [])} | {params.get("x_axis"), params.get("column")}
    assert named - {None} <= set(columns[says["dataset"]])


@pytest.mark.parametrize("dashboard", DASHBOARDS)
def test_a_filter_names_a_column_of_its_dataset_and_filters_above_it(
    dashboard: str, columns: dict[str, dict[str, str]]
) -> None:
    above: list[str] = []
    for column, says in DASHBOARDS[dashboard]["filters"].items():
        assert column in columns[says["dataset"]]
        assert set(says.get("after", [])) <= set(above)
        above.append(column)
    assert "county" in above


def test_every_chart_stands_on_a_dashboard_once() -> None:
    shown = [chart for says in DASHBOARDS.values() for row in says["rows"] for chart, _ in row["charts"]]
    assert sorted(shown) == sorted(CHARTS)
    for says in DASHBOARDS.values():
        assert all(sum(width for _, width in row["charts"]) == 12 for row in says["rows"])


def test_every_name_is_in_chinese_and_english(contents: dict[str, dict[str, Any]]) -> None:
    names = [file.get("slice_name") or file.get("dashboard_title") for file in contents.values()]
    names += [column["verbose_name"] for file in contents.values() for column in file.get("columns", [])]
    for name in filter(None, names):
        assert any("一" <= sign <= "鿿" for sign in name), name
        assert any(sign.isascii() and sign.isalpha() for sign in name), name


def test_the_same_code_makes_the_same_bundle(database: Path, contents: dict[str, dict[str, Any]]) -> None:
    assert bundle.contents(database) == contents
    identities = [file["uuid"] for file in contents.values() if "uuid" in file]
    assert len(identities) == len(set(identities))


def test_what_an_import_refers_to_is_in_the_bundle(database: Path, tmp_path: Path) -> None:
    bundle.write(tmp_path / "bundle.zip", database)
    with zipfile.ZipFile(tmp_path / "bundle.zip") as opened:
        files = {name: yaml.safe_load(opened.read(name)) for name in opened.namelist()}
    there = {file["uuid"] for file in files.values() if "uuid" in file}
    for file in files.values():
        parts = [part for part in file.get("position", {}).values() if isinstance(part, dict)]
        placed = [part["meta"]["uuid"] for part in parts if "uuid" in part.get("meta", {})]
        asked = file.get("metadata", {}).get("native_filter_configuration", [])
        named = placed + [target["datasetUuid"] for its in asked for target in its["targets"]]
        assert {*named, *filter(None, [file.get("dataset_uuid"), file.get("database_uuid")])} <= there


def test_a_dashboard_that_shows_an_unknown_chart_is_refused(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = {"wrong": {**DASHBOARDS["trust"], "rows": [{"height": 10, "charts": [["no_such_chart", 12]]}]}}
    stated = bundle.stated
    monkeypatch.setattr(bundle, "stated", lambda name: wrong if name == "dashboards" else stated(name))
    with pytest.raises(bundle.BundleError, match="no_such_chart"):
        bundle.contents(database)


def test_with_the_settings_of_the_address_sql_reads_no_file(database: Path, tmp_path: Path) -> None:
    address = urlsplit(bundle.address(database))
    settings = dict(parse_qsl(address.query))
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", encoding="utf-8")
    connection = duckdb.connect(address.path, config=settings)  # type: ignore[arg-type]
    for statement in (
        f"from read_text('{secret}')",
        f"from '{secret}'",
        f"attach '{tmp_path}/x.duckdb'",
        "set threads=1",
    ):
        with pytest.raises(duckdb.Error, match=r"disabled by configuration|locked|does not exist"):
            connection.execute(statement)
    connection.close()


def test_a_password_is_made_once_and_only_its_owner_reads_it(database: Path, tmp_path: Path) -> None:
    server = Server(tmp_path, database, tmp_path / "none")
    made = {account: server.password(account) for account in ACCOUNTS}
    assert made == {account: server.password(account) for account in ACCOUNTS}
    assert len(set(made.values())) == len(ACCOUNTS)
    for account, password in made.items():
        assert len(password) >= 16
        assert stat.S_IMODE(server.password_file(account).stat().st_mode) == 0o600
        assert password not in " ".join(server.command(8088))


def test_without_superset_it_says_what_to_run(database: Path, tmp_path: Path) -> None:
    with pytest.raises(ServerError, match="make bi"):
        Server(tmp_path / "bi", database, tmp_path / "none").prepare()
