"""What a run notes while it works: counts for its summary, and what it began with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass
class Tally:
    """Counts of one run; None where its step has not run.

    Attributes:
        received: documents that were new or changed.
        documents: documents that the warehouse is made of.
        read: documents read now.
        extracted: reports whose figures were taken now.
        years: report years computed now.
        inputs: checksums of all that there was when the run began; what came later is the next run's.
    """

    received: int | None = None
    documents: int | None = None
    read: int | None = None
    extracted: int | None = None
    years: tuple[int, ...] = ()
    inputs: Mapping[str, str] = field(default_factory=dict)

    def note(
        self,
        *,
        received: int | None = None,
        documents: int | None = None,
        read: int | None = None,
        extracted: int | None = None,
        years: Iterable[int] | None = None,
    ) -> None:
        """Keep the counts that are given."""
        self.received = self.received if received is None else received
        self.documents = self.documents if documents is None else documents
        self.read = self.read if read is None else read
        self.extracted = self.extracted if extracted is None else extracted
        self.years = self.years if years is None else tuple(years)
