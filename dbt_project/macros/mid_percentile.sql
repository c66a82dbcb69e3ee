{#- Per cent of the others that are smaller, ties counted half. `smaller` counts the smaller ones, `place` is the rank from
    the largest, `counties` how many there are: all but these and the smaller ones are ties. Null for one alone. -#}
{% macro mid_percentile(smaller, place, counties) %}
    case
        when {{ counties }} > 1
            then
                100.0 * (
                    {{ smaller }} + ({{ counties }} - {{ smaller }} - ({{ place }} - 1) - 1) / 2
                ) / ({{ counties }} - 1)
    end
{%- endmacro %}
