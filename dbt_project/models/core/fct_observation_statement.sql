with
held_against as (
    select
        statement.*,
        choice.chosen,
        concat_ws(
            '|', statement.county_code, statement.year, statement.indicator, statement.measure, statement.status
        ) as observation_id,
        statement.figure_id = choice.chosen.figure_id as is_chosen,
        -- A bound or a range agrees with every value within it.
        case
            when statement.value_high is not null or choice.chosen.value_high is not null
                then
                    statement.value - statement.tolerance
                    <= coalesce(choice.chosen.value_high, choice.chosen.value) + choice.chosen.tolerance
                    and choice.chosen.value - choice.chosen.tolerance
                    <= coalesce(statement.value_high, statement.value) + statement.tolerance
            when statement.bound = 'at_least' or choice.chosen.bound = 'at_most'
                then choice.chosen.value >= statement.value - statement.tolerance - choice.chosen.tolerance
            when statement.bound = 'at_most' or choice.chosen.bound = 'at_least'
                then choice.chosen.value <= statement.value + statement.tolerance + choice.chosen.tolerance
            else abs(statement.value - choice.chosen.value) <= statement.tolerance + choice.chosen.tolerance
        end as agrees
    from {{ ref('int_statement') }} as statement
    inner join {{ ref('int_choice') }} as choice
        on
            statement.county_code = choice.county_code
            and statement.year = choice.year
            and statement.indicator = choice.indicator
            and statement.measure = choice.measure
            and statement.status = choice.status
)

select
    observation_id,
    figure_id,
    row_number() over (partition by observation_id order by preference, figure_id) as preference,
    is_chosen,
    value,
    agrees,
    case
        when is_chosen then 'chosen'
        when not is_current then 'earlier_revision'
        when is_later > chosen.is_later then 'later_year'
        when (inexactness, coarseness) > (chosen.inexactness, chosen.coarseness) then 'approximate'
        else 'later_statement'
    end as why
from held_against
order by observation_id, preference
