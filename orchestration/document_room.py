"""The document room: which reports it holds, their texts a year at a time, and writing it from finished shards."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

import polars as pl

from contracts import registry
from orchestration.figures import Text
from orchestration.finished_years import FinishedYears
from orchestration.parts import read_parts
from orchestration.reports import Reports, reports_of
from orchestration.settings import Settings
from orchestration.shards import ShardStore
from warehouse.rooms import partition_path, partition_years, read_table, remove_partition, write_partition

TEXT = ("document_id", "text")
WITHOUT_TEXT = tuple(name for name in registry.polars_schema("document") if name != "text")


def current_reports(settings: Settings) -> Reports:
    """The reports that the document room holds, without the documents in quarantine."""
    documents = read_table(settings.rooms, "document", columns=WITHOUT_TEXT)
    kept_out = read_parts(settings, "quarantine").filter(pl.col("stage").is_in(["read", "identify"]))
    return reports_of(
        documents,
        lambda rows: read_table(settings.rooms, "document", sorted(rows["report_year"].unique()), columns=TEXT).join(
            rows, on="document_id", how="semi"
        ),
        kept_out["document_id"].drop_nulls(),
    )


def write_document_years(
    settings: Settings, documents: pl.DataFrame, keys: Mapping[str, str], store: ShardStore
) -> None:
    """Write the document room, year by year: only what is made of other documents, or read by other code, than before.

    Args:
        settings: of the data folder.
        documents: all rows, without their texts.
        keys: under which key the store has a document.
        store: where the rows lie with their texts.
    """
    finished = FinishedYears(settings, "document")
    for (year,), rows in documents.partition_by("report_year", as_dict=True).items():
        wanted = sorted(keys[document_id] for document_id in rows["document_id"])
        made_of, room = [store.root.name, *wanted], [partition_path(settings.rooms, "document", year)]
        if not finished.holds(year, made_of, room):
            write_partition(settings.rooms, "document", year, shard_table(store, "document", set(wanted)))
            finished.note(year, made_of, room)
    for gone in set(partition_years(settings.rooms, "document")) - set(documents["report_year"].unique()):
        remove_partition(settings.rooms, "document", gone)


class Texts:
    """The texts of the reports of some years, read year by year as they are asked for."""

    def __init__(self, settings: Settings, reports: Reports, years: Collection[int], known: Collection[str]) -> None:
        self._settings, self._reports, self._years, self._known = settings, reports, years, known
        self.new = 0
        # A key ends with a checksum of the text, which only the text gives.
        finished = {key.rpartition("-")[0] for key in known}
        revisions = [revision.claim for revision in reports.revisions if revision.claim.year in years]
        self.expected = sum(f"{c.document_id}-{c.family}-{c.year}-{c.occasion}" not in finished for c in revisions)

    def __iter__(self) -> Iterator[Text]:
        for year in sorted(self._years):
            for text in texts_of(self._settings, self._reports, year).values():
                self.new += text.key not in self._known
                yield text


def texts_of(settings: Settings, reports: Reports, year: int) -> dict[str, Text]:
    """The texts of the reports of a year by document id."""
    revisions = reports.of_year(year)
    if not revisions:
        return {}
    columns = ("document_id", "family", "occasion", "text")
    documents = read_table(settings.rooms, "document", [year], columns=columns)
    texts = {row["document_id"]: row for row in documents.iter_rows(named=True)}
    wanted = (texts[revision.claim.document_id] for revision in revisions)
    return {
        row["document_id"]: Text(row["document_id"], row["family"], year, row["text"], row["occasion"])
        for row in wanted
    }


def shard_table(store: ShardStore, table: str, keys: set[str], without: tuple[str, ...] = ()) -> pl.DataFrame:
    """The rows that finished shards hold of a table for some keys, with the columns of its room but those left out."""
    found = store.read(table, keys, without=without)
    return registry.empty(table).drop(without) if found is None else found
