"""From rows of the document room to reports: which document is which revision of which report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from extract.revisions import Claim, Rejected, Revision, resolve, words_of
from orchestration.quarantine import quarantine_row

NO_NUMBERS = {"numbers": 0, "figures_mapped": 0, "figures_unmapped": 0, "numbers_other": 0}
Texts = Callable[[pl.DataFrame], pl.DataFrame]
IDENTIFIED = pl.all_horizontal(pl.col("family", "county_code", "report_year").is_not_null())


@dataclass(frozen=True)
class Reports:
    """Which documents are reports, and which were kept out as duplicates (rows of the quarantine room)."""

    revisions: tuple[Revision, ...]
    quarantined: tuple[dict[str, Any], ...]

    @property
    def years(self) -> set[int]:
        """The years with a report."""
        return {revision.claim.year for revision in self.revisions}

    def of_year(self, year: int) -> tuple[Revision, ...]:
        """The revisions of the reports of a year."""
        return tuple(revision for revision in self.revisions if revision.claim.year == year)


def reports_of(documents: pl.DataFrame, texts: Texts, kept_out: Iterable[str] = ()) -> Reports:
    """Sort identified documents into reports and their revisions.

    Args:
        documents: rows of the document room; their texts are not needed.
        texts: gives document_id and text of some documents; asked only for those that claim to be the same report.
        kept_out: document ids that are in quarantine for what they are or claim.
    """
    identified = documents.filter(IDENTIFIED & ~pl.col("document_id").is_in(sorted(kept_out)))
    rivals = identified.filter(pl.len().over("county_code", "report_year", "family") > 1)
    words = {id_: words_of(text) for id_, text in texts(rivals).iter_rows()} if rivals.height else {}
    revisions, rejected = resolve(_claim(row, words) for row in identified.iter_rows(named=True))
    return Reports(tuple(revisions), tuple(_quarantined(item) for item in rejected))


def report_rows(
    revisions: Iterable[Revision], documents: pl.DataFrame, counts: dict[str, dict[str, int]]
) -> pl.DataFrame:
    """Rows of the report room: what the document says of itself, with the counts of its numbers (`accounts`)."""
    from contracts import registry

    by_id = {row["document_id"]: row for row in documents.iter_rows(named=True)}
    rows = []
    for revision in revisions:
        document = by_id[revision.claim.document_id]
        same = (
            *("county_code", "report_year", "family", "occasion", "title", "issuer", "published_on", "source_url"),
            "document_id",
        )
        rows.append(
            {
                "report_id": revision.report_id,
                **{name: document[name] for name in same},
                "revision": revision.number,
                "is_current": revision.is_current,
                **counts.get(revision.claim.document_id, NO_NUMBERS),
            }
        )
    return pl.DataFrame(rows, schema=registry.polars_schema("report"))


def accounts(figures: pl.DataFrame, numbers: pl.DataFrame) -> dict[str, dict[str, int]]:
    """For each document: how many numeric tokens are mapped figures, unmapped figures and other numbers.

    `numbers` is all of them. One number that states two indicators is one token.
    """
    tokens = figures.group_by("document_id", "start_offset", "end_offset").agg(
        mapped=pl.col("indicator").is_not_null().any()
    )
    stated = tokens.group_by("document_id").agg(
        figures_mapped=pl.col("mapped").sum().cast(pl.Int64), figures_unmapped=(~pl.col("mapped")).sum().cast(pl.Int64)
    )
    others = numbers.group_by("document_id").agg(numbers_other=pl.len().cast(pl.Int64))
    counted = stated.join(others, on="document_id", how="full", coalesce=True).fill_null(0)
    counted = counted.with_columns(numbers=pl.sum_horizontal("figures_mapped", "figures_unmapped", "numbers_other"))
    return {row.pop("document_id"): row for row in counted.iter_rows(named=True)}


def _claim(row: dict[str, Any], words: Mapping[str, str]) -> Claim:
    return Claim(
        document_id=row["document_id"],
        county_code=row["county_code"],
        year=row["report_year"],
        family=row["family"],
        source=row["source"],
        received_at=row["received_at"],
        published_on=row["published_on"],
        title=row["title"],
        words=words.get(row["document_id"], ""),
        confidence=row["identity_confidence"],
        occasion=row["occasion"],
    )


def _quarantined(rejected: Rejected) -> dict[str, Any]:
    claim, stands = rejected.claim, rejected.stands
    if rejected.reason == "same_words":
        message = f"The same report, word for word, was received from {stands.source}; that one is used."
        remedy = "Nothing need be done. To be rid of this message, take one of the two files away."
    else:
        message = (
            f"Two files claim to be the report of county {claim.county_code} for {claim.year}, and it cannot be told "
            f"which came later. The one from {stands.source} is used; this one is kept out."
        )
        remedy = (
            "Take the wrong file out of the folder; or, if this one corrects the other, let its title say 更正 or its "
            "text a later day of publication."
        )
    return quarantine_row(
        "duplicate",
        rejected.reason,
        message,
        remedy,
        document_id=claim.document_id,
        source=claim.source,
        report_year=claim.year,
        family=claim.family,
        county_code=claim.county_code,
        evidence=[{"stands": stands.document_id, "source": stands.source}],
    )
