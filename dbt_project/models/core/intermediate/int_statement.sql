-- Every figure that states something of a whole county, under the cell (county, year, indicator, measure, status) it
-- speaks of. A figure with a scope speaks of a part, and so does one that is stated as part of the same indicator. Last
-- year's level as this year's report gives it (prior) also states the level of last year, and so does an earlier level
-- whose year is named (从2015年的681亿元增长到…: the scope is that year) of the year named. `preference` packs the rules of
-- choice into one number, the smallest first:
--   current revision, annual report, own year, exact (then bounds, approximations, ranges), finest stated place,
--   first full statement.
-- A statement is the fuller, the more figures of its domain its sentence gives: 调解纠纷934件，成功率98.4% is the county's
-- account of mediation, 帮助企业化解纠纷4件 in a sentence about something else a passing mention.
{{ config(materialized='table') }}

with
spoken as (
    select
        figure.*,
        case
            when figure.scope is null then figure.year - 1
            when regexp_full_match(figure.scope, '(19|20)\d\d年') then left(figure.scope, 4)::bigint
        end as prior_year
    from {{ ref('fct_figure') }} as figure
    left join {{ ref('fct_figure') }} as whole on figure.part_of = whole.figure_id
    where
        figure.indicator is not null
        and figure.value is not null
        and (figure.scope is null or figure.measure in ('level', 'prior'))
        and not figure.is_excluded
        and not coalesce(whole.indicator = figure.indicator and whole.measure = figure.measure, false)
),

whole_county as (
    select * from spoken
    where scope is null or prior_year < year
),

-- The one county of an earlier year that the reporting county continues; after a merger there is none.
predecessor as (
    {{ sole_county() }}
),

stated as (
    select
        county_code,
        year,
        measure,
        status,
        year as stated_in_year,
        figure_id
    from whole_county
    where scope is null
    union all
    select
        predecessor.county_code,
        figure.prior_year as year,
        'level' as measure,
        'actual' as status,
        figure.year as stated_in_year,
        figure.figure_id
    from whole_county as figure
    inner join {{ ref('dim_county') }} as county on figure.county_key = county.county_key
    inner join predecessor
        on
            coalesce(county.continues_as, county.code) = predecessor.continues_as
            and figure.prior_year = predecessor.year
    where
        figure.status = 'actual'
        and (figure.measure = 'prior' or (figure.measure = 'level' and figure.scope is not null))
),

accounts as (
    select
        report_id,
        quote_start,
        split_part(indicator, '.', 1) as domain,
        count(*) as figures
    from {{ ref('fct_figure') }}
    where indicator is not null
    group by all
),

families as (
    select
        family,
        row_number() over (order by family) - 1 as place
    from (select distinct family from {{ ref('dim_report') }})
)

select
    stated.county_code,
    stated.year,
    figure.indicator,
    stated.measure,
    stated.status,
    stated.stated_in_year,
    stated.figure_id,
    figure.report_id,
    figure.family,
    figure.is_current,
    figure.value,
    figure.value_high,
    figure.unit,
    figure.approximate,
    figure.bound,
    figure.resolution,
    figure.issue_count,
    {{ stated_tolerance('figure.value', 'figure.resolution', 'figure.approximate') }} as tolerance,
    (not figure.is_current)::bigint as is_superseded,
    (report.occasion <> 'annual')::bigint as is_aside,
    (stated.stated_in_year > stated.year)::bigint as is_later,
    case
        when figure.value_high is not null then 3
        when figure.approximate then 2
        when figure.bound is not null then 1
        else 0
    end as inexactness,
    case
        when coalesce(figure.resolution, 0) <= 0 then 31
        else greatest(least(floor(log10(figure.resolution))::bigint + 10, 30), 0)
    end as coarseness,
    -- 10 bits of rules, 4 of family, 4 of fullness, 32 of place, 8 of ordinal.
    (is_superseded * 512 + is_aside * 256 + is_later * 128 + inexactness * 32 + coarseness) * (1::bigint << 48)
    + families.place * (1::bigint << 44)
    + (15 - least(accounts.figures, 15)) * (1::bigint << 40)
    + figure.start_offset * 256
    + least(figure.ordinal, 255) as preference
from stated
inner join whole_county as figure on stated.figure_id = figure.figure_id
inner join {{ ref('dim_report') }} as report on figure.report_id = report.report_id
inner join families on figure.family = families.family
inner join accounts
    on
        figure.report_id = accounts.report_id
        and figure.quote_start = accounts.quote_start
        and split_part(figure.indicator, '.', 1) = accounts.domain
