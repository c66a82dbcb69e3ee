"""Text and HTML readers: the canonical text keeps every digit, and each stretch knows its place."""

from pathlib import Path

import pytest

from extract.readers import Limits, UnreadableDocument, read, read_bytes

PROSE = "依法行政工作稳步推进。" * 20


def page(body: str, head: str = "", around: str = "") -> bytes:
    main = f"{around}<div id='zoom'>{body}</div>"
    return f"<!DOCTYPE html><html><head><title>某站</title>{head}</head><body>{main}</body></html>".encode()


def test_a_text_file_is_its_own_canonical_text(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("一、情况\r\n受理　12件 。\n\n".encode())
    document = read(path)
    assert document.text == "一、情况\r\n受理　12件 。\n\n"
    assert [document.text[s.start : s.end] for s in document.segments] == ["一、情况\r", "受理　12件 。"]


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", b"\xef\xbb\xbf"),
        ("gb18030", b""),
        ("gbk", b""),
        ("utf-16-le", b"\xff\xfe"),
        ("utf-16-be", b"\xfe\xff"),
    ],
)
def test_every_encoding_of_the_field_gives_the_same_text(encoding: str, mark: bytes) -> None:
    text = "全县办理行政复议案件12件，办结率98.5%。"
    assert read_bytes(mark + text.encode(encoding)).text == text


def test_a_few_damaged_bytes_cost_their_characters_and_no_digit() -> None:
    data = bytearray(("全县办理行政复议案件12件，办结率98.5%，调解纠纷1399件。" * 40).encode())
    del data[400], data[1600]
    document = read_bytes(bytes(data))
    assert document.text.count("98.5") == 40
    assert any("damaged" in warning for warning in document.warnings)
    assert document.text.count("\ufffd") <= 4


def test_bytes_that_are_no_text_say_where() -> None:
    with pytest.raises(UnreadableDocument, match="byte 0") as caught:
        read_bytes(b"\xff\x41\x41" + "县".encode() * 3)
    assert caught.value.reason == "undecodable"
    assert caught.value.remedy


def test_a_number_split_over_spans_stays_one_number() -> None:
    body = (
        f"<p>受理<span>12</span><font>3</font><b><i>4</i></b>件，罚款<span>109</span>.<span>89</span>万元。{PROSE}</p>"
    )
    assert "受理1234件，罚款109.89万元。" in read_bytes(page(body)).text


def test_source_line_breaks_beside_chinese_are_no_space() -> None:
    assert "全县受理12件" in read_bytes(page(f"<p>全县\n    受理\n12件，{PROSE}</p>")).text


def test_tables_stay_tables_and_cells_know_their_place() -> None:
    body = f"<p>{PROSE}</p><table><tr><th>类别</th><th>件数</th></tr><tr><td>处罚</td><td><p>1</p></td></tr></table>"
    document = read_bytes(page(body))
    assert "| 类别 | 件数 |\n| 处罚 | 1 |" in document.text
    place = document.place_of(document.text.index("| 1 |") + 2)
    assert place is not None
    assert place.kind == "cell"
    assert place.place.endswith("table 1 row 2 column 2")


def test_a_table_that_lays_out_the_page_is_read_as_prose() -> None:
    body = f"<table><tr><td>栏目</td><td><p>{PROSE * 5}</p><p>受理5件。</p></td></tr></table>"
    assert "\n受理5件。" in read_bytes(page(body)).text


def test_site_tags_stated_date_and_source_come_as_meta_and_a_banner_does_not() -> None:
    head = '<meta name="SiteIDCode" content="9900010001"><meta name="articletitle" content="清河县报告">'
    around = "<div>今天是2019年1月1日</div><div>发布时间：<span>2025-03-26</span> 来源：<b>清河县司法局</b></div>"
    document = read_bytes(page(f"<p>{PROSE}</p>", head, around))
    assert document.title == "清河县报告"
    assert document.meta["SiteIDCode"] == "9900010001"
    assert document.meta["StatedDate"] == "2025-03-26"
    assert document.meta["StatedSource"] == "清河县司法局"
    assert "2019" not in document.text


def test_scripts_styles_comments_and_hidden_elements_are_not_words() -> None:
    body = f"<style>p{{}}</style><!--7--><script>var a=8;</script><p style='display:none'>9</p><p>{PROSE}</p>"
    assert not any(digit in read_bytes(page(body)).text for digit in "789")


def test_an_unknown_layout_finds_the_article_by_its_shape() -> None:
    html = (
        "<html><body><ul><li><a href='/'>首页</a></li><li><a href='/b'>政务公开 2031</a></li></ul>"
        f"<div class='abc'><p>2024年，{PROSE}受理12件。</p><p>{PROSE}</p></div><i>技术支持</i></body></html>"
    )
    document = read_bytes(html.encode())
    assert document.text.startswith("2024年")
    assert document.warnings
    assert all(document.text[s.start : s.end].strip() for s in document.segments)


def test_a_page_nested_deeper_than_the_stack_is_read() -> None:
    html = "<html><body>" + "<div>" * 20_000 + PROSE + "</div>" * 20_000
    assert PROSE in read_bytes(html.encode()).text


def test_linked_documents_are_named() -> None:
    document = read_bytes(page(f"<p>{PROSE}</p><p>附件：<a href='/a.docx'>全文</a></p>"))
    assert document.meta["Attachments"] == "全文 </a.docx>"
    assert any("/a.docx" in warning for warning in document.warnings)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty_file"),
        (b" \n ", "empty_file"),
        (b"\x7fELF" + b"\x00" * 100, "unknown_format"),
        (b"<html><body><script>1</script></body></html>", "no_text"),
        ("　\u00a0　".encode(), "no_text"),
    ],
)
def test_what_is_no_report_has_a_reason_and_a_remedy(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read_bytes(data)
    assert caught.value.reason == reason
    assert caught.value.remedy


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument, match="no file"):
        read(tmp_path / "nothing\x1b[31m.txt")


def test_a_file_over_the_limit_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        file.truncate(1024**3)
    with pytest.raises(UnreadableDocument) as caught:
        read(path)
    assert caught.value.reason == "too_large"


def test_a_text_over_the_limit_is_refused() -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read_bytes(b"1" * 1000, limits=Limits(characters=500))
    assert caught.value.reason == "too_large"


def test_an_article_in_two_containers_is_flagged() -> None:
    more = (
        "全县另外办理行政复议案件77件，办结75件，群众满意度98.6%，各项工作有序推进，成效明显，为法治建设提供了保障。"
        * 3
    )
    parts = f"<div class='TRS_Editor'><p>{PROSE * 2}</p></div><div class='part2'><p>{more}</p></div>"
    html = f"<html><body>{parts}</body></html>"
    document = read_bytes(html.encode())
    assert "77" in document.text or any("77" in warning for warning in document.warnings)
