-- An observation's value is the stated value of the figure it names: nothing is computed into it.
select
    observation.observation_id,
    observation.value,
    figure.value as stated
from {{ of_changed_counties('fct_observation') }} as observation
inner join {{ of_changed_counties('fct_figure') }} as figure on observation.figure_id = figure.figure_id
where
    observation.value is distinct from figure.value
    or figure.scope is distinct from case
        when figure.measure in ('level', 'prior') and figure.scope is not null
            then observation.year::varchar || '年'
    end
    or not figure.is_current
    or figure.is_excluded
