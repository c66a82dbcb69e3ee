"""Contracts as asset checks that block: what breaks one never reaches dbt, and the last release stays.

A check's metadata says how many rows it looked at, how long it took, how many value checks really ran, and shows at
most 20 failing cells.
"""

from datetime import UTC, datetime
from typing import Any

import dagster as dg

from contracts.validation import ValidationOutcome
from orchestration.accounting import Accounting, account_for
from orchestration.freshness import stale_now
from orchestration.resources import Workplace
from orchestration.room_contracts import validate_room

FRESHNESS_CHECK = "release_is_fresh"
CHECKED = (
    "document",
    "report",
    "figure",
    "number",
    "issue",
    "rule_check",
    "quarantine",
    "indicator",
    "family",
    "county",
)


def checks() -> list[dg.AssetChecksDefinition]:
    """A contract for every room, and the accounting of numbers."""
    return [*(_contract(table) for table in CHECKED), _every_number_accounted_for(), _release_is_fresh()]


def _contract(table: str) -> dg.AssetChecksDefinition:
    @dg.asset_check(
        asset=table, name=f"{table}_contract", blocking=True, description=f"The pandera model of the room `{table}`."
    )
    def contract(workplace: dg.ResourceParam[Workplace]) -> dg.AssetCheckResult:
        return result_of(validate_room(workplace.settings, table))

    return contract


def result_of(outcome: ValidationOutcome) -> dg.AssetCheckResult:
    """A validation as the result of a check; it fails too when value checks did not run."""
    metadata: dict[str, Any] = {
        "rows": dg.MetadataValue.int(outcome.rows),
        "seconds": dg.MetadataValue.float(round(outcome.seconds, 3)),
        "value checks run": dg.MetadataValue.int(outcome.checks_run),
        "value checks declared": dg.MetadataValue.int(outcome.checks_declared),
        "failures": dg.MetadataValue.int(outcome.failure_count),
    }
    if outcome.failures.height:
        records = [
            dg.TableRecord({name: "" if value is None else value for name, value in row.items()})
            for row in outcome.failures.iter_rows(named=True)
        ]
        metadata["failing cells (at most 20)"] = dg.MetadataValue.table(records)
    return dg.AssetCheckResult(passed=outcome.ok, description=outcome.summary(), metadata=metadata)


def _every_number_accounted_for() -> dg.AssetChecksDefinition:
    @dg.asset_check(
        asset="number",
        additional_deps=["figure", "report", "document"],
        blocking=True,
        description="Every digit of every report is in a figure or a number of another kind, where the text says so.",
    )
    def every_number_accounted_for(workplace: dg.ResourceParam[Workplace]) -> dg.AssetCheckResult:
        done: Accounting = account_for(workplace.settings)
        return dg.AssetCheckResult(
            passed=not done.faults,
            description=done.summary(),
            metadata={
                "documents": done.documents,
                "numbers": done.numbers,
                "seconds": round(done.seconds, 3),
                "faults (at most 20)": "\n".join(done.faults[:20]) or "none",
            },
        )

    return every_number_accounted_for


def _release_is_fresh() -> dg.AssetChecksDefinition:
    @dg.asset_check(
        asset="release",
        name=FRESHNESS_CHECK,
        description="A run has ended well lately, and the reports that were due by 1 April are here.",
    )
    def release_is_fresh(workplace: dg.ResourceParam[Workplace]) -> dg.AssetCheckResult:
        reasons = stale_now(workplace.settings, datetime.now(UTC))
        why = "\n".join(reasons) or "fresh"
        return dg.AssetCheckResult(
            passed=not reasons, severity=dg.AssetCheckSeverity.WARN, description=why, metadata={"why": why}
        )

    return release_is_fresh
