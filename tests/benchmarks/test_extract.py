"""How fast the extractor is, against floors and a peer measured in the same process on the same texts.

Run by `make bench`. The texts are the marked reports with their marks taken away. Ratios are asserted where the project
promises them; seconds are only printed.
"""

from __future__ import annotations

import re
import resource
import statistics
import subprocess
import sys
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from benchmarks.floors import DIGIT_RUN, digit_runs, rate, value_of
from gold.marks import read_gold

from extract.document import extract_text

GOLD = Path(__file__).parents[1] / "gold"
# A regular expression as one would write it by hand for such reports: numbers with the units they come in.
WITH_UNITS = re.compile(
    r"(?P<number>[0-9０-９]+(?:[,，.．][0-9０-９]+)*)\s*(?P<scale>[余多]?[百千]?[万亿]?)[余多]?"
    r"(?P<unit>人次|件次|户次|场次|个百分点|公里|平方米|%|％|[件起宗个人名次场份条项家户所处期篇部册元亩吨台辆位])"
)
LEAST_SHARE_OF_THE_FLOOR = 1 / 12
LEAST_TIMES_THE_PEER = 4
DOCUMENTS_IN_A_ROW = 10_000
START_UP_SECONDS = 0.5


@pytest.fixture(scope="module")
def texts(project_dir: Path) -> list[str]:
    """The 15 marked reports of ../shared, or our own where those are missing."""
    shared = project_dir.parent / "shared" / "gold"
    paths = sorted((shared if shared.is_dir() else GOLD).rglob("*.gold.txt"))
    return [read_gold(path)[0] for path in paths]


def with_units(text: str) -> list[dict[str, Any]]:
    """The same by the hand-made expression: what has a unit behind it, with scale."""
    return [
        {
            "start": found.start(),
            "end": found.end(),
            "text": found[0],
            "value": value_of(found["number"]) * (10_000 if "万" in found["scale"] else 1),
            "unit": found["unit"],
        }
        for found in WITH_UNITS.finditer(text)
    ]


def extracted(text: str) -> object:
    return extract_text(text, family="rule_of_law")


def test_the_extractor_against_the_floor_and_a_peer(texts: list[str]) -> None:
    emoji = pytest.importorskip("emoji", reason="comes with recognizers-text-suite, a benchmark dependency")
    # The library wants a table that newer releases of emoji keep under another name.
    emoji.UNICODE_EMOJI = emoji.EMOJI_DATA
    recognizers = pytest.importorskip("recognizers_number", reason="recognizers-text-suite is a benchmark dependency")
    # Its default setting asks of each match whether it stands alone, as a user of the library gets it.
    peer = recognizers.NumberRecognizer("zh-cn").get_number_model()
    rates = {
        "digit runs, without records": rate(DIGIT_RUN.findall, texts, 30),
        "floor: digit runs": rate(digit_runs, texts, 30),
        "one expression with units": rate(with_units, texts, 30),
        "extractor": rate(extracted, texts, 7),
        "recognizers-text, plain numbers": rate(peer.parse, texts, 2),
    }
    own = rates["extractor"]
    characters = sum(map(len, texts)) / len(texts)
    print(f"\n{len(texts)} texts of {characters:,.0f} characters on average; documents a second of processor time")
    for name, documents in rates.items():
        print(f"  {name:<34} {documents:>10,.1f}   extractor = {own / documents:8.3f} x")
    floors = (rates["floor: digit runs"], rates["one expression with units"])
    shares = [f"1/{floor / own:.1f}" for floor in floors]
    print(f"  the extractor's share of the digit-run floor: {shares[0]}; of the expression with units: {shares[1]}")
    assert own >= LEAST_TIMES_THE_PEER * rates["recognizers-text, plain numbers"]
    # The floor is every digit run, the faster of the two expressions.
    assert own >= LEAST_SHARE_OF_THE_FLOOR * rates["floor: digit runs"]


def test_memory_stays_flat_over_ten_thousand_documents(texts: list[str]) -> None:
    # Short documents, each another one: a cache that keeps what it read would show.
    pieces = [piece for text in texts for piece in text.split("\n") if len(piece) > 60]
    read = 0

    def read_many(count: int) -> None:
        nonlocal read
        for _ in range(count):
            extracted(f"第{read}号文。{pieces[read % len(pieces)]}另办理{read}件。")
            read += 1

    read_many(1000)
    resident = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    tracemalloc.start()
    read_many(500)
    before = tracemalloc.get_traced_memory()[0]
    read_many(1000)
    kept = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    read_many(DOCUMENTS_IN_A_ROW - read)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - resident
    print(f"\n{read:,} documents: peak memory grew by {grown / 1024:.1f} MB; 1,000 documents keep {kept / 1024:.0f} kB")
    assert grown < 24 * 1024
    assert kept < 2 * 1024 * 1024


def test_time_grows_with_length_and_not_faster(texts: list[str]) -> None:
    one = "\n".join(texts)
    short, long = rate(extracted, [one], 3), rate(extracted, [one * 4], 2)
    print(f"\n{len(one):,} characters {1 / short:.2f} s; four times as many {1 / long:.2f} s, {short / long:.2f} x")
    assert short / long < 8


def test_the_command_starts_at_once() -> None:
    command = Path(sys.executable).with_name("xianjian")
    spent = []
    for _ in range(5):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([command, "extract", "--help"], check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    print(f"\nxianjian extract --help: {statistics.median(spent):.2f} s of processor time, median of 5")
    assert statistics.median(spent) < START_UP_SECONDS
