"""One site of the invented release for all tests of this folder, one of a hostile release, and a browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from playwright.sync_api import Browser, sync_playwright
from visiting import FLAGS

from orchestration.settings import Settings
from warehouse.site.writing import write

CHROMIUM = shutil.which("chromium")
ATTACK = '</script><script>window.taken = true</script><img src=x onerror="window.taken = true">'


@pytest.fixture(scope="session")
def site(published: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the invented release. Tests only read it."""
    folder = tmp_path_factory.mktemp("site") / "site"
    write(published, folder)
    return folder


@pytest.fixture(scope="session")
def hostile_site(published: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a release whose every word, name and address attacks the page."""
    settings = Settings(data=tmp_path_factory.mktemp("hostile") / "data")
    release = settings.releases / "hostile"
    release.mkdir(parents=True)
    shutil.copyfile(published.database, release / "xianjian.duckdb")
    settings.current.symlink_to(release.relative_to(settings.data))
    with duckdb.connect(str(release / "xianjian.duckdb")) as connection:
        connection.execute(f"""
            update fct_figure set quote = '{ATTACK}' || quote || '{ATTACK}', quote_start = quote_start - {len(ATTACK)},
                section = '{ATTACK}', scope = '{ATTACK}', wording = '{ATTACK}', rule = '{ATTACK}', unit = '{ATTACK}';
            update dim_report set title = '{ATTACK}', issuer = '{ATTACK}', county_name = '{ATTACK}',
                source_url = 'javascript:window.taken = true';
            update dim_county set name = '{ATTACK}', short_name = '{ATTACK}', kind = '{ATTACK}',
                prefecture_name = '{ATTACK}', province_name = '{ATTACK}' where code like '99%';
            update dim_indicator set name_zh = '{ATTACK}', name_en = '{ATTACK}', definition_zh = '{ATTACK}',
                unit = '{ATTACK}';
            update mart_quality_issue set message = '{ATTACK}', first_quote = '{ATTACK}', second_quote = '{ATTACK}2',
                county_name = '{ATTACK}', review = '{ATTACK}';
            update mart_coverage set county_name = '{ATTACK}', province_name = '{ATTACK}';
            update mart_cross_county set county_name = '{ATTACK}';
        """)
    write(settings, settings.data / "site")
    return settings.data / "site"


@pytest.fixture(scope="module")  # another Playwright may not be started while one is
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    if CHROMIUM is None:
        pytest.skip("needs the Debian package chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()
