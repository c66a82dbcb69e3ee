"""Whether every numeric token of every report is accounted for, checked from the texts and not from the extractor.

A year that was in order is not gone through again while its files and the code are what they were. Faults are never
remembered: a year with one is gone through by every run.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any

import polars as pl

from orchestration.finished_years import FinishedYears
from orchestration.settings import Settings
from warehouse.rooms import partition_path, partition_years, read_table

# Half-width and full-width digits. What reads as a number in Chinese characters alone (三农) is the lexer's to decide,
# and cannot be counted without it.
DIGITS = re.compile(r"[0-9０-９]+")
SHOWN = 20
# The rooms in which a year's numbers stand.
TABLES = ("report", "document", "figure", "number")


@dataclass
class Accounting:
    """What was found: documents and numbers that stand, and what is not accounted for (kept to 20).

    Attributes:
        documents: reports whose numbers were counted, those of years left as they were too.
        numbers: numeric tokens in them.
        fault_count: what is not accounted for.
        faults: the first of it, in words.
        seconds: wall time.
    """

    documents: int = 0
    numbers: int = 0
    fault_count: int = 0
    faults: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def blame(self, document_id: str, what: str) -> None:
        """Note a fault."""
        self.fault_count += 1
        if len(self.faults) < SHOWN:
            self.faults.append(f"{document_id[:16]}: {what}")

    def add(self, documents: int, numbers: int) -> None:
        """Count a year that is in order."""
        self.documents += documents
        self.numbers += numbers

    def summary(self) -> str:
        """One sentence for people."""
        head = f"{self.numbers} numbers in {self.documents} documents"
        return f"{head}: all accounted for" if not self.faults else f"{head}: {self.fault_count} faults"


def account_for(settings: Settings) -> Accounting:
    """Check every report: digits covered, `text[start:end]` equal to the surface, and the report's counts adding up."""
    started = perf_counter()
    done = Accounting()
    finished = FinishedYears(settings, "accounting")
    for year in partition_years(settings.rooms, "report"):
        files = [partition_path(settings.rooms, table, year) for table in TABLES]
        said = finished.said(year, files)
        if said is not None:
            done.add(**said)
            continue
        documents, numbers, faults = done.documents, done.numbers, done.fault_count
        _account_for_year(settings.rooms, year, done)
        if done.fault_count == faults:
            counted = {"documents": done.documents - documents, "numbers": done.numbers - numbers}
            finished.note(year, files, said=counted)
    done.seconds = perf_counter() - started
    return done


def _account_for_year(rooms: Path, year: int | None, done: Accounting) -> None:
    reports = read_table(rooms, "report", [year])
    texts = dict(read_table(rooms, "document", [year]).select("document_id", "text").iter_rows())
    spans: dict[str, dict[tuple[int, int], str]] = {document_id: {} for document_id in reports["document_id"]}
    tokens: Counter[str] = Counter()
    for table in ("figure", "number"):
        columns = ("document_id", "start_offset", "end_offset", "text")
        for document_id, start, end, surface in read_table(rooms, table, [year]).select(columns).iter_rows():
            own = spans.setdefault(document_id, {})
            tokens[document_id] += (start, end) not in own
            own[(start, end)] = surface
    for row in reports.filter(pl.col("document_id").is_in(sorted(texts))).iter_rows(named=True):
        _account_for_report(row, texts[row["document_id"]], spans[row["document_id"]], done)
        if tokens[row["document_id"]] != row["numbers"]:
            done.blame(row["document_id"], f"{row['numbers']} numbers counted, {tokens[row['document_id']]} there")
    for document_id in set(reports["document_id"]) - set(texts):
        done.blame(document_id, "its text is not in the document room")


def _account_for_report(report: dict[str, Any], text: str, spans: dict[tuple[int, int], str], done: Accounting) -> None:
    done.documents += 1
    done.numbers += len(spans)
    covered = bytearray(len(text))
    for (start, end), surface in spans.items():
        covered[start:end] = b"\x01" * (end - start)
        if text[start:end] != surface:
            done.blame(report["document_id"], f"{text[start:end]!r} stands at {start}, not {surface!r}")
    for run in DIGITS.finditer(text):
        if not all(covered[run.start() : run.end()]):
            done.blame(report["document_id"], f"{run.group()!r} at {run.start()} is in no figure and no number")
    kinds = report["figures_mapped"] + report["figures_unmapped"] + report["numbers_other"]
    if kinds != report["numbers"]:
        done.blame(report["document_id"], f"the kinds add up to {kinds}, not {report['numbers']}")
