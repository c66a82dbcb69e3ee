"""What holds of any text: composed figures come back whole, every digit is accounted for, nothing is raised."""

from __future__ import annotations

import re
from collections import Counter

from composed import Figure, texts
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.document import Extraction, extract_text

RUNS = re.compile(r"[0-9０-９]+")
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
# Characters that reports are made of, beside any others.
FAMILIAR = (
    "0123456789０１２３４５６７８９一二三四五六七八九十百千万亿零〇两几数第年月日个件次名场元余多约近超以上%％．.,，。；：、"
    "（）()《》“”\n\t |｜-—~～至分之成倍增长下降同比占其中"
)
TEXT = st.one_of(
    st.text(max_size=80),
    st.text(st.sampled_from(FAMILIAR), max_size=120),
    st.lists(st.one_of(st.text(st.sampled_from(FAMILIAR), max_size=12), st.text(max_size=4)), max_size=12).map("".join),
)


def read(text: str) -> Extraction:
    return extract_text(text, family="rule_of_law", year=2024)


@settings(QUICK, max_examples=150)
@given(texts())
def test_a_composed_text_comes_back_whole(composed: tuple[str, list[Figure]]) -> None:
    text, figures = composed
    records = read(text).figures
    spans = sorted({(record["start"], record["end"]) for record in records})
    assert len(spans) == len(figures), [text[start:end] for start, end in spans]
    for figure, (start, end) in zip(figures, spans, strict=True):
        found = [record for record in records if (record["start"], record["end"]) == (start, end)]
        assert len(found) == 1
        record, stated = found[0], figure.stated
        assert text[start:end] == stated.surface
        said = (record["value"], record["unit"], record["approximate"], record["bound"])
        assert said == (float(stated.value), figure.unit, stated.approximate, stated.bound), stated.surface


@settings(QUICK, max_examples=150)
@given(texts())
def test_a_name_of_the_catalogue_gets_its_indicator_in_any_company(composed: tuple[str, list[Figure]]) -> None:
    text, figures = composed
    found = {record["start"]: record["indicator"] for record in read(text).figures}
    assert [found[start] for start in sorted(found)] == [figure.indicator for figure in figures], text


@settings(QUICK, max_examples=300)
@given(TEXT)
def test_any_unicode_is_read_and_every_digit_accounted_for(text: str) -> None:
    extraction = read(text)
    records = [*extraction.figures, *extraction.numbers]
    for record in records:
        assert text[record["start"] : record["end"]] == record["text"] != ""
        quote = record.get("quote")
        assert quote is None or text[record["quote_start"] : record["quote_start"] + len(quote)] == quote
    spans = {(record["start"], record["end"]) for record in records}
    assert len(spans) == len({(f["start"], f["end"]) for f in extraction.figures}) + len(extraction.numbers)
    covered = Counter(offset for start, end in spans for offset in range(start, end))
    assert [offset for offset, times in covered.items() if times > 1] == [], "tokens overlap"
    for run in RUNS.finditer(text):
        holders = [span for span in spans if span[0] <= run.start() and run.end() <= span[1]]
        assert len(holders) == 1, f"{run[0]!r} at {run.start()} is in {len(holders)} tokens"
