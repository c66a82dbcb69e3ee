"""Telling how fast a step goes and how long it will take."""

from io import StringIO

from rich.console import Console

from orchestration.progress import Lines, Pace


def test_rate_and_time_left_are_told_from_what_was_done_since_the_step_began() -> None:
    moments = iter([0.0, 10.0, 400.0])
    pace = Pace(clock=lambda: next(moments))
    assert pace.of("extracting", 0, 28_500) == ""
    assert pace.of("extracting", 1_900, 28_500) == "190 a second, 2 min left"
    assert pace.of("extracting", 28_500, 28_500) == "71 a second"


def test_a_long_step_says_its_rate_and_a_short_one_only_how_much() -> None:
    said = StringIO()
    seconds = iter(float(second) for second in range(20))
    lines = Lines(Console(file=said, width=100), Pace(clock=lambda: next(seconds)))
    for done in (0, 150, 300):
        lines.step("reading", done, 300)
    lines.step("receiving", 0, 3)
    assert "reading: 150 of 300 (150 a second, 1 s left)" in said.getvalue()
    assert "receiving: 0 of 3\n" in said.getvalue()
