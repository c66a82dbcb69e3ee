-- Whole-county actual levels side by side. Rank 1 is the largest value; ties share the better place and the next place
-- is left out (1, 2, 2, 4). Percentile: per cent of the other counties with a smaller value, ties counted half. Only
-- values of one kind of unit are ranked together.
-- Sorts and joins compare whole numbers, never words: `cell` packs 20 bits of county, 12 of year and 16 of what is
-- stated (`number`: an indicator in one kind of unit), `nationwide` the last two, `provincewide` and `prefecturewide`
-- 12 more of place.
with
places as (
    select
        *,
        dense_rank() over (order by province_code) as province_number,
        dense_rank() over (order by province_code, prefecture_code) as prefecture_number
    from {{ ref('dim_county') }}
),

stated as (
    select distinct
        family,
        indicator,
        unit
    from {{ of_changed_years('fct_observation') }}
    where measure = 'level' and status = 'actual'
),

numbered as (
    select
        indicator.family,
        indicator.indicator,
        indicator.name_zh,
        indicator.name_en,
        indicator.kind,
        -- What the value is naturally a part of; a rate is a part of nothing.
        case when indicator.kind <> 'rate' then indicator.parent end as base_indicator,
        stated.unit,
        {{ unit_class('stated.unit') }} as unit_class,
        dense_rank() over (order by stated.indicator, unit_class) as number
    from stated
    inner join {{ ref('dim_indicator') }} as indicator
        on stated.family = indicator.family and stated.indicator = indicator.indicator
),

numbers as (
    select distinct
        indicator,
        unit_class,
        number
    from numbered
),

kinds as (
    select
        numbered.*,
        base.number as base_number
    from numbered
    left join numbers as base on numbered.base_indicator = base.indicator and numbered.unit_class = base.unit_class
),

-- Read three times rather than held: its rows are wide, and each reading wants few of the columns.
levels as not materialized (
    select
        observation.county_code,
        observation.county_key,
        county.name as county_name,
        county.prefecture_code,
        county.prefecture_name,
        county.province_code,
        county.province_name,
        observation.family,
        observation.indicator,
        kinds.name_zh as indicator_name_zh,
        kinds.name_en as indicator_name_en,
        kinds.kind,
        kinds.number,
        observation.year,
        observation.value,
        observation.unit,
        observation.approximate,
        observation.figure_id,
        observation.report_id,
        observation.observation_id,
        observation.issue_count,
        (observation.county_code::bigint * 4096 + observation.year) * 65536 + kinds.number as cell,
        (observation.county_code::bigint * 4096 + observation.year) * 65536 + kinds.base_number as base_cell,
        observation.year * 65536 + kinds.number as nationwide,
        if(county.province_code is not null, nationwide * 4096 + county.province_number, null) as provincewide,
        if(county.prefecture_code is not null, nationwide * 4096 + county.prefecture_number, null) as prefecturewide
    from {{ of_changed_years('fct_observation') }} as observation
    inner join kinds
        on
            observation.family = kinds.family
            and observation.indicator = kinds.indicator
            and observation.unit is not distinct from kinds.unit
    left join places as county on observation.county_key = county.county_key
    where observation.measure = 'level' and observation.status = 'actual'
),

-- All that is sorted and counted.
narrow as materialized (
    select
        cell,
        nationwide,
        provincewide,
        prefecturewide,
        value
    from levels
),

reporting as (
    select distinct
        county_code,
        year
    from {{ of_changed_years('fct_observation') }}
    where measure = 'level' and status = 'actual'
),

-- Resident population where it is given, else registered; never one for the other unsaid.
people as (
    select
        reporting.county_code,
        reporting.year,
        arg_min(population.population, (population.kind <> 'resident', -population.year)) as population,
        arg_min(population.kind, (population.kind <> 'resident', -population.year)) as population_kind
    from reporting
    inner join {{ ref('stg_population') }} as population
        on
            reporting.county_code = population.county_code
            and population.year between reporting.year - {{ var('population_max_age_years') }} and reporting.year
    group by reporting.county_code, reporting.year
),

