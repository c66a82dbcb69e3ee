select
    county_code,
    year,
    family,
    occasion
from {{ ref('dim_report') }}
group by county_code, year, family, occasion
having count(*) filter (where is_current) <> 1 or arg_max(is_current, revision) is not true
