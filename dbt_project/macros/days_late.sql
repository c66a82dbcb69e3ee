{#- Days after the deadline, 0 in time, null where either day is unknown (`greatest` alone would make that 0). -#}
{% macro days_late(deadline, published_on) %}
    case
        when {{ deadline }} is not null and {{ published_on }} is not null
            then greatest(date_diff('day', {{ deadline }}, {{ published_on }}), 0)
    end
{%- endmacro %}
