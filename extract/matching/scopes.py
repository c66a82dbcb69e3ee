"""Scopes: the words that narrow a figure to a part of the county, a group, or several years."""

from __future__ import annotations

import re

_ORGAN = re.compile(
    r"(?:^|其中[,:]?|[,;:。])(?P<organ>(?:原)?[县区市旗州镇乡]?[一-龥]{1,12}?(?:局|大队|支队|中队|管委会|委员会|城管委|卫健委|发改委|办公室|监管所|公司|海关|部门))(?!牵头|移送|收到|与|和|、|会同|联合|对提请|出具|举办|组织行政|接收|行政执法监督|负责人|职|主要)"
)
_COURT_SIDE = re.compile(
    r"以?[县区市旗州]政府(?:为被告|为被申请人|作为被告|本级)|^[县区市旗州](?:人民)?政府(?!各|所属|部门|工作部门|及)"
)
_WHOLE = re.compile(r"全[县区市旗州]|各级行政机关|全[县区市]各|[县区市]镇两级|合计|各执法单位")
_CATEGORY = re.compile(
    r"(?P<words>涉(?!及|案|法|诉|众)[一-龥]{1,6}?(?=案|的|类|、|,|领域|纠纷|检查|现场|行政|经贸|合同|公证|\Z)|[一-龥、]{2,10}(?:领域|行业|(?<!各)(?<!分)(?<!种)类(?=\d|案|纠纷|\Z)|期间)|[一-龥]{2,6}积案|各(?!执法|级行政|行政)[一-龥、]{1,10}部门|各级各部门|各?(?:镇街|乡镇|苏木镇|街道|镇)(?:综合(?:行政)?执法|共(?=[^建治])|以自身|作出|和部门|累计|全年)|“[^”]{2,10}”专项行动|查处(?!各类|各领域|行政|违法|违规|违章|案件|处罚|并|了|一批|一般程序|简易程序|普通程序|群众)[一-龥、]{2,20}?(?=等?(?:违法|违规)?(?:行为|案件?)?(?:\d|\Z))|(?:农民工|残疾人|妇女|老年人|未成年人|军人军属)(?=案件|的))"
)
_YEARS = re.compile(
    r"(?:“?[一二三四五六七八九十]{1,3}五”?(?:普法|规划|时期|期间)?以来|近[一二两三四五六七八九十\d]+年来?|过去[一二两三四五六七八九十\d]+年|[两三四五六七八九十\d]年来|历年来?累计|开展以来|实施以来|启动以来|成立以来|建成以来|20\d\d年以来|20\d\d年至今|年均(?=增|下降|递增|减)|(?<![第每\d])[两三四五](?=年(?:接近|近|增长|累计|共|内|翻|投入|整备)))"
)
_LEVEL = re.compile(
    r"(?P<words>(?:国家|全国|省|自治区|市|州|县|乡镇|村\(社区\)|镇)级(?:以上|及以上)?|全国|乡镇|镇街|(?:村\(社区\)|村居)(?=工作室|公共法律|法律服务|站))"
)
_HOLDER = re.compile(
    r"^[^,;。\d]{0,6}?(?P<words>[县区市旗](?:级)?公共法律服务中心|法律援助中心|综治中心|仲裁委|妇联|工会|12348热线(?!和))"
)
_BEARERS = re.compile(r"[\d一二三四五六七八九十]个(?P<words>乡镇|镇办|镇街|街道|镇|乡)(?!级|人民调解|调委会|合法)")
_MANNER = re.compile(r"(?P<words>现场述法|书面述法|会议述法|口头述法)")

