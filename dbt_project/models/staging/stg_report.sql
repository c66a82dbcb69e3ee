select
    report_id,
    county_code,
    report_year as year,
    family,
    occasion,
    title,
    issuer,
    published_on,
    source_url,
    document_id,
    revision,
    is_current,
    numbers,
    figures_mapped,
    figures_unmapped,
    numbers_other
from {{ source('rooms', 'report') }}
