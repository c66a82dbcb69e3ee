{#- How far the true value may lie from a stated one. An exact figure is rounded to its last place: half a unit of it.
    An approximate one (余, 多, 近, 约) says no more than its leading digits: one unit of the last non-zero place. -#}
{% macro stated_tolerance(value, resolution, approximate) %}
    case
        when {{ approximate }} then greatest(coalesce({{ resolution }}, 0), {{ last_nonzero_place(value) }})
        else coalesce({{ resolution }}, 0) / 2
    end
{%- endmacro %}

{#- Whether two stated values can be one: the spans that their rounding leaves open overlap in more than a border. So two
    counts to the unit must be equal, 44,612 fits 4.46万 and 22.2% fits 22.24%. -#}
{% macro says_the_same(value, other, tolerance, other_tolerance) %}
    abs({{ value }} - {{ other }})
    <= greatest(({{ tolerance }} + {{ other_tolerance }}) * 0.999999, 1e-9 * abs({{ value }}))
{%- endmacro %}

{% macro last_nonzero_place(value) %}
    case
        when {{ value }} = 0 or {{ value }} <> round({{ value }}) or abs({{ value }}) >= 1e18 then 0
        else pow(
            10,
            length(abs({{ value }})::bigint::varchar) - length(rtrim(abs({{ value }})::bigint::varchar, '0'))
        )
    end
{%- endmacro %}

{#- Units that can stand side by side: shares, each currency, and counts of whatever is counted (件, 宗, 次 …). -#}
{% macro unit_class(unit) %}
    case
        when {{ unit }} in ('%', '‰') then 'share'
        when {{ unit }} like '%元%' then {{ unit }}
        when {{ unit }} in ('平方米', '公里', '立方米', '微克/立方米', '吨') or {{ unit }} like '%/%' then {{ unit }}
        else 'count'
    end
{%- endmacro %}
