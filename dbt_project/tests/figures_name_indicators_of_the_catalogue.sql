select
    figure.figure_id,
    figure.family,
    figure.indicator
from {{ of_changed_counties('fct_figure') }} as figure
anti join {{ ref('dim_indicator') }} as indicator
    on figure.family = indicator.family and figure.indicator = indicator.indicator
where figure.indicator is not null