_OF_YEAR = re.compile(
    r"(?P<compared>[较比与])?(?P<words>到?(?P<year>20\d\d)年(?:末|底)?)(?!\d{1,2}月|建成|启动|开工|[)）])"
)
# 1-11月, 前三季度: months that are no whole year, as a pattern.
MONTHS = r"(?!1(?:[-~至到]|—{1,2})12月)\d{1,2}(?:[-~至到]|—{1,2})\d{1,2}月份?|前[一二三]个?季度|上半年"
# 截至11月底, 截至12月: as late as that a report states its year.
_PART_OF_YEAR = re.compile(rf"{MONTHS}|下半年|[一二三四]季度|截至(?:[1-9]|10)月")
# 近几年来,…收到申请46件; 6月,…发放资料500份: what a sentence opens with is the time of all it counts.
_LED_BY_TIME = re.compile(
    r"(?:近几年来?|近年来|近些年来?|多年来|[两三四五]年来|“?[一二三四五六七八九]五”?(?:普法)?(?:期间|时期))(?=[,:]|[全县区市我])"
    r"|(?P<since>20\d\d)年(?:\d{1,2}月)?(?:以来|至今)"
    r"|(?:20\d\d年)?(?:\d{1,2}月(?:份|上旬|中旬|下旬)?|\d{1,2}月\d{1,2}日)(?:至\d{1,2}月(?:底|末)?)?[,:]"
    r"|截[至止]到?(?:20\d\d年)?(?:[1-9]|10)月(?:\d{1,2}日|底|末)?(?=,)"
    r"|20\d\d年\d{1,2}月(?:底|初|份)?至(?:20\d\d年|当年)?\d{1,2}月"
)
# 2023年1月至12月 is the year.
_WHOLE_YEAR = re.compile(r"(?:20\d\d年)?1月(?:份)?(?:至|到|-|—)(?:20\d\d年|当年)?12月")
# …全年, 其中2024年: back to the year under review.
_OF_THE_YEAR = re.compile(r"全年|今年|本年|当年|年度")
# 从类型看,…; 本次活动…: parts of what was just counted, or of one event.
_LED_TO_PARTS = re.compile(
    r"(?:\A|[,;])(?P<words>从[^,。;]{0,6}?(?:类型|类别|领域|案由|事由|地域|区域|层级|形式|主体|被申请人)(?:来)?看(?=[,:])|(?:本次|此次|该次|这次)(?:活动|行动|宣传|检查|演练|培训)|活动(?:当天|当日|现场)|当[天日](?!受|办|结|出|能|可|件|领|取|调|完|送|反))"
)
_LEADS_TO_PARTS = re.compile("[看次当现]")
_CAMPAIGN = re.compile(
    r"(?P<words>[^,。;:]{0,12}专项(?:执法|检查|整治|治理|清理)?(?:行动|整治|执法|检查|治理))[^,。;]{0,8},[^。]*\Z"
)
_CAMPAIGN_MARK = "专项"
# 专项检查12次,…; 专项行动,共作出…: what a campaign is counted beside, or what is summed, is no longer the campaign's.
_OF_THE_COUNTY = re.compile(rf"全[县区市旗州]|各级行政机关|合计|{_OF_THE_YEAR.pattern}|共|累计|\d+(?:余)?[次场个轮期]")
_AREA = re.compile(
    r"(?:^|[,;:。、]|其中)(?P<area>[^,;:。、(]{0,14}?(?:园区|片区|综保区|保税区|产业带|经开区|开发区|高新区|高新园|示范区"
    r"|合作区|试验区|先导区|科技园|产业园|工业园|街道|新城|科学城|(?<![城乡全各])[镇乡]|(?<![县全古老主新])城(?=全年|实现|完成)))"
    r"(?!化|村|居民|常住|医|和|等|、|与|及|级|规划|建设|改造|一体)"
    r"(?=[^,;。]{0,12}\Z|实现|完成|全年|规上|规模|GDP|地区|固定|进出口|税收|产值)"
)
# 县经开区完成产值118亿元,固定资产投资增长24%: the subject at a sentence's head is that of all its clauses.
_AREA_LED = re.compile(
    r"[^,;:。、(]{0,14}?(?:园区|片区|集中区|综保区|保税区|经开区|开发区|高新区|示范区|试验区|产业园|工业园)"
    r"(?=(?:全年|预计|累计|共|已)*(?:实现|完成))"
)
_AREA_ENDS = re.compile("[区带园道镇乡城]")
_PROJECTS_BEFORE = re.compile(
    r"(?P<words>城市更新|棚户区改造|棚改|旧改|等\d+个[^,。;]{0,8}项目)[^。;]*,[^,。;]{0,4}完成固定资产投资\Z"
)
_PROJECT = re.compile(
    r"(?P<words>带动|拉动|招商引资(?=项目|带动|到位)|城市更新|棚改|旧改|重[大点](?:建设)?项目|在建项目|新开工项目|片区|产业带|房地产|专项债券?)"
    r"[^,;。]{0,16}\Z"
)

_LED_REACH = 24

# One of these characters is in whatever the patterns above may find: most clauses have none.
_ORGAN_ENDS = re.compile("[局队会委室所司关门]")
_CATEGORY_MARKS = re.compile("[涉域业类间积门街镇专农残妇老未军处]")
_LEVEL_MARKS = re.compile("[级国镇村]")


def part_of_year(words: str) -> str | None:
    """The months or quarters that `words` name, where they are less than a year (1-11月, 前三季度, 上半年)."""
    m = _PART_OF_YEAR.search(words)
    return m[0] if m else None


def other_year(sentence: str, own: str, year: int) -> str | None:
    """Another year than the one under review and the one that is planned, where a figure behind `sentence` is of it.

    `own` are the words right before the figure: an earlier year must stand there, a later one may stand anywhere in
    front (到2027年,规上工业总产值力争突破4000亿元).
    """
    earlier = list(_OF_YEAR.finditer(own))
    if earlier and int(earlier[-1]["year"]) < year - 1:
        return earlier[-1]["words"]
    named = [m for m in _OF_YEAR.finditer(sentence) if not m["compared"]]
    return named[-1]["words"] if named and int(named[-1]["year"]) > year + 1 else None


