-- Two ways in which a value is stated anew: a revision of the same report says otherwise (or says it for the first
-- time, or no longer), or a later report gives last year's level otherwise (its `prior`). What rounding explains is
-- none.
with
revisions as (
    select
        report.county_code,
        report.year,
        report.family,
        report.report_id as later_report_id,
        earlier.report_id as earlier_report_id
    from {{ ref('dim_report') }} as report
    inner join {{ ref('dim_report') }} as earlier
        on
            report.county_code = earlier.county_code
            and report.year = earlier.year
            and report.family = earlier.family
            and report.occasion = earlier.occasion
            and report.revision = earlier.revision + 1
),

revised_reports as (
    select later_report_id as report_id from revisions
    union
    select earlier_report_id from revisions
),

retold_cells as (
    select distinct cell
    from {{ ref('int_statement') }}
    where is_later = 1
),

-- Most statements are neither revised nor retold.
statements as (
    select statement.*
    from {{ ref('int_statement') }} as statement
    left join revised_reports on statement.report_id = revised_reports.report_id
    left join retold_cells on statement.cell = retold_cells.cell
    where revised_reports.report_id is not null or retold_cells.cell is not null
),

by_report as (
    select
        statement.county_code,
        statement.year,
        statement.indicator,
        statement.measure,
        statement.status,
        statement.family,
        statement.report_id,
        report.revision,
        report.is_current,
        report.occasion,
        statement.stated_in_year,
        arg_min(
            {
                value: statement.value,
                tolerance: statement.tolerance,
                unit: statement.unit,
                figure_id: statement.figure_id
            },
            (statement.preference, statement.figure_id)
        ) as said
    from statements as statement
    inner join {{ ref('dim_report') }} as report on statement.report_id = report.report_id
    group by all
),

own as (
    select * from by_report
    where stated_in_year = year and occasion = 'annual'
),

sides as (
    select
        revisions.*,
        said.indicator,
        said.measure,
        said.status,
        said.said as earlier,
        null as later
    from revisions
    inner join own as said on revisions.earlier_report_id = said.report_id
    union all
    select
        revisions.*,
        said.indicator,
        said.measure,
        said.status,
        null as earlier,
        said.said as later
    from revisions
    inner join own as said on revisions.later_report_id = said.report_id
),

revised as (
    select
        'revision' as kind,
        county_code,
        year,
        family,
        indicator,
        measure,
        status,
        earlier_report_id,
        later_report_id,
        any_value(earlier) as earlier,
        any_value(later) as later
    from sides
    group by all
),

retold as (
    select
        'later_report' as kind,
        later.county_code,
        later.year,
        later.family,
        later.indicator,
        later.measure,
        later.status,
        own.report_id as earlier_report_id,
        later.report_id as later_report_id,
        own.said as earlier,
        later.said as later
    from by_report as later
    inner join own
        on
            later.county_code = own.county_code
            and later.year = own.year
            and later.indicator = own.indicator
            and later.measure = own.measure
            and later.status = own.status
            and later.family = own.family
    where later.stated_in_year > later.year and later.is_current and own.is_current
),

restated as (
    select * from revised
    union all
    select * from retold
)

select
    concat_ws(
        '|',
        restated.kind,
        restated.county_code,
        restated.year,
        restated.indicator,
        restated.measure,
        restated.status,
        restated.later_report_id
    ) as restatement_id,
    restated.kind,
    restated.county_code,
    report.county_name,
    restated.year,
    restated.family,
    restated.indicator,
    indicator.name_zh as indicator_name_zh,
    restated.measure,
    restated.status,
    {{
        base_unit('coalesce(restated.later.unit, restated.earlier.unit)', 'indicator.unit', 'restated.measure')
    }} as unit,
    restated.earlier.value as earlier_value,
    restated.later.value as later_value,
    restated.later.value - restated.earlier.value as change,
    case
        when restated.earlier.value <> 0
            then 100 * (restated.later.value - restated.earlier.value) / abs(restated.earlier.value)
    end as change_pct,
    restated.earlier_report_id,
    restated.later_report_id,
    restated.earlier.figure_id as earlier_figure_id,
    restated.later.figure_id as later_figure_id,
    earlier_figure.quote as earlier_quote,
    later_figure.quote as later_quote
from restated
inner join {{ ref('dim_report') }} as report on restated.earlier_report_id = report.report_id
inner join {{ ref('dim_indicator') }} as indicator
    on restated.family = indicator.family and restated.indicator = indicator.indicator
left join {{ of_changed_counties('fct_figure') }} as earlier_figure
    on restated.earlier.figure_id = earlier_figure.figure_id
left join {{ of_changed_counties('fct_figure') }} as later_figure
    on restated.later.figure_id = later_figure.figure_id
where
    restated.earlier is null
    or restated.later is null
    or not {{
        says_the_same(
            'restated.later.value', 'restated.earlier.value', 'restated.later.tolerance', 'restated.earlier.tolerance'
        )
    }}
order by restated.year, restated.county_code, restatement_id
