select
    rule,
    level,
    severity,
    family,
    report_year as year,
    evaluated,
    held
from {{ source('rooms', 'rule_check') }}
