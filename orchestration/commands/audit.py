"""`xianjian audit`: one report as a page in which every number shows what it was taken for, and why."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from orchestration.door import FAILED, MISUSED, stdout, stop

if TYPE_CHECKING:
    from extract.audit import Objection
    from extract.document import Extraction
    from extract.identity import Identity
    from extract.readers import ReadDocument

app = typer.Typer(add_completion=False)

DEFAULT_FAMILY = "rule_of_law"


@app.command()
def audit(
    file: Annotated[Path, typer.Argument(help="A report in any format that can be read.")],
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="The page to write; default FILE's name with .html, here.")
    ] = None,
    family: Annotated[str | None, typer.Option(help="The report's family; else it is recognised.")] = None,
    catalogue: Annotated[
        list[Path] | None,
        typer.Option(help="A catalogue file, or a folder of them, that adds to the catalogue or overrides it."),
    ] = None,
) -> None:
    """Write one self-contained HTML page that shows a report with every number coloured by kind.

    Pointing at a number shows its indicator, value and the rule that read it; beside the text stand the counts of all
    kinds, the figures that no indicator covers, and what the contracts object to within this one report.
    """
    from extract.catalogue import CatalogueError
    from extract.readers import UnreadableDocument, read

    try:
        document = read(file)
        target = _target(file, out)
        page, summary = build(file, document, family, tuple(catalogue or ()))
    except UnreadableDocument as error:
        stop(f"{error.message} {error.remedy}", FAILED)
    except CatalogueError as error:
        stop(str(error), MISUSED)
    try:
        target.write_text(page, encoding="utf-8", newline="\n")
    except OSError as error:
        stop(f"{target} cannot be written: {error.strerror}. Name another file with --out.", FAILED)
    stdout().print(f"{target}: {summary}", markup=False, soft_wrap=True)


def build(file: Path, document: ReadDocument, family: str | None, extra: tuple[Path, ...]) -> tuple[str, str]:
    """The page of a document that was read, and one line about it."""
    from extract.audit import account, render
    from extract.command import catalogue_of
    from extract.document import extract_text
    from extract.identity import identify

    identity = identify(document.text, title=document.title, filename=file.name, meta=document.meta, family=family)
    told = family or identity.family or DEFAULT_FAMILY
    catalogue = catalogue_of(told, extra)
    extraction = extract_text(
        document.text, family=told, catalogue=catalogue, year=identity.year, occasion=identity.occasion
    )
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    shown = account(
        document.text,
        extraction,
        catalogue,
        title=identity.title or document.title or file.name,
        facts=_facts(file, digest, told, identity, document),
        objections=_objections(extraction, digest, told, identity, catalogue, document.text),
        warnings=(*document.warnings, *identity.problems),
    )
    numbers, objections = len(shown.marks), len(shown.objections)
    mapped, unmapped = shown.counts.get("mapped", 0), shown.counts.get("unmapped", 0)
    other = numbers - mapped - unmapped
    summary = f"{numbers} numbers = {mapped} mapped + {unmapped} unmapped + {other} other; issues: {objections}"
    return render(shown), summary


def _target(file: Path, out: Path | None) -> Path:
    """Where the page goes; never over the report itself."""
    target = out if out is not None else Path(f"{file.stem}.audit.html")
    if target.exists() and target.samefile(file):
        stop(f"The page would overwrite the report {file}. Name another file with --out.", MISUSED)
    return target


def _facts(file: Path, digest: str, family: str, identity: Identity, document: ReadDocument) -> list[tuple[str, str]]:
    county = " ".join(part for part in (identity.county_name, identity.county_code) if part)
    facts = [
        ("县区", county or "未识别"),
        ("年度", str(identity.year or "未识别")),
        ("类别", family),
        ("发布机关", identity.issuer),
        ("发布日期", str(identity.published_on) if identity.published_on else None),
        ("文件", file.name),
        ("格式", document.media_type + ("（文字识别）" if document.ocr else "")),
        ("sha256", digest[:16] + "…"),
    ]
    return [(name, value) for name, value in facts if value]


def _objections(
    extraction: Extraction, digest: str, family: str, identity: Identity, catalogue: Any, text: str
) -> list[Objection]:
    """What the contracts object to within the report: rules of single figures and of reports."""
    import polars as pl

    from contracts import registry, rules
    from extract.audit import Objection
    from orchestration.figures import Text, rows_of

    # A page is about one report: what it is called and which year it is of matters to no rule that runs here.
    rows = rows_of(Text(digest, family, identity.year or 2000, text, identity.occasion), extraction)["figure"]
    if not rows:
        return []
    report = {"report_id": "this", "county_code": identity.county_code or "000000"}
    frame = pl.DataFrame([{**row, **report} for row in rows], schema=registry.polars_schema("figure"))
    indicators = pl.DataFrame([i.row() for i in catalogue.indicators], schema=registry.polars_schema("indicator"))
    documents = pl.DataFrame({"document_id": [digest], "text": [text]})
    found = [rules.check_figures(frame, indicators, documents), rules.check_reports(frame, None, indicators)]
    spans = {row["figure_id"]: (row["start_offset"], row["end_offset"]) for row in rows}
    return [
        Objection(
            issue["rule"],
            issue["severity"],
            issue["message"],
            tuple(sorted({spans[figure] for figure in json.loads(issue["figure_ids"]) if figure in spans})),
        )
        for issue in pl.concat(found).iter_rows(named=True)
    ]
