select
    county_code,
    year,
    population,
    kind
from {{ source('rooms', 'population') }}
