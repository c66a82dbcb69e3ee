"""The site of the samples, with the audit pages of their whole texts."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner
from whole_job import Built

from orchestration.cli import app
from warehouse.query import run


def test_a_site_with_audit_pages_holds_the_whole_text_of_every_report(first_run: Built, tmp_path: Path) -> None:
    settings = first_run.settings
    result = CliRunner().invoke(app, ["site", str(tmp_path / "site"), "--audit", "--data", str(settings.data)])
    assert result.exit_code == 0, result.output
    reports = run(settings, "select report_id, county_code, numbers from dim_report").rows
    assert len(reports) == len(list((tmp_path / "site/audit").glob("*.html"))) > 20
    for report, county, numbers in reports:
        page = (tmp_path / "site/audit" / f"{report}.html").read_text(encoding="utf-8")
        assert page.count(' id="n') == numbers
        words = (tmp_path / f"site/data/report/{county}/{report}.js").read_text(encoding="utf-8")
        assert json.loads(words[words.index(",") + 1 : words.rindex(")")])["report"]["audited"]
