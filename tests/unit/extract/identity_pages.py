"""Eighty-one invented pages in the manner of real sites, and what each of them is.

County names are real or invented; every page was written for this test. A page is title, head, body, signature, file
name and site tags; `expected` is (family, county code, year), or the reason for which it must be kept out.
"""

from dataclasses import dataclass, field

Expected = tuple[str, str, int] | str
LAW, WORK = "rule_of_law", "work_report"


@dataclass(frozen=True)
class Page:
    """A page and what it is."""

    name: str
    expected: Expected
    title: str = ""
    body: str = ""
    tail: str = ""
    head: str = ""
    filename: str | None = None
    meta: dict[str, str] = field(default_factory=dict)
    published: str | None = None

    @property
    def text(self) -> str:
        """The canonical text, title included as most pages show it."""
        return "\n".join(part for part in (self.head, self.title, self.body, self.tail) if part)


def law(year: int, we: str = "我县", name: str = "", extra: str = "") -> str:
    """The body of a rule-of-law report."""
    who = name or we
    return (
        f"{year}年，{who}坚持以习近平法治思想为指导，认真落实《法治政府建设实施纲要（2021—2025年）》，依法行政水平稳步提升。"
        f"现将有关情况报告如下：\n一、主要工作情况\n（一）履行第一责任人职责。{we}常务会议研究法治建设议题6个。\n"
        f"（二）规范行政执法。办理行政处罚案件213件，罚款17.6万元。{extra}\n二、存在的问题\n执法力量不足。\n"
        f"三、{year + 1}年工作打算\n继续推进法治政府建设，培训执法人员120人次。"
    )


def plain(year: int, we: str = "我县", extra: str = "") -> str:
    """The body of a rule-of-law report that names no year first and speaks only of 今年."""
    return (
        f"今年以来，在上级党委、政府的坚强领导下，{we}深入推进依法行政，加快法治政府建设。现将{year}年工作情况报告如下：\n"
        f"一、工作开展情况\n共受理行政复议申请31件，审结28件。法治政府建设取得新进展。{extra}\n二、下一步工作\n持续发力。"
    )


def work(year: int, place: str, we: str = "区") -> str:
    """The body of a work report delivered in `year`."""
    return (
        f"各位代表：\n现在，我代表{place}人民政府，向大会报告政府工作，请予审议，并请各位政协委员提出意见。\n"
        f"一、{year - 1}年工作回顾\n过去一年，全{we}地区生产总值增长5.2%，一般公共预算收入12.6亿元。\n"
        f"二、{year}年工作安排\n今年要抓好以下工作：地区生产总值增长5.5%左右。"
    )


