select observation.observation_id
from {{ of_changed_counties('fct_observation') }} as observation
left join {{ of_changed_counties('fct_observation_statement') }} as statement
    on observation.observation_id = statement.observation_id and statement.is_chosen
group by observation.observation_id, observation.figure_id
having count(statement.figure_id) <> 1 or any_value(statement.figure_id) is distinct from observation.figure_id
