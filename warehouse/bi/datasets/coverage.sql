-- One row: a figure of a current report with its sentence; one row without a figure for a report that is owed and missing.
select
    coalesce(place.county, mart.county_name, mart.county_code, '') as county,
    mart.year,
    figure.quote,
    case mart.timeliness
        when 'on_time' then '按时 on time'
        when 'late' then '逾期 late'
        when 'missing' then '缺 missing'
        when 'no_deadline' then '无期限 no deadline'
        else '日期不明 unknown date'
    end as punctuality,
    mart.days_late,
    coalesce(mart.indicators_stated, 0) as indicators_stated,
    report.title,
    figure.text,
    indicator.name_zh as indicator_name_zh,
    mart.published_on,
    mart.deadline,
    mart.expected,
    mart.received,
    mart.figures,
    mart.figures_mapped,
    mart.mapped_share_pct,
    mart.indicators_missing,
    mart.issue_count,
    coalesce(place.province_name, '') as province_name,
    coalesce(place.prefecture_name, '') as prefecture_name,
    mart.county_code,
    coalesce(place.lasting_code, mart.county_code) as lasting_code,
    mart.family,
    mart.report_id,
    figure.figure_id,
    report.source_url,
    release.release_id,
    release.built_at
from mart_coverage as mart
cross join release
left join place on place.county_key = mart.county_key
left join dim_report as report on report.report_id = mart.report_id
left join fct_figure as figure on figure.report_id = mart.report_id
left join dim_indicator as indicator on indicator.family = figure.family and indicator.indicator = figure.indicator
