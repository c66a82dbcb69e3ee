select
    county_key,
    code,
    name,
    short_name,
    kind,
    prefecture_code,
    prefecture_name,
    province_code,
    province_name,
    valid_from,
    valid_to,
    continues_as,
    invented
from {{ source('rooms', 'county') }}
