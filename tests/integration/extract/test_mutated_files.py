"""Mutated files of every format: a document or a reason, never another exception, a crash or a hang."""

import io
import random
import zipfile
from collections.abc import Callable, Iterator

import pytest
from renderings import TABLE, as_docx, as_html, as_ofd, as_pdf, as_text, as_zip, source_lines

from extract.identity import identify
from extract.readers import Limits, UnreadableDocument, read_bytes

LINES = source_lines()
MUTANTS = 60
BOUNDS = Limits(seconds=10.0)
SEEDS: dict[str, Callable[[], bytes]] = {
    "txt": lambda: as_text("utf-8")(LINES, TABLE),
    "gb18030": lambda: as_text("gb18030")(LINES, TABLE),
    "html": lambda: as_html(LINES, TABLE),
    "docx": lambda: as_docx(LINES, TABLE),
    "ofd": lambda: as_ofd(LINES, TABLE),
    "pdf": lambda: as_pdf(LINES, TABLE),
    "zip": lambda: as_zip(LINES, TABLE),
}


def mutants(data: bytes, chance: random.Random) -> Iterator[bytes]:
    """Flipped, cut, doubled, shuffled and spliced copies; of zips, also with damaged members."""
    for number in range(MUTANTS):
        if data.startswith(b"PK") and number % 2:
            yield with_damaged_member(data, chance)
        else:
            yield damaged(data, chance)


def damaged(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 3, 30))):
        at = chance.randrange(len(changed)) if changed else 0
        size = chance.randrange(1, 200)
        kind = chance.randrange(5)
        if kind == 0 and changed:
            changed[at] = chance.randrange(256)
        elif kind == 1:
            del changed[at : at + size]
        elif kind == 2:
            changed[at:at] = changed[at : at + size] * chance.randrange(1, 20)
        elif kind == 3:
            changed[at:at] = chance.choice(
                (b"<", b"&#x0;", b"\xff" * 9, b"<![CDATA[", b"obj", b"\x00" * 50, b"<table>")
            )
        else:
            changed = changed[: max(1, at)] if chance.random() < 0.2 else changed
    return bytes(changed)


def with_damaged_member(data: bytes, chance: random.Random) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as packed, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
        names = [info.filename for info in packed.infolist() if info.file_size]
        victim = chance.choice([name for name in names if name.endswith((".xml", ".docx"))])
        for name in names:
            copy.writestr(name, damaged(packed.read(name), chance) if name == victim else packed.read(name))
    return out.getvalue()


@pytest.mark.parametrize("name", SEEDS)
def test_a_mutated_file_gives_a_document_or_a_reason(name: str) -> None:
    reasons = []
    for mutant in mutants(SEEDS[name](), random.Random(f"seed of {name}")):
        try:
            document = read_bytes(mutant, limits=BOUNDS)
        except UnreadableDocument as error:
            reasons.append(error.reason)
            continue
        assert all(0 <= s.start < s.end <= len(document.text) for s in document.segments)
        identify(document.text, title=document.title, filename=f"{name}.bin", meta=document.meta)
    assert "reader_timeout" not in reasons
