-- One row for each figure that an issue names.
select
    issue_id,
    severity,
    unnest(from_json(figure_ids, '["VARCHAR"]')) as figure_id
from {{ ref('stg_issue') }}
