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
    valid_to is null as is_current,
    invented
from {{ ref('stg_county') }}
order by code, valid_from
