{#- Per cent of the others that are smaller, ties counted half. `smaller` counts the smaller ones, `reached` those that are
    smaller or as large, itself among them, `counties` all. Null for one alone. -#}
{% macro mid_percentile(smaller, reached, counties) %}
    case
        when {{ counties }} > 1
            then 100.0 * ({{ smaller }} + ({{ reached }} - {{ smaller }} - 1) / 2) / ({{ counties }} - 1)
    end
{%- endmacro %}
