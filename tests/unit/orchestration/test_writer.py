"""The right to write in a data folder."""

from __future__ import annotations

import multiprocessing
import os
import signal
from pathlib import Path

import pytest

from orchestration.writer import LOCK, DataFolderError, sole_writer


def test_a_second_writer_is_told_who_is_at_work_and_then_gives_up(tmp_path: Path) -> None:
    heard: list[str] = []
    with (
        sole_writer(tmp_path),
        pytest.raises(DataFolderError, match=f"process {os.getpid()}.* is at work .* still"),
        sole_writer(tmp_path, patience=0.3, tell=heard.append),
    ):
        raise AssertionError
    assert len(heard) == 1
    assert f"process {os.getpid()}" in heard[0]


def test_a_writer_that_ended_by_itself_leaves_no_note(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="failed"), sole_writer(tmp_path, "first"):
        raise ValueError("failed")
    with sole_writer(tmp_path) as turn:
        assert turn.cut_short is None
    assert (tmp_path / LOCK).read_text() == ""


def test_the_next_writer_is_told_which_run_was_killed(tmp_path: Path) -> None:
    killed = multiprocessing.get_context("spawn").Process(target=hold_and_be_killed, args=(tmp_path,))
    killed.start()
    killed.join()
    assert killed.exitcode == -signal.SIGKILL
    with sole_writer(tmp_path) as turn:
        assert turn.cut_short == "run-1"
    with sole_writer(tmp_path) as turn:
        assert turn.cut_short is None


def hold_and_be_killed(data: Path) -> None:
    with sole_writer(data, "run-1"):
        os.kill(os.getpid(), signal.SIGKILL)
