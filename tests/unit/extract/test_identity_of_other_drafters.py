"""Reports by other drafters, put under the names of real counties of their kind, are told for what they are."""

import random
import re
from pathlib import Path

import pytest

from extract.divisions import County, load
from extract.identity import identify

GOLD = Path(__file__).parents[2] / "gold" / "held_out"
MARK = re.compile(r"⟦([^|⟧]*)\|[^⟧]*⟧")
COUNTIES = 40


def counties_like(name: str, year: int, chance: random.Random) -> list[County]:
    """Counties of that year and kind whose full name no other county bears."""
    divisions = load()
    kind = next(kind for kind in ("自治县", "自治旗", "县", "市", "区", "旗") if name.endswith(kind))
    alive = [c for c in divisions.counties if c.holds_in(year) and c.kind == kind and not c.invented]
    alone = [c for c in alive if sum(other.holds_in(year) for other in divisions.by_name[c.name]) == 1]
    return chance.sample([county for county in alone if len(county.name) > 2], COUNTIES)


@pytest.mark.parametrize("path", sorted(GOLD.glob("*.txt")), ids=lambda path: path.stem)
def test_any_countys_name_is_found_in_any_drafters_report(path: Path) -> None:
    name, year = re.fullmatch(r"(.+)_(\d{4})\.gold", path.stem).groups()  # type: ignore[union-attr]
    text = MARK.sub(r"\1", path.read_text(encoding="utf-8"))
    short = re.sub(r"(?:[\u4e00-\u9fff]族)?(?:自治县|县|市|区|旗)$", "", name)
    spaced = {" ".join(name): name, " ".join(short): short}
    for wide, plain in spaced.items():
        text = text.replace(wide, plain)
    right = 0
    for county in counties_like(name, int(year), random.Random(path.stem)):
        found = identify(text.replace(name, county.name).replace(short, county.short_name))
        told = (found.family, found.county_code, found.year)
        assert found.reason is not None or told == ("rule_of_law", county.code, int(year)), county
        right += found.reason is None
    assert right >= 0.98 * COUNTIES
