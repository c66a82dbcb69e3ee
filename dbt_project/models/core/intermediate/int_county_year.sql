-- The counties that stood in each year for which a report is known (and the years beside it, which reports speak of):
-- a county that changed within a year counts under the span that begins in it.
{{ config(materialized='table') }}

with
years as (
    select unnest(range(min(year) - 1, max(year) + 2)) as year
    from {{ ref('stg_report') }}
),

standing as (
    select
        county.code as county_code,
        years.year,
        arg_max(county.county_key, county.valid_from) as county_key
    from {{ ref('dim_county') }} as county
    inner join years
        on
            county.valid_from <= years.year
            and (county.valid_to is null or county.valid_to > years.year)
    group by county.code, years.year
)

select
    standing.county_code,
    standing.year,
    standing.county_key,
    county.name as county_name,
    county.kind,
    -- A county that nothing continues stays under its own code.
    coalesce(county.continues_as, county.code) as continues_as,
    county.prefecture_code,
    county.prefecture_name,
    county.province_code,
    county.province_name
from standing
inner join {{ ref('dim_county') }} as county on standing.county_key = county.county_key
