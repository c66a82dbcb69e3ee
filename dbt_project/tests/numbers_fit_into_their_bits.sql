-- What int_statement and mart_cross_county pack into one number must not grow beyond its bits.
with
counted as (
    select
        (select count(distinct indicator) from {{ ref('dim_indicator') }}) as indicators,
        (select count(distinct split_part(indicator, '.', 1)) from {{ ref('dim_indicator') }}) as domains,
        (select count(distinct family) from {{ ref('dim_report') }}) as families,
        (select count(distinct prefecture_code) from {{ ref('dim_county') }}) as prefectures,
        (select count(*) from {{ ref('dim_report') }}) as reports
)

select *
from counted
where indicators > 4095 or domains > 255 or families > 16 or prefectures > 4095 or reports >= 1 << 24
