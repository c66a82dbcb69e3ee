with
held_against as (
    select
        statement.*,
        choice.observation_id,
        choice.is_aside as chosen_is_aside,
        choice.is_later as chosen_is_later,
        (choice.inexactness, choice.coarseness) as chosen_precision,
        statement.figure_id = choice.figure_id as is_chosen,
        -- A bound or a range agrees with every value within it.
        case
            when statement.value_high is not null or choice.value_high is not null
                then
                    statement.value - statement.tolerance
                    <= coalesce(choice.value_high, choice.value) + choice.tolerance
                    and choice.value - choice.tolerance
                    <= coalesce(statement.value_high, statement.value) + statement.tolerance
            when statement.bound = 'at_least' or choice.bound = 'at_most'
                then choice.value >= statement.value - statement.tolerance - choice.tolerance
            when statement.bound = 'at_most' or choice.bound = 'at_least'
                then choice.value <= statement.value + statement.tolerance + choice.tolerance
            else {{ says_the_same('statement.value', 'choice.value', 'statement.tolerance', 'choice.tolerance') }}
        end as agrees
    from {{ ref('int_statement') }} as statement
    inner join {{ ref('int_choice') }} as choice on statement.cell = choice.cell
)

select
    observation_id,
    figure_id,
    place as preference,
    is_chosen,
    value,
    agrees,
    case
        when is_chosen then 'chosen'
        when not is_current then 'earlier_revision'
        when is_aside > chosen_is_aside then 'other_occasion'
        when is_later > chosen_is_later then 'later_year'
        when (inexactness, coarseness) > chosen_precision then 'approximate'
        else 'later_statement'
    end as why
from held_against
-- By county, year, indicator, measure and status.
order by cell, place
