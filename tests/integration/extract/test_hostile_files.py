"""Files made to harm: bounded time and memory, a reason for each, nothing run, nothing fetched."""

import io
import shutil
import struct
import threading
import zipfile
import zlib
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from misbehaving_server import running
from renderings import NO_OFFICE, TABLE, as_docx, as_ofd, as_pdf, source_lines

from extract.readers import Limits, UnreadableDocument, isolated, read, read_bytes

LINES = source_lines()


def reason_of(data: bytes, **limits: float) -> str:
    with pytest.raises(UnreadableDocument) as caught:
        read_bytes(data, limits=Limits(**limits))  # type: ignore[arg-type]
    assert caught.value.remedy
    assert len(caught.value.message) < 400
    return caught.value.reason


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members.items():
            packed.writestr(name, data)
    return out.getvalue()


def repacked(data: bytes, name: str, content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        members = {member: packed.read(member) for member in packed.namelist()}
    return zipped(**(members | {name: content}))


def pdf_of(pages: int, *, password: str | None = None, size: tuple[float, float] = (300, 300)) -> bytes:
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size, encrypt=StandardEncryption(password) if password else None)
    for number in range(pages):
        canvas.drawString(10, 10, f"page {number}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def picture_claiming(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


def test_an_encrypted_pdf_is_named_as_such() -> None:
    assert reason_of(pdf_of(1, password="secret")) == "encrypted"


@pytest.mark.parametrize("data", [b"%PDF-1.7\n" + b"\x00\xff" * 500, as_pdf(LINES, TABLE)[:2000]])
def test_a_broken_pdf_is_named_as_such(data: bytes) -> None:
    assert reason_of(data) == "broken_file"


def test_a_pdf_of_five_hundred_pages_is_no_report() -> None:
    assert reason_of(pdf_of(500)) == "too_many_pages"


def test_a_pdf_without_words_says_so() -> None:
    assert reason_of(pdf_of(0)) in {"no_text", "broken_file"}


def test_a_picture_that_claims_a_gigapixel_is_refused() -> None:
    pytest.importorskip("rapidocr", reason="the optional dependency rapidocr is missing")
    assert reason_of(picture_claiming(60_000, 60_000)) in {"unsafe_file", "broken_file"}


def test_a_zip_bomb_within_an_office_file_is_refused() -> None:
    bomb = repacked(as_docx(LINES, TABLE), "word/media/image1.png", b"\0" * 400_000_000)
    assert reason_of(bomb) == "unsafe_file"
    assert (
        reason_of(repacked(as_ofd(LINES, TABLE), "Doc_0/Pages/Page_0/Content.xml", b" " * 80_000_000)) == "unsafe_file"
    )


def test_a_zip_that_lies_about_its_size_is_refused() -> None:
    data = bytearray(zipped(**{"a.txt": b"1" * 100_000}))
    for header in (b"PK\x03\x04", b"PK\x01\x02"):
        at = data.index(header) + (22 if header == b"PK\x03\x04" else 24)
        data[at : at + 4] = struct.pack("<I", 10)
    assert reason_of(bytes(data)) in {"unsafe_file", "broken_file"}


@pytest.mark.parametrize("entity", ['<!ENTITY a "aaaa">', '<!ENTITY a SYSTEM "file:///etc/passwd">'])
def test_entities_in_an_ofd_are_refused(entity: str) -> None:
    page = f'<?xml version="1.0"?><!DOCTYPE x [{entity}]><x>&a;</x>'.encode()
    assert reason_of(repacked(as_ofd(LINES, TABLE), "Doc_0/Pages/Page_0/Content.xml", page)) == "unsafe_file"


def test_an_encrypted_zip_is_named_as_such() -> None:
    data = bytearray(zipped(**{"a.txt": b"report"}))
    for header, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(header) + offset] |= 1
    assert reason_of(bytes(data)) == "encrypted"


def test_an_endless_line_is_read_or_refused_within_bounds() -> None:
    line = "受理12件，" * 400_000
    assert len(read_bytes(line.encode()).text) == len(line)
    assert reason_of((line * 2).encode()) == "too_large"
    html = f"<html><body><div id='zoom'><p>{line[:300_000]}</p></div></body></html>"
    assert read_bytes(html.encode()).text.count("12") == line[:300_000].count("12")


def test_a_file_name_with_control_characters_is_read_and_shown_without_them(tmp_path: Path) -> None:
    path = tmp_path / "a\x1b[2J\n报告.txt"
    path.write_text("受理12件", encoding="utf-8")
    assert read(path).text == "受理12件"
    with pytest.raises(UnreadableDocument) as caught:
        read(path.with_suffix(".none"))
    assert caught.value.message.isprintable()


