-- The wide table says what the long one says: as many values, the same sum of each column.
-- depends_on: {{ ref('mart_scorecard') }}
{%- set headlines = headline_indicators() %}
with
long as (
    select
        indicator,
        count(*) as stated,
        list_sum(list(value order by observation_id)) as total
    from {{ of_changed_counties('fct_observation') }}
    where measure = 'level' and status = 'actual'
    group by indicator
),

wide as (
    {%- for code in headlines %}
    select
        '{{ code }}' as indicator,
        count({{ code | replace('.', '_') }}) as stated,
        sum({{ code | replace('.', '_') }}) as total
    from {{ of_changed_counties('mart_scorecard') }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
)

select
    wide.indicator,
    wide.stated,
    long.stated as observed
from wide
left join long on wide.indicator = long.indicator
where wide.stated <> coalesce(long.stated, 0) or abs(wide.total - long.total) > 1e-6 * abs(long.total)
