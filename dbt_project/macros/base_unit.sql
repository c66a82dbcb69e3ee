{#- The unit to publish a value in: the catalogue's, where the report's own word counts the same kind of thing (宗 for 件);
    growth and shares keep theirs. -#}
{% macro base_unit(stated, of_indicator, measure) %}
    case
        when {{ measure }} in ('growth', 'share') then {{ stated }}
        when {{ unit_class(stated) }} = {{ unit_class(of_indicator) }} then {{ of_indicator }}
        else {{ stated }}
    end
{%- endmacro %}
