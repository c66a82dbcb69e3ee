"""Dagster's storage that is away or full: said in one line, with nothing published and no secret shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestration.progress import Silent
from orchestration.running import run_build
from orchestration.settings import Settings
from orchestration.writer import DataFolderError


def test_a_database_that_is_away_is_said_without_its_password(tmp_path: Path) -> None:
    away = "postgresql://owner:secret@127.0.0.1:1/none?connect_timeout=1"
    (tmp_path / "in").mkdir()
    with pytest.raises(DataFolderError, match="event_log") as caught:
        run_build(Settings(data=tmp_path / "data", event_log=away), tmp_path / "in", Silent())
    assert "secret" not in str(caught.value)
    assert not (tmp_path / "data" / "current").exists()
