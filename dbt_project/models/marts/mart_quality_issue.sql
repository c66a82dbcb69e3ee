with
quoted as (
    select
        *,
        from_json(quotes, '[{"figure_id":"VARCHAR","quote":"VARCHAR"}]') as quote_list
    from {{ ref('stg_issue') }}
)

select
    quoted.issue_id,
    quoted.rule,
    quoted.severity,
    quoted.family,
    coalesce(quoted.county_code, report.county_code) as county_code,
    coalesce(report.county_name, standing.county_name) as county_name,
    coalesce(quoted.year, report.year) as year,
    quoted.report_id,
    quoted.document_id,
    report.is_current,
    quoted.indicators,
    quoted.figure_ids,
    quoted.stated,
    quoted.expected,
    quoted.stated - quoted.expected as gap,
    quoted.tolerance,
    quoted.message,
    quoted.quote_list[1].quote as first_quote,
    quoted.quote_list[2].quote as second_quote,
    quoted.quotes,
    quoted.review
from quoted
left join {{ ref('dim_report') }} as report on quoted.report_id = report.report_id
left join {{ ref('int_county_year') }} as standing
    on quoted.county_code = standing.county_code and quoted.year = standing.year
order by quoted.year nulls last, quoted.county_code nulls last, quoted.rule, quoted.issue_id
