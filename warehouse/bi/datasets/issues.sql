-- One row: what a contract objects to, with the sentences in evidence. RULES stands for what rules say in Chinese.
select
    coalesce(place.county, mart.county_name, mart.county_code, '') as county,
    mart.year,
    mart.first_quote as quote,
    mart.rule,
    coalesce(contract.says, mart.rule) as rule_zh,
    mart.severity,
    mart.message,
    mart.second_quote,
    mart.stated,
    mart.expected,
    mart.gap,
    mart.tolerance,
    mart.review,
    coalesce(place.province_name, '') as province_name,
    coalesce(place.prefecture_name, '') as prefecture_name,
    mart.county_code,
    mart.family,
    mart.report_id,
    mart.issue_id
from mart_quality_issue as mart
left join dim_report as report on report.report_id = mart.report_id
left join (values RULES) as contract (rule, says) on contract.rule = mart.rule
left join place on place.county_key = report.county_key
