-- What every dataset begins with: where a county lies, and a name for it that no other county bears.
with place as (
    select
        county_key,
        code,
        is_current,
        coalesce(continues_as, code) as lasting_code,
        province_name,
        coalesce(prefecture_name, province_name) as prefecture_name,
        case
            when count(distinct coalesce(continues_as, code)) over (partition by name) = 1 then name
            else name || '（' || coalesce(prefecture_name, province_name) || '）'
        end as county
    from dim_county
)

