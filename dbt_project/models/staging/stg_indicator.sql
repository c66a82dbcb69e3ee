select
    code as indicator,
    family,
    domain,
    name_zh,
    name_en,
    unit,
    kind,
    nullif(parent, '') as parent,
    adds_to,
    growth_basis,
    definition_zh
from {{ source('rooms', 'indicator') }}
