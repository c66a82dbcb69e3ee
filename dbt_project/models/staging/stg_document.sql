-- The text itself stays in the rooms: figures carry the sentences that matter.
select
    document_id,
    source,
    media_type,
    reader,
    characters,
    family,
    county_code,
    report_year as year,
    ocr
from {{ source('rooms', 'document') }}
