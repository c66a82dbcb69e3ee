-- Whole-county actual levels under the code that continues a county today. Counties that were merged since are added up
-- where all of them state the indicator and it can be added (counts and amounts of one kind of unit, never rates); else
-- the year is left out and stays a gap.
{{ config(materialized='view') }}

with
levels as (
    select
        observation.*,
        indicator.kind,
        indicator.name_zh as indicator_name_zh,
        indicator.name_en as indicator_name_en,
        indicator.growth_basis
    from {{ of_changed_counties('fct_observation') }} as observation
    inner join {{ ref('dim_indicator') }} as indicator
        on observation.family = indicator.family and observation.indicator = indicator.indicator
    where
        observation.measure = 'level'
        and observation.status = 'actual'
        and observation.continues_as is not null
),

in_line as (
    select
        levels.*,
        line.counties,
        line.stood_under_own_code,
        -- Nearly all: the one county that stood in that year.
        coalesce(line.county_codes = levels.county_code, false) as is_alone
    from levels
    left join {{ ref('int_county_line') }} as line
        on levels.continues_as = line.continues_as and levels.year = line.year
),

-- The others: counties that were merged since, and reports under a code that did not stand in the year.
gathered as (
    select
        continues_as,
        indicator,
        year,
        coalesce(any_value(counties), 1) as counties_expected,
        count(*) as counties_stated,
        -- The successor's own statement already covers all that was merged into it.
        coalesce(any_value(counties), 1) = 1
        or bool_or(county_code = continues_as and not coalesce(stood_under_own_code, false)) as is_single,
        count(distinct {{ unit_class('unit') }}) = 1 and bool_and(kind in ('count', 'amount')) as can_be_added,
        string_agg(county_code, '+' order by county_code) as county_codes,
        list_sum(list(value order by county_code)) as total,
        bool_or(approximate) as approximate,
        sum(issue_count)::bigint as issue_count,
        arg_min(
            {
                reporting_code: county_code,
                value: value,
                approximate: approximate,
                unit: unit,
                family: family,
                figure_id: figure_id,
                observation_id: observation_id,
                kind: kind,
                indicator_name_zh: indicator_name_zh,
                indicator_name_en: indicator_name_en,
                growth_basis: growth_basis
            },
            (county_code <> continues_as, county_code)
        ) as first_part
    from in_line
    where not is_alone
    group by continues_as, indicator, year
)

select
    continues_as as county_code,
    indicator,
    year,
    true as is_single,
    1 as counties_merged,
    county_code as county_codes,
    value,
    approximate,
    issue_count,
    unit,
    family,
    kind,
    indicator_name_zh,
    indicator_name_en,
    growth_basis,
    county_code as reporting_code,
    figure_id,
    observation_id
from in_line
where is_alone
union all
select
    gathered.continues_as as county_code,
    gathered.indicator,
    gathered.year,
    gathered.is_single,
    if(gathered.is_single, 1, gathered.counties_stated) as counties_merged,
    if(gathered.is_single, gathered.first_part.reporting_code, gathered.county_codes) as county_codes,
    if(gathered.is_single, gathered.first_part.value, gathered.total) as value,
    if(gathered.is_single, gathered.first_part.approximate, gathered.approximate) as approximate,
    gathered.issue_count,
    gathered.first_part.unit,
    gathered.first_part.family,
    gathered.first_part.kind,
    gathered.first_part.indicator_name_zh,
    gathered.first_part.indicator_name_en,
    gathered.first_part.growth_basis,
    gathered.first_part.reporting_code,
    if(gathered.is_single, gathered.first_part.figure_id, null) as figure_id,
    if(gathered.is_single, gathered.first_part.observation_id, null) as observation_id
from gathered
anti join in_line
    on
        gathered.continues_as = in_line.continues_as
        and gathered.indicator = in_line.indicator
        and gathered.year = in_line.year
        and in_line.is_alone
where
    gathered.is_single
    or (gathered.counties_stated = gathered.counties_expected and gathered.can_be_added)
