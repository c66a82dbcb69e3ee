"""The divisions as rows of the room table `county`."""

from extract.divisions.table import Divisions, load


def county_rows(divisions: Divisions | None = None) -> list[dict[str, str | int | bool | None]]:
    """One row a county and span of years, for rooms/county.parquet.

    Columns: county_key (code-first year), code, name, short_name, kind, prefecture_code, prefecture_name,
    province_code, province_name, valid_from, valid_to (exclusive; None while it holds), continues_as (the code of
    today; None where nothing continues it), invented.
    """
    table = divisions or load()
    return [
        {
            "county_key": county.key,
            **{name: getattr(county, name) for name in county._fields[:10]},
            "continues_as": table.continuing(county.code, county.valid_from),
            "invented": county.invented,
        }
        for county in table.counties
    ]
