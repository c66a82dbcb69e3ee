select
    code as indicator,
    family,
    domain,
    name_zh,
    name_en,
    unit,
    kind,
    nullif(parent, '') as parent,
    definition_zh
from {{ source('rooms', 'indicator') }}
