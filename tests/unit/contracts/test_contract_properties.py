"""Properties of the rules: consistent reports never raise an issue, and rounding decides exactly at its boundary."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Any

import invented_figures as notation
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts import rules
from contracts.rules.rounding import follows

Stated = dict[str, Any]

CASES = "enforcement.cases_total"
PARTS = ["enforcement.licences", "enforcement.penalties", "enforcement.coercion", "enforcement.inspections"]
ROUNDINGS = [ROUND_HALF_UP, ROUND_DOWN]
COUNTS = st.integers(min_value=0, max_value=10**6)
# Each example is many counties at once: one run of the rules costs as much for forty reports as for one.
FEW = settings(max_examples=15, deadline=None)


def many(case: st.SearchStrategy[Stated]) -> st.SearchStrategy[list[Stated]]:
    return st.lists(case, min_size=1, max_size=40)


def objections(cases: list[Stated]) -> list[list[str]]:
    """For each case, stated by a county of its own, the rules that object to it."""
    counties = [f"{990101 + place}" for place in range(len(cases))]
    stated = {
        f"{key}#{county}": value for county, case in zip(counties, cases, strict=True) for key, value in case.items()
    }
    frame = notation.figures(stated)
    catalogue, reports = notation.indicators(frame), notation.reports(frame)
    issues = pl.concat([rules.run(level, frame, reports, catalogue).issues for level in ("figure", "report", "panel")])
    return [issues.filter(pl.col("county_code") == county)["rule"].to_list() for county in counties]


def written(value: Decimal, places: int, rounding: str = ROUND_HALF_UP) -> str:
    """The value as a drafter writes it, rounded or cut off to so many places."""
    return str(value.quantize(Decimal(1).scaleb(-places), rounding=rounding))


@st.composite
def breakdowns(draw: st.DrawFn, slip: int) -> Stated:
    counts = draw(st.lists(st.integers(500, 10**6), min_size=4, max_size=4))
    parts = {code: {"value": count, "part_of": CASES} for code, count in zip(PARTS, counts, strict=True)}
    return {CASES: sum(counts) + slip * draw(st.sampled_from([-1, 1])), **parts}


@st.composite
def rates(draw: st.DrawFn, off: int) -> Stated:
    concluded = draw(st.integers(1, 10**6))
    lost, places = draw(st.integers(0, concluded)), draw(st.integers(0, 2))
    exact = Decimal(100 * lost) / concluded
    rate = written(exact, places, draw(st.sampled_from(ROUNDINGS)))
    if off:
        # Towards the middle, so that the rate stays within 0 and 100.
        rate = str(Decimal(written(exact, places)) + (off if exact < 50 else -off) * Decimal(1).scaleb(-places))
    return {"litigation.concluded": concluded, "litigation.lost": lost, "litigation.loss_rate": rate}


@st.composite
def two_years(draw: st.DrawFn) -> Stated:
    code = "publicity.media_posts"
    before = draw(st.integers(1, 10**6))
    now = draw(st.integers(0, min(10**6, 1000 * before)))
    growth = written((Decimal(now) / before - 1) * 100, draw(st.integers(0, 2)), draw(st.sampled_from(ROUNDINGS)))
    stated = {f"{code}@2022": before, f"{code}@2023": now}
    stated |= {f"{code}:growth@2023": growth, f"{code}:change@2023": now - before}
    return {**stated, f"{code}:prior@2023": before} if draw(st.booleans()) else stated


@FEW
@given(many(breakdowns(0)))
def test_a_breakdown_that_adds_up_is_never_objected_to(cases: list[Stated]) -> None:
    assert objections(cases) == [[]] * len(cases)


@FEW
@given(many(breakdowns(1)))
def test_a_breakdown_that_is_one_off_is_always_objected_to(cases: list[Stated]) -> None:
    assert objections(cases) == [["parts_sum_to_whole"]] * len(cases)


@FEW
@given(many(rates(0)))
def test_a_rate_rounded_or_cut_off_from_its_counts_is_never_objected_to(cases: list[Stated]) -> None:
    assert objections(cases) == [[]] * len(cases)


@FEW
@given(many(rates(2)))
def test_a_rate_two_units_off_is_always_objected_to(cases: list[Stated]) -> None:
    assert objections(cases) == [["loss_rate_of_concluded"]] * len(cases)


@FEW
@given(many(two_years()))
def test_growth_and_change_that_follow_from_two_reports_are_never_objected_to(cases: list[Stated]) -> None:
    found = objections(cases)
    # A count that falls to a thousandth may rightly be asked about.
    assert [[rule for rule in of_one if rule not in ("jump", "unit_slip")] for of_one in found] == [[]] * len(cases)


@settings(max_examples=100, deadline=None)
@given(st.integers(-(10**6), 10**6), st.integers(0, 4))
def test_rounding_decides_exactly_at_its_boundary(whole: int, places: int) -> None:
    """A stated r of unit u stands for values from r - u/2 to below r + u, mirrored below zero."""
    unit = 10.0**-places
    stated, sign = whole * unit, 1 if whole >= 0 else -1
    inside = [stated, stated - sign * unit * 0.5, stated + sign * unit * 0.999]
    outside = [stated - sign * unit * 0.501, stated + sign * unit * 1.001]
    frame = pl.DataFrame({"value": inside + outside})
    holds = frame.select(follows(pl.lit(stated), pl.lit(unit), pl.col("value"), pl.col("value"))).to_series()
    assert holds.to_list() == [True, True, True, False, False]
