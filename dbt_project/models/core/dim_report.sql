-- 法治政府建设与责任落实督察工作规定 (中办、国办 2019), 第二十四条: the yearly reports of local governments are to be made
-- public before 1 April of the next year, so 31 March is the last day in time. The day stands in the seed `family`.
with
dated as (
    select
        report.*,
        county.county_key,
        county.county_name,
        coalesce(document.ocr, false) as ocr,
        (make_date(report.year + 1, family.deadline_month, family.deadline_day) - interval 1 day)::date as deadline
    from {{ ref('stg_report') }} as report
    left join {{ ref('int_county_of_report') }} as county
        on report.county_code = county.county_code and report.year = county.year
    left join {{ ref('stg_document') }} as document on report.document_id = document.document_id
    left join {{ ref('stg_family') }} as family on report.family = family.family
)

select
    report_id,
    county_code,
    county_key,
    county_name,
    year,
    family,
    occasion,
    title,
    issuer,
    published_on,
    deadline,
    {{ days_late('deadline', 'published_on') }} as days_late,
    source_url,
    document_id,
    revision,
    is_current,
    numbers,
    figures_mapped,
    figures_unmapped,
    numbers_other,
    ocr
from dated
order by year, county_code, family, occasion, revision
