"""Backup and restore, as docs/operate.md says: the archive and the user's own files are enough for the same release."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

from whole_job import Built, build

from orchestration.settings import Settings
from warehouse.release import current


def test_a_backup_restored_into_an_empty_folder_gives_the_same_content(
    first_run: Built, tmp_path: Path, project_dir: Path
) -> None:
    lost = first_run.settings
    document = (project_dir / "docs" / "operate.md").read_text(encoding="utf-8")
    saved = re.search(r"^    (tar -C /srv/xianjian -czf .+)$", document, re.MULTILINE)
    unpacked = re.search(r"^    mkdir /srv/restored && (tar .+)$", document, re.MULTILINE)
    assert saved
    assert unpacked
    backup, restored = tmp_path / "xianjian-backup.tgz", Settings(data=tmp_path / "restored", workers=2)
    restored.data.mkdir()
    steps = ((saved[1], lost.data, "/srv/xianjian"), (unpacked[1], restored.data, "/srv/restored"))
    for command, folder, place in steps:
        words = [backup if word == backup.name else folder if word == place else word for word in shlex.split(command)]
        subprocess.run(words, check=True, capture_output=True)
    assert not restored.releases.exists()
    rebuilt = build(restored, restored.inbox)
    assert rebuilt.outcome.published, rebuilt.outcome.failures
    before, after = current(lost), current(restored)
    assert before is not None
    assert after is not None
    assert after.content_hash == before.content_hash
