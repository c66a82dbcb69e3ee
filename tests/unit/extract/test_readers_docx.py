"""DOCX reader: tracked changes, text boxes, content controls, tables and notes; hostile files are refused."""

import io
import zipfile

import pytest

from extract.readers import Limits, UnreadableDocument, read_bytes

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def docx(body: str, prologue: str = "", **parts: bytes) -> bytes:
    packed = io.BytesIO()
    document = f'{prologue}<w:document xmlns:w="{W}" xmlns:mc="{MC}"><w:body>{body}</w:body></w:document>'
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("[Content_Types].xml", "<Types/>")
        out.writestr("word/document.xml", document)
        for name, data in parts.items():
            out.writestr(f"word/{name}.xml", data)
    return packed.getvalue()


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def paragraph(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


def test_a_number_split_over_runs_stays_one_number() -> None:
    assert read_bytes(docx(paragraph(run("受理12"), run("34"), run("件")))).text == "受理1234件"


def test_tracked_insertions_are_in_and_deletions_out() -> None:
    body = paragraph(
        run("受理"), f"<w:ins>{run('15')}</w:ins>", "<w:del><w:r><w:delText>12</w:delText></w:r></w:del>", run("件")
    )
    document = read_bytes(docx(body))
    assert document.text == "受理15件"
    assert document.warnings


def test_a_text_box_is_read_once_though_the_format_stores_it_twice() -> None:
    box = f"<w:txbxContent>{paragraph(run('框内7件'))}</w:txbxContent>"
    twins = f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    drawing = f"<w:r><mc:AlternateContent>{twins}</mc:AlternateContent></w:r>"
    assert read_bytes(docx(paragraph(run("正文"), drawing))).text == "正文\n框内7件"


def test_content_controls_are_read() -> None:
    body = f"<w:sdt><w:sdtContent>{paragraph(run('控件内8件'))}</w:sdtContent></w:sdt>"
    assert read_bytes(docx(body)).text == "控件内8件"


def test_a_table_becomes_rows_and_cells_know_their_place() -> None:
    cells = "".join(f"<w:tc>{paragraph(run(word))}</w:tc>" for word in ("处罚", "56"))
    document = read_bytes(docx(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"))
    assert document.text == "| 处罚 | 56 |"
    assert [s.place for s in document.segments] == ["body table 1 row 1 column 1", "body table 1 row 1 column 2"]


def test_notes_follow_the_body() -> None:
    note = f'<w:footnotes xmlns:w="{W}"><w:footnote>{paragraph(run("注：共9件"))}</w:footnote></w:footnotes>'
    assert read_bytes(docx(paragraph(run("正文")), footnotes=note.encode())).text == "正文\n注：共9件"


def test_hidden_text_and_field_codes_are_not_words() -> None:
    body = paragraph(
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>5</w:t></w:r>", "<w:r><w:instrText>PAGE 6</w:instrText></w:r>", run("正文")
    )
    assert read_bytes(docx(body)).text == "正文"


def test_entities_are_refused_not_expanded() -> None:
    laughs = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    with pytest.raises(UnreadableDocument) as caught:
        read_bytes(docx(paragraph(run("&b;")), prologue=laughs))
    assert caught.value.reason == "unsafe_file"


def test_an_external_entity_is_refused_not_fetched() -> None:
    external = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    with pytest.raises(UnreadableDocument) as caught:
        read_bytes(docx(paragraph(run("&a;")), prologue=external))
    assert caught.value.reason == "unsafe_file"


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read_bytes(docx(paragraph(run("1" * 5_000_000))))
    assert caught.value.reason == "unsafe_file"


def test_a_member_count_beyond_reason_is_refused() -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read_bytes(docx(paragraph(run("正文"))), limits=Limits(members=1))
    assert caught.value.reason == "unsafe_file"


def test_a_cut_file_is_broken_not_a_crash() -> None:
    data = docx(paragraph(run("正文" * 100)))
    with pytest.raises(UnreadableDocument) as caught:
        read_bytes(data[: len(data) // 2])
    assert caught.value.reason in {"broken_file", "unknown_format"}


def numbered(text: str, number: str, level: int = 0) -> str:
    place = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return f"<w:p><w:pPr>{place}</w:pPr>{run(text)}</w:p>"


def test_numbers_that_word_draws_are_read_as_the_reader_sees_them() -> None:
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{shown}"/></w:lvl>'
        for at, form, shown in ((0, "chineseCounting", "%1、"), (1, "chineseCounting", "（%2）"), (2, "decimal", "%3."))
    )
    numbering = (
        f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num></w:numbering>'
    )
    body = (
        numbered("主要做法", "1")
        + numbered("压实责任", "1", 1)
        + numbered("规范执法", "1", 1)
        + numbered("处罚56件", "1", 2)
        + numbered("存在问题", "1")
        + numbered("力量不足", "1", 1)
        + numbered("无", "0")
    )
    lines = ["一、主要做法", "（一）压实责任", "（二）规范执法", "1.处罚56件", "二、存在问题", "（一）力量不足", "无"]
    assert read_bytes(docx(body, numbering=numbering.encode())).text.split("\n") == lines


@pytest.mark.parametrize("part", [b"<broken", b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'])
def test_a_damaged_numbering_loses_the_numbers_not_the_words(part: bytes) -> None:
    assert read_bytes(docx(numbered("正文", "1"), numbering=part)).text == "正文"
