-- The years in which an observation is not what it was in the release that this build goes on from; all years where it
-- begins anew. `observation_before` has the observations of the changed counties as that release had them.
{{ config(materialized='view') }}

{% if goes_on() %}
with
now as (
    select * from {{ of_changed_counties('fct_observation') }}
),

before as (
    select * from {{ _in_staging('observation_before') }}
)

select distinct year
from ((from now except from before) union all (from before except from now))
{% else %}
select distinct year from {{ ref('fct_observation') }}
{% endif %}
