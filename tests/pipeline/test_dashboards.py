"""The dashboards in Apache Superset, in Chromium: drawn, filtered, drilled, safe, and up to date."""

from __future__ import annotations

import shutil
import signal
import socket
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import duckdb
import pytest
from playwright.sync_api import Browser, Locator, expect, sync_playwright
from superset_visit import CHROMIUM, FLAGS, PATIENCE, Superset, Visit, running

from orchestration.settings import Settings
from warehouse import release
from warehouse.bi import bundle

if TYPE_CHECKING:
    from tests.pipeline.conftest import Built

DASHBOARDS = bundle.stated("dashboards")
CHARTS = bundle.stated("charts")["charts"]
# Asked when a dashboard is opened by an account that does not own it; the colours are shown all the same.
TOLERATED = "/colors"

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="needs the Debian package chromium"),
    pytest.mark.skipif(
        not Settings(data=Path()).bi_environment.joinpath(".installed").exists(),
        reason="Apache Superset is not installed: make .venv-bi/.installed",
    ),
]


@pytest.fixture(scope="module")
def settings(first_run: Built, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The release of the first run in a data folder of its own, so that another can be published beside it."""
    copy = Settings(data=tmp_path_factory.mktemp("bi") / "data")
    copy.build.mkdir(parents=True)
    shutil.copyfile(first_run.settings.database, copy.build_database)
    with duckdb.connect(str(copy.build_database)) as connection:
        connection.execute("delete from release")
    release.publish(copy, code_version="first", now=datetime(2026, 11, 23, 12, tzinfo=UTC))
    return copy


@pytest.fixture(scope="module")
def superset(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Superset]:
    with running(settings, tmp_path_factory.mktemp("printed") / "output.txt") as started:
        yield started


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="module")
def visit(browser: Browser, superset: Superset) -> Visit:
    return Visit.of(browser, superset)


@pytest.fixture(scope="module")
def administrator(browser: Browser, superset: Superset) -> Visit:
    return Visit.of(browser, superset, "admin")


def shown(dashboard: str) -> list[str]:
    """The charts of a dashboard in their order."""
    return [chart for row in DASHBOARDS[dashboard]["rows"] for chart, _ in row["charts"]]


@pytest.mark.parametrize("dashboard", DASHBOARDS)
def test_every_chart_of_a_dashboard_is_drawn_from_data(visit: Visit, dashboard: str, output_dir: Path) -> None:
    visit.open(dashboard, len(shown(dashboard)))
    for chart in visit.charts():
        expect(chart).to_be_visible(timeout=PATIENCE)
    # Not the full page: that changes the window's height, and Superset draws anew.
    visit.page.screenshot(path=output_dir / f"dashboard_{dashboard}.png")
    assert visit.complaints() == []
    assert len(visit.charts()) == len(shown(dashboard))
    for name, chart in zip(shown(dashboard), visit.charts(), strict=True):
        assert visit.answered(chart), name
    failed = [r.url for r in visit.responses if r.status >= 400 and not urlsplit(r.url).path.endswith(TOLERATED)]
    assert failed == []


@pytest.mark.parametrize("dashboard", DASHBOARDS)
def test_every_chart_leads_to_the_sentences_that_state_its_figures(
    visit: Visit, first_run: Built, dashboard: str
) -> None:
    sentences = {row["quote"] for row in first_run.rows("select quote from fct_figure")}
    visit.open(dashboard, len(shown(dashboard)))
    for name, chart in zip(shown(dashboard), visit.charts(), strict=True):
        columns = CHARTS[name]["params"].get("all_columns")
        words = chart.inner_text() if columns else visit.drill(chart)
        assert "原句 sentence" in words, name
        assert any(sentence in words for sentence in sentences), name


def test_nothing_is_asked_of_another_machine(visit: Visit, superset: Superset) -> None:
    visit.open("compare", len(shown("compare")))
    assert {urlsplit(r.url).netloc for r in visit.responses if r.url.startswith("http")} == {
        urlsplit(superset.address).netloc
    }


def test_a_filter_changes_the_charts_and_narrows_the_next_filter(visit: Visit, first_run: Built) -> None:
    provinces = [row["province_name"] for row in first_run.rows("select distinct province_name from mart_cross_county")]
    visit.open("compare", len(shown("compare")))
    everywhere = {row["county"] for row in visit.answered(ranking(visit))}
    visit.choose("compare", "province_name", provinces[0])
    there = first_run.rows(
        "select distinct county_name, prefecture_name from mart_cross_county where province_name = "
        f"'{provinces[0]}' and indicator = 'enforcement.penalties' and year = 2024"
    )
    assert (
        {row["county"] for row in visit.answered(ranking(visit))} == {row["county_name"] for row in there} < everywhere
    )
    assert set(visit.options("compare", "prefecture_name")) == {row["prefecture_name"] for row in there}
    assert set(visit.options("compare", "county")) >= {row["county_name"] for row in there}


def test_another_indicator_gives_other_bars(visit: Visit, first_run: Built) -> None:
    visit.open("compare", len(shown("compare")))
    label = next(name for name in visit.options("compare", "indicator_label") if name.startswith("行政复议受理"))
    visit.choose("compare", "indicator_label", label)
    stated = first_run.rows(
        "select county_name, value from mart_cross_county where indicator = 'reconsideration.accepted' and year = 2024"
    )
    assert {row["county"]: row["value"] for row in visit.answered(ranking(visit))} == {
        row["county_name"]: row["value"] for row in stated
    }


def ranking(visit: Visit) -> Locator:
    """The chart of *Compare counties* that ranks them."""
    return visit.charts()[shown("compare").index("compare_ranking")]


def test_sql_lab_answers_from_the_warehouse(visit: Visit) -> None:
    status, text = visit.sql("select count(*) as reports from dim_report")
    assert (status, '"reports"' in text) == (200, True)


@pytest.mark.parametrize(
    "statement",
    [
        "select * from read_text('/etc/passwd')",
        "select * from read_csv('/etc/passwd')",
        "select * from '/etc/passwd'",
        "from query('from read_text(''/etc/passwd'')')",
        "from sniff_csv('/etc/passwd')",
        "from parquet_scan('/etc/passwd')",
        "with t as (from read_blob('/etc/passwd')) from t",
        "from glob('/etc/*')",
        "attach '{folder}/other.duckdb' as other",
        "copy release to '{folder}/leak.csv'",
        "copy (select 1) to '{folder}/leak.csv'",
        "select getenv('HOME')",
        "set enable_external_access = true",
        "install httpfs",
        "create table mine as select 1",
        "select 1; from read_text('/etc/passwd')",
    ],
)
def test_sql_lab_cannot_reach_the_machine(visit: Visit, administrator: Visit, statement: str, tmp_path: Path) -> None:
    for who in (visit, administrator):
        status, text = who.sql(statement.format(folder=tmp_path))
        assert status >= 400
        assert "root:" not in text
        assert '"errors"' in text
    assert list(tmp_path.iterdir()) == []


def test_no_account_can_take_the_locks_off(visit: Visit, administrator: Visit, settings: Settings) -> None:
    unlocked = {"database_name": "unlocked", "sqlalchemy_uri": f"duckdb:///{settings.database}?access_mode=read_only"}
    assert visit.ask("POST", "/api/v1/database/", unlocked)[0] == 403
    assert administrator.ask("POST", "/api/v1/database/", unlocked)[0] == 422
    extra = '{"engine_params": {"connect_args": {"config": {"enable_external_access": true}}}}'
    assert administrator.ask("PUT", "/api/v1/database/1", {"extra": extra})[0] == 200
    status, text = administrator.sql("from query('from read_text(''/etc/passwd'')')")
    assert (status >= 400, "disabled by configuration" in text) == (True, True)


def test_a_new_release_shows_at_the_next_query(visit: Visit, settings: Settings) -> None:
    with duckdb.connect(str(settings.database.resolve()), read_only=True):  # someone has the old one open all the while
        before = visit.sql("select release_id, reports from release")[1]
        shutil.copyfile(settings.database, settings.build_database)
        with duckdb.connect(str(settings.build_database)) as connection:
            connection.execute("delete from release")
            connection.execute("delete from mart_quality_issue")
        second = release.publish(settings, code_version="second", now=datetime(2026, 11, 23, 13, tzinfo=UTC))
        after = visit.sql("select release_id, reports from release")[1]
    assert second.release_id in after
    assert second.release_id not in before
    visit.open("trust", len(shown("trust")))
    assert second.release_id in visit.page.inner_text("body")


def test_it_listens_to_this_machine_alone_and_keeps_its_secrets(superset: Superset, settings: Settings) -> None:
    port = urlsplit(superset.address).port or 0
    with socket.socket() as probe:
        assert probe.connect_ex((own_address(), port)) != 0
    assert stat.S_IMODE(settings.bi.stat().st_mode) == 0o700
    for name in ("analyst.password", "admin.password", "secret_key"):
        secret = settings.bi / name
        assert stat.S_IMODE(secret.stat().st_mode) == 0o600
        for written in (superset.printed, settings.bi / "superset.log"):
            assert secret.read_text(encoding="utf-8") not in written.read_text(encoding="utf-8")


def own_address() -> str:
    """An address of this machine that is not loopback; where there is none, loopback's other end stands for it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.2"


def test_a_second_start_keeps_accounts_and_ctrl_c_leaves_no_process(settings: Settings, tmp_path: Path) -> None:
    with running(settings, tmp_path / "output.txt") as again:
        assert len(again.processes()) == 2
        assert again.end(signal.SIGINT) == 0
        assert again.processes() == []


def test_sigterm_ends_the_server_and_leaves_no_process(superset: Superset) -> None:
    assert superset.end(signal.SIGTERM) == 0
    assert superset.processes() == []
