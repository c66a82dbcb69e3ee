"""Every reason for which a run keeps something out stands in the documentation."""

from __future__ import annotations

import re
from pathlib import Path

GIVEN = re.compile(
    r'(?:quarantine_row\(\s*"\w+",|_objection\(\s*revision,|return \()\s*"([a-z]+_[a-z_]+|unidentified)"'
)


def test_every_reason_that_a_run_gives_is_documented(project_dir: Path) -> None:
    documented = (project_dir / "docs" / "sources.md").read_text(encoding="utf-8")
    code = "\n".join(path.read_text(encoding="utf-8") for path in (project_dir / "orchestration").glob("*.py"))
    reasons = set(GIVEN.findall(code)) | {"same_words", "rival_report"}
    assert {"missing_folder", "no_catalogue", "worker_lost", "extraction_failed"} <= reasons
    assert {reason for reason in reasons if f"`{reason}`" not in documented} == set()
