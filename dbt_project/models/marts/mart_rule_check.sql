-- Every rule for every family and year with a report: 0 evaluated says that the rule had nothing to look at.
with
told as (
    select
        rule,
        family,
        year,
        count(*) as issues
    from {{ ref('stg_issue') }}
    group by rule, family, year
)

select
    checks.rule,
    checks.level,
    checks.severity,
    checks.family,
    checks.year,
    checks.evaluated,
    checks.held,
    checks.evaluated - checks.held as raised,
    coalesce(told.issues, 0) as issues
from {{ ref('stg_rule_check') }} as checks
left join told on checks.rule = told.rule and checks.family = told.family and checks.year = told.year
order by checks.year, checks.family, checks.level, checks.rule
