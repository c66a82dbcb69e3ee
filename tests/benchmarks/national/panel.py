"""What made-up counties state of each year: a seeded panel of values, with contradictions and restatements on purpose.

The codes and names are real (the division table's), the values are not: they are drawn from a seed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

from extract.divisions.table import County, load

YEARS = range(2015, 2025)
SEED = 20260101

# Of so many reports one contradicts itself, or the year before, in each of these ways.
CONTRADICTIONS = {
    "parts_sum_to_whole": "enforcement.cases_total",
    "loss_rate_of_concluded": "litigation.loss_rate",
    "mediation_success_rate": "mediation.success_rate",
    "carried_in_equals_pending": "reconsideration.carried_in",
    "growth_since_last_year": "enforcement.penalties:growth",
}
ONE_CONTRADICTION_IN = 100
ONE_RETOLD_IN = 50
ONE_CORRECTED_IN = 100

Values = dict[str, float]


@dataclass
class Account:
    """What one report states.

    Attributes:
        county: whose report it is.
        year: the year that it reports on.
        revision: 1, or 2 for a correction that was published later.
        values: value by `code` or `code:measure`, in the base unit.
        contradictions: rule by the key in `values` that breaks it.
        retold: what it says of last year's value by code, where that differs from last year's own report.
    """

    county: County
    year: int
    revision: int
    values: Values
    contradictions: dict[str, str] = field(default_factory=dict)
    retold: dict[str, float] = field(default_factory=dict)


@cache
def grammar() -> dict[str, Any]:
    """The grammar file, read once."""
    found: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("grammar.yml").read_text(encoding="utf-8"))
    return found


def counties(reports: int) -> list[str]:
    """Codes of the counties that write so many reports in ten years, spread over the country.

    A county writes for each year in which its code stood; all that stood in some year write 28,500.
    """
    years = {code: len(_standing(code)) for code in sorted(load().by_code) if not code.startswith("99")}
    codes = [code for code, count in years.items() if count]
    wanted = min(-(-reports * len(codes) // sum(years.values())), len(codes))
    return [codes[place * len(codes) // wanted] for place in range(wanted)]


def accounts(code: str, seed: int = SEED) -> Iterator[Account]:
    """Every report of a county, year by year, what is corrected before its correction."""
    draw = Random(f"{seed}-{code}")
    levels, last = _first_year(draw), Values()
    for year, county in _standing(code).items():
        values = _derived(draw, levels, last)
        stated = _stated(draw, county, year, values, last)
        if draw.randrange(ONE_CORRECTED_IN) == 0:
            yield _before_correction(draw, stated, last)
            stated.revision = 2
        yield stated
        last, levels = values, {code: level * draw.lognormvariate(0.03, 0.08) for code, level in levels.items()}


def _standing(code: str) -> dict[int, County]:
    """The county that a code stood for in each year that it stood."""
    spans = {year: load().in_year(code, year) for year in YEARS}
    return {year: county for year, county in spans.items() if county is not None}


# Typical levels of what other values are derived from.
_DRAWN = {
    "enforcement.licences": 1300, "enforcement.inspections": 5500, "enforcement.penalties": 2000,
    "enforcement.coercion": 50, "reconsideration.accepted": 60, "reconsideration.not_accepted": 7,
    "litigation.first_instance": 55, "mediation.cases": 3800, "legal_aid.civil": 260, "legal_aid.criminal": 140,
    "functions.service_items": 1500, "functions.service_cases_accepted": 95000, "oversight.foi_requests": 60,
}  # fmt: skip


def _first_year(draw: Random) -> Values:
    size = draw.lognormvariate(0, 0.35)
    typical = {code: median for code, (median, _) in grammar()["plain"].items()} | _DRAWN
    return {code: median * size * draw.lognormvariate(0, 0.3) for code, median in typical.items()}


def _derived(draw: Random, levels: Mapping[str, float], last: Mapping[str, float]) -> Values:
    """The levels as whole numbers, and everything that follows from them."""
    values = {code: float(max(1, round(levels[code]))) for code in _DRAWN}
    for code, (median, unit) in grammar()["plain"].items():
        if unit == "%":
            values[code] = min(100.0, round(median + draw.uniform(-2, 1), 1))
        elif unit == "万元":
            values[code] = max(1, round(levels[code] / 1000)) * 1000.0
        else:
            values[code] = float(max(1, round(levels[code])))
    kinds = ("licences", "inspections", "penalties", "coercion")
    values["enforcement.cases_total"] = sum(values[f"enforcement.{kind}"] for kind in kinds)
    values |= _reconsideration(draw, values, last) | _litigation(draw, values)
    values["mediation.succeeded"] = float(max(1, int(values["mediation.cases"] * draw.uniform(0.96, 0.995))))
    values["mediation.success_rate"] = round(100 * values["mediation.succeeded"] / values["mediation.cases"], 1)
    values["legal_aid.cases"] = values["legal_aid.civil"] + values["legal_aid.criminal"]
    values["functions.online_items"] = float(int(values["functions.service_items"] * draw.uniform(0.9, 0.99)))
    values["functions.service_cases_completed"] = values["functions.service_cases_accepted"] - draw.randrange(20)
    values["oversight.foi_replied"] = values["oversight.foi_requests"]
    return values


def _reconsideration(draw: Random, values: Values, last: Mapping[str, float]) -> Values:
    accepted = values["reconsideration.accepted"]
    carried_in = last.get("reconsideration.pending", float(draw.randrange(1, 9)))
    pending = float(draw.randrange(1, 2 + int(accepted) // 6))
    concluded = max(4.0, accepted + carried_in - pending)
    revoked, rejected = (max(1.0, float(int(concluded * draw.uniform(0.05, 0.15)))) for _ in range(2))
    terminated = max(1.0, float(int(concluded * draw.uniform(0.2, 0.4))))
    return {
        "reconsideration.received": accepted + values["reconsideration.not_accepted"],
        "reconsideration.carried_in": carried_in,
        "reconsideration.accepted": max(accepted, concluded + pending - carried_in),
        "reconsideration.concluded": concluded,
        "reconsideration.pending": pending,
        "reconsideration.revoked": revoked,
        "reconsideration.rejected": rejected,
        "reconsideration.terminated": terminated,
        "reconsideration.upheld": concluded - revoked - rejected - terminated,
    }


def _litigation(draw: Random, values: Values) -> Values:
    concluded = max(2.0, values["litigation.first_instance"] - draw.randrange(1, 6))
    lost = float(draw.randrange(1, 2 + int(concluded) // 8))
    return {
        "litigation.first_instance": max(concluded, values["litigation.first_instance"]),
        "litigation.concluded": concluded,
        "litigation.lost": lost,
        "litigation.loss_rate": round(100 * lost / concluded, 2),
        "litigation.leader_appearances": concluded,
    }


def _stated(draw: Random, county: County, year: int, values: Values, last: Mapping[str, float]) -> Account:
    """What the report of a year says: the values, last year's where it speaks of them, and what is wrong on purpose."""
    account = Account(county, year, 1, dict(values))
    if last:
        received = last["reconsideration.received"]
        if draw.randrange(ONE_RETOLD_IN) == 0:
            received += draw.randrange(1, 10)
            account.retold["reconsideration.received"] = received
        account.values["reconsideration.received:prior"] = received
        _add_growth(account.values, {**last, "reconsideration.received": received})
    for rule, key in CONTRADICTIONS.items():
        if draw.randrange(ONE_CONTRADICTION_IN) == 0 and key in account.values and (last or "last" not in rule):
            account.values[key] = _wrong(draw, rule, account.values[key])
            account.contradictions[key] = rule
    if not last:
        account.contradictions.pop("reconsideration.carried_in", None)
    return account


