{#- Rows whose key is not theirs alone, or has a hole in it. -#}
{% test unique_together(model, columns) %}
select {{ columns | join(', ') }}
from {{ model }}
group by {{ columns | join(', ') }}
having count(*) > 1 {%- for column in columns %} or {{ column }} is null{% endfor %}
{% endtest %}

{#- Rows with a value outside its range; `ranges` is column: [smallest, largest], either may be none. -#}
{% test within_ranges(model, ranges) %}
select {{ ranges.keys() | join(', ') }}
from {{ model }}
where false
{%- for column, range in ranges.items() %}
    {%- if range[0] is not none %} or {{ column }} < {{ range[0] }}{% endif %}
    {%- if range[1] is not none %} or {{ column }} > {{ range[1] }}{% endif %}
{%- endfor %}
{% endtest %}
