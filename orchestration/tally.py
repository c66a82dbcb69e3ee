"""What a run notes while it works: counts for its summary, and what it began with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from warehouse.manifest import Release


@dataclass
class Tally:
    """Counts of one run; None where its step has not run.

    Attributes:
        started_at: when the run began, UTC.
        received: documents that were new or changed.
        documents: documents that the warehouse is made of.
        read: documents read now.
        extracted: reports whose figures were taken now.
        years: report years computed now.
        inputs: checksums of all that there was when the run began; what came later is the next run's.
        basis: the release that the build may go on from; None where it is to begin anew.
    """

    started_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    received: int | None = None
    documents: int | None = None
    read: int | None = None
    extracted: int | None = None
    years: Sequence[int] | None = None
    inputs: Mapping[str, str] = field(default_factory=dict)
    basis: Release | None = None
