"""The observations as SDMX-CSV 2.0, for statistical offices' tools: dimensions as codes, one observation a row.

Format: SDMX-CSV field guide 2.0.0 (https://github.com/sdmx-twg/sdmx-csv). An SDMX code has no full stop, so
`enforcement.penalties` is written `enforcement_penalties`. OBS_STATUS follows CL_OBS_STATUS: A normal, E estimated
(余, 多, 近, 约), F forecast (a target).
"""

from __future__ import annotations

from pathlib import Path

from warehouse.durable import replacing
from warehouse.exports.delimited import safe
from warehouse.places import Places
from warehouse.query import open_database

STRUCTURE_ID = "XIANJIAN:COUNTY_OBSERVATIONS(1.0)"
FILE_NAME = "observations.sdmx.csv"


def write(places: Places, folder: Path) -> list[Path]:
    """Write `observations.sdmx.csv`; returns it in a list.

    Columns: STRUCTURE, STRUCTURE_ID, ACTION; the dimensions FREQ, REF_AREA (county code of the year), INDICATOR,
    MEASURE, STATUS, TIME_PERIOD (the year reported on); OBS_VALUE; the attributes UNIT_MEASURE, OBS_STATUS,
    UPPER_VALUE, BOUND, CONFLICT, SOURCE (figure_id).
    """
    from pyarrow import csv  # type: ignore[import-untyped]

    target = folder / FILE_NAME
    with open_database(places.database) as connection:
        reader = connection.execute(_SQL, [STRUCTURE_ID]).to_arrow_reader(50_000)
        with replacing(target) as temporary, csv.CSVWriter(temporary, reader.schema) as writer:
            for batch in reader:
                writer.write_batch(batch)
    return [target]


_SQL = f"""
    select
        'dataflow' as STRUCTURE,
        $1 as STRUCTURE_ID,
        'I' as ACTION,
        'A' as FREQ,
        county_code as REF_AREA,
        replace(indicator, '.', '_') as INDICATOR,
        measure as MEASURE,
        status as STATUS,
        year as TIME_PERIOD,
        value as OBS_VALUE,
        {safe("unit").removesuffix(" as unit")} as UNIT_MEASURE,
        case when status = 'target' then 'F' when approximate then 'E' else 'A' end as OBS_STATUS,
        value_high as UPPER_VALUE,
        bound as BOUND,
        conflict as CONFLICT,
        figure_id as SOURCE
    from fct_observation
    order by observation_id
"""  # noqa: S608 no outside words
