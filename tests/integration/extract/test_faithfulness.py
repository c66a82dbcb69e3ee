"""One report in every format gives the same figures: digit strings exactly, F1 within 0.005, of OCR within 0.02."""

import re
from collections import Counter

import pytest
from renderings import FORMATS, TABLE, missing_for, source_lines, text

from extract.document import extract_text
from extract.readers import read_bytes


def digit_strings(words: str) -> list[str]:
    return re.findall(r"\d+(?:[.,，．]\d+)*", words)


def figures(words: str) -> Counter[tuple[str, ...]]:
    found = extract_text(words, family="rule_of_law").figures
    keys = ("indicator", "measure", "status", "value", "unit")
    return Counter(tuple(str(figure[key]) for key in keys) for figure in found)


def f1(one: Counter[tuple[str, ...]], other: Counter[tuple[str, ...]]) -> float:
    return 2 * sum((one & other).values()) / (sum(one.values()) + sum(other.values()))


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_the_same_figures(name: str) -> None:
    if missing := missing_for(name):
        pytest.skip(missing)
    render, _, _, recognised = FORMATS[name]
    lines = (
        source_lines()[-(7 if name == "scanned pdf" else 12) :] if recognised else source_lines()
    )  # recognition takes seconds a page
    reference = text(lines, TABLE)
    document = read_bytes(render(lines, TABLE))
    assert document.ocr == recognised
    assert digit_strings(document.text) == digit_strings(reference)
    assert f1(figures(document.text), figures(reference)) >= (0.98 if recognised else 0.995)


@pytest.mark.parametrize("name", [name for name, needs in FORMATS.items() if not any(needs[1:])])
def test_every_figure_leads_back_to_its_place(name: str) -> None:
    document = read_bytes(FORMATS[name][0](source_lines(), TABLE))
    for figure in extract_text(document.text, family="rule_of_law").figures:
        place = document.place_of(figure["start"])
        assert place is not None, figure
        assert place.start <= figure["start"] < place.end
        if name in ("pdf", "ofd"):
            assert place.page in (1, 2)
    cell = document.place_of(document.text.index("1,204"))
    assert cell is not None
    assert cell.kind == ("line" if name.startswith("txt") else "cell")


@pytest.mark.parametrize("name", ["pdf", "ofd"])
def test_running_headers_and_page_numbers_are_dropped_and_named(name: str) -> None:
    document = read_bytes(FORMATS[name][0](source_lines(), TABLE))
    assert not re.search(r"公报|[-—] ?\d ?[-—]", document.text)
    assert any("dropped" in warning for warning in document.warnings)


@pytest.mark.parametrize("name", ["pdf", "ofd"])
def test_paragraphs_are_rejoined_over_lines_and_pages(name: str) -> None:
    document = read_bytes(FORMATS[name][0](source_lines(), TABLE))
    bare = {re.sub(r"\s", "", line) for line in document.text.split("\n")}
    assert {re.sub(r"\s", "", line) for line in source_lines()} <= bare
