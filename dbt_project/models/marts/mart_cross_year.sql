-- A county's series (int_series) held against the year before, the first year, and what the reports themselves state.
with
points as materialized (
    select * from {{ ref('int_series') }}
),

beginnings as (
    select
        county_code,
        indicator,
        min(year) as first_year,
        arg_min(value, year) as first_value
    from points
    group by county_code, indicator
),

with_past as (
    select
        points.*,
        -- Where counties were added up, no single report's own growth is theirs.
        case when points.is_single then points.reporting_code end as stated_by,
        before.value as previous_value,
        before.unit as previous_unit,
        before.figure_id as previous_figure_id,
        before.county_codes as previous_codes,
        before.year is null and beginnings.first_year < points.year as break_gap,
        beginnings.first_year,
        beginnings.first_value
    from points
    left join points as before
        on
            points.county_code = before.county_code
            and points.indicator = before.indicator
            and points.year - 1 = before.year
    left join beginnings
        on points.county_code = beginnings.county_code and points.indicator = beginnings.indicator
),

-- The measures that the report itself states of the same cell.
stated as (
    select
        county_code,
        year,
        indicator,
        any_value(value) filter (where measure = 'growth') as growth,
        any_value(figure_id) filter (where measure = 'growth') as growth_figure_id,
        any_value(value) filter (where measure = 'change') as change,
        any_value(value) filter (where measure = 'prior') as prior
    from {{ of_changed_counties('fct_observation') }}
    where status = 'actual' and measure in ('growth', 'change', 'prior')
    group by county_code, year, indicator
),

described as (
    select
        continues_as,
        year,
        concat_ws(' ', year, kind, nullif(concat_ws(' ', code_from, name_from), ''), '→', code_to, name_to) as says
    from {{ ref('int_division_change') }}
    -- Another name or prefecture leaves the county what it was.
    where kind in ('recoded', 'merged', 'made')
),

changes as (
    select
        continues_as,
        year,
        string_agg(distinct says, '; ' order by says) as note
    from described
    group by continues_as, year
),

-- A slip in a value spoils its own year's comparison and the next one's.
suspects as (
    select distinct
        observation.continues_as as county_code,
        observation.indicator,
        unnest([observation.year, observation.year + 1]) as year
    from {{ ref('stg_issue') }} as issue
    inner join {{ ref('int_issue_figure') }} as named on issue.issue_id = named.issue_id
    inner join {{ of_changed_counties('fct_observation') }} as observation on named.figure_id = observation.figure_id
    where
        regexp_matches(issue.rule, 'slip|jump')
        and observation.measure = 'level'
        and observation.status = 'actual'
),

today as (
    select
        code as county_code,
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
        today.county_name,
        today.province_code,
        today.province_name,
        today.prefecture_code,
        today.prefecture_name,
        stated.growth as stated_growth_pct,
        stated.growth_figure_id as stated_growth_figure_id,
        stated.change as stated_change,
        stated.prior as stated_previous,
        changes.note as change_note,
        with_past.value - with_past.previous_value as change,
        with_past.year - with_past.first_year as years,
        case
            when with_past.kind <> 'rate' and with_past.previous_value > 0
                then 100 * (with_past.value / with_past.previous_value - 1)
        end as growth_pct,
        case
            when with_past.kind <> 'rate' and years > 0 and with_past.first_value > 0 and with_past.value >= 0
                then 100 * (pow(with_past.value / with_past.first_value, 1.0 / years) - 1)
        end as compound_growth_pct,
        changes.note is not null
        or coalesce(with_past.county_codes <> with_past.previous_codes, false) as break_division,
        with_past.previous_value is not null
        and {{ unit_class('with_past.unit') }} <> {{ unit_class('with_past.previous_unit') }} as break_unit,
        suspects.year is not null as break_slip
    from with_past
    left join today on with_past.county_code = today.county_code
    left join stated
        on
            with_past.stated_by = stated.county_code
            and with_past.year = stated.year
            and with_past.indicator = stated.indicator
    left join changes on with_past.county_code = changes.continues_as and with_past.year = changes.year
    left join suspects
        on
            with_past.county_code = suspects.county_code
            and with_past.indicator = suspects.indicator
            and with_past.year = suspects.year
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
    family,
    indicator,
    indicator_name_zh,
    indicator_name_en,
    year,
    value,
    unit,
    approximate,
    figure_id,
    observation_id,
    previous_value,
    previous_figure_id,
    change,
    growth_pct,
    first_year,
    first_value,
    compound_growth_pct,
    stated_growth_pct,
    stated_growth_figure_id,
    case when growth_basis is null then stated_growth_pct - growth_pct end as growth_gap,
    growth_basis,
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
