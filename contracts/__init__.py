"""What must hold: models of every table that crosses a border, arithmetic and panel rules, corrections, quarantine.

How figures are found does not live here. `validate` is the door; rules are in `contracts.rules`, columns in
`contracts.registry`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

    from contracts.validation import ValidationOutcome


def validate(table: str, frame: pl.DataFrame) -> ValidationOutcome:
    """Checks a collected frame against the model of its table; see `contracts.validation.validate`."""
    # pandera takes a second to import, and the command line must start at once.
    from contracts.validation import validate as run

    return run(table, frame)
