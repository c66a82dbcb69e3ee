-- The columns are those that the registry (contracts/tables.yml) gives the table: each names its indicator. The others
-- are left out before the pivot, which would hold them all; a year that states only others has its row all the same.
{%- set headlines = headline_indicators() %}
with
levels as (
    select
        county_code,
        year,
        indicator,
        value
    from {{ of_changed_counties('fct_observation') }}
    where
        measure = 'level'
        and status = 'actual'
        and indicator in ('{{ headlines | join("', '") }}')
),

wide as (
    from (
        pivot levels
        on indicator in ('{{ headlines | join("', '") }}')
        using any_value(value)
        group by county_code, year
    )
),

counted as (
    select
        county_code,
        year,
        arg_min(county_key, observation_id) as county_key,
        (sum(issue_count) filter (where measure = 'level' and status = 'actual'))::bigint as issue_count
    from {{ of_changed_counties('fct_observation') }}
    group by county_code, year
    having bool_or(measure = 'level' and status = 'actual')
)

select
    counted.county_code,
    counted.county_key,
    county.name as county_name,
    county.prefecture_code,
    county.prefecture_name,
    county.province_code,
    county.province_name,
    counted.year,
    {%- for code in headlines %}
    wide."{{ code }}" as {{ code | replace('.', '_') }},
    {%- endfor %}
    coalesce(counted.issue_count, 0) as issue_count
from counted
left join wide on counted.county_code = wide.county_code and counted.year = wide.year
left join {{ ref('dim_county') }} as county on counted.county_key = county.county_key
order by counted.year, counted.county_code
