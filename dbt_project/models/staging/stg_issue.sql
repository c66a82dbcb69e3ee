select
    issue_id,
    rule,
    severity,
    family,
    county_code,
    report_year as year,
    report_id,
    document_id,
    indicators,
    figure_ids,
    stated,
    expected,
    tolerance,
    message,
    quotes,
    review
from {{ source('rooms', 'issue') }}
