-- Every figure that states something of a whole county, under the cell (county, year, indicator, measure, status) it
-- speaks of. A figure with a scope speaks of a part, and so does one that is stated as part of the same indicator. Last
-- year's level as this year's report gives it (prior) also states the level of last year, and so does an earlier level
-- whose year is named (从2015年的681亿元增长到…: the scope is that year) of the year named. `preference` packs the rules of
-- choice into one number, the smallest first:
--   current revision, annual report, own year, exact (then bounds, approximations, ranges), finest stated place,
--   first full statement.
-- A statement is the fuller, the more figures of its domain its sentence gives: 调解纠纷934件，成功率98.4% is the county's
-- account of mediation, 帮助企业化解纠纷4件 in a sentence about something else a passing mention.
-- `cell` packs what a statement speaks of into one number, and `place` counts the statements of a cell, 1 for the
-- preferred one: what comes after compares numbers and need not sort again.
{{ config(materialized='table') }}

with
reports as (
    select
        report_id,
        occasion,
        row_number() over (order by report_id) as number
    from {{ ref('dim_report') }}
),

families as (
    select
        family,
        row_number() over (order by family) - 1 as place
    from (select distinct family from {{ ref('dim_report') }})
),

indicators as (
    select
        indicator,
        row_number() over (order by indicator) as number,
        dense_rank() over (order by split_part(indicator, '.', 1)) as domain
    from (select distinct indicator from {{ ref('dim_indicator') }})
),

part_of_itself as (
    select figure.figure_id
    from {{ of_changed_counties('fct_figure') }} as figure
    inner join {{ of_changed_counties('fct_figure') }} as whole
        on
            figure.part_of = whole.figure_id
            and figure.indicator = whole.indicator
            and figure.measure = whole.measure
    where figure.part_of is not null
),

-- An account is what one sentence of a report gives of one domain.
accounts as (
    select
        {{ account('reports.number', 'figure.quote_start', 'indicators.domain') }} as account,
        count(*) as figures
    from {{ of_changed_counties('fct_figure') }} as figure
    inner join reports on figure.report_id = reports.report_id
    inner join indicators on figure.indicator = indicators.indicator
    group by account
),

-- Read twice rather than held: the second reading meets few rows. Joined from the left, here and below, so that the few
-- narrow rows are hashed and the many wide ones pass.
spoken as not materialized (
    select
        figure.*,
        reports.occasion,
        indicators.number as indicator_number,
        {{ account('reports.number', 'figure.quote_start', 'indicators.domain') }} as account,
        case
            when figure.scope is null then figure.year - 1
            when regexp_full_match(figure.scope, '(19|20)\d\d年') then left(figure.scope, 4)::bigint
        end as prior_year
    from {{ of_changed_counties('fct_figure') }} as figure
    left join reports on figure.report_id = reports.report_id
    left join indicators on figure.indicator = indicators.indicator
    anti join part_of_itself on figure.figure_id = part_of_itself.figure_id
    where
        figure.value is not null
        and figure.indicator is not null
        and (figure.scope is null or figure.measure in ('level', 'prior'))
        and not figure.is_excluded
),

stated as (
    select
        *,
        year as stated_in_year
    from spoken
    where scope is null
    union all by name
    select
        figure.* replace (
            if(line_before.counties = 1, line_before.county_codes, figure.county_code) as county_code,
            figure.prior_year as year,
            'level' as measure,
            'actual' as status
        ),
        figure.year as stated_in_year
    from spoken as figure
    inner join {{ ref('dim_county') }} as county on figure.county_key = county.county_key
    -- It speaks of the county itself, while as many counties make up its line as did then, else of the only one that
    -- was there, unless another was made beside it since; after a merger of none. A county that was recoded while
    -- others stood in its line speaks of none either: which of them it was is not known.
    inner join {{ ref('int_county_line') }} as line_before
        on
            coalesce(county.continues_as, county.code) = line_before.continues_as
            and figure.prior_year = line_before.year
    left join {{ ref('int_county_line') }} as line
        on line_before.continues_as = line.continues_as and figure.year = line.year
    left join {{ ref('int_county_year') }} as itself
        on
            figure.county_code = itself.county_code
            and figure.prior_year = itself.year
            and line_before.continues_as = itself.continues_as
    where
        figure.status = 'actual'
        and (
            (line_before.counties = 1 and coalesce(line.counties, 1) = 1)
            or (line_before.counties in (1, line.counties) and itself.county_code is not null)
        )
        and (figure.scope is null or figure.prior_year < figure.year)
        and (figure.measure = 'prior' or (figure.measure = 'level' and figure.scope is not null))
),

judged as (
    select
        stated.county_code,
        stated.year,
        stated.indicator,
        stated.measure,
        stated.status,
        stated.stated_in_year,
        stated.figure_id,
        stated.report_id,
        stated.family,
        stated.is_current,
        stated.value,
        stated.value_high,
        stated.unit,
        stated.approximate,
        stated.bound,
        stated.resolution,
        {{ stated_tolerance('stated.value', 'stated.resolution', 'stated.approximate') }} as tolerance,
        (stated.occasion <> 'annual')::bigint as is_aside,
        (stated.stated_in_year > stated.year)::bigint as is_later,
        case
            when stated.value_high is not null then 3
            when stated.approximate then 2
            when stated.bound is not null then 1
            else 0
        end as inexactness,
        case
            when coalesce(stated.resolution, 0) <= 0 then 31
            else greatest(least(floor(log10(stated.resolution))::bigint + 10, 30), 0)
        end as coarseness,
        -- 10 bits of rules, 4 of family, 4 of fullness, 32 of place, 8 of ordinal.
        ((not stated.is_current)::bigint * 512 + is_aside * 256 + is_later * 128 + inexactness * 32 + coarseness)
        * (1::bigint << 48)
        + families.place * (1::bigint << 44)
        + (15 - least(accounts.figures, 15)) * (1::bigint << 40)
        + stated.start_offset * 256
        + least(stated.ordinal, 255) as preference,
        -- 20 bits of county, 12 of year, 12 of indicator, 3 of measure, 1 of status.
        ((stated.county_code::bigint * 4096 + stated.year) * 4096 + stated.indicator_number) * 16
        + list_position(['level', 'growth', 'change', 'prior', 'share'], stated.measure) * 2
        + (stated.status = 'target')::bigint as cell
    from stated
    left join families on stated.family = families.family
    left join accounts on stated.account = accounts.account
),

-- Nearly all cells are stated once; only the others need be sorted.
repeated as (
    select cell
    from judged
    group by cell
    having count(*) > 1
)

select
    judged.*,
    1 as place
from judged
anti join repeated on judged.cell = repeated.cell
union all
select
    judged.*,
    row_number() over (partition by judged.cell order by judged.preference, judged.figure_id) as place
from judged
semi join repeated on judged.cell = repeated.cell
