{#- A build that goes on from the last release (warehouse.changes) finds that release's tables in the file that it builds, and
    in staging which counties changed. It computes their rows, and those of years in which an observation changed. -#}

{#- Whether this build goes on from a release; otherwise it begins with an empty file. -#}
{% macro goes_on() %}
    {%- if not execute -%} {{ return(false) }} {%- endif -%}
    {{ return(load_relation(_in_staging('changed_county')) is not none) }}
{% endmacro %}

{% macro _in_staging(name) %}
    {{ return(api.Relation.create(database='staging', schema=target.schema, identifier=name)) }}
{% endmacro %}

{#- The rows of a model that are computed anew because of their county: all, where the build begins anew. -#}
{% macro of_changed_counties(model) %}
    {%- if goes_on() -%}
        {%- set kept_by = _kept_by(model) -%}
        (select * from {{ ref(model) }} where {{ is_changed('county', kept_by.sql if kept_by else 'county_code') }})
    {%- else -%}
        {{ ref(model) }}
    {%- endif -%}
{% endmacro %}

{#- The same because of their year. -#}
{% macro of_changed_years(model) %}
    {#- Named in any case, so that dbt makes it before whoever asks. -#}
    {%- set years = ref('int_changed_year') -%}
    {%- if goes_on() -%}
        (select * from {{ ref(model) }} where {{ is_changed('year', 'year') }})
    {%- else -%}
        {{ ref(model) }}
    {%- endif -%}
{% endmacro %}

{#- What the registry (contracts/tables.yml) says of a model whose rows are kept; none for the others. -#}
{% macro _kept_by(name) %}
    {%- for node in graph.nodes.values() if node.resource_type == 'model' and node.name == name -%}
        {{ return(node.config.meta.get('kept_by')) }}
    {%- endfor -%}
{% endmacro %}

{#- Whether a row's county or year is one of those that changed. -#}
{% macro is_changed(whose, sql) -%}
    {%- if whose == 'county' -%}
        {{ sql }} in (select county_code from {{ _in_staging('changed_county') }})
    {%- else -%}
        {{ sql }} in (select year from {{ _in_staging('int_changed_year') }})
    {%- endif -%}
{%- endmacro %}

{#- How dbt brings new rows into a table that is kept: those of what changed take the place of all that were there of it. -#}
{% macro get_incremental_replace_changed_sql(arg_dict) %}
    {%- set kept_by = model.config.meta.kept_by -%}
    {%- set changed = is_changed(kept_by.whose, kept_by.sql) -%}
    delete from {{ arg_dict.target_relation }} where {{ changed }};
    insert into {{ arg_dict.target_relation }} by name select * from {{ arg_dict.temp_relation }} where {{ changed }};
{% endmacro %}

{#- A test of a table that is kept looks at what was computed anew: the other rows passed it in the last release. Of a key
    that is enough: it names the county or the year, or the contract of its room has held it over all counties. -#}
{% macro get_where_subquery(relation) -%}
    {%- set conditions = [config.get('where')] if config.get('where') else [] -%}
    {%- set kept_by = _kept_by(relation.identifier) if goes_on() else none -%}
    {%- if kept_by -%} {%- do conditions.append(is_changed(kept_by.whose, kept_by.sql)) -%} {%- endif -%}
    {{ return('(select * from ' ~ relation ~ ' where ' ~ conditions | join(' and ') ~ ') as tested' if conditions else relation) }}
{%- endmacro %}
