"""Renders the marked reports of tests/gold/samples into extract/samples/reports: text, web pages and DOCX.

Run `python tests/gold/render_samples.py` after changing a marked report; the bytes written depend on the
marked reports, the plan and page.html alone. A test fails when the folder has drifted from them.
"""

import html
import io
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from string import Template
from typing import Any

import yaml

HERE = Path(__file__).parent
REPOSITORY = HERE.parent.parent
sys.path.insert(0, str(HERE.parent))

from gold.marks import read_gold  # noqa: E402

TARGET = REPOSITORY / "extract" / "samples" / "reports"
SITES = {
    "砚池区": ("砚池区人民政府", "9902030001", "www.yanchi.example"),
    "望潮县": ("望潮县人民政府", "9951220002", "www.wangchao.example"),
    "望潮市": ("望潮市人民政府", "9951810002", "www.wangchao.example"),
}
SCHEMAS = "http://schemas.openxmlformats.org"
WORD = f"{SCHEMAS}/wordprocessingml/2006/main"
PACKAGE = {
    "[Content_Types].xml": f'<Types xmlns="{SCHEMAS}/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{SCHEMAS}/package/2006/relationships"><Relationship Id="rId1" '
    f'Type="{SCHEMAS}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
}


def plan() -> list[dict[str, Any]]:
    """The entries of plan.yml: at least `gold` and `file`."""
    return yaml.safe_load((HERE / "samples" / "plan.yml").read_text(encoding="utf-8"))


def render_all() -> Iterator[tuple[str, bytes]]:
    """(file name, bytes) of every sample."""
    for entry in plan():
        text, _ = read_gold(HERE / "samples" / f"{entry['gold']}.gold.txt")
        kind = entry["file"].rsplit(".", 1)[1]
        data = {"txt": as_text, "html": as_page, "docx": as_docx}[kind](text, entry)
        yield entry["file"], data
        if "cut" in entry:
            yield entry["cut"], data[: len(data) * 3 // 5]


def as_text(text: str, entry: dict[str, Any]) -> bytes:
    """The plain text in the entry's encoding and line ends."""
    return text.replace("\n", entry.get("newline", "\n")).encode(entry.get("encoding", "utf-8"))


def as_page(text: str, entry: dict[str, Any]) -> bytes:
    """A page as a county government's content management system serves it."""
    title, *lines = [line.strip() for line in text.splitlines() if line.strip()]
    site, code, domain = next(facts for name, facts in SITES.items() if entry["gold"].startswith(name))
    encoding = entry.get("encoding", "utf-8")
    page = Template((HERE / "samples" / "page.html").read_text(encoding="utf-8")).substitute(
        charset="gb2312" if encoding == "gb18030" else encoding,
        title=html.escape(title),
        site=site,
        place=site.removesuffix("人民政府"),
        domain=domain,
        code=code,
        published=entry["published"],
        box={"zoom": 'id="zoom" class="con"', "TRS_Editor": 'class="view TRS_UEDITOR TRS_Editor"'}[entry["container"]],
        body="\n".join(paragraphs(lines, entry.get("split", ()))),
    )
    return page.encode(encoding)


def paragraphs(lines: list[str], split: list[str]) -> Iterator[str]:
    """HTML blocks: a `<table>` for lines of cells, else a `<p>`, with the numbers of `split` over several spans."""
    for block in blocks(lines):
        if isinstance(block, list):
            rows = ("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in block)
            yield "<table><tbody>\n" + "\n".join(rows) + "\n</tbody></table>"
            continue
        content = html.escape(block, quote=False)
        for number in split:
            spans = f'<span lang="EN-US">{number[:2]}</span><span style="font-family:仿宋">{number[2:]}</span>'
            content = content.replace(number, spans)
        yield f'<p style="text-indent:2em">{content}</p>'


def blocks(lines: list[str]) -> Iterator[str | list[list[str]]]:
    """Paragraphs as they are, and runs of `| a | b |` lines as tables."""
    table: list[list[str]] = []
    for line in lines:
        if line.startswith("|"):
            table.append([cell.strip() for cell in line.strip("|").split("|")])
            continue
        if table:
            yield table
            table = []
        yield line
    if table:
        yield table


def as_docx(text: str, entry: dict[str, Any]) -> bytes:
    """A minimal DOCX with real tables; stored uncompressed with a fixed time, so that its bytes never change."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    body = "".join(docx_block(block, entry.get("tracked", {})) for block in blocks(lines))
    parts = PACKAGE | {
        "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{body}<w:sectPr/></w:body></w:document>'
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as package:
        for name, content in parts.items():
            declared = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + content
            package.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), declared.encode())
    return stream.getvalue()


def docx_block(block: str | list[list[str]], tracked: dict[str, str]) -> str:
    """The XML of a paragraph or a table."""
    if isinstance(block, str):
        return f"<w:p>{''.join(docx_runs(block, tracked))}</w:p>"
    rows = ("".join(f"<w:tc><w:p>{run(cell)}</w:p></w:tc>" for cell in row) for row in block)
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def docx_runs(line: str, tracked: dict[str, str]) -> Iterator[str]:
    """The runs of a line: broken in the middle as Word does, tracked changes as deletion and insertion."""
    change = next((now for now in tracked if now in line), None)
    if change is None:
        half = len(line) // 2
        yield run(line[:half]) + run(line[half:])
        return
    before, after = line.split(change, 1)
    who = 'w:author="样本" w:date="2026-01-01T00:00:00Z"'
    yield run(before)
    yield f'<w:del w:id="1" {who}><w:r><w:delText>{tracked[change]}</w:delText></w:r></w:del>'
    yield f'<w:ins w:id="2" {who}>{run(change)}</w:ins>'
    yield run(after)


def run(text: str) -> str:
    """One run of text."""
    return f'<w:r><w:t xml:space="preserve">{html.escape(text, quote=False)}</w:t></w:r>' if text else ""


if __name__ == "__main__":
    TARGET.mkdir(parents=True, exist_ok=True)
    for name, data in render_all():
        (TARGET / name).write_bytes(data)
