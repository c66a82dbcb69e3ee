-- For each cell the statement that is preferred over all others, as long as it stands in a current revision: what a
-- correction withdrew is not an observation any more. Whatever stands in one is preferred over what does not.
{{ config(materialized='view') }}

select
    *,
    concat_ws('|', county_code, year, indicator, measure, status) as observation_id
from {{ ref('int_statement') }}
where place = 1 and is_current
