-- `statements`, `distinct_values` and `conflict` speak of the reports as they stand: current revisions, and the year's
-- own report where it states the cell. What a correction or a later report changed is a restatement, not a conflict.
with
-- Nearly all observations are stated once; only the others need be added up.
repeated as (
    select observation_id
    from {{ of_changed_counties('fct_observation_statement') }}
    where preference = 2
),

judged as (
    select
        statement.observation_id,
        count(*) filter (where statement.why in ('chosen', 'approximate', 'later_statement')) as statements,
        count(distinct statement.value) filter (
            statement.why in ('chosen', 'approximate', 'later_statement')
        ) as distinct_values,
        bool_or(not statement.agrees) filter (
            statement.why in ('chosen', 'approximate', 'later_statement')
        ) as conflict,
        arg_min(statement.why, statement.preference) filter (where not statement.is_chosen) as runner_up
    from {{ of_changed_counties('fct_observation_statement') }} as statement
    semi join repeated on statement.observation_id = repeated.observation_id
    group by statement.observation_id
),

objections as (
    select
        statement.observation_id,
        count(distinct issue.issue_id) as issue_count
    from {{ of_changed_counties('fct_observation_statement') }} as statement
    inner join {{ ref('int_issue_figure') }} as issue on statement.figure_id = issue.figure_id
    where statement.why in ('chosen', 'approximate', 'later_statement')
    group by statement.observation_id
)

select
    named.observation_id,
    named.county_code,
    coalesce(standing.county_key, report.county_key) as county_key,
    coalesce(standing.continues_as, county.continues_as, county.code) as continues_as,
    named.year,
    named.family,
    named.indicator,
    named.measure,
    named.status,
    named.value,
    named.value_high,
    {{ base_unit('named.unit', 'indicator.unit', 'named.measure') }} as unit,
    named.approximate,
    named.bound,
    named.resolution,
    named.figure_id,
    named.report_id,
    named.stated_in_year,
    coalesce(judged.statements, 1) as statements,
    coalesce(judged.distinct_values, 1) as distinct_values,
    coalesce(judged.conflict, false) as conflict,
    case judged.runner_up
        when 'earlier_revision' then 'current_revision'
        when 'other_occasion' then 'annual_report'
        when 'later_year' then 'own_year'
        when 'approximate' then 'exact'
        when 'later_statement' then 'first_statement'
        else 'only_statement'
    end as choice,
    coalesce(objections.issue_count, 0) as issue_count
from {{ ref('int_choice') }} as named
left join judged on named.observation_id = judged.observation_id
left join objections on named.observation_id = objections.observation_id
inner join {{ ref('dim_report') }} as report on named.report_id = report.report_id
left join {{ ref('dim_county') }} as county on report.county_key = county.county_key
left join {{ ref('int_county_year') }} as standing
    on named.county_code = standing.county_code and named.year = standing.year
left join {{ ref('dim_indicator') }} as indicator
    on named.family = indicator.family and named.indicator = indicator.indicator
order by named.year, named.county_code, named.indicator, named.measure, named.status
