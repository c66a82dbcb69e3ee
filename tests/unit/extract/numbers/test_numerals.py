"""Chinese numerals as values."""

from __future__ import annotations

from decimal import Decimal

import pytest
from composed import chinese
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.numbers.numerals import value_of


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("零", "0"),
        ("七", "7"),
        ("十", "10"),
        ("十二", "12"),
        ("二十", "20"),
        ("一百零三", "103"),
        ("二百五", "250"),
        ("一千零一十", "1010"),
        ("两万零六百", "20600"),
        ("三十万", "300000"),
        ("一亿二千万", "120000000"),
        ("九十八点六", "98.6"),
        ("二〇一七", "2017"),
        ("叁万伍仟", "35000"),
        ("壹佰贰拾", "120"),
        ("廿三", "23"),
    ],
)
def test_a_numeral_has_its_value(numeral: str, value: str) -> None:
    assert value_of(numeral) == Decimal(value)


@pytest.mark.parametrize("words", ["", "点五", "三点", "件", "三x"])
def test_what_is_no_numeral_has_no_value(words: str) -> None:
    assert value_of(words) is None


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 9_999_999))
def test_every_whole_number_written_out_reads_back(number: int) -> None:
    assert value_of(chinese(number)) == number
