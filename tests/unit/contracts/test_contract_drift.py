"""Bounds on drift: data with reasons, moved with reasons, and each of them can block or warn."""

from __future__ import annotations

from pathlib import Path

import pytest

from contracts.drift import Bound, load
from contracts.registry import RegistryError

FIGURES = Bound("figures", "figures", min=0.95, max=1.1, slack=10, why="because")
SHARE = Bound("mapped_share", "mapped", min=-3, max=10, slack=0.5, why="because")


@pytest.mark.parametrize(
    ("bound", "then", "now", "judgement"),
    [
        (FIGURES, 1000, 1000, "fits"),
        (FIGURES, 1000, 949, "blocks"),
        (FIGURES, 1000, 951, "fits"),
        (FIGURES, 1000, 1101, "warns"),
        (FIGURES, 20, 10, "fits"),
        (FIGURES, 20, 9, "blocks"),
        (FIGURES, 0, 11, "warns"),
        (FIGURES, 0, 0, "fits"),
        (SHARE, 98.0, 94.9, "blocks"),
        (SHARE, 98.0, 95.1, "fits"),
        (SHARE, 80.0, 90.1, "warns"),
    ],
)
def test_below_the_least_it_blocks_and_above_the_largest_it_warns(
    bound: Bound, then: float, now: float, judgement: str
) -> None:
    assert bound.judge(then, now) == judgement


def test_every_shipped_bound_says_what_it_measures_and_why_it_stands_there() -> None:
    for bound in load().values():
        assert bound.what
        assert len(bound.why) > 20
        assert bound.min <= (0 if bound.measure == "mapped_share" else 1) <= bound.max
        assert bound.slack > 0


def test_a_bound_is_moved_with_its_reason_kept(tmp_path: Path) -> None:
    own = tmp_path / "drift.yml"
    own.write_text(
        "moved: [{measure: figures, min: 0.5, by: 某人, date: 2026-11-23, reason: 附件不再统计}]", encoding="utf-8"
    )
    bound = load(own)["figures"]
    assert (bound.min, bound.max) == (0.5, load()["figures"].max)
    assert "Moved by 某人 on 2026-11-23: 附件不再统计" in bound.why


@pytest.mark.parametrize(
    ("move", "message"),
    [
        ("{measure: figures, min: 0.5, by: a, date: b}", "does not say reason"),
        ("{measure: figures, by: a, date: b, reason: c}", "moves neither"),
        ("{measure: pages, min: 1, by: a, date: b, reason: c}", "a bound of 'pages' is moved"),
    ],
)
def test_a_move_that_says_too_little_is_refused(tmp_path: Path, move: str, message: str) -> None:
    own = tmp_path / "drift.yml"
    own.write_text(f"moved: [{move}]", encoding="utf-8")
    with pytest.raises(RegistryError, match=message):
        load(own)
