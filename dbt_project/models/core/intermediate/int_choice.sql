-- For each cell the statement that is preferred over all others, as long as it stands in a current revision: what a
-- correction withdrew is not an observation any more.
{{ config(materialized='table') }}

with
preferred as (
    select
        county_code,
        year,
        indicator,
        measure,
        status,
        arg_min(
            {
                figure_id: figure_id,
                report_id: report_id,
                family: family,
                stated_in_year: stated_in_year,
                value: value,
                value_high: value_high,
                unit: unit,
                approximate: approximate,
                bound: bound,
                resolution: resolution,
                tolerance: tolerance,
                is_aside: is_aside,
                is_later: is_later,
                inexactness: inexactness,
                coarseness: coarseness
            },
            (preference, figure_id)
        ) as statement
    from {{ ref('int_statement') }}
    where is_current
    group by county_code, year, indicator, measure, status
)

select
    county_code,
    year,
    indicator,
    measure,
    status,
    concat_ws('|', county_code, year, indicator, measure, status) as observation_id,
    unnest(statement) -- noqa: AL03
from preferred