def _add_growth(values: Values, last: Mapping[str, float]) -> None:
    for code in (
        "functions.market_entities_new",
        "functions.hotline_cases",
        "enforcement.penalties",
        "reconsideration.received",
    ):
        values[f"{code}:growth"] = round(100 * (values[code] / last[code] - 1), 1)


def _wrong(draw: Random, rule: str, value: float) -> float:
    if rule == "parts_sum_to_whole":
        return value - draw.randrange(1, 9)
    if rule == "mediation_success_rate":
        return round(value - draw.uniform(3, 6), 1)
    if rule == "loss_rate_of_concluded":
        return round(value + draw.uniform(20, 30), 2)
    if rule == "growth_since_last_year":
        return round(value + draw.uniform(15, 25), 1)
    return value + draw.randrange(5, 12)


def _before_correction(draw: Random, account: Account, last: Mapping[str, float]) -> Account:
    """The first revision of a report that is corrected later: other penalties, and what follows from them."""
    values = dict(account.values)
    more = float(draw.randrange(10, 200))
    values["enforcement.penalties"] += more
    values["enforcement.cases_total"] += more
    if last and "enforcement.penalties:growth" not in account.contradictions:
        values["enforcement.penalties:growth"] = round(
            100 * (values["enforcement.penalties"] / last["enforcement.penalties"] - 1), 1
        )
    return Account(account.county, account.year, 1, values, dict(account.contradictions), dict(account.retold))