def test_scripts_are_not_run_and_nothing_is_fetched() -> None:
    with running() as server:
        base = server.url
        html = f"""<html><head><base href='{base}/'><link rel=stylesheet href='{base}/a.css'>
        <meta http-equiv=refresh content='0;url={base}/r'></head><body onload='fetch("{base}/o")'>
        <div id=zoom><script src='{base}/s.js'>document.write(7)</script><img src='{base}/i.png'><iframe src='{base}/f'>
        </iframe><p>受理12件。{"依法行政。" * 40}</p></div></body></html>"""
        assert "受理12件" in read_bytes(html.encode()).text
        assert not server.requests


@pytest.mark.skipif(shutil.which("soffice") is None, reason=NO_OFFICE)
def test_a_document_that_calls_home_is_read_without_the_call() -> None:
    with running() as server:
        field = rf'{{\field{{\*\fldinst INCLUDEPICTURE "{server.url}/spy.png" \\d}}{{\fldrslt x}}}}'
        rtf = rf"{{\rtf1\ansi{{\*\template {server.url}/t.dot}}{field} \u21463?\u29702?12\u20214?\par}}"
        assert "受理12件" in read_bytes(rtf.encode()).text
        assert not server.requests


@pytest.mark.skipif(shutil.which("soffice") is None, reason=NO_OFFICE)
@pytest.mark.parametrize("data", [b"{\\rtf1" + b"{" * 5000, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 4000])
def test_a_broken_office_file_has_a_reason(data: bytes) -> None:
    assert reason_of(data) in {"broken_file", "unknown_format", "no_text"}


def test_a_doc_whose_tables_were_lost_is_refused_rather_than_read_as_one_number(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cells = "WordDocument 县公安局\x071,204\x0786\x07\x07".encode("utf-16-le")
    monkeypatch.setattr("extract.readers.office.program", lambda: "soffice")
    monkeypatch.setattr("extract.readers.office._converted", lambda *_: as_docx(["县公安局1,20486"], []))
    assert reason_of(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + cells) == "broken_file"


def test_without_libreoffice_the_message_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extract.readers.office.program", lambda: None)
    with pytest.raises(UnreadableDocument) as caught:
        read_bytes(b"{\\rtf1 x}")
    assert caught.value.reason == "needs_libreoffice"
    assert "apt-get install" in caught.value.remedy


def test_without_ocr_the_message_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(UnreadableDocument) as caught:
        read_bytes(picture_claiming(10, 10))
    assert caught.value.reason == "needs_ocr"
    assert "xianjian[ocr]" in caught.value.remedy


def test_a_parser_that_takes_too_long_is_ended_and_the_next_document_is_read() -> None:
    data = as_pdf(LINES, TABLE)
    assert reason_of(data, seconds=0.0001) == "reader_timeout"
    assert "行政复议" in read_bytes(data).text


def test_a_parser_that_takes_too_much_memory_is_refused_and_the_next_document_is_read() -> None:
    data = as_pdf(LINES, TABLE)
    assert reason_of(data, memory_bytes=25_000_000) in {"too_large", "reader_failed"}
    assert "行政复议" in read_bytes(data).text


def test_a_parser_that_dies_is_replaced() -> None:
    data = as_pdf(LINES, TABLE)
    read_bytes(data)
    for worker in list(isolated._workers.values()):
        worker._process.kill()
        worker._process.wait()
    assert "行政复议" in read_bytes(data).text


def test_threads_share_the_parser_without_mixing_answers() -> None:
    documents = {f"第{number}份报告": as_pdf([f"第{number}份报告", *LINES[:3]], TABLE) for number in range(4)}
    wrong: list[str] = []

    def check(title: str, data: bytes) -> None:
        texts = [read_bytes(data).text for _ in range(3)]
        wrong.extend(text for text in texts if title not in text)

    threads = [threading.Thread(target=check, args=pair) for pair in documents.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


@pytest.mark.skipif(shutil.which("soffice") is None, reason=NO_OFFICE)
def test_conversions_at_the_same_time_do_not_disturb_each_other() -> None:
    documents = [rf"{{\rtf1\ansi \u21463?\u29702?{number}\u20214?\par}}".encode() for number in (17, 23, 31)]
    with ThreadPoolExecutor() as pool:
        texts = list(pool.map(lambda data: read_bytes(data).text, documents))
    assert texts == ["受理17件", "受理23件", "受理31件"]


def test_a_forked_process_reads_with_a_parser_of_its_own() -> None:
    data = as_pdf(LINES, TABLE)
    read_bytes(data)
    with ProcessPoolExecutor(2, mp_context=get_context("fork")) as pool:
        texts = list(pool.map(_text_of, [data] * 4))
    assert len(set(texts)) == 1
    assert texts[0] == read_bytes(data).text


def _text_of(data: bytes) -> str:
    return read_bytes(data).text
