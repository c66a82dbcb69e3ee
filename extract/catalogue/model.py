"""The catalogue's types: indicators, their wordings, and the topics that wordings may lean on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from extract.catalogue.sections import Sections
from extract.catalogue.tables import DeclaredTable

KINDS = ("count", "rate", "amount", "quantity")
GROWTH_BASES = ("real_terms", "comparable_terms", "revised_base")


@dataclass(frozen=True, slots=True)
class Wording:
    """One way of naming an indicator.

    `key` is the part nearest to the number; each of `with_` (alternatives) must stand before it in the statement.
    A wording with `needs_topic` counts only where the indicator's topic is being spoken of; one with a
    `measure` names that of the indicator (研发投入强度 the share of its parent), and counts per cent.
    """

    text: str
    key: str
    with_: tuple[tuple[str, ...], ...]
    needs_topic: bool
    length: float
    measure: str | None = None


def plain_wording(text: str, *, needs_topic: bool) -> Wording:
    """A wording without sets: 受理前*化解, of which each part in front must stand before the last one."""
    *with_, key = text.split("*")
    return Wording(
        text, key, tuple((part,) for part in with_), needs_topic, weighed(key, [len(part) for part in with_])
    )


def weighed(key: str, in_front: Sequence[int]) -> float:
    """How many characters a wording counts for: each part in front makes it more specific."""
    return len(key) + 0.6 * sum(in_front) + 0.5 * len(in_front)


@dataclass(frozen=True, slots=True)
class Indicator:
    """What a figure can measure; the fields are those of the YAML files, units resolved from their families."""

    code: str
    family: str
    domain: str
    name_zh: str
    name_en: str
    unit: str
    kind: str
    parent: str | None
    definition_zh: str | None
    counted_in: frozenset[str]
    topic: str | None
    topic_alone: frozenset[str]
    stock: bool
    narrowed_by: frozenset[str]
    heads: tuple[str, ...]
    not_with: tuple[str, ...]
    zero: tuple[str, ...]
    looks_back: bool
    wordings: tuple[Wording, ...]
    adds_to: str | None = None
    kinds: re.Pattern[str] | None = None
    not_after: tuple[str, ...] = ()
    in_currency_of: str | None = None
    growth_basis: str | None = None

    def row(self) -> dict[str, str | None]:
        """The indicator as a row of `dim_indicator` (see contracts/tables.yml)."""
        return {
            "code": self.code,
            "family": self.family,
            "domain": self.domain,
            "name_zh": self.name_zh,
            "name_en": self.name_en,
            "unit": self.unit,
            "kind": self.kind,
            "parent": self.parent,
            "adds_to": self.adds_to,
            "growth_basis": self.growth_basis,
            "definition_zh": self.definition_zh,
        }


@dataclass(frozen=True, eq=False)
class Catalogue:
    """A family's indicators in the order of their files, and its topics with the words that raise them.

    `sections` tells the family's headings apart, where its family.yml describes them.
    """

    family: str
    indicators: tuple[Indicator, ...]
    topics: Mapping[str, tuple[str, ...]]
    not_covered: tuple[str, ...] = ()
    not_covered_under: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    by_code: Mapping[str, Indicator] = field(default_factory=dict)
    checksum: str = ""
    tables: tuple[DeclaredTable, ...] = ()
    sections: Sections | None = None
