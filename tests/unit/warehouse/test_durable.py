"""What is written whole or not at all, and what is left of it by a process that was killed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from warehouse.durable import clear_temporaries, replacing, write_text


def test_what_a_killed_process_left_is_removed_and_what_a_living_one_writes_is_not(tmp_path: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    (tmp_path / "below").mkdir()
    left = [tmp_path / f".a.parquet.{gone.pid}-0a1b2c3d.tmp", tmp_path / "below" / f".b.json.{gone.pid}-0a1b2c3d.tmp"]
    for path in [*left, tmp_path / ".someone.else.tmp"]:
        path.write_text("half", encoding="utf-8")
    write_text(tmp_path / "a.parquet", "whole")
    with replacing(tmp_path / "c") as being_written:
        being_written.write_text("whole", encoding="utf-8")
        assert clear_temporaries(tmp_path) == [left[0].name]
        assert clear_temporaries(tmp_path, below=True) == [left[1].name]
    assert sorted(path.name for path in tmp_path.iterdir()) == [".someone.else.tmp", "a.parquet", "below", "c"]
