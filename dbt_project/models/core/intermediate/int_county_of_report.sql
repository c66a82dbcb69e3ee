-- The span under which a report's county is known: the one that holds in the year, else the nearest one of the same
-- code (a report on the last year before a recode is published under the new code).
with
reporting as (
    select distinct
        county_code,
        year
    from {{ ref('stg_report') }}
),

nearest as (
    select
        reporting.county_code,
        reporting.year,
        arg_min(
            county.county_key,
            (
                greatest(county.valid_from - reporting.year, reporting.year - coalesce(county.valid_to - 1, 9999), 0),
                -county.valid_from
            )
        ) as county_key
    from reporting
    inner join {{ ref('dim_county') }} as county on reporting.county_code = county.code
    group by reporting.county_code, reporting.year
)

select
    nearest.county_code,
    nearest.year,
    nearest.county_key,
    county.name as county_name,
    -- A county that nothing continues stays under its own code.
    coalesce(county.continues_as, county.code) as continues_as,
    county.prefecture_code,
    county.prefecture_name,
    county.province_code,
    county.province_name
from nearest
inner join {{ ref('dim_county') }} as county on nearest.county_key = county.county_key
