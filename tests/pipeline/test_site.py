"""The site of the samples, with the audit pages of their whole texts."""

from __future__ import annotations

import base64
import json
import zlib
from pathlib import Path

from typer.testing import CliRunner
from whole_job import Built

from orchestration.cli import app
from warehouse.query import run
from warehouse.site.writing import write


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
        packed = json.loads(words[words.index(",") + 1 : words.rindex(")")])
        assert json.loads(zlib.decompress(base64.b64decode(packed)))["report"]["audited"]


def test_what_a_rule_objects_to_is_told_in_both_languages(first_run: Built, tmp_path: Path) -> None:
    write(first_run.settings, tmp_path / "site")
    (issue,) = first_run.rows("select rule, message, expected from mart_quality_issue")
    words = (tmp_path / "site/data/issues" / f"{issue['rule']}.js").read_text(encoding="utf-8")
    assert issue["message"] in words
    assert f"行政执法案件总数写作 31,097，而同时列出的各分项合计 {issue['expected']:,.0f}" in words
