"""What each asset does, without Dagster: from the archive to the rooms that dbt builds from."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Any

import polars as pl

from contracts import registry
from contracts.validation import validate
from extract.revisions import Revision
from orchestration.code_version import extraction_version, reading_version
from orchestration.corrections import correct
from orchestration.crew import run_in_shards, size_of_shards
from orchestration.document_room import TEXT, Texts, current_reports, shard_table, texts_of, write_document_years
from orchestration.documents import ArchivedFile, read_shard
from orchestration.executors import executor_factory
from orchestration.figures import OF_THE_REPORT, Text, extract_shard
from orchestration.finished_years import FinishedYears
from orchestration.parts import part_path, read_parts, write_part, write_years
from orchestration.progress import Progress
from orchestration.quarantine import quarantine_row
from orchestration.reports import IDENTIFIED, Reports, accounts, report_rows, reports_of
from orchestration.settings import Settings
from orchestration.shards import LostItem, ShardStore
from warehouse.rooms import partition_path, partition_years, read_table, remove_partition, write_partition

# Fewer documents than this are worked on in this process: starting workers takes longer.
FEW = 40


@dataclass(frozen=True)
class Read:
    """What reading did: documents worked on now, in all, and those that are in quarantine."""

    worked_on: int
    documents: int
    quarantined: int


def read_documents(settings: Settings, files: Collection[ArchivedFile], progress: Progress) -> Read:
    """Read and identify the files that the present code has not read yet, and write the document room.

    No more texts are held than one year has, and a year whose documents are the same is not written again.
    """
    store = ShardStore(settings.shards / "document" / reading_version())
    known = store.settled()
    by_key = {file.key: file for file in files}
    # By source, because files of a year mostly lie together, and so do the texts of a year then.
    in_order = sorted(files, key=lambda file: (file.source, file.document_id))
    lost = _work(settings, read_shard, in_order, store, "reading", progress, expected=len(by_key.keys() - known))
    documents = shard_table(store, "document", set(by_key), without=("text",))
    # A file that could not be used and has been mended since is no longer anybody's concern.
    superseded = sorted(file.document_id for file in files if file.superseded)
    quarantined = shard_table(store, "quarantine", set(by_key)).filter(~pl.col("document_id").is_in(superseded))
    quarantined = pl.concat([quarantined, _without_catalogue(documents), _lost_documents(lost, by_key)])
    keys = {file.document_id: key for key, file in by_key.items()}
    reports = reports_of(
        documents,
        lambda rows: shard_table(store, "document", {keys[d] for d in rows["document_id"]}).select(TEXT),
        quarantined["document_id"].drop_nulls(),
    )
    write_part(settings, "quarantine", "read", quarantined)
    write_part(settings, "quarantine", "duplicate", list(reports.quarantined))
    write_document_years(settings, documents, keys, store)
    store.forget_other_versions()
    return Read(len(by_key.keys() - known), documents.height, quarantined.height + len(reports.quarantined))


@dataclass(frozen=True)
class Extracted:
    """What extraction did: texts worked on now, the years that were written, and those that stay as they are."""

    worked_on: int
    written: tuple[int, ...] = ()
    unchanged: tuple[int, ...] = ()


def extract_figures(settings: Settings, years: Collection[int], progress: Progress) -> Extracted:
    """Take the figures from the reports of some years, and write their rooms of reports, figures and numbers.

    No more texts are held than one year has, and a year in which nothing has changed stays as it is.
    """
    reports = current_reports(settings)
    before = {year for year in partition_years(settings.rooms, "report") if year is not None}
    finished = FinishedYears(settings, "figures")
    inputs = {year: _decides(settings, year, reports) for year in years}
    changed = [year for year in sorted(years) if not finished.holds(year, inputs[year], _written_for(settings, year))]
    store = ShardStore(settings.shards / "figure" / extraction_version())
    known = store.settled()
    items = Texts(settings, reports, changed, known)
    lost = _work(settings, extract_shard, items, store, "extracting", progress, expected=items.expected)
    for year in changed:
        _write_year(settings, year, reports, store, lost)
        finished.note(year, inputs[year], _written_for(settings, year))
    if changed:
        store.forget_other_versions()
    stated = reports.years | before
    written, unchanged = (tuple(sorted(stated & some)) for some in (set(changed), set(years) - set(changed)))
    return Extracted(items.new, written, unchanged)


def _decides(settings: Settings, year: int, reports: Reports) -> list[Path | str]:
    """All that the figures of a year depend on, beside the code."""
    revisions = [f"{r.report_id} {r.claim.document_id} {r.is_current}" for r in reports.of_year(year)]
    return [partition_path(settings.rooms, "document", year), settings.corrections, *revisions]


def _written_for(settings: Settings, year: int) -> list[Path]:
    """The files that extraction writes for a year."""
    parts = (("quarantine", "contract-"), ("issue", "refused-"), ("issue", "correction-"), ("correction", ""))
    return [
        *(partition_path(settings.rooms, table, year) for table in ("report", "figure", "number")),
        *(part_path(settings, table, f"{name}{year}") for table, name in parts),
    ]


def put_together_quarantine(settings: Settings) -> pl.DataFrame:
    """Write the quarantine room from what every step kept out."""
    frame = read_parts(settings, "quarantine").unique("quarantine_id", keep="first", maintain_order=True)
    write_years(settings, "quarantine", frame)
    return frame


def _write_year(
    settings: Settings,
    year: int,
    reports: Reports,
    store: ShardStore,
    lost: Iterable[LostItem],
) -> None:
    documents = read_table(settings.rooms, "document", [year])
    texts = texts_of(settings, reports, year)
    objections = _lost_texts(reports.of_year(year), texts, {item.key: item.reason for item in lost})
    revisions = _without(reports.of_year(year), objections)
    figures, broken = _checked_figures(store, revisions, texts)
    objections += broken
    revisions = _without(revisions, broken)
    numbers = shard_table(store, "number", {texts[revision.claim.document_id].key for revision in revisions})
    held = report_rows(revisions, documents, accounts(figures, numbers))
    figures = correct(settings, year, figures, held, documents)
    write_part(settings, "quarantine", f"contract-{year}", objections)
    write_part(settings, "issue", f"refused-{year}", _of_reports(store, "issue", revisions, texts))
    for table, frame in (("report", held), ("figure", figures), ("number", numbers)):
        if revisions:
            write_partition(settings.rooms, table, year, frame)
        else:
            remove_partition(settings.rooms, table, year)


def _checked_figures(
    store: ShardStore, revisions: Collection[Revision], texts: dict[str, Text]
) -> tuple[pl.DataFrame, list[dict[str, Any]]]:
    """The figures of some reports; a report with a figure that breaks the contract is left out whole, and said."""
    figures = _of_reports(store, "figure", revisions, texts)
    _, bad = validate("figure", figures).split(figures)
    first_bad = {row["document_id"]: row for row in bad.reverse().iter_rows(named=True)}
    objections = [
        _objection(
            revision,
            "figure_breaks_contract",
            f"The figure {first_bad[revision.claim.document_id]['text']!r} breaks the contract of its table.",
            [first_bad[revision.claim.document_id]],
        )
        for revision in revisions
        if revision.claim.document_id in first_bad
    ]
    return figures.filter(~pl.col("document_id").is_in(sorted(first_bad))), objections


def _of_reports(store: ShardStore, table: str, revisions: Collection[Revision], texts: dict[str, Text]) -> pl.DataFrame:
    """The rows that the shards hold of some reports, with what the report adds to them."""
    keys = {texts[revision.claim.document_id].key for revision in revisions}
    report_of = pl.DataFrame(
        [(r.claim.document_id, r.report_id, r.claim.county_code) for r in revisions],
        schema={"document_id": pl.String, "report_id": pl.String, "county_code": pl.String},
        orient="row",
    )
    rows = shard_table(store, table, keys, without=OF_THE_REPORT).join(report_of, on="document_id")
    return rows.select(registry.polars_schema(table).names())


def _without(revisions: Iterable[Revision], objections: Iterable[dict[str, Any]]) -> list[Revision]:
    kept_out = {row["document_id"] for row in objections}
    return [revision for revision in revisions if revision.claim.document_id not in kept_out]


def _work(
    settings: Settings,
    work: Any,
    items: Iterable[Any],
    store: ShardStore,
    name: str,
    progress: Progress,
    expected: int,
) -> list[LostItem]:
    done = store.settled()
    pending = (item for item in items if item.key not in done)
    first = list(islice(pending, FEW))
    under_way = settings.parts / f"{name}.under-way"
    # Few are worked on in this process; but where it died of that last time, whatever it was dies alone this time.
    here = settings.executor == "local" and len(first) < FEW and not under_way.exists()
    executor = "inline" if here else settings.executor
    progress.step(name, 0, expected)
    under_way.parent.mkdir(parents=True, exist_ok=True)
    under_way.touch()
    try:
        return run_in_shards(
            partial(work, limits=settings.document),
            chain(first, pending),
            store,
            shard_size=size_of_shards(max(expected, len(first)), settings.workers, settings.shard_size),
            workers=settings.workers,
            factory=executor_factory(executor, settings.dask_scheduler),
            progress=lambda done, total: progress.step(name, done, total),
            expected=expected,
        )
    finally:
        under_way.unlink(missing_ok=True)


def _without_catalogue(documents: pl.DataFrame) -> pl.DataFrame:
    from extract.catalogue import families

    rows = [
        quarantine_row(
            "identify",
            "no_catalogue",
            f"This is a report of the family {row['family']}, for which there is no catalogue of indicators.",
            f"Put a catalogue into extract/catalogue/{row['family']}/; there are: {', '.join(families())}.",
            document_id=row["document_id"],
            source=row["source"],
            report_year=row["report_year"],
            family=row["family"],
            county_code=row["county_code"],
        )
        for row in documents.filter(IDENTIFIED & ~pl.col("family").is_in(families())).iter_rows(named=True)
    ]
    return pl.DataFrame(rows, schema=registry.polars_schema("quarantine"))


def _lost_documents(lost: Iterable[LostItem], by_key: dict[str, ArchivedFile]) -> pl.DataFrame:
    rows = [
        quarantine_row(
            "read",
            "worker_lost",
            f"Reading this file did not come to an end ({item.reason}).",
            "Convert the file to DOCX, HTML or text; if it opens elsewhere, report the reader's fault. Where it only "
            "needs more time or memory, raise [document] in xianjian.toml and run `xianjian run --rebuild`.",
            document_id=by_key[item.key].document_id,
            source=by_key[item.key].source,
        )
        for item in lost
        if item.key in by_key
    ]
    return pl.DataFrame(rows, schema=registry.polars_schema("quarantine"))


def _lost_texts(
    revisions: Iterable[Revision], texts: dict[str, Text], unfinished: dict[str, str]
) -> list[dict[str, Any]]:
    return [
        _objection(revision, "extraction_failed", f"Taking the figures from it failed ({unfinished[key]}).", [])
        for revision in revisions
        if (key := texts[revision.claim.document_id].key) in unfinished
    ]


def _objection(revision: Revision, reason: str, message: str, evidence: list[Any]) -> dict[str, Any]:
    claim = revision.claim
    return quarantine_row(
        "contract",
        reason,
        f"{message} The whole report is kept out.",
        "Report the extractor's fault with this file; the other reports are not touched by it.",
        document_id=claim.document_id,
        source=claim.source,
        report_year=claim.year,
        family=claim.family,
        county_code=claim.county_code,
        evidence=evidence,
    )
