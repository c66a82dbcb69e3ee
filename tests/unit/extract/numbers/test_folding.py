"""Folding: what is plain stays where it was, what carries no meaning goes, and there is always a way back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.numbers.folding import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("办理１２件，共３％", "办理12件,共3%"),
        ("办 理 12 件", "办理12件"),
        ("办理1 234件", "办理1234件"),
        ("县公安局\t32\t14", "县公安局\t32\t14"),
        ("第一行。\n第二行。", "第一行。\n第二行。"),
    ],
)
def test_a_text_is_folded_for_reading(text: str, folded: str) -> None:
    assert fold(text).text == folded


def test_two_numbers_with_a_gap_between_them_are_not_joined() -> None:
    assert "56 78" in fold("甲局  56  78  90\n乙局  12  34  56").text.replace("  ", " ")


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=60), st.text(st.sampled_from("12３， \n\t|件共　.·(（、"), max_size=60)))
def test_every_character_kept_leads_back_to_its_own(text: str) -> None:
    folded = fold(text)
    last = -1
    for offset, character in enumerate(folded.text):
        start, end = folded.span(offset, offset + 1)
        assert end == start + 1
        assert start > last
        last = start
        # A kept digit is the digit it was, full-width or not.
        if character in "0123456789":
            assert text[start].isdigit()
