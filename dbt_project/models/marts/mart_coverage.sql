-- What is expected: of each county that ever reported in a family, a report for every year from the family's first to
-- its last one here, as long as the county stood. 31 March is the last day in time for the rule-of-law report:
-- 法治政府建设与责任落实督察工作规定 第二十四条 (see dim_report). A report to a new congress makes a county one that reports, but is
-- no annual report; of a functional area none is expected before it is a district.
with
-- A report under a code that did not stand in the year (it came out after a recode) answers for the county that did.
current_report as (
    select
        report.*,
        coalesce(county.continues_as, county.code, report.county_code) as continues_as,
        coalesce(standing.county_code, line.county_codes, report.county_code) as owed_code
    from {{ ref('dim_report') }} as report
    left join {{ ref('dim_county') }} as county on report.county_key = county.county_key
    left join {{ ref('int_county_year') }} as standing
        on report.county_code = standing.county_code and report.year = standing.year
    left join {{ ref('int_county_line') }} as line
        on
            coalesce(county.continues_as, county.code) = line.continues_as
            and report.year = line.year
            and line.counties = 1
    where report.is_current
),

annual as (
    select * from current_report
    where occasion = 'annual'
),

span as (
    select
        family,
        min(year) as first_year,
        max(year) as last_year
    from current_report
    group by family
),

reporting as (
    select distinct
        continues_as,
        family
    from current_report
),

owed as (
    select distinct
        standing.county_code,
        standing.year,
        reporting.family
    from reporting
    inner join span on reporting.family = span.family
    inner join {{ ref('int_county_year') }} as standing
        on
            reporting.continues_as = standing.continues_as
            and standing.year between span.first_year and span.last_year
    where standing.kind is distinct from '功能区'
),

cells as (
    select
        coalesce(report.county_code, owed.county_code) as county_code,
        coalesce(owed.year, report.year) as year,
        coalesce(owed.family, report.family) as family,
        owed.county_code is not null as expected,
        report.report_id is not null as received,
        report.* exclude (county_code, year, family)
    from owed
    full join annual as report
        on owed.county_code = report.owed_code and owed.year = report.year and owed.family = report.family
),

revisions as (
    select
        county_code,
        year,
        family,
        count(*) as revisions,
        -- A correction that comes later does not make a report late.
        min(published_on) as published_on,
        {{ days_late('min(deadline)', 'min(published_on)') }} as days_late
    from {{ ref('dim_report') }}
    where occasion = 'annual'
    group by county_code, year, family
),

others as (
    select
        owed_code as county_code,
        year,
        family,
        count(*) as reports
    from current_report
    where occasion <> 'annual'
    group by owed_code, year, family
),

-- What each report states of its own year.
stated as (
    select distinct
        continues_as,
        county_code,
        family,
        year,
        indicator
    from {{ of_changed_counties('fct_observation') }}
    where measure = 'level' and status = 'actual' and stated_in_year = year
),

counted as (
    select
        county_code,
        family,
        year,
        count(*) as indicators_stated
    from stated
    group by county_code, family, year
),

-- Only what is missing is gathered: nearly all that a report states it stated the year before.
missing as (
    select
        before.continues_as,
        before.family,
        before.year + 1 as year,
        before.indicator
    from stated as before
    anti join stated
        on
            before.continues_as = stated.continues_as
            and before.family = stated.family
            and before.indicator = stated.indicator
            and before.year + 1 = stated.year
),

stating as (
    select distinct
        continues_as,
        family,
        year
    from stated
),

dropped as (
    select
        before.continues_as,
        before.family,
        before.year + 1 as year,
        coalesce(
            list(distinct missing.indicator order by missing.indicator) filter (missing.indicator is not null), []
        ) as missing_indicators
    from stating as before
    left join missing
        on
            before.continues_as = missing.continues_as
            and before.family = missing.family
            and before.year + 1 = missing.year
    group by before.continues_as, before.family, before.year
),

objections as (
    select
        report_id,
        count(*) as issue_count
    from {{ ref('stg_issue') }}
    group by report_id
)

select
    cells.county_code,
    coalesce(cells.county_key, standing.county_key) as county_key,
    coalesce(cells.county_name, standing.county_name) as county_name,
    county.province_code,
    county.province_name,
    cells.year,
    cells.family,
    cells.expected,
    cells.received,
    cells.report_id,
    coalesce(revisions.revisions, 0) as revisions,
    coalesce(others.reports, 0) as other_reports,
    revisions.published_on,
    (make_date(cells.year + 1, family.deadline_month, family.deadline_day) - interval 1 day)::date as deadline,
    revisions.days_late,
    case
        when not cells.received then 'missing'
        when family.deadline_month is null then 'no_deadline'
        when revisions.published_on is null then 'unknown_date'
        when revisions.days_late > 0 then 'late'
        else 'on_time'
    end as timeliness,
    cells.numbers,
    cells.figures_mapped + cells.figures_unmapped as figures,
    cells.figures_mapped,
    100.0 * cells.figures_mapped / nullif(cells.figures_mapped + cells.figures_unmapped, 0) as mapped_share_pct,
    case when cells.received then coalesce(counted.indicators_stated, 0) end as indicators_stated,
    case when cells.received then len(dropped.missing_indicators) end as indicators_missing,
    case when cells.received then to_json(dropped.missing_indicators)::varchar end as missing_indicators,
    coalesce(objections.issue_count, 0) as issue_count
from cells
left join {{ ref('stg_family') }} as family on cells.family = family.family
left join {{ ref('int_county_year') }} as standing
    on cells.county_code = standing.county_code and cells.year = standing.year
left join {{ ref('dim_county') }} as county
    on coalesce(cells.county_key, standing.county_key) = county.county_key
left join revisions
    on cells.county_code = revisions.county_code and cells.year = revisions.year and cells.family = revisions.family
left join others
    on cells.county_code = others.county_code and cells.year = others.year and cells.family = others.family
left join counted
    on cells.county_code = counted.county_code and cells.year = counted.year and cells.family = counted.family
left join dropped
    on cells.continues_as = dropped.continues_as and cells.year = dropped.year and cells.family = dropped.family
left join objections on cells.report_id = objections.report_id
order by cells.year, cells.county_code, cells.family
