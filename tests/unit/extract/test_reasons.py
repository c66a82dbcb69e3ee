"""Every reason for which a document is kept out has a remedy, and stands in the documentation with it."""

import re
from pathlib import Path

from extract.fetch.failure import REMEDIES as FETCHING
from extract.identity import REMEDIES as IDENTITY
from extract.readers import REMEDIES as READING


def test_every_reason_is_documented_with_its_remedy(project_dir: Path) -> None:
    text = (project_dir / "docs" / "sources.md").read_text(encoding="utf-8")
    for reasons in (READING, IDENTITY, FETCHING):
        for reason, remedy in reasons.items():
            assert f"| `{reason}` | {remedy} |" in text


def test_every_reason_that_the_code_gives_is_known(project_dir: Path) -> None:
    raised = re.compile(r'(?:UnreadableDocument|FetchFailure)\(\s*"([a-z_]+)"')
    for path in (project_dir / "extract").rglob("*.py"):
        for reason in raised.findall(path.read_text(encoding="utf-8")):
            assert reason in READING or reason in FETCHING, (path, reason)
