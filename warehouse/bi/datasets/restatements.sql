-- One row: a value that was stated otherwise later, with both sentences.
select
    coalesce(place.county, mart.county_name, mart.county_code, '') as county,
    mart.year,
    mart.later_quote as quote,
    mart.earlier_quote,
    mart.kind,
    mart.indicator_name_zh,
    mart.measure,
    mart.earlier_value,
    mart.later_value,
    mart.unit,
    mart.change_pct,
    coalesce(place.province_name, '') as province_name,
    coalesce(place.prefecture_name, '') as prefecture_name,
    mart.county_code,
    mart.family,
    mart.earlier_report_id,
    mart.later_report_id,
    mart.restatement_id
from mart_restatement as mart
left join dim_report as report on report.report_id = mart.later_report_id
left join place on place.county_key = report.county_key
