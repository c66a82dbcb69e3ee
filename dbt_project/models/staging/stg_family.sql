select
    family,
    name_zh,
    name_en,
    deadline_month,
    deadline_day,
    legal_basis
from {{ source('rooms', 'family') }}
