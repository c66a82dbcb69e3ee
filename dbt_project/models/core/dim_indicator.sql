select
    indicator,
    family,
    domain,
    name_zh,
    name_en,
    unit,
    kind,
    parent,
    adds_to,
    growth_basis,
    definition_zh
from {{ ref('stg_indicator') }}
order by family, indicator
