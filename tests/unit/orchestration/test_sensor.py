"""The inbox sensor: a new or changed file asks for one run, once it has stopped growing."""

from __future__ import annotations

from pathlib import Path

from orchestration.sensors import Listing, decide, listing


def looks(*listings: Listing) -> list[str | None]:
    """What each of some looks at the inbox asked for."""
    cursor, asked = None, []
    for now in listings:
        decision = decide(now, cursor)
        cursor = decision.cursor
        asked.append(decision.run_key)
    return asked


A, B, B_GROWN = ("a.docx", (10, 1)), ("b.docx", (20, 2)), ("b.docx", (30, 3))


def test_an_empty_inbox_asks_for_nothing() -> None:
    assert looks({}, {}) == [None, None]


def test_a_new_file_asks_for_one_run_when_two_looks_agree() -> None:
    first, second, third, fourth = looks({}, dict([A]), dict([A]), dict([A]))
    assert first is second is None
    assert third is not None
    assert fourth is None


def test_a_file_that_still_grows_is_waited_for() -> None:
    assert looks(dict([B]), dict([B_GROWN]), dict([B_GROWN]))[:2] == [None, None]
    assert looks(dict([B]), dict([B_GROWN]), dict([B_GROWN]))[2] is not None


def test_a_changed_file_asks_again_under_another_key() -> None:
    _, first, _, again = looks(dict([B]), dict([B]), dict([B_GROWN]), dict([B_GROWN]))
    assert first is not None
    assert again is not None
    assert first != again


def test_a_file_taken_away_asks_for_nothing() -> None:
    assert looks(dict([A, B]), dict([A, B]), dict([A]), dict([A]))[2:] == [None, None]


def test_hidden_files_are_not_listed(tmp_path: Path) -> None:
    (tmp_path / "2024").mkdir()
    (tmp_path / "2024" / "report.txt").write_text("x")
    (tmp_path / ".partial").write_text("x")
    assert list(listing(tmp_path)) == ["2024/report.txt"]


def test_an_inbox_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert listing(tmp_path / "nowhere") == {}
