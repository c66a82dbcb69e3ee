-- Whole-county actual levels under the code that continues a county today. Counties that were merged since are added up
-- where all of them state the indicator and it can be added (counts and amounts of one kind of unit, never rates); else
-- the year is left out and stays a gap.
{{ config(materialized='table') }}

with
levels as (
    select
        observation.*,
        indicator.kind,
        indicator.name_zh as indicator_name_zh,
        indicator.name_en as indicator_name_en,
        -- What grows in real terms is not the ratio of two published levels.
        coalesce(regexp_matches(indicator.definition_zh, '不变价|可比价'), false) as grows_in_real_terms
    from {{ ref('fct_observation') }} as observation
    inner join {{ ref('dim_indicator') }} as indicator
        on observation.family = indicator.family and observation.indicator = indicator.indicator
    where
        observation.measure = 'level'
        and observation.status = 'actual'
        and observation.continues_as is not null
),

gathered as (
    select
        levels.continues_as,
        levels.indicator,
        levels.year,
        coalesce(any_value(line.counties), 1) as counties_expected,
        count(*) as counties_stated,
        -- The successor's own statement already covers all that was merged into it.
        coalesce(any_value(line.counties), 1) = 1
        or bool_or(levels.county_code = levels.continues_as and not coalesce(line.stood_under_own_code, false))
            as is_single,
        count(distinct {{ unit_class('levels.unit') }}) = 1 and bool_and(levels.kind in ('count', 'amount'))
            as can_be_added,
        string_agg(levels.county_code, '+' order by levels.county_code) as county_codes,
        list_sum(list(levels.value order by levels.county_code)) as total,
        bool_or(levels.approximate) as approximate,
        sum(levels.issue_count)::bigint as issue_count,
        arg_min(
            {
                reporting_code: levels.county_code,
                value: levels.value,
                approximate: levels.approximate,
                unit: levels.unit,
                family: levels.family,
                figure_id: levels.figure_id,
                observation_id: levels.observation_id,
                kind: levels.kind,
                indicator_name_zh: levels.indicator_name_zh,
                indicator_name_en: levels.indicator_name_en,
                grows_in_real_terms: levels.grows_in_real_terms
            },
            (levels.county_code <> levels.continues_as, levels.county_code)
        ) as first_part
    from levels
    left join {{ ref('int_county_line') }} as line
        on levels.continues_as = line.continues_as and levels.year = line.year
    group by levels.continues_as, levels.indicator, levels.year
)

select
    continues_as as county_code,
    indicator,
    year,
    is_single,
    if(is_single, 1, counties_stated) as counties_merged,
    if(is_single, first_part.reporting_code, county_codes) as county_codes,
    if(is_single, first_part.value, total) as value,
    if(is_single, first_part.approximate, approximate) as approximate,
    issue_count,
    first_part.unit,
    first_part.family,
    first_part.kind,
    first_part.indicator_name_zh,
    first_part.indicator_name_en,
    first_part.grows_in_real_terms,
    first_part.reporting_code,
    if(is_single, first_part.figure_id, null) as figure_id,
    if(is_single, first_part.observation_id, null) as observation_id
from gathered
where is_single or (counties_stated = counties_expected and can_be_added)
