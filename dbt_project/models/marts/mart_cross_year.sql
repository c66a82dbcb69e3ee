-- Levels under the code that continues a county today. Counties that were merged since are added up where all of them state
-- the indicator and it can be added (counts and amounts of one unit, never rates); else the year stays a gap.
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

line_values as (
    select
        levels.continues_as,
        levels.indicator,
        levels.year,
        any_value(line.counties) as counties_expected,
        count(*) as counties_stated,
        bool_or(levels.county_code = levels.continues_as and not coalesce(line.stood_under_own_code, false))
            as stated_by_successor,
        count(distinct {{ unit_class('levels.unit') }}) as unit_classes,
        bool_and(levels.kind in ('count', 'amount')) as can_be_added,
        list(
            {
                county_code: levels.county_code,
                value: levels.value,
                unit: levels.unit,
                approximate: levels.approximate,
                family: levels.family,
                figure_id: levels.figure_id,
                observation_id: levels.observation_id,
                indicator_name_zh: levels.indicator_name_zh,
                indicator_name_en: levels.indicator_name_en,
                kind: levels.kind,
                grows_in_real_terms: levels.grows_in_real_terms
            }
            order by levels.county_code <> levels.continues_as, levels.county_code
        ) as parts,
        sum(levels.issue_count)::bigint as issue_count
    from levels
    left join {{ ref('int_county_line') }} as line
        on levels.continues_as = line.continues_as and levels.year = line.year
    group by levels.continues_as, levels.indicator, levels.year
),

series as (
    select
        continues_as as county_code,
        indicator,
        year,
        parts[1] as part,
        issue_count,
        -- The successor's own statement already covers all that was merged into it.
        stated_by_successor or coalesce(counties_expected, 1) = 1 as is_single,
        if(is_single, 1, counties_stated) as counties_merged,
        if(is_single, parts[1].county_code, list_aggregate(list_transform(parts, lambda p: p.county_code), 'string_agg', '+'))
            as county_codes,
        if(is_single, parts[1].value, list_sum(list_transform(parts, lambda p: p.value))) as value,
        if(is_single, parts[1].approximate, list_bool_or(list_transform(parts, lambda p: p.approximate))) as approximate
    from line_values
    where is_single or (counties_stated = counties_expected and can_be_added and unit_classes = 1)
),

with_past as (
    select
        *,
        lag(year) over past = year - 1 as follows,
        case when follows then lag(value) over past end as previous_value,
        case when follows then lag(part.unit) over past end as previous_unit,
        case when follows and lag(is_single) over past then lag(part.figure_id) over past end as previous_figure_id,
        case when follows then lag(county_codes) over past end as previous_codes,
        lag(year) over past is not null and not follows as break_gap,
        first_value(year) over past as first_year,
        first_value(value) over past as first_value,
        first_value(part.unit) over past as first_unit
    from series
    window past as (partition by county_code, indicator order by year)
),

-- The measures that the report itself states of the same cell.
stated as (
    select
        county_code,
        year,
        indicator,
        any_value(value) filter (measure = 'growth') as growth,
        any_value(figure_id) filter (measure = 'growth') as growth_figure_id,
        any_value(value) filter (measure = 'change') as change,
        any_value(value) filter (measure = 'prior') as prior
    from {{ ref('fct_observation') }}
    where status = 'actual' and measure in ('growth', 'change', 'prior')
    group by county_code, year, indicator
),

changes as (
    select
        continues_as,
        year,
        string_agg(
            distinct concat_ws(' ', year, kind, nullif(concat_ws(' ', code_from, name_from), ''), '→', code_to, name_to),
            '; ' order by concat_ws(' ', year, kind, nullif(concat_ws(' ', code_from, name_from), ''), '→', code_to, name_to)
        ) as note
    from {{ ref('int_division_change') }}
    group by continues_as, year
),

suspects as (
    select distinct observation.county_code, observation.indicator, observation.year
    from {{ ref('stg_issue') }} as issue
    inner join {{ ref('int_issue_figure') }} as named on issue.issue_id = named.issue_id
    inner join {{ ref('fct_observation') }} as observation on named.figure_id = observation.figure_id
    where regexp_matches(issue.rule, 'slip|jump') and observation.measure = 'level' and observation.status = 'actual'
),

today as (
    select
        code,
        arg_max(name, valid_from) as county_name,
        arg_max(province_code, valid_from) as province_code,
        arg_max(province_name, valid_from) as province_name,
        arg_max(prefecture_code, valid_from) as prefecture_code,
        arg_max(prefecture_name, valid_from) as prefecture_name
    from {{ ref('dim_county') }}
    group by code
),

compared as (
    select
        with_past.*,
        today.* exclude (code),
        stated.growth as stated_growth_pct,
        stated.growth_figure_id as stated_growth_figure_id,
        stated.change as stated_change,
        stated.prior as stated_previous,
        with_past.value - with_past.previous_value as change,
        with_past.part.kind <> 'rate' as is_level,
        case
            when is_level and with_past.previous_value > 0
                then 100 * (with_past.value / with_past.previous_value - 1)
        end as growth_pct,
        case
            when is_level and with_past.year > with_past.first_year and with_past.first_value > 0 and with_past.value >= 0
                then 100 * (pow(with_past.value / with_past.first_value, 1.0 / (with_past.year - with_past.first_year)) - 1)
        end as compound_growth_pct,
        changes.note as change_note,
        coalesce(
            with_past.previous_codes is not null and with_past.county_codes <> with_past.previous_codes
            or changes.note is not null,
            false
        ) as break_division,
        with_past.previous_value is not null
        and {{ unit_class('with_past.part.unit') }} <> {{ unit_class('with_past.previous_unit') }} as break_unit,
        exists (
            select 1 from suspects
            where
                suspects.county_code in (with_past.part.county_code, with_past.county_code)
                and suspects.indicator = with_past.indicator
                and suspects.year in (with_past.year, with_past.year - 1)
        ) as break_slip
    from with_past
    left join today on with_past.county_code = today.code
    left join stated
        on
            with_past.is_single
            and with_past.part.county_code = stated.county_code
            and with_past.year = stated.year
            and with_past.indicator = stated.indicator
    left join changes on with_past.county_code = changes.continues_as and with_past.year = changes.year
)

select
    county_code,
    county_name,
    county_codes,
    counties_merged,
    province_code,
    province_name,
    prefecture_code,
    prefecture_name,
    part.family as family,
    indicator,
    part.indicator_name_zh as indicator_name_zh,
    part.indicator_name_en as indicator_name_en,
    year,
    value,
    part.unit as unit,
    approximate,
    case when is_single then part.figure_id end as figure_id,
    case when is_single then part.observation_id end as observation_id,
    previous_value,
    previous_figure_id,
    change,
    growth_pct,
    first_year,
    first_value,
    compound_growth_pct,
    stated_growth_pct,
    stated_growth_figure_id,
    case when not part.grows_in_real_terms then stated_growth_pct - growth_pct end as growth_gap,
    stated_change,
    stated_change - change as change_gap,
    stated_previous,
    stated_previous - previous_value as previous_gap,
    break_gap,
    break_division,
    break_unit,
    break_slip,
    nullif(
        concat_ws(
            '; ',
            case when break_gap then 'no value for ' || (year - 1)::varchar end,
            case when break_division then coalesce(change_note, 'counties ' || previous_codes || ' before') end,
            case when break_unit then 'unit ' || previous_unit || ' before' end,
            case when break_slip then 'a contract suspects a slip' end
        ),
        ''
    ) as break_note,
    issue_count
from compared
order by year, county_code, indicator
