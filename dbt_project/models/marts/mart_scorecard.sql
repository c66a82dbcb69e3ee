-- The columns are those that the registry (contracts/tables.yml) gives the table: each names its indicator.
{%- set headlines = headline_indicators() %}
with
levels as (
    select
        county_code,
        year,
        indicator,
        value
    from {{ of_changed_counties('fct_observation') }}
    where measure = 'level' and status = 'actual'
),

wide as (
    from (
        pivot levels
        on indicator in (
            {%- for code in headlines %}
            '{{ code }}'{{ ',' if not loop.last }}
            {%- endfor %}
        )
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
)

select
    wide.county_code,
    counted.county_key,
    county.name as county_name,
    county.prefecture_code,
    county.prefecture_name,
    county.province_code,
    county.province_name,
    wide.year,
    {%- for code in headlines %}
    wide."{{ code }}" as {{ code | replace('.', '_') }},
    {%- endfor %}
    coalesce(counted.issue_count, 0) as issue_count
from wide
inner join counted on wide.county_code = counted.county_code and wide.year = counted.year
left join {{ ref('dim_county') }} as county on counted.county_key = county.county_key
order by wide.year, wide.county_code
