"""`xianjian catalogue`: check the catalogue, try a sentence on it, and see what it does not cover yet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from orchestration.door import FAILED, MISUSED, DataOption, published, settings_at, stderr, stdout, stop

if TYPE_CHECKING:
    from extract.catalogue import Catalogue
    from extract.catalogue.trying import Tried
    from extract.catalogue.unmapped import Group

app = typer.Typer(add_completion=False, no_args_is_help=True)

FamilyOption = Annotated[str, typer.Option(help="The family whose catalogue is meant.")]
CatalogueOption = Annotated[
    list[Path] | None,
    typer.Option("--catalogue", help="A catalogue file, or a folder of them, that adds to it or overrides it."),
]
CANDIDATES_SHOWN = 5


@app.callback()
def catalogue() -> None:
    """Check the catalogue, try a sentence on it, and see what it does not cover yet."""


@app.command()
def check(
    family: FamilyOption = "rule_of_law",
    extra: CatalogueOption = None,
    corpus: Annotated[
        list[Path] | None, typer.Option(help="A folder of reports to look for wordings in, beside the samples.")
    ] = None,
) -> None:
    """Say what is wrong with the catalogue: exit code 1 where there are errors; warnings are for you to judge.

    Looked for: wordings that two indicators share, wordings that lose to others, missing units, unknown parents and
    topics, empty sets, codes stated twice, and wordings that never fire in the reports at hand.
    """
    from rich.text import Text

    from extract.catalogue.check import check as find
    from extract.catalogue.families import FILE, ROOT

    loaded = _loaded(family, extra)
    files = [
        *(path for path in (ROOT / family).glob("*.yml") if path.name != FILE),
        *(file for path in extra or () for file in _yaml_files(path)),
    ]
    texts = _texts(corpus or [])
    findings = find(loaded, files, texts)
    for finding in findings:
        style = "red" if finding.severity == "error" else "yellow"
        said = Text.assemble(
            (finding.severity, style), f" {finding.check}: ", (finding.subject, "bold"), f" {finding.message}"
        )
        stdout().print(said, soft_wrap=True)
    errors = sum(finding.severity == "error" for finding in findings)
    wordings = sum(len(indicator.wordings) for indicator in loaded.indicators)
    summary = f"{len(loaded.indicators)} indicators, {wordings} wordings, {len(texts)} reports: {errors} errors, "
    stderr().print(f"{summary}{len(findings) - errors} warnings", markup=False)
    raise typer.Exit(FAILED if errors else 0)


@app.command(name="try")
def try_(
    sentence: Annotated[str, typer.Argument(help="A sentence, as 全年办理行政处罚案件1204件，罚款9万元。")],
    family: FamilyOption = "rule_of_law",
    extra: CatalogueOption = None,
    year: Annotated[int | None, typer.Option(help="The reporting year, where the sentence depends on it.")] = None,
) -> None:
    """Show how a sentence is read and why: its numbers with their kinds, the candidates of each figure, the choice."""
    from extract.catalogue.trying import LEAST_SCORE, try_sentence

    tried = try_sentence(sentence, _loaded(family, extra), year)
    if not tried:
        stderr().print("There is no number in this sentence.")
        return
    console = stdout()
    console.print(_numbers_table(tried))
    for one in tried:
        if one.candidates:
            console.print(_candidates_table(one, LEAST_SCORE))


@app.command()
def unmapped(
    limit: Annotated[int, typer.Option(min=1, help="Contexts to show at most.")] = 30,
    family: FamilyOption = "rule_of_law",
    data: DataOption = None,
) -> None:
    """Show the commonest contexts of figures that no indicator covers, in the published warehouse."""
    from extract.catalogue.unmapped import contexts
    from warehouse.query import run

    settings = settings_at(data)
    published(settings)
    answer = run(
        settings,
        "select report_id, text, unit, quote, quote_start, start_offset from fct_figure"
        " where indicator is null and is_current and family = ? order by report_id, start_offset",
        (family,),
    )
    groups = contexts(answer.records())
    if not groups:
        stderr().print(f"Every figure of family {family} is mapped, or nothing of it is published.", markup=False)
        return
    stdout().print(_groups_table(groups[:limit]))
    stderr().print(f"{len(answer.rows)} unmapped figures in {len(groups)} contexts")


def _loaded(family: str, extra: list[Path] | None) -> Catalogue:
    from extract.catalogue import CatalogueError, load

    try:
        return load(family, tuple(extra or ()))
    except CatalogueError as error:
        # An unknown parent, topic or unit is found by the loader, which names file and field.
        stop(str(error), FAILED if Path(str(error).partition(":")[0]).exists() else MISUSED)


def _yaml_files(path: Path) -> list[Path]:
    return sorted(path.rglob("*.yml")) if path.is_dir() else [path]


def _texts(corpus: list[Path]) -> list[str]:
    """The texts of the samples and of some folders; a file that cannot be read is named and left out."""
    from extract.readers import UnreadableDocument, read
    from extract.samples import reports

    texts = []
    for folder in [reports(), *corpus]:
        if not folder.exists():
            stop(f"There is no folder {folder}; check --corpus.", MISUSED)
        for path in sorted(folder.rglob("*")) if folder.is_dir() else [folder]:
            if not path.is_file() or path.name.startswith("."):
                continue
            try:
                texts.append(read(path).text)
            except UnreadableDocument as error:
                stderr().print(f"left out {path.name}: {error.message}", style="dim", markup=False, soft_wrap=True)
    return texts


def _numbers_table(tried: list[Tried]):  # type: ignore[no-untyped-def] # rich is imported when it is needed
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("number", "kind", "value", "unit", "indicator", "measure", "status", "scope", "wording", "rule"):
        table.add_column(name, justify="right" if name == "value" else "left", overflow="fold")
    for one in tried:
        if not one.records:
            table.add_row(Text(one.text), one.kind, *[""] * 8)
        for record in one.records:
            value = record["value"] if record["value_high"] is None else f"{record['value']}–{record['value_high']}"
            marks = ("≈" if record["approximate"] else "") + {"at_least": "≥", "at_most": "≤"}.get(
                record["bound"] or "", ""
            )
            cells = [
                record[name] or "–" for name in ("unit", "indicator", "measure", "status", "scope", "wording", "rule")
            ]
            table.add_row(
                Text(one.text, style="bold"), one.kind, f"{marks}{value}", *(Text(str(cell)) for cell in cells)
            )
    return table


def _candidates_table(one: Tried, least: float):  # type: ignore[no-untyped-def]
    from rich import box
    from rich.table import Table
    from rich.text import Text

    chosen = {(record["indicator"], record["wording"]) for record in one.records}
    title = Text.assemble("What ", (one.text, "bold"), f" may state (least score to decide: {least})")
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("score", "indicator", "name", "wording", "words found", "stands"):
        table.add_column(name, justify="right" if name == "score" else "left", overflow="fold")
    for candidate in one.candidates[:CANDIDATES_SHOWN]:
        style = "green" if (candidate.code, candidate.wording) in chosen else "dim" if candidate.score < least else ""
        cells = (candidate.code or "none is meant", candidate.name_zh or "", candidate.wording, candidate.found)
        table.add_row(f"{candidate.score:.1f}", *(Text(cell) for cell in cells), candidate.side, style=style)
    return table


def _groups_table(groups: list[Group]):  # type: ignore[no-untyped-def]
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("figures", "reports", "words before", "unit", "words behind", "example"):
        table.add_column(name, justify="right" if name in ("figures", "reports") else "left", overflow="fold")
    for group in groups:
        quote, start, end = group.examples[0]
        low, high = max(0, start - 24), end + 12
        example = Text.assemble(quote[low:start], (quote[start:end], "bold"), quote[end:high])
        words = (Text(group.before or "–"), Text(group.unit or "–"), Text(group.behind or "–"))
        table.add_row(str(group.count), str(len(group.reports)), *words, example)
    return table
