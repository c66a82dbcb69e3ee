"""What contracts keep out: figures that an error-severity issue objects to, with the reason and what to do.

An issue never deletes a figure. A figure with an error stays in `fct_figure` and in the issue; observations and marts
are made without it, and quarantine says so.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from contracts import registry
from contracts.rules import definitions

REMEDY = (
    "Look at it with `xianjian explain {figure_id}`. Where the report says so, nothing is to be done; where the figure"
    " was misread, mend the wording in the catalogue; where only this place is odd, add a `withhold` correction"
    " (contracts/corrections.yml)."
)


def excluded_figures(issues: pl.DataFrame) -> pl.Series:
    """figure_id of every figure that an error-severity issue objects to: those that marts are made without, sorted.

    A rule objects to the figure it names first; what that is held against stays.
    """
    errors = issues.filter(pl.col("severity") == "error")
    return errors.select(_objected()).to_series().drop_nulls().unique().sort()


def quarantine_rows(issues: pl.DataFrame, sources: Mapping[str, str] | None = None) -> pl.DataFrame:
    """Rows of the room table `quarantine`, one for each error-severity issue that keeps a figure out.

    Args:
        issues: the room table `issue`.
        sources: path or address by document_id; the document_id stands in where it is not known.
    """
    errors = issues.filter(pl.col("severity") == "error")
    rows = list(_rows(errors, sources or {}))
    return pl.DataFrame(rows, schema=registry.polars_schema("quarantine"), orient="row").unique(
        "quarantine_id", keep="first", maintain_order=True
    )


def _objected() -> pl.Expr:
    return pl.col("figure_ids").str.json_decode(pl.List(pl.String)).list.first().alias("figure_id")


def _rows(errors: pl.DataFrame, sources: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    for issue in errors.with_columns(_objected()).iter_rows(named=True):
        document_id = issue["document_id"]
        yield {
            "quarantine_id": hashlib.sha256(f"contract|{issue['issue_id']}".encode()).hexdigest()[:16],
            "stage": "contract",
            "document_id": document_id,
            "source": sources.get(document_id, document_id or "unknown"),
            **{column: issue[column] for column in ("report_year", "family", "county_code")},
            "reason": issue["rule"],
            "message": f"{issue['message']}. The figure is kept out of observations and marts.",
            "remedy": REMEDY.format(figure_id=issue["figure_id"]),
            "evidence": json.dumps(
                {"issue_id": issue["issue_id"], "figure_id": issue["figure_id"], "reason": _reason(issue["rule"])},
                ensure_ascii=False,
            ),
        }


def _reason(rule: str) -> str:
    return next((known.reason for known in definitions.load() if known.name == rule), "a correction by hand")
