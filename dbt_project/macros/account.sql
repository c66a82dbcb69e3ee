{#- One number for what a sentence of a report gives of a domain: 24 bits of report, 32 of place, 8 of domain. -#}
{% macro account(report_number, quote_start, domain) -%}
    {{ report_number }} * (1::bigint << 40) + {{ quote_start }} * 256 + {{ domain }}
{%- endmacro %}