def against_year(words: str, year: int) -> str | None:
    """An earlier year than the last one that a growth is held against (比2019年分别增长18%、22%)."""
    named = [m for m in _OF_YEAR.finditer(words) if m["compared"] and int(m["year"]) < year - 1]
    return named[-1]["words"] if named else None


def led_by_time(sentence: str, year: int | None) -> str | None:
    """The months or years that a sentence opens with, where what it counts is not of the whole year under review."""
    m = _LED_BY_TIME.match(sentence) if _WHOLE_YEAR.match(sentence) is None else None
    if m is None or (m["since"] is not None and year is not None and int(m["since"]) >= year):
        return None
    rest = sentence[m.end() :]
    if _OF_THE_YEAR.search(rest) or (year is not None and f"{year}年" in rest):
        return None
    return m[0].rstrip(",:")


def led_to_parts(sentence: str) -> str | None:
    """What makes all that follows in a sentence parts of a whole (从类型看), or figures of one event (本次活动)."""
    m = _LED_TO_PARTS.search(sentence) if _LEADS_TO_PARTS.search(sentence) is not None else None
    if m is None or whole(sentence[m.end() :]) or _OF_THE_YEAR.search(sentence, m.end()):
        return None
    return m["words"]


def campaign(sentence: str) -> str | None:
    """The campaign that a sentence is about: 开展“打非治违”专项行动,检查企业862家次."""
    m = _CAMPAIGN.search(sentence) if _CAMPAIGN_MARK in sentence else None
    if m is None or whole(m["words"]) or _OF_THE_COUNTY.search(sentence, m.end("words")):
        return None
    return m["words"]


def area(words: str) -> str | None:
    """A zone, quarter or township of the county that is the subject of `words` (盐场经开区实现…)."""
    m = _AREA.search(words) if _AREA_ENDS.search(words) is not None else None
    return m["area"] if m else None


def area_led(sentence: str) -> str | None:
    """The zone that a whole sentence is about, unless it turns back to the whole county on the way."""
    m = _AREA_LED.match(sentence) if _AREA_ENDS.search(sentence[:_LED_REACH]) is not None else None
    return m[0] if m is not None and not whole(sentence) and "我" not in m[0] else None


def project(clause: str, sentence: str) -> str | None:
    """The projects that an investment is one of, from its clause or its sentence (带动固定资产投资)."""
    m = _PROJECT.search(clause) or _PROJECTS_BEFORE.search(sentence)
    return m["words"] if m else None


def years(words: str, own: str, year: int | None) -> str | None:
    """The span of several years that `words` name, or None; `own` are the words right before the number."""
    if year is not None and f"{year}年" in own:
        return None
    for m in _YEARS.finditer(words):
        single = re.match(r"20\d\d", m[0])
        if single and year is not None and int(single[0]) >= year:
            continue
        return m[0]
    return None


def organ(sentence: str) -> str | None:
    """The department that is the subject of a sentence, where the last subject named is one."""
    if _ORGAN_ENDS.search(sentence) is None:
        return None
    found = None
    for m in _ORGAN.finditer(sentence):
        if "全" in m["organ"] or "各" in m["organ"] or "个别" in m["organ"]:
            continue
        found = m["organ"]
        if _WHOLE.search(sentence, m.end()):
            found = None
    return found


def government(sentence: str) -> str | None:
    """The county government as one party among the county's agencies."""
    m = _COURT_SIDE.search(sentence) if "政府" in sentence else None
    if m is None or _WHOLE.search(sentence, m.end()):
        return None
    return m[0]


def category(clause: str) -> str | None:
    """A field, group or campaign that `clause` speaks of."""
    m = _CATEGORY.search(clause) if _CATEGORY_MARKS.search(clause) is not None else None
    return m["words"] if m and not _WHOLE.search(clause[: m.start() + 3]) else None


def whole(words: str) -> bool:
    """Whether `words` turn back to the whole county (全县, 合计)."""
    return _WHOLE.search(words) is not None


def holder(sentence: str) -> str | None:
    """One institution of several that do the same (法律援助中心, 县公共法律服务中心)."""
    m = _HOLDER.search(sentence)
    return m["words"] if m else None


def bearers(clause: str) -> str | None:
    """The townships that do what is counted, where not all of the county's are meant (15个镇办持证执法人员)."""
    m = _BEARERS.search(clause) if "个" in clause else None
    return m["words"] if m and "全" not in clause[: m.start()] else None


def level(words: str) -> str | None:
    """国家级, 省级, 县级: the rank of what is counted."""
    if "三级" in words or "两级" in words:
        return None
    m = _LEVEL.search(words) if _LEVEL_MARKS.search(words) is not None else None
    return m["words"] if m else None


def manner(words: str) -> str | None:
    """现场述法, 书面述法: one way of doing what is counted."""
    m = _MANNER.search(words)
    return m["words"] if m else None
