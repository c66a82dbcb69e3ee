-- Whole-county actual levels side by side. Rank 1 is the largest value; ties share the better place and the next place
-- is left out (1, 2, 2, 4). Percentile: per cent of the other counties with a smaller value, ties counted half. Only
-- values of one kind of unit are ranked together.
with
levels as (
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
        indicator.name_zh as indicator_name_zh,
        indicator.name_en as indicator_name_en,
        indicator.kind,
        -- What the value is naturally a part of; a rate is a part of nothing.
        case when indicator.kind <> 'rate' then indicator.parent end as base_indicator,
        observation.year,
        observation.value,
        observation.unit,
        {{ unit_class('observation.unit') }} as unit_class,
        observation.approximate,
        observation.figure_id,
        observation.report_id,
        observation.observation_id,
        observation.issue_count
    from {{ of_changed_years('fct_observation') }} as observation
    inner join {{ ref('dim_indicator') }} as indicator
        on observation.family = indicator.family and observation.indicator = indicator.indicator
    left join {{ ref('dim_county') }} as county on observation.county_key = county.county_key
    where observation.measure = 'level' and observation.status = 'actual'
),

reporting as (
    select distinct
        county_code,
        year
    from levels
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

nation as (
    select
        indicator,
        year,
        unit_class,
        count(*) as counties,
        median(value) as median,
        quantile_cont(value, 0.25) as q1,
        quantile_cont(value, 0.75) as q3,
        mad(value) as deviation
    from levels
    group by indicator, year, unit_class
),

province as (
    select
        indicator,
        year,
        unit_class,
        province_code,
        count(*) as counties,
        median(value) as median,
        quantile_cont(value, 0.25) as q1,
        quantile_cont(value, 0.75) as q3
    from levels
    where province_code is not null
    group by indicator, year, unit_class, province_code
),

prefecture as (
    select
        indicator,
        year,
        unit_class,
        province_code,
        prefecture_code,
        count(*) as counties,
        median(value) as median
    from levels
    where prefecture_code is not null
    group by indicator, year, unit_class, province_code, prefecture_code
),

-- Places of narrow rows: they are sorted three times, and the words need not travel along. How many are smaller and how
-- many are smaller or equal (reached) come from one order; the rank from the largest follows from the second.
narrow as (
    select
        county_code,
        indicator,
        year,
        unit_class,
        province_code,
        prefecture_code,
        value
    from levels
),

placed as (
    select
        county_code,
        indicator,
        year,
        rank() over nationwide - 1 as smaller_nation,
        count(*) over nationwide as reached_nation,
        rank() over provincewide - 1 as smaller_province,
        count(*) over provincewide as reached_province,
        rank() over prefecturewide - 1 as smaller_prefecture,
        count(*) over prefecturewide as reached_prefecture
    from narrow
    window
        nationwide as (partition by indicator, year, unit_class order by value),
        provincewide as (partition by indicator, year, unit_class, province_code order by value),
        prefecturewide as (partition by indicator, year, unit_class, province_code, prefecture_code order by value)
),

ranked as (
    select
        levels.*,
        placed.reached_nation,
        placed.smaller_nation,
        placed.reached_province,
        placed.smaller_province,
        placed.reached_prefecture,
        placed.smaller_prefecture
    from levels
    inner join placed
        on
            levels.county_code = placed.county_code
            and levels.indicator = placed.indicator
            and levels.year = placed.year
)

select
    ranked.county_code,
    ranked.county_key,
    ranked.county_name,
    ranked.prefecture_code,
    ranked.prefecture_name,
    ranked.province_code,
    ranked.province_name,
    ranked.family,
    ranked.indicator,
    ranked.indicator_name_zh,
    ranked.indicator_name_en,
    ranked.year,
    ranked.value,
    ranked.unit,
    ranked.approximate,
    ranked.figure_id,
    ranked.observation_id,
    people.population,
    people.population_kind,
    case when ranked.kind <> 'rate' then 10000 * ranked.value / people.population end as per_10k,
    base.indicator as base_indicator,
    base.value as base_value,
    case when base.value > 0 then 100 * ranked.value / base.value end as share_of_base_pct,
    nation.counties - ranked.reached_nation + 1 as rank_nation,
    nation.counties as counties_nation,
    {{ mid_percentile('ranked.smaller_nation', 'ranked.reached_nation', 'nation.counties') }} as percentile_nation,
    nation.median as median_nation,
    nation.q1 as q1_nation,
    nation.q3 as q3_nation,
    province.counties - ranked.reached_province + 1 as rank_province,
    province.counties as counties_province,
    {{ mid_percentile('ranked.smaller_province', 'ranked.reached_province', 'province.counties') }}
        as percentile_province,
    province.median as median_province,
    province.q1 as q1_province,
    province.q3 as q3_province,
    prefecture.counties - ranked.reached_prefecture + 1 as rank_prefecture,
    prefecture.counties as counties_prefecture,
    {{ mid_percentile('ranked.smaller_prefecture', 'ranked.reached_prefecture', 'prefecture.counties') }}
        as percentile_prefecture,
    prefecture.median as median_prefecture,
    case
        when nation.deviation > 0 then (ranked.value - nation.median) / (1.4826 * nation.deviation)
    end as robust_z,
    ranked.issue_count
from ranked
inner join nation
    on
        ranked.indicator = nation.indicator
        and ranked.year = nation.year
        and ranked.unit_class = nation.unit_class
left join province
    on
        ranked.indicator = province.indicator
        and ranked.year = province.year
        and ranked.unit_class = province.unit_class
        and ranked.province_code = province.province_code
left join prefecture
    on
        ranked.indicator = prefecture.indicator
        and ranked.year = prefecture.year
        and ranked.unit_class = prefecture.unit_class
        and ranked.province_code = prefecture.province_code
        and ranked.prefecture_code = prefecture.prefecture_code
left join people on ranked.county_code = people.county_code and ranked.year = people.year
left join levels as base
    on
        ranked.report_id = base.report_id
        and ranked.year = base.year
        and ranked.base_indicator = base.indicator
        and ranked.unit_class = base.unit_class
order by ranked.year, ranked.indicator, rank_nation, ranked.county_code
