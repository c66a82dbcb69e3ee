with
objections as (
    select
        figure_id,
        count(distinct issue_id) as issue_count,
        bool_or(severity = 'error') as is_excluded
    from {{ ref('int_issue_figure') }}
    group by figure_id
),

-- Numbered in the order in which their figures lie: whole numbers sort faster than words.
reports as (
    select
        report_id,
        county_key,
        is_current,
        row_number() over (order by year, county_code, report_id) as number
    from {{ ref('dim_report') }}
)

select
    figure.figure_id,
    figure.report_id,
    figure.document_id,
    figure.county_code,
    report.county_key,
    figure.year,
    figure.family,
    figure.start_offset,
    figure.end_offset,
    figure.text,
    figure.value,
    figure.value_high,
    figure.unit,
    figure.indicator,
    figure.measure,
    figure.status,
    figure.scope,
    figure.approximate,
    figure.bound,
    figure.section,
    figure.quote,
    figure.quote_start,
    figure.wording,
    figure.rule,
    figure.part_of,
    figure.part_group,
    figure.resolution,
    figure.ordinal,
    report.is_current,
    coalesce(objections.is_excluded, false) as is_excluded,
    coalesce(objections.issue_count, 0) as issue_count
from {{ of_changed_counties('stg_figure') }} as figure
left join reports as report on figure.report_id = report.report_id
left join objections on figure.figure_id = objections.figure_id
-- By year, county, report and place in it.
order by report.number, figure.start_offset, figure.ordinal
