-- One row: a county's level of an indicator in a year, what it was the year before, and what the report says of the change.
select
    coalesce(place.county, mart.county_name, mart.county_code, '') as county,
    mart.year,
    figure.quote,
    indicator.name_zh || '（' || indicator.unit || '）· ' || indicator.name_en as indicator_label,
    mart.year || ' ' || mart.indicator_name_zh as year_indicator,
    mart.value,
    mart.unit,
    figure.text,
    mart.previous_value,
    mart.growth_pct,
    mart.stated_growth_pct,
    mart.growth_gap,
    growth.quote as growth_quote,
    case when mart.first_value > 0 then 100 * mart.value / mart.first_value end as index_first_year,
    mart.first_year,
    mart.compound_growth_pct,
    mart.break_note,
    mart.issue_count,
    coalesce(place.province_name, '') as province_name,
    coalesce(place.prefecture_name, '') as prefecture_name,
    mart.county_code,
    mart.family,
    mart.indicator,
    indicator.domain,
    report.title,
    report.published_on,
    report.source_url,
    mart.figure_id
from mart_cross_year as mart
inner join dim_indicator as indicator on indicator.family = mart.family and indicator.indicator = mart.indicator
left join fct_figure as figure on figure.figure_id = mart.figure_id
left join fct_figure as growth on growth.figure_id = mart.stated_growth_figure_id
left join dim_report as report on report.report_id = figure.report_id
left join place on place.code = mart.county_code and place.is_current
