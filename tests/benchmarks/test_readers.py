"""How fast each format is read, against extracting figures from the same text in the same run; nothing is asserted."""

import importlib.util
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

from extract.document import extract_text
from extract.identity import identify
from extract.readers import read_bytes

_RENDERINGS = Path(__file__).parent.parent / "integration" / "extract" / "renderings.py"


def renderings() -> ModuleType:
    """The module of the integration tests that makes one report in every format."""
    spec = importlib.util.spec_from_file_location("renderings", _RENDERINGS)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def seconds(call: Callable[[], object], least: float = 0.3) -> float:
    """Seconds a call, from as many as fit into `least` seconds after one that warms up; a slow one counts itself."""
    began = time.perf_counter()
    call()
    if (once := time.perf_counter() - began) > 5 * least:
        return once
    count, began = 0, time.perf_counter()
    while time.perf_counter() - began < least:
        call()
        count += 1
    return (time.perf_counter() - began) / count


def test_documents_a_second_by_format() -> None:
    made = renderings()
    lines = made.source_lines() * 3  # nearly 3,000 characters: a short real report; pictures of it two pages
    text = made.text(lines, made.TABLE)
    extracting = seconds(lambda: extract_text(text, family="rule_of_law"))
    naming = seconds(lambda: identify(text, filename="鹿溪县2021年.txt"))
    print(f"\n{len(text)} characters: extract {extracting * 1e3:.2f} ms, identify {naming * 1e3:.2f} ms")
    print(f"{'format':<14}{'kB':>7}{'ms/document':>13}{'documents/s':>13}{'share of reading':>18}")
    for name, (render, *_) in made.FORMATS.items():
        if missing := made.missing_for(name):
            print(f"{name:<14} skipped: {missing}")
            continue
        data = render(lines[:24] if name in ("scanned pdf", "tiff") else lines, made.TABLE)
        reading = seconds(lambda data=data: read_bytes(data))
        share = reading / (reading + extracting + naming)
        print(f"{name:<14}{len(data) / 1e3:>7.0f}{reading * 1e3:>13.2f}{1 / reading:>13.0f}{share:>17.0%}")
