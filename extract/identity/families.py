"""Which family a document belongs to, and what is no county's report: plans, explanations, notices, news, templates."""

import re

from extract.catalogue.families import Patterns, all_families
from extract.identity.evidence import Evidence
from extract.identity.sources import Sources

# What a title may hold besides its subject.
_GENERAL = re.compile(
    r"中共|人民政府|委员会|政府|县委|区委|市委|旗委|办公[室厅]|关于|二[〇○零]..年|[0-9]+年?|年度|年|工作|情况|报告|总结|公报"
    r"|年报|通知|公告|印发|发布|公布|主要|全面|建设|推进|文件|附件|正文|最终版?|定稿|终稿|草案|的|和|在|第|届|次|会议|上"
)
_REPORT = re.compile(r"报告|总结|情况|年报|公报")
_EXPLANATION = re.compile(r"解读|图解|一图(?:读|看)懂|问答|答记者问|名词解释$")
_PLAN = re.compile(r"(?:要点|计划|方案|规划|安排|任务分工|任务清单|责任清单|实施意见|意见)(?:\(|》?$|》?的通知$)")
_NOTICE = re.compile(r"关于(?:做好|开展|报送|征求|征集|组织|加强|认真做好)[^》]*(?:通知|函|公告)$")
_NEWS = re.compile(
    r"(?:召开|举行|举办|开展|组织)[^\n]{0,40}(?:会议|会|培训班|活动|督察|调研)$|(?:推进会|座谈会|培训班)$"
)
_PART_YEAR = re.compile(r"[上下]半年|(?:第|前)?[一二三四1-4]个?季度|(?<!\d)\d{1,2}\s*[-—至~]\s*\d{1,2}月")
_PERSONAL = re.compile(r"述法|述职|述廉")
_OTHER = re.compile(r"通报|公示|审议意见|批复|评议|测评|考核|督[查察]反馈|整改|汇编|示范创建|征求意见")
_TEMPLATE = re.compile(r"(?:某某?|[XxＸ×✕○〇*＊]{1,4})(?:自治县|县|区|市|旗|乡|镇)")
_BLANKS = "XxＸ×✕_＿"
_BLANK = re.compile(r"(?:[XxＸ×✕]{1,4}|_{2,}|＿{2,})\s*(?:件|次|人|个|万元|元|场|期|份|名|%|％|项|条)")


def families_of(sources: Sources) -> list[Evidence]:
    """What each part of the document says of its family."""
    if _family_of_title(sources.title) is None and (other := other_subject(sources.title)):
        return [Evidence("family", "other", sources.title_source, 0.9, other)]
    found: list[Evidence] = []
    heads = [("head", line, 0.8) for line in sources.head.split("\n")]
    for source, text, weight in (
        (sources.title_source, sources.title, 0.95),
        *heads,
        ("file_name", sources.file_name, 0.7),
    ):
        if family := _family_of_title(text):
            found.append(Evidence("family", family, source, weight, text[:80]))
    return [*found, *_from_lead(sources)]


def other_subject(title: str) -> str | None:
    """What a report's title says it is about, where that is no family of the catalogue (预算执行), else None."""
    if not _REPORT.search(title):
        return None
    subject = _GENERAL.sub("", re.sub(r"[\u4e00-\u9fff]{1,12}?(?:自治县|自治旗|县|区|市|旗)", "", title, count=1))
    subject = "".join(re.findall(r"[\u4e00-\u9fff]+", subject))
    return subject if len(subject) >= 3 else None


def _family_of_title(text: str) -> str | None:
    for family in all_families():
        if _matches(family.titles, text) and not (family.not_titled and family.not_titled.search(text)):
            return family.name
    return None


def _matches(alternatives: Patterns, text: str) -> bool:
    """Whether every pattern of one of the alternatives is found."""
    return any(all(pattern.search(text) for pattern in patterns) for patterns in alternatives)


def _from_lead(sources: Sources) -> list[Evidence]:
    """What the beginning, the headings and the subject of a text without a telling title say."""
    beginning, body = sources.head + sources.lead, sources.text[:6000]
    found: list[Evidence] = []
    for family in all_families():
        named = len(family.speaks_of.findall(body)) if family.speaks_of else 0
        if _matches(family.begins, beginning) and (named >= 2 or not family.speaks_of):
            # How it is delivered tells more than what it speaks of.
            found.append(Evidence("family", family.name, "lead", 0.75 if family.speaks_of else 0.8, beginning[:40]))
        elif family.headed and (heading := next(filter(family.headed.search, sources.headings), None)):
            found.append(Evidence("family", family.name, "heading", 0.5, heading))
        elif named >= 6:
            found.append(Evidence("family", family.name, "body", 0.4, f"{family.name} × {named}"))
    return found


def no_report(sources: Sources) -> tuple[str, str] | None:
    """Reason code and sentence where the document is no report of anyone's year, else None."""
    title = re.sub(r"\s+", "", sources.title) or re.sub(r"\s+", "", sources.file_name)
    if _TEMPLATE.search(title) or _TEMPLATE.search(sources.head) or _TEMPLATE.search(sources.tail):
        return "template", "It is a template: a placeholder stands where the county's name belongs."
    beginning = sources.text[:20_000]
    if any(mark in beginning for mark in _BLANKS) and len(_BLANK.findall(beginning)) >= 3:
        return "template", "It is a template: placeholders stand where figures belong."
    for reason, pattern, what in (
        ("explanation", _EXPLANATION, "It explains a document and is no report"),
        ("notice", _NOTICE, "It is a notice about reporting, not a report"),
        ("part_year", _PART_YEAR, "It covers a part of a year"),
        ("personal", _PERSONAL, "It reports on a person, not on the county"),
        ("other_paper", _OTHER, "It speaks of a report and is none"),
    ):
        if pattern.search(title):
            return reason, f"{what}: {title[:60]}."
    if _PLAN.search(title) and not re.search(r"报告|总结|情况", title):
        return "plan", f"It says what is planned, not what was done: {title[:60]}."
    if _NEWS.search(title) and not re.search(r"报告|总结", title):
        return "news", f"It is news, not a report: {title[:60]}."
    return None
