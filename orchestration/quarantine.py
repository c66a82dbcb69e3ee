"""Rows of the quarantine room: what could not be used, why, and what to do about it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any, Literal

Stage = Literal["read", "identify", "duplicate", "contract"]


def quarantine_row(
    stage: Stage,
    reason: str,
    message: str,
    remedy: str,
    *,
    source: str,
    document_id: str | None = None,
    report_year: int | None = None,
    family: str | None = None,
    county_code: str | None = None,
    evidence: Sequence[Any] = (),
) -> dict[str, Any]:
    """One row of the room table `quarantine`; its id is the same whenever the same thing is wrong again."""
    identity = "|".join([stage, reason, document_id or source])
    return {
        "quarantine_id": hashlib.sha256(identity.encode()).hexdigest()[:16],
        "stage": stage,
        "document_id": document_id,
        "source": source,
        "report_year": report_year,
        "family": family,
        "county_code": county_code,
        "reason": reason,
        "message": message,
        "remedy": remedy,
        "evidence": json.dumps(list(evidence), ensure_ascii=False, default=str),
    }
