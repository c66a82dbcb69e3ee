"""A document that takes too long, too much memory, or its worker with it is kept out alone, and its year goes on."""

from __future__ import annotations

import errno
import os
import time
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from poisonous_work import Piece, stuck

from extract import samples
from orchestration import documents, figures, stages
from orchestration.crew import run_in_shards
from orchestration.documents import ArchivedFile
from orchestration.executors import process_pool
from orchestration.limits import LimitExceededError, limited
from orchestration.progress import Silent
from orchestration.receiving import archived_files, receive
from orchestration.sections import DocumentLimits
from orchestration.settings import Settings
from orchestration.shards import ShardStore
from orchestration.stages import extract_figures, read_documents
from warehouse.rooms import read_table

SHORT = DocumentLimits(seconds=0.2)
POISON = "2022"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    folder = tmp_path / "reports"
    folder.mkdir()
    text = (samples.reports() / "鹿溪县人民政府关于2024年法治政府建设情况的报告.txt").read_text(encoding="utf-8")
    for year in (2022, 2023):
        shifted = text.replace("2025", "#").replace("2024", str(year)).replace("#", str(year + 1))
        (folder / f"鹿溪县{year}年法治政府建设情况的报告.txt").write_text(shifted, encoding="utf-8")
    settings = Settings(data=tmp_path / "data", executor="inline", document=DocumentLimits(seconds=5))
    receive(settings, folder, Silent())
    return settings


def read(settings: Settings) -> dict[str, str]:
    """The reasons in quarantine by file name, after reading all files."""
    read_documents(settings, archived_files(settings), Silent())
    rows = stages.put_together_quarantine(settings)
    return {Path(row["source"]).name[3:7]: row["message"] for row in rows.iter_rows(named=True)}


def test_a_block_that_takes_too_long_is_stopped_and_the_clock_is_put_away() -> None:
    with pytest.raises(LimitExceededError, match=r"more than 0\.2 seconds"), limited(SHORT):
        _work_for(60)
    _work_for(0.3)  # nothing rings any more


def _work_for(seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        pass


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is bounded on Linux alone")
def test_a_block_that_takes_too_much_memory_is_stopped_and_the_bound_is_taken_away() -> None:
    with pytest.raises(LimitExceededError, match="more than 16 MB of memory"), limited(DocumentLimits(megabytes=16)):
        bytearray(200 * 1024 * 1024)
    assert len(bytearray(200 * 1024 * 1024)) == 200 * 1024 * 1024


def test_a_document_that_takes_too_long_to_read_is_kept_out_and_the_others_are_read_and_it_is_not_tried_again(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    genuine, tried = documents.read_document, []

    def slow(file: ArchivedFile) -> Any:
        if POISON in file.filename:
            tried.append(file.filename)
            raise LimitExceededError("it took more than 5 seconds")
        return genuine(file)

    monkeypatch.setattr(documents, "read_document", slow)
    for _ in range(2):
        kept_out = read(settings)
        assert kept_out.keys() == {POISON}
        assert "more than 5 seconds" in kept_out[POISON]
    assert len(tried) == 1
    assert extract_figures(settings, [2022, 2023], Silent()).written == (2023,)


def test_a_text_whose_figures_take_too_much_is_kept_out_whole_and_its_year_goes_on(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    genuine = figures.extract_rows

    def large(text: figures.Text) -> Any:
        if text.year == 2022:
            raise LimitExceededError("it took more than 4096 MB of memory")
        return genuine(text)

    monkeypatch.setattr(figures, "extract_rows", large)
    read(settings)
    extract_figures(settings, [2022, 2023], Silent())
    assert read_table(settings.rooms, "report")["report_year"].to_list() == [2023]
    kept_out = stages.put_together_quarantine(settings)
    assert kept_out["reason"].to_list() == ["extraction_failed"]
    assert "4096 MB" in kept_out["message"][0]


def test_what_fails_in_three_runs_is_not_tried_a_fourth_time(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    genuine, tried = documents.read_document, []

    def broken(file: ArchivedFile) -> Any:
        if POISON in file.filename:
            tried.append(file.filename)
            raise RuntimeError("a fault of the reader")
        return genuine(file)

    monkeypatch.setattr(documents, "read_document", broken)
    for run in range(5):
        before = len(tried)
        assert "a fault of the reader" in read(settings)[POISON]
        assert (len(tried) > before) is (run < 3)


def test_a_full_disk_is_no_fault_of_the_documents(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(ShardStore, "write", full)
    with pytest.raises(OSError, match="No space left"):
        read(settings)


def test_where_the_process_died_of_a_few_documents_they_are_worked_on_in_processes_of_their_own(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    genuine = stages.executor_factory

    def noted(name: str, scheduler: str) -> Any:
        asked.append(name)
        return genuine("inline", scheduler)

    monkeypatch.setattr(stages, "executor_factory", noted)
    pooled = Settings(data=settings.data, executor="local")
    settings.parts.mkdir(exist_ok=True)
    (settings.parts / "reading.under-way").touch()  # what a run leaves that died while it read
    read(pooled)
    assert asked == ["local"]
    extract_figures(pooled, [2022, 2023], Silent())
    assert asked == ["local", "inline"]
    assert list(settings.parts.glob("*.under-way")) == []


def test_a_worker_that_is_deaf_to_its_time_limit_is_ended_and_the_other_items_are_finished(tmp_path: Path) -> None:
    store = ShardStore(tmp_path / "store")
    pieces = [Piece(key) for key in ("a", "stuck", "b")]
    work = partial(stuck, limits=SHORT)
    lost = run_in_shards(work, pieces, store, shard_size=3, workers=1, factory=process_pool)
    assert [item.key for item in lost] == ["stuck"]
    assert store.finished() == {"a", "b"}
