-- Every numeric token ends as a mapped figure, an unmapped figure or a number of another kind.
select
    report_id,
    numbers,
    figures_mapped,
    figures_unmapped,
    numbers_other
from {{ ref('dim_report') }}
where numbers <> figures_mapped + figures_unmapped + numbers_other
