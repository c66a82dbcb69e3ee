{#- The indicators that the scorecard shows, in the order of its columns: a column's `indicator` in the generated schema. -#}
{% macro headline_indicators() %}
    {%- set found = [] -%}
    {%- if execute -%}
        {%- set card = graph.nodes.values() | selectattr('name', 'equalto', 'mart_scorecard') | first -%}
        {%- for column in card.columns.values() if column.meta.get('indicator') -%}
            {%- do found.append(column.meta.indicator) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(found) }}
{% endmacro %}
