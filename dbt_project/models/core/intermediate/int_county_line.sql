-- The line of a county: for each code that goes on today and each year, the counties of that year that make it up.
select
    continues_as,
    year,
    count(*) as counties,
    string_agg(county_code, '+' order by county_code) as county_codes,
    bool_or(county_code = continues_as) as stood_under_own_code
from {{ ref('int_county_year') }}
group by continues_as, year
