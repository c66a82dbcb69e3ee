"""Forty-four more pages: partners named in the text, slogans, half-years, congress reports, papers about reports.

They were written after the first set, and run before anything was changed for them (30 of 44 were right then).
"""

from identity_pages import LAW, WORK, Page, law, work

TRAPS = [
    Page(
        "partner-county",
        (LAW, "522623", 2023),
        "2023年法治政府建设情况报告",
        law(2023, extra="与杭州市余杭区开展执法协作，赴余杭区学习考察2次。印发《施秉县行政执法监督办法》。"),
    ),
    Page(
        "partner-only",
        "no_county",
        "2023年法治政府建设情况报告",
        law(2023, extra="与余杭区开展执法协作，赴余杭区学习考察2次，余杭区来访1次。"),
    ),
    Page("ns-file", "ambiguous_county", "", law(2022, "我区"), filename="长安区2022.txt"),
    Page(
        "ns-signature",
        (LAW, "110105", 2023),
        "朝阳区2023年法治政府建设情况报告",
        law(2023, "我区"),
        "北京市朝阳区人民政府\n2024年3月1日",
    ),
    Page(
        "slogan-heping",
        "no_county",
        "2023年法治政府建设情况报告",
        law(2023, "我区", extra="法治和平安建设同步推进，法治和平安并重。"),
    ),
    Page(
        "committee-office",
        (LAW, "440303", 2023),
        "中共罗湖区委全面依法治区委员会办公室关于2023年罗湖区法治政府建设情况的报告",
        law(2023, "我区"),
    ),
    Page("city-dali", (LAW, "532901", 2022), "大理市2022年法治政府建设情况报告", law(2022, "我市")),
    Page("pref-jilin", "higher_level", "吉林市2022年法治政府建设情况报告", law(2022, "我市")),
    Page("pref-zhou", "higher_level", "海南州2022年法治政府建设情况报告", law(2022, "我州")),
    Page("pref-meng", "higher_level", "锡林郭勒盟2022年法治政府建设情况报告", law(2022, "我盟")),
    Page("town-work", "township", "平安镇2024年政府工作报告", work(2024, "平安镇", "镇")),
    Page("pref-work", "higher_level", "2024年渭南市政府工作报告", work(2024, "渭南市", "市")),
    Page("date-in-title", (LAW, "360123", 2023), "安义县2023年法治政府建设情况报告（2024年3月15日）", law(2023)),
    Page("half-year", "part_year", "安义县2023年上半年法治政府建设工作总结", law(2023)),
    Page("quarter", "part_year", "安义县司法局2023年第一季度法治政府建设情况", law(2023)),
    Page(
        "five-years",
        "several_years",
        "安义县2016—2020年法治政府建设情况报告",
        "2016年以来，安义县推进法治政府建设。\n一、工作情况\n五年来受理行政复议115件。法治政府建设见效。",
    ),
    Page(
        "old-style",
        (LAW, "360123", 2010),
        "安义县2010年度推进依法行政工作情况报告",
        "2010年，我县认真贯彻国务院《全面推进依法行政实施纲要》，依法行政工作取得成效。现报告如下：\n办理处罚案件25件。",
    ),
    Page("personal", "personal", "安义县人民政府县长2023年度述法报告", law(2023)),
    Page(
        "assessment",
        "other_paper",
        "安义县关于2023年度法治政府建设考核情况的通报",
        "各单位：现将2023年度法治政府建设考核结果通报如下。",
    ),
    Page(
        "opinion",
        "other_paper",
        "安义县人大常委会关于县人民政府2023年法治政府建设情况报告的审议意见",
        "县人大常委会听取和审议了报告，提出意见如下。法治政府建设。",
    ),
    Page(
        "publicity", "other_paper", "关于安义县2023年法治政府建设示范创建情况的公示", "现予公示。法治政府建设示范创建。"
    ),
    Page("other-family", "no_family", "安义县2023年法治社会建设情况报告", "2023年，我县推进法治社会建设。现报告如下。"),
    Page(
        "budget", "no_family", "安义县2023年预算执行情况和2024年预算草案的报告", "2023年，全县一般公共预算收入12亿元。"
    ),
    Page("openness", "no_family", "安义县2023年政府信息公开工作年度报告", "2023年，主动公开信息。依法行政。"),
    Page("path", (LAW, "532625", 2020), "", law(2020), filename="/r/云南省/文山州/马关县/2020.html"),
    Page(
        "crawl-head",
        (LAW, "141182", 2023),
        "首页 > 政务公开 > 法治政府建设\n汾阳市2023年法治政府建设情况报告\n来源：汾阳市人民政府 浏览：302",
        law(2023, "我市"),
    ),
    Page(
        "attach-name",
        (LAW, "320614", 2022),
        "",
        law(2022, "我区"),
        filename="附件：海门区2022年法治政府建设年度报告.pdf",
    ),
    Page("title-no-year", (LAW, "500233", 2022), "忠县人民政府关于法治政府建设情况的报告", law(2022)),
    Page("title-wrong-space", (LAW, "532626", 2021), "丘 北 县 2021 年 法 治 政 府 建 设 情 况 报 告", law(2021)),
    Page("year-in-digits-only", (LAW, "220623", 2020), "长白朝鲜族自治县法治政府建设情况报告(2020)", law(2020)),
    Page("short-self", (LAW, "220623", 2020), "长白县2020年法治政府建设情况报告", law(2020)),
    Page("short-self2", (LAW, "150785", 2020), "根河市2020年法治政府建设情况报告", law(2020, "我市")),
    Page(
        "short-self3", (LAW, "533123", 2021), "", law(2021, extra="印发《盈江县行政执法事项清单》《德宏州法治规划》。")
    ),
    Page("short-auto", (LAW, "530629", 2021), "威信县2021年法治政府建设情况报告", law(2021)),
    Page("luquan", (LAW, "530128", 2021), "禄劝县2021年法治政府建设情况报告", law(2021)),
    Page(
        "work-two-years",
        (WORK, "411624", 2022),
        "沈丘县政府工作报告\n——2023年1月5日在沈丘县第十六届人民代表大会第二次会议上",
        work(2023, "沈丘县", "县"),
    ),
    Page(
        "congress-spring",
        (WORK, "411624", 2021),
        "政府工作报告\n——2022年2月10日在沈丘县第十六届人民代表大会第一次会议上",
        "各位代表：\n现在，我代表沈丘县人民政府，向大会报告政府工作，请予审议。\n"
        "一、2021年和本届政府工作回顾\n过去五年生产总值翻番。2021年完成生产总值300亿元。\n"
        "二、2022年重点工作\n增长6%。",
    ),
    Page(
        "two-reports",
        "other_paper",
        "法治政府建设情况报告汇编",
        "施秉县2023年法治政府建设情况报告\n镇远县2023年法治政府建设情况报告\n" + law(2023),
    ),
    Page("dev-zone-county", (LAW, "120116", 2023), "天津市滨海新区2023年法治政府建设情况报告", law(2023, "我区")),
    Page("pudong", (LAW, "310115", 2023), "上海市浦东新区2023年法治政府建设情况报告", law(2023, "我区")),
    Page("zone2", "functional_area", "郑州航空港经济综合实验区2023年法治政府建设情况报告", law(2023, "我区")),
    Page("court", "department", "施秉县人民法院2023年法治建设工作报告", law(2023, "我院")),
    Page("school", "department", "施秉县第一中学2023年法治建设工作总结", law(2023, "我校")),
    Page("liangjiang", (LAW, "500157", 2025), "重庆两江新区2025年法治政府建设情况报告", law(2025, "我区")),
]