PAGES = [
    # Titles of every common make.
    Page("title-plain", (LAW, "522623", 2024), "施秉县2024年法治政府建设情况报告", law(2024)),
    Page("title-nian-du", (LAW, "330402", 2023), "南湖区2023年度法治政府建设工作报告", law(2023, "我区")),
    Page("title-government", (LAW, "370883", 2022), "邹城市人民政府2022年法治政府建设年度报告", law(2022, "我市")),
    Page("title-about", (LAW, "430181", 2021), "浏阳市人民政府关于2021年度法治政府建设情况的报告", law(2021, "我市")),
    Page(
        "title-party",
        (LAW, "520424", 2024),
        "中共关岭布依族苗族自治县委 关岭布依族苗族自治县人民政府关于2024年法治政府建设情况的报告",
        law(2024),
    ),
    Page("title-summary", (LAW, "610326", 2020), "眉县2020年法治政府建设工作总结", law(2020)),
    Page("title-year-last", (LAW, "460105", 2023), "海口市秀英区法治政府建设2023年度报告", law(2023, "我区")),
    Page("title-chinese-year", (LAW, "340523", 2017), "二〇一七年度和县法治政府建设工作报告", law(2017)),
    Page("title-circle-year", (LAW, "410922", 2018), "清丰县二○一八年法治政府建设情况报告", law(2018)),
    Page("title-full-width", (LAW, "150825", 2022), "乌拉特后旗２０２２年法治政府建设情况报告", law(2022, "我旗")),
    Page("title-two-lines", (LAW, "513437", 2019), "雷波县人民政府\n关于2019年法治政府建设情况的报告", law(2019)),
    Page("title-prefecture", (LAW, "441802", 2024), "清远市清城区2024年度法治政府建设情况报告", law(2024, "我区")),
    Page("title-province", (LAW, "360881", 2023), "江西省井冈山市2023年法治政府建设情况报告", law(2023, "我市")),
    Page("title-banner", (LAW, "150723", 2021), "鄂伦春自治旗2021年法治政府建设工作情况报告", law(2021, "我旗")),
    Page("title-old-name", (LAW, "210213", 2016), "金州区2016年依法行政工作情况报告", law(2016, "我区")),
    Page(
        "title-printed",
        (LAW, "533325", 2023),
        "关于印发《兰坪白族普米族自治县2023年法治政府建设情况报告》的通知",
        law(2023),
    ),
    Page(
        "title-office", (LAW, "620422", 2022), "会宁县人民政府办公室关于会宁县2022年法治政府建设情况的报告", law(2022)
    ),
    Page(
        "title-bureau-for-county",
        (LAW, "653226", 2023),
        "于田县司法局关于于田县2023年法治政府建设情况的报告",
        law(2023),
    ),
    Page("title-special", (LAW, "520203", 2021), "六枝特区2021年法治政府建设情况报告", law(2021, "我区")),
    Page("title-forest", (LAW, "429021", 2022), "神农架林区2022年法治政府建设情况报告", law(2022, "我区")),
    # File names.
    Page("file-only", (LAW, "141023", 2024), "", plain(2024), filename="襄汾县2024年法治政府建设报告.docx"),
    Page("file-underscores", (LAW, "231225", 2022), "", plain(2022), filename="明水县_2022.txt"),
    Page("file-date-and-name", (LAW, "350425", 2023), "", law(2023), filename="20240315大田县年度报告.pdf"),
    Page(
        "file-url",
        (LAW, "532328", 2021),
        "",
        law(2021),
        filename="/data/云南省/楚雄州/元谋县/2021/元谋县2021年法治政府建设.html",
    ),
    Page(
        "file-noise",
        (LAW, "130708", 2019),
        "万全区2019年法治政府建设情况报告",
        law(2019, "我区"),
        filename="W0202003.doc",
    ),
    # Site tags and codes.
    Page(
        "tag-title",
        (LAW, "321204", 2023),
        "",
        law(2023, "我区"),
        meta={"ArticleTitle": "姜堰区2023年法治政府建设情况报告"},
    ),
    Page(
        "tag-code",
        (LAW, "511902", 2022),
        "关于2022年度法治政府建设情况的报告",
        law(2022, "我区"),
        meta={"SiteIDCode": "5119020003"},
    ),
    Page(
        "tag-old-code",
        (LAW, "510118", 2023),
        "关于2023年度法治政府建设情况的报告",
        law(2023, "我区"),
        meta={"SiteIDCode": "5101320017"},
    ),
    Page(
        "tag-site-name",
        (LAW, "331127", 2024),
        "2024年法治政府建设情况报告",
        law(2024),
        meta={"SiteName": "景宁畲族自治县人民政府"},
    ),
    Page(
        "tag-source",
        (LAW, "420684", 2021),
        "2021年法治政府建设情况报告",
        law(2021, "我市"),
        meta={"ContentSource": "宜城市司法局"},
    ),
    Page(
        "tag-prefecture-site",
        (LAW, "522624", 2023),
        "三穗县2023年法治政府建设情况报告",
        law(2023),
        meta={"SiteIDCode": "5226000001"},
    ),
    Page(
        "tag-pubdate",
        (LAW, "411325", 2023),
        "内乡县2023年法治政府建设情况报告",
        law(2023),
        meta={"PubDate": "2024-03-29 10:12"},
        published="2024-03-29",
    ),
    Page(
        "tag-title-and-banner",
        (LAW, "440881", 2022),
        "",
        law(2022, "我市"),
        head="今天是2026年11月23日 星期一",
        meta={"ArticleTitle": "廉江市2022年法治政府建设年度报告"},
    ),
    # Signatures, issuers, cited titles, body.
    Page(
        "signature",
        (LAW, "341324", 2022),
        "2022年法治政府建设情况报告",
        law(2022),
        "泗县人民政府\n2023年3月8日",
        published="2023-03-08",
    ),
    Page(
        "signature-chinese",
        (LAW, "652925", 2018),
        "关于2018年法治政府建设情况的报告",
        law(2018),
        "新和县人民政府\n二〇一九年一月十二日",
        published="2019-01-12",
    ),
    Page(
        "signature-spaced",
        (LAW, "511529", 2021),
        "关于2021年度法治政府建设情况的报告",
        law(2021),
        "                 屏山县人民政府\n            2022年2月28日",
    ),
    Page(
        "cited-only",
        (LAW, "451022", 2024),
        "",
        law(2024, extra="印发《田东县2024年法治政府建设工作要点》和《田东县行政执法监督办法》。"),
    ),
    Page(
        "cited-committee",
        (LAW, "360733", 2023),
        "",
        law(2023, extra="制定《中共会昌县委全面依法治县委员会2023年工作要点》。"),
    ),
    Page("lead-names", (LAW, "632322", 2022), "", law(2022, name="尖扎县人民政府")),
    Page("lead-under-prefecture", (LAW, "530828", 2023), "", law(2023, name="澜沧拉祜族自治县")),
    Page(
        "numbered-paper",
        (LAW, "542526", 2023),
        "改则县人民政府文件\n改政发〔2024〕12号\n改则县人民政府关于2023年度\n法治政府建设情况的报告",
        law(2023),
    ),
    Page("letter", (LAW, "130427", 2021), "磁县人民政府关于2021年法治政府建设情况的报告\n\n市委、市政府：", law(2021)),
    Page(
        "slogan-and-cited",
        (LAW, "522628", 2022),
        "",
        plain(2022, extra="《锦屏县法治政府建设实施方案》落地，法治锦屏建设提速，平安锦屏创建见效。"),
    ),
    # Namesakes.
    Page("namesake-prefecture", (LAW, "370302", 2023), "淄博市淄川区2023年法治政府建设情况报告", law(2023, "我区")),
    Page("namesake-title", (LAW, "320302", 2022), "徐州市鼓楼区2022年法治政府建设情况报告", law(2022, "我区")),
    Page("namesake-issuer", (LAW, "610303", 2021), "金台区2021年法治政府建设情况报告", law(2021, "我区")),
    Page(
        "namesake-site-code",
        (LAW, "130105", 2023),
        "新华区2023年法治政府建设情况报告",
        law(2023, "我区"),
        meta={"SiteIDCode": "1301050001"},
    ),
    Page(
        "namesake-cited",
        (LAW, "460106", 2024),
        "龙华区2024年法治政府建设情况报告",
        law(2024, "我区", extra="落实《海口市法治政府建设规划》。"),
    ),
    Page(
        "namesake-body",
        (LAW, "440309", 2023),
        "龙华区2023年法治政府建设情况报告",
        law(2023, "我区", extra="落实深圳市委、市政府部署，对标深圳先行示范区，深圳全市考核优秀。"),
    ),
    Page("namesake-open", "ambiguous_county", "鼓楼区2023年法治政府建设情况报告", law(2023, "我区")),
    Page("namesake-open-2", "ambiguous_county", "市中区2022年法治政府建设情况报告", law(2022, "我区")),
    Page("namesake-tail", "unknown_county", "青和县2022年法治政府建设情况报告", law(2022)),
    Page("invented", "unknown_county", "白鹭区2021年法治政府建设情况报告", law(2021, "我区")),
    Page("nobody", "no_county", "法治政府建设情况报告", law(2023)),
    # History of the divisions.
    Page("renamed-after", (LAW, "450127", 2020), "横州市2020年度法治政府建设情况报告", law(2020, "我市")),
    Page("renamed-before", (LAW, "510132", 2019), "新津县2019年法治政府建设情况报告", law(2019)),
    Page("merged-away", (LAW, "330103", 2019), "杭州市下城区2019年法治政府建设情况报告", law(2019, "我区")),
    Page("upgraded", (LAW, "530181", 2023), "安宁市2023年法治政府建设情况报告", law(2023, "我市")),
    Page("new-county", (LAW, "659012", 2024), "白杨市2024年法治政府建设情况报告", law(2024, "我市")),
    # Years.
    Page(
        "late",
        (LAW, "371425", 2022),
        "齐河县2022年法治政府建设情况报告",
        law(2022),
        meta={"PubDate": "2024-01-15 08:30"},
        published="2024-01-15",
    ),
    Page(
        "moved-site",
        (LAW, "422828", 2019),
        "鹤峰县2019年法治政府建设情况报告",
        law(2019),
        "鹤峰县人民政府\n2020年3月10日",
        meta={"PubDate": "2022-07-01 00:00"},
        published="2020-03-10",
    ),
    Page(
        "plan-period",
        (LAW, "350982", 2020),
        "福鼎市2020年法治政府建设情况报告",
        law(2020, "我市", extra="“十三五”规划（2016—2020年）收官。"),
    ),
    Page(
        "year-conflict",
        "conflicting_year",
        "岚皋县2022年法治政府建设情况报告",
        law(2023),
        filename="岚皋县2023年法治政府建设情况报告.docx",
    ),
    # Work reports.
    Page("work-title", (WORK, "440305", 2023), "2024年南山区政府工作报告", work(2024, "深圳市南山区")),
    Page("work-county", (WORK, "411624", 2021), "沈丘县2022年政府工作报告", work(2022, "沈丘县", "县")),
    Page("work-no-title", (WORK, "520402", 2022), "", work(2023, "安顺市西秀区")),
    Page(
        "work-congress",
        (WORK, "330329", 2021),
        "政府工作报告\n（2021年10月20日在泰顺县第十七届人民代表大会第一次会议上）",
        "各位代表：\n现在，我代表泰顺县人民政府，向大会报告政府工作，请予审议。\n一、过去五年工作回顾\n五年来，地区生产总值从98亿元增至136亿元。\n二、今后五年奋斗目标\n再上台阶。",
    ),
    # Not a county's report.
    Page("township", "township", "涟源市安平镇2023年法治政府建设工作总结", law(2023, "我镇")),
    Page("subdistrict", "township", "晋安区茶园街道办事处2023年法治政府建设情况报告", law(2023, "街道")),
    Page("bureau", "department", "大埔县应急管理局2024年法治政府建设情况报告", law(2024, "我局")),
    Page("bureau-about", "department", "宝应县水务局关于2023年度法治政府建设情况的报告", law(2023, "我局")),
    Page("prefecture", "higher_level", "渭南市2023年法治政府建设情况报告", law(2023, "我市")),
    Page("province", "higher_level", "湖南省人民政府关于2023年度法治政府建设情况的报告", law(2023, "我省")),
    Page("zone", "functional_area", "苏州工业园区2023年法治政府建设情况报告", law(2023, "园区")),
    Page("explanation", "explanation", "《潼南区2023年法治政府建设情况报告》政策解读", law(2023, "我区")),
    Page("plan", "plan", "凌源市2024年法治政府建设工作要点", "2024年全市法治政府建设工作要点如下：\n一、加强领导。"),
    Page(
        "notice",
        "notice",
        "关于报送2023年度法治政府建设情况报告的通知",
        "各乡镇人民政府，县直各单位：\n请于1月15日前报送。",
    ),
    Page("news", "news", "旬邑县召开2023年度法治政府建设工作会议", "1月9日，旬邑县召开法治政府建设工作会议。"),
    Page("template", "template", "某县2023年法治政府建设情况报告（范文）", law(2023)),
    Page("template-x", "template", "XX区人民政府关于2024年度法治政府建设情况的报告", law(2024, "我区")),
    Page(
        "template-blanks",
        "template",
        "关于法治政府建设情况的报告",
        "202X年，我县法治政府建设成效明显，受理复议XX件，处罚XX件，培训XX人次。",
    ),
]
