"""Corrections by hand, put to work: the shipped ones and the user's, before the rules and after them."""

from __future__ import annotations

import polars as pl

from contracts.corrections import SHIPPED, Correction, load, prepare, review
from orchestration.parts import read_parts, write_part
from orchestration.settings import Settings
from warehouse.rooms import read_table, write_partition


def correct(
    settings: Settings, year: int, figures: pl.DataFrame, reports: pl.DataFrame, documents: pl.DataFrame
) -> pl.DataFrame:
    """The figures of a year with the readings that corrections add; what is withheld becomes issues.

    Raises:
        contracts.registry.RegistryError: if a correction says too little.
    """
    own = [correction for correction in _all(settings) if correction.year == year]
    done = prepare(own, figures, reports, documents.select("document_id", "text"))
    write_part(settings, "issue", f"correction-{year}", done.issues)
    write_part(settings, "correction", str(year), done.outcomes)
    return pl.concat([figures, done.added])


def review_issues(settings: Settings, issues: pl.DataFrame) -> pl.DataFrame:
    """The issues with the notes of those who looked at them; writes the room of corrections."""
    corrections = _all(settings)
    years = sorted({correction.year for correction in corrections})
    reports, documents = (read_table(settings.rooms, table, years) for table in ("report", "document"))
    reviewed, outcomes = review(corrections, issues, reports, documents.select("document_id", "text"))
    write_part(settings, "correction", "accept", outcomes)
    write_partition(settings.rooms, "correction", None, read_parts(settings, "correction"))
    return reviewed


def _all(settings: Settings) -> tuple[Correction, ...]:
    own = [settings.corrections] if settings.corrections.is_file() else []
    return load(SHIPPED, *own)
