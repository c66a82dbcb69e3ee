-- What happened to a county-level division in a year, under the code that continues it: renamed, recoded, moved to
-- another prefecture, merged, or newly made. A snapshot of merges and splits as the division table knows them.
with
spans as (
    select * replace (coalesce(continues_as, code) as continues_as)
    from {{ ref('dim_county') }}
),

ended as (
    select
        *,
        valid_to as year
    from spans
    where valid_to is not null
),

-- The span that goes on from an ended one: the one of the continuing code's line that stands in that year.
succeeded as (
    select
        ended.county_key,
        ended.year,
        arg_min(next_span.county_key, (next_span.code <> ended.code, next_span.valid_from, next_span.code))
            as next_key
    from ended
    inner join spans as next_span
        on
            ended.continues_as = next_span.continues_as
            and ended.year >= next_span.valid_from
            and (next_span.valid_to is null or ended.year < next_span.valid_to)
    group by ended.county_key, ended.year
),

made as (
    select
        county.county_key,
        county.valid_from as year
    from spans as county
    where
        county.valid_from > (select min(spans.valid_from) from spans)
        and not exists (
            select 1 from spans as before
            where before.continues_as = county.continues_as and before.valid_from < county.valid_from
        )
)

select
    ended.continues_as,
    succeeded.year,
    ended.code as code_from,
    next_span.code as code_to,
    case
        when ended.code = next_span.code and ended.name <> next_span.name then 'renamed'
        when ended.code = next_span.code then 'moved'
        when next_span.valid_from < succeeded.year then 'merged'
        when count(*) over (partition by next_span.county_key, succeeded.year) > 1 then 'merged'
        else 'recoded'
    end as kind,
    ended.name as name_from,
    next_span.name as name_to
from succeeded
inner join ended on succeeded.county_key = ended.county_key
inner join spans as next_span on succeeded.next_key = next_span.county_key
union all
select
    county.continues_as,
    made.year,
    null as code_from,
    county.code as code_to,
    'made' as kind,
    null as name_from,
    county.name as name_to
from made
inner join spans as county on made.county_key = county.county_key
