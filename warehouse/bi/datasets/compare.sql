-- One row: a county's level of an indicator in a year, beside the others', with the sentence that states it.
select
    coalesce(place.county, mart.county_name, mart.county_code, '') as county,
    mart.year,
    figure.quote,
    indicator.name_zh || '（' || indicator.unit || '）· ' || indicator.name_en as indicator_label,
    mart.value,
    mart.unit,
    figure.text,
    mart.per_10k,
    yearly.growth_pct,
    yearly.stated_growth_pct,
    mart.rank_nation,
    mart.counties_nation,
    mart.percentile_nation,
    mart.robust_z,
    mart.share_of_base_pct,
    mart.approximate,
    mart.issue_count,
    coalesce(place.province_name, '') as province_name,
    coalesce(place.prefecture_name, '') as prefecture_name,
    mart.county_code,
    mart.family,
    mart.indicator,
    mart.population,
    mart.population_kind,
    figure.section,
    figure.rule,
    report.title,
    report.published_on,
    report.source_url,
    mart.figure_id
from mart_cross_county as mart
inner join dim_indicator as indicator on indicator.family = mart.family and indicator.indicator = mart.indicator
inner join fct_figure as figure on figure.figure_id = mart.figure_id
inner join dim_report as report on report.report_id = figure.report_id
left join mart_cross_year as yearly on yearly.figure_id = mart.figure_id
left join place on place.county_key = mart.county_key
