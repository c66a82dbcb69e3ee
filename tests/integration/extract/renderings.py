"""One report in every format that the readers know, made on the spot from the same lines and table."""

import datetime
import html
import io
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

Table = list[list[str]]
FONT = Path("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc")
NO_FONT = f"the Debian package fonts-wqy-zenhei is missing ({FONT})"
NO_OFFICE = "the Debian package libreoffice-writer is missing"


def source_lines() -> list[str]:
    """A sample report's lines, and the words before the table."""
    from extract import samples

    path = next(samples.reports().glob("鹿溪县2021*.txt"))
    lines = [line for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    return [*lines, "附表：行政执法情况统计"]


TABLE: Table = [
    ["执法部门", "行政处罚（件）", "罚款金额（万元）"],
    ["县公安局", "1,204", "86.35"],
    ["县市场监管局", "317", "109.89"],
    ["县交通运输局", "58", "4.06"],
]


END = "特此报告。"


def text(lines: list[str], table: Table) -> str:
    rows = ["| " + " | ".join(row) + " |" for row in table]
    return "\n".join([*lines, *rows, END])


def as_text(encoding: str, mark: bytes = b"") -> Callable[[list[str], Table], bytes]:
    return lambda lines, table: mark + text(lines, table).encode(encoding)


def as_html(lines: list[str], table: Table) -> bytes:
    """A page as Word pastes it into a CMS: numbers split over spans, source line breaks in the prose."""
    body = "".join(f"<p style='text-indent:2em'>{_split_spans(html.escape(line))}</p>\n" for line in lines)
    rows = "".join("<tr>" + "".join(f"<td><p>{cell}</p></td>" for cell in row) + "</tr>" for row in table)
    head = "<meta charset='gb2312'><meta name='SiteIDCode' content='9901210001'><title>鹿溪县人民政府网站</title>"
    article = f"<div class='TRS_Editor'>{body}<table>{rows}</table><p>{END}</p></div>"
    page = f"<html><head>{head}</head><body><div>今天是2026年1月1日</div>{article}"
    return (page + "<div>网站标识码：9901210001 浏览次数：1234</div></body></html>").encode("gb18030")


def _split_spans(line: str) -> str:
    shown = []
    for index, character in enumerate(line):
        shown.append(f"<span lang=EN-US>{character}</span>" if character.isdigit() else character)
        if index % 80 == 79 and not character.isdigit():
            shown.append("\n    ")
    return "".join(shown)


def as_docx(lines: list[str], table: Table) -> bytes:
    import docx

    document = docx.Document()
    for line in lines:
        paragraph = document.add_paragraph()
        for start in range(0, len(line), 7):  # runs end within words and numbers
            paragraph.add_run(line[start : start + 7])
    if not table:
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()
    grid = document.add_table(len(table), len(table[0]), style="Table Grid")
    for row, cells in zip(grid.rows, table, strict=True):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
    document.add_paragraph(END)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def as_office(ending: str) -> Callable[[list[str], Table], bytes]:
    def render(lines: list[str], table: Table) -> bytes:
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / "report.docx"
            source.write_bytes(as_docx(lines, table))
            command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile"]
            command += ["--convert-to", ending, "--outdir", folder, str(source)]
            subprocess.run(command, capture_output=True, check=True, timeout=120)
            return source.with_suffix("." + ending.split(":")[0]).read_bytes()

    return render


def as_pdf(lines: list[str], table: Table, *, font: str | None = None, footers: bool = True) -> bytes:
    """A set PDF: title, indented paragraphs, running header, page numbers, a ruled table."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer
    from reportlab.platypus import Table as Grid

    name = "STSong-Light" if font is None else "Wqy"
    pdfmetrics.registerFont(UnicodeCIDFont(name) if font is None else TTFont(name, font, subfontIndex=0))
    style = ParagraphStyle("p", fontName=name, fontSize=12, leading=22, firstLineIndent=24, wordWrap="CJK", alignment=4)

    def furniture(canvas, document) -> None:  # type: ignore[no-untyped-def]
        if footers:
            canvas.setFont(name, 9)
            canvas.drawCentredString(A4[0] / 2, A4[1] - 30, "鹿溪县人民政府公报 2022年第3期")
            canvas.drawCentredString(A4[0] / 2, 30, f"— {document.page} —")

    out = io.BytesIO()
    story = [Paragraph(escape(line), style) for line in lines]
    # Repeated so that the report runs over several pages, as real ones do.
    grid = Grid(table, style=[("GRID", (0, 0), (-1, -1), 0.5, "black"), ("FONT", (0, 0), (-1, -1), name, 11)])
    SimpleDocTemplate(out, pagesize=A4, leftMargin=80, rightMargin=80).build(
        [*story, grid, Spacer(1, 12), Paragraph(END, style)], onFirstPage=furniture, onLaterPages=furniture
    )
    return out.getvalue()


def pictures_of(pdf: bytes, *, seal: bool = False) -> list:  # type: ignore[type-arg]
    """The pages of a PDF as pictures of 200 dots an inch, with a red seal over the last where asked for."""
    import pypdfium2
    from PIL import Image, ImageChops, ImageDraw

    document = pypdfium2.PdfDocument(pdf)
    pictures = [document[number].render(scale=200 / 72).to_pil().convert("RGB") for number in range(len(document))]
    if seal:
        width, height = pictures[-1].size
        ink = Image.new("RGB", (width, height), "white")
        draw = ImageDraw.Draw(ink)
        box = (width // 2 - 150, 300, width // 2 + 150, 600)
        draw.ellipse(box, outline=(225, 60, 50), width=18)
        draw.line([box[0], 515, box[2], 515], fill=(225, 60, 50), width=12)
        pictures[-1] = ImageChops.multiply(pictures[-1], ink)  # ink lets the print below shine through
    return pictures


def as_scan(lines: list[str], table: Table) -> bytes:
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for picture in pictures_of(as_pdf(lines, table, font=str(FONT), footers=False), seal=True):
        jpeg = io.BytesIO()
        picture.save(jpeg, "JPEG", quality=85)
        canvas.drawImage(ImageReader(jpeg), 0, 0, *A4)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def as_tiff(lines: list[str], table: Table) -> bytes:
    first, *others = pictures_of(as_pdf(lines, table, font=str(FONT), footers=False))
    out = io.BytesIO()
    first.save(out, "TIFF", save_all=True, append_images=others, compression="tiff_lzw")
    return out.getvalue()


def as_ofd(lines: list[str], table: Table) -> bytes:
    """An OFD as office suites write it: one TextCode a line, placed in millimetres, page numbers at the foot."""
    placed: list[list[tuple[float, str]]] = []  # a line's pieces with their left ends
    for line in lines:
        placed.append([(33.4, line[:34])])
        placed += [[(25.0, line[at : at + 36])] for at in range(34, len(line), 36)]
    placed += [[(25 + 50.0 * column, cell) for column, cell in enumerate(row)] for row in table]
    placed.append([(33.4, END)])
    pages = []
    for start in range(0, len(placed), 38):
        objects = [
            _ofd_text(words, left, 30 + 6.5 * row, 4.2)
            for row, pieces in enumerate(placed[start : start + 38])
            for left, words in pieces
        ]
        pages.append([*objects, _ofd_text(f"- {len(pages) + 1} -", 100, 288, 3.5)])
    return _packed_ofd(pages)


def _ofd_text(words: str, left: float, top: float, size: float) -> str:
    deltas = " ".join(f"{size / 2 if character.isascii() else size}" for character in words[:-1])
    code = f'<ofd:TextCode X="{left}" Y="{top}" DeltaX="{deltas}">{escape(words)}</ofd:TextCode>'
    return f'<ofd:TextObject ID="1" Boundary="0 0 210 297" Font="1" Size="{size}">{code}</ofd:TextObject>'


def _packed_ofd(pages: list[list[str]]) -> bytes:
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(
            "OFD.xml",
            f'<?xml version="1.0"?><ofd:OFD {space} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:DocID>1'
            "</ofd:DocID></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        )
        listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
        packed.writestr(
            "Doc_0/Document.xml",
            f'<?xml version="1.0"?><ofd:Document {space}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297'
            f"</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        )
        for number, objects in enumerate(pages):
            packed.writestr(
                f"Doc_0/Pages/Page_{number}/Content.xml",
                f'<?xml version="1.0"?><ofd:Page {space}><ofd:Content><ofd:Layer ID="1">{"".join(objects)}</ofd:Layer>'
                "</ofd:Content></ofd:Page>",
            )
    return out.getvalue()


def as_zip(lines: list[str], table: Table) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        stamp = datetime.datetime(2022, 3, 1).timetuple()[:6]  # noqa: DTZ001 - zip members have no zone
        packed.writestr(zipfile.ZipInfo("鹿溪县/报告.docx", stamp), as_docx(lines, table))
    return out.getvalue()


Render = Callable[[list[str], Table], bytes]
# format: (how it is made, whether it needs LibreOffice, whether it needs a font, whether it is recognised by OCR)
FORMATS: dict[str, tuple[Render, bool, bool, bool]] = {
    "txt utf-8": (as_text("utf-8"), False, False, False),
    "txt gb18030": (as_text("gb18030"), False, False, False),
    "txt utf-16": (as_text("utf-16-le", b"\xff\xfe"), False, False, False),
    "html": (as_html, False, False, False),
    "docx": (as_docx, False, False, False),
    "zip": (as_zip, False, False, False),
    "ofd": (as_ofd, False, False, False),
    "pdf": (as_pdf, False, False, False),
    "pdf (writer)": (as_office("pdf"), True, True, False),
    "doc": (as_office("doc"), True, False, False),
    "rtf": (as_office("rtf"), True, False, False),
    "scanned pdf": (as_scan, False, True, True),
    "tiff": (as_tiff, False, True, True),
}


def missing_for(name: str) -> str | None:
    """What this machine lacks to make or read a format, or None."""
    _, office, font, ocr = FORMATS[name]
    if office and shutil.which("soffice") is None:
        return NO_OFFICE
    if font and not FONT.is_file():
        return NO_FONT
    if ocr:
        import importlib.util

        if importlib.util.find_spec("rapidocr") is None:
            return "the optional dependency rapidocr is missing (pip install 'xianjian[ocr]')"
    return None