-- One list of quantiles sorts a group's values once.
nation as (
    select
        nationwide,
        count(*) as counties,
        quantile_cont(value, [0.25, 0.5, 0.75]) as quartiles,
        quartiles[1] as q1,
        quartiles[2] as median,
        quartiles[3] as q3,
        mad(value) as deviation
    from narrow
    group by nationwide
),

province as (
    select
        provincewide,
        count(*) as counties,
        quantile_cont(value, [0.25, 0.5, 0.75]) as quartiles,
        quartiles[1] as q1,
        quartiles[2] as median,
        quartiles[3] as q3
    from narrow
    where provincewide is not null
    group by provincewide
),

prefecture as (
    select
        prefecturewide,
        count(*) as counties,
        median(value) as median
    from narrow
    where prefecturewide is not null
    group by prefecturewide
),

-- How many are smaller and how many are smaller or equal (reached) come from one order; the rank from the largest
-- follows from the second.
placed as (
    select
        cell,
        rank() over nation - 1 as smaller_nation,
        count(*) over nation as reached_nation,
        rank() over province - 1 as smaller_province,
        count(*) over province as reached_province,
        rank() over prefecture - 1 as smaller_prefecture,
        count(*) over prefecture as reached_prefecture
    from narrow
    window
        nation as (partition by nationwide order by value),
        province as (partition by provincewide order by value),
        prefecture as (partition by prefecturewide order by value)
),

bases as (
    select
        levels.cell,
        levels.report_id,
        levels.indicator,
        levels.value
    from levels
    semi join kinds on levels.number = kinds.base_number
)

select
    levels.county_code,
    levels.county_key,
    levels.county_name,
    levels.prefecture_code,
    levels.prefecture_name,
    levels.province_code,
    levels.province_name,
    levels.family,
    levels.indicator,
    levels.indicator_name_zh,
    levels.indicator_name_en,
    levels.year,
    levels.value,
    levels.unit,
    levels.approximate,
    levels.figure_id,
    levels.observation_id,
    people.population,
    people.population_kind,
    case when levels.kind <> 'rate' then 10000 * levels.value / people.population end as per_10k,
    base.indicator as base_indicator,
    base.value as base_value,
    case when base.value > 0 then 100 * levels.value / base.value end as share_of_base_pct,
    nation.counties - placed.reached_nation + 1 as rank_nation,
    nation.counties as counties_nation,
    {{ mid_percentile('placed.smaller_nation', 'placed.reached_nation', 'nation.counties') }} as percentile_nation,
    nation.median as median_nation,
    nation.q1 as q1_nation,
    nation.q3 as q3_nation,
    province.counties - placed.reached_province + 1 as rank_province,
    province.counties as counties_province,
    {{ mid_percentile('placed.smaller_province', 'placed.reached_province', 'province.counties') }}
        as percentile_province,
    province.median as median_province,
    province.q1 as q1_province,
    province.q3 as q3_province,
    prefecture.counties - placed.reached_prefecture + 1 as rank_prefecture,
    prefecture.counties as counties_prefecture,
    {{ mid_percentile('placed.smaller_prefecture', 'placed.reached_prefecture', 'prefecture.counties') }}
        as percentile_prefecture,
    prefecture.median as median_prefecture,
    case
        when nation.deviation > 0 then (levels.value - nation.median) / (1.4826 * nation.deviation)
    end as robust_z,
    levels.issue_count
from levels
-- Left, though each level has its place: so the narrow rows are hashed and the wide ones pass.
left join placed on levels.cell = placed.cell
left join nation on levels.nationwide = nation.nationwide
left join province on levels.provincewide = province.provincewide
left join prefecture on levels.prefecturewide = prefecture.prefecturewide
left join people on levels.county_code = people.county_code and levels.year = people.year
left join bases as base on levels.base_cell = base.cell and levels.report_id = base.report_id
-- By year, indicator, rank and county.
order by levels.nationwide asc, placed.reached_nation desc, levels.cell asc
