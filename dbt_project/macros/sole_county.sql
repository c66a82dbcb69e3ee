{#- The one county of a year that the county of a code (`continues_as`) continues; none for a year before a merger. -#}
{% macro sole_county() %}
    select
        continues_as,
        year,
        min(county_code) as county_code
    from {{ ref('int_county_year') }}
    group by continues_as, year
    having count(*) = 1
{%- endmacro %}
