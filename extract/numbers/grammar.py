"""The grammar of numeric tokens: what may open one, and the alternatives for digits, Chinese numerals and the rest.

The named groups of DIGITS, CHINESE and OTHER are kinds of tokens, or the readers in `lexer` that make them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from extract.numbers.units import FAMILIES, LONGEST_FIRST, ONLY_AFTER_DIGITS

_C = "一二三四五六七八九十"
_CD = "〇零○一二两三四五六七八九"
_CN = "〇零一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟廿卅"
_NUM = r"(?:\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)"
# Possessive: a run of numerals is taken whole or not at all, so that long runs cost no more than they are long.
_CNUM = rf"[{_CN}]{{1,24}}+(?:点[{_CD}]{{1,12}}+)?"
TO = r"(?:-{1,2}|~|—{1,2}|至|到)"
_YEAR = r"(?:19|20)\d\d"
# Units by their first character, the most frequent first: a match is found sooner, and it is the same match.
_FREQUENT = "件个人%名场次项户份条家起宗元部支年天篇期处"


def _any_of(units: Iterable[str]) -> str:
    """A pattern for the first of `units` that matches."""
    ranked = sorted(units, key=lambda unit: _FREQUENT.find(unit[0]) % len(LONGEST_FIRST))
    return "|".join(re.escape(unit) for unit in ranked)


_UNITS = _any_of(LONGEST_FIRST)
NUMERALS = frozenset(_CN)
_CUNITS = _any_of(unit for unit in LONGEST_FIRST if unit not in ONLY_AFTER_DIGITS)
_ALT_UNIT = r"(?:\((?:个|次|人|户|家|件|名|场|条|份)\))?"
_PER = r"(?:/(?:亩|小时|人|户|年|天|月|平方米|立方米|公里|万元|吨|次|家|秒|平方公里|日))?"
_SUFFIX = r"(?:以上|以下|以内|之内|左右|上下|之多|不等|开外|内(?=[,。;完办答回]|报))?"
_SCALE = r"(?:[百千十]?万亿?|[百千十]?亿|[千百](?![克米瓦伏分姓]))"
_LINE_START = r"(?:(?<=\n)|(?<=\n )|\A)"
_START = r"(?<![^\n。;:!?,、 “”(—】》)|\t\d])"

# What a token may begin with. The pattern starts with one set of characters, which is searched for fastest; the rest
# settles whether the character really opens a token. Each opening has a grammar of its own.
OPENING = re.compile(
    rf"[0-9{_CN}《〔\[【(第前①-⑳㈠-㈩⑴-⒇❶-❿A-Za-z数几上成+\-其附专备表图注双]"
    rf"(?:(?<=[0-9{_CN}《①-⑳㈠-㈩⑴-⒇❶-❿])|(?<=[〔\[【])(?=(?:19|20)\d\d)"
    rf"|(?<=\()(?=(?:\d{{1,4}}|[{_C}]{{1,3}})\))|(?<=第)(?=[\d{_CN}])|(?<=前)(?=[\d{_C}])"
    rf"|(?<=[A-Za-z])(?<![A-Za-z][A-Za-z])(?=[A-Za-z]{{0,12}}[-.]?\d)"
    rf"|(?<=[数几上成])(?=[十百千万])|(?<=[+\-])(?=\d)"
    rf"|(?<=其)(?=[{_C}][,:、是])|(?<=[附专备])(?=[件表录栏注]\d)|(?<=[表图注双])(?=[\d十]))"
)

# Most numbers are plain: digits, perhaps a scale, and a unit that ends the token. Units that make names, dates or codes
# with their numbers (24小时, 12日, 302室) go the long way.
_NOT_PLAIN = frozenset(
    {*FAMILIES["duration"], "分", "成", "单", "室", "栋", "页", "版", "度", "点", "步", "路", "线", "层", "米", "元"}
)
_PLAIN_UNITS = _any_of(unit for unit in LONGEST_FIRST if unit not in _NOT_PLAIN)
PLAIN = re.compile(
    rf"(?<=[\u4e00-\u9fff”》、,:;])(?<![第前每表图注])(?!12\d{{3}}(?![\d,.]))"
    rf"(?P<num>\d{{1,3}}(?:,\d{{3}})+|\d{{1,9}})(?P<fraction>\.\d+)?(?P<approx>余)?(?P<scale>[万亿])?"
    rf"(?P<unit>(?(fraction)(?:%|(?(scale)(?>{_PLAIN_UNITS})|个百分点))|(?>{_PLAIN_UNITS})))"
    r"(?!月|工作日|小时|周|季度|[以之左上不开内半/~—\-余多a-zA-Z]|[至到]\d|\((?:个|次|人|户|家|件|名|场|条|份)\))"
)

DIGITS = re.compile(
    rf"""
    (?P<reference>
        {_YEAR}版 | (?<=\[)\d{{1,2}}(?=\]) | \d+(?:\.\d+)+版 | \d+[.]\d+(?=版|”) | (?<=第)\d+
      | \d+号(?=文|令|公告|通告|线|楼|院|门|档|机|台风|国道|省道|泵|井|地块|至|、\d+号|[,。)])
    )
  | (?P<plan_period>
        {_YEAR}年?{TO}{_YEAR}年(?!\d{{1,2}}月)
      | {_YEAR}{TO}{_YEAR}(?![\d年])
      | {_YEAR}{_YEAR}年
    )
  | (?P<date>
        {_YEAR}
        (?:
            年(?:\d{{1,2}}月(?:\d{{1,2}}[日号])?|[{_C}]{{1,2}}月(?:[{_C}]{{1,3}}日)?)?
          | [-./]\d{{1,2}}[-./]\d{{1,2}}(?![\d%])
          | \.\d{{1,2}}(?=[-—~至)])
        )
        (?:[ ]?\d{{1,2}}:\d\d(?::\d\d)?)?
        (?:{TO}(?:{_YEAR}年)?(?:\d{{1,2}}月)?(?:\d{{1,2}}[日号])?(?<=[年月日号]))?
      | {_YEAR}\d{{1,2}}月(?:\d{{1,2}}[日号])?
      | {_YEAR}(?=年?度|届|“|,[^\d]|,?我|》)
      | \d{{1,2}}(?:{TO}|、)\d{{1,2}}月(?:份|底|末|初)?
      | \d{{1,2}}月(?:\d{{1,2}}[日号]?(?:{TO}(?:\d{{1,2}}月)?\d{{1,2}}[日号])?|[上中下]旬|份|底|末|初)?(?!\d)
      | \d{{1,2}}[日号]{TO}(?:\d{{1,2}}月)?\d{{1,2}}[日号]
      | (?<![于过在限期前时])(?<!限期为)\d{{1,2}}日(?![内以之均常益趋])
      | [1-4]季度
    )
  | (?P<time>(?<!:)\d{{1,2}}:[0-5]\d(?:(?<![比为由到至成]\d\d:\d\d):[0-5]\d)?(?![\d.:])|\d{{1,2}}[时点](?:\d{{1,2}}分|整|(?=至|到|前|[,。)])))
  | (?P<code>
        (?<![\d.])\d{{1,3}}(?:\.\d{{1,3}}){{3}}(?::\d+)?(?![\d.])
      | (?<!\d)0\d{{2,3}}-\d{{7,8}}(?!\d) | (?<!\d)1[3-9]\d{{9}}(?!\d) | \d{{3,4}}[—-]{{1,2}}\d{{7,8}}(?!\d)
      | (?<=[话真])[:]?\d{{7,8}}(?!\d|[件个人元]) | (?<=尾号|邮编)\d+ | (?<=标识码)[:]?\d+
      | \d{{10,}}(?![\d万亿%]|[余多]?[件个人元户]) | \d+(?:-\d+){{2,}}(?!\d)
    )
  | (?P<name>
        \d+(?:\+(?:\d+|[A-Za-z]+))+|\d+[×xX*]\d+(?:小时|天)?|(?<![\d.])24小时(?!内|以内|之内)
      | \d{{1,2}}·\d{{1,2}}(?!\d)
      | \d+(?!km|kg|cm|mm|kW|MW|GB|TB|mg|m²|t(?![a-zA-Z]))(?:\.\d+)?[A-Za-z][A-Za-z0-9]*级?
      | (?<!\d)12[0-3]\d\d
        (?=热线|平台|政务|政府|市民|[市县区]长|便民|公共|法律|服务|投诉|举报|专线|电话|[”)]|[、和]12[0-3]\d\d)
      | (?<!\d)12(?:345|348|315|388|328|329|333|350|366|369|368|309|319|320)(?=[\u4e00-\u9fff,、(])(?!{_UNITS}|[余多万])
      | (?<!\d)1[12][0-9](?=热线|报警|接处?警|指挥|平台|急救|电话|警情|、1[12]\d)
      | \d+(?:周年|华诞|强(?!制)|[级层](?!以)|届|版|年代|世纪|天无理由|后(?=[、,。干青]))
      | \d{{3,4}}室 | (?<=室)\d{{3}}(?!\d) | \d+(?=楼|号窗|单元|栋\d) | (?<=共)\d+页
      | \d+\.\d+\.\d+ | (?<=[@/])\d+ | (?<=电话|热线)[:]?12\d{{3}}
    )
  | (?P<list_marker>
        {_START}\d{{1,2}}(?:[.)](?!\d)|、(?!\d))
      | {_LINE_START}\d{{1,2}}[.、](?=\d+(?:个|名|家|件|人|场|次|项|户|所|支)(?!百分点|月))
      | {_START}\d{{1,2}}[.、](?={_YEAR}年)
      | {_LINE_START}\d{{1,2}}(?:\.\d{{1,2}}){{0,2}}(?=[ ](?:\D|{_YEAR}年))
      | {_LINE_START}\d{{1,2}}\.\d{{1,2}}(?:\.\d{{1,2}})?(?=[\u4e00-\u9fff]{{2,12}}[。:\n])
      | (?<=[—-])\d{{1,3}}(?=[—-]+(?:\n|\Z))
    )
  | (?P<fraction>
        \d+分之\d+ | \d成(?:上下|多|以上|以下|左右|半)?(?![立功果效员本为熟都绩交长型人就品千片群])
      | (?<![\d.])\d{{1,3}}/\d{{1,4}}(?:以上|以下|左右)?(?![\d/])
    )
  | (?P<digits>
        (?P<sign>(?<![\dA-Za-z)%])[+-])?(?P<num>{_NUM})
        (?:(?P<pct>%(?={TO}{_NUM}%)|{_SCALE})?{TO}(?P<high>{_NUM}))?
        (?P<approx>[余来几]|多(?![样种]|元[化解共主纠素]))?(?P<scale>{_SCALE})?
        (?:(?P<num2>\d+(?:\.\d+)?)(?P<scale2>[千]?万|千(?![克米瓦伏])))?
        (?P<approx2>[余来]|多(?(scale)|(?![样种]|元[化解共主纠素])))?
        (?P<unit>(?!台阶)(?:{_UNITS}))?{_ALT_UNIT}{_PER}(?P<half>半)?(?P<suffix>{_SUFFIX})
    )
    """,
    re.VERBOSE,
)
CHINESE = re.compile(
    rf"""
    (?P<plan_period>(?:十[{_C}]|[一二三四五六七八九])五(?=普法|规划|时期|期间|以来|”|收官|开局|末|、))
  | (?P<list_marker>
        {_START}(?:[{_C}]{{1,3}}、(?=[^{_C}])|[{_C}]{{1,2}}(?:是(?!否|一)|要(?!求|素)|则))
      | (?<=[。;:])[{_C}]是
    )
  | (?P<date>
        [一二][{_CD}]{{3}}年(?:[{_C}]{{1,2}}月(?:[{_C}]{{1,3}}日)?)?
      | [{_C}]{{1,2}}月(?:[{_C}]{{1,3}}[日号]|[上中下]旬|份|底|末|初|(?![{_C}份底末初]))
      | [一二三四]季度
      | (?<=近|去|这|每|同|当|头|后|前|来|今)[一二两三四五六七八九十]年(?!期|级|制)
      | [一两二三四五六七八九十]年(?=来|前|后|间|期间|以来)
    )
  | (?P<name>
        三公(?=经费) | (?<=[大届])[{_C}]次(?=会议|全会) | [{_C}]{{1,3}}大(?=精神|以来|报告|召开|[、,。和会])
      | [{_C}]{{1,3}}届[{_C}、历中次]*(?:全会)? | [{_C}]{{1,3}}年代
    )
  | (?P<fraction>
        百分之(?:{_CNUM}|{_NUM})(?:{TO}(?:百分之)?(?:{_CNUM}|{_NUM}))?多?(?:以上|以下|以内|左右)?
      | 千分之(?:{_CNUM}|{_NUM})(?:以上|以下|以内|左右)?
      | [{_CN}]{{1,24}}+分之[{_CN}]{{1,24}}(?:以上|以下|左右|强|弱)?
      | [{_C}两]成(?:多|半|[{_C}])?(?![立功果效员本为熟都绩交长型人就品千片群])(?:以上|以下|左右|上下)?
      | (?<![^了达到近占剩足])一半(?=[,。;、)]|\Z|以上|左右)
    )
  | (?P<chinese>
        (?:(?P<clow>{_CNUM})(?:至|到|—|-))?
        (?P<cnum>{_CNUM})(?P<capprox>[余多来几])?(?P<cscale>[万亿])?(?P<capprox2>[余多])?
        (?P<chalf>个半(?=小时|月|钟头)|年半)?
        (?P<cunit>(?<=亿)(?=大关|大?台阶)|{_CUNITS}|倍(?=[,。;、)以]|\Z)|(?<=.半)(?:小时|月)|(?<=年半)){_ALT_UNIT}
        (?P<csuffix>以上|以下|以内|之内|左右|上下|之多|不等)?
      | (?<=[为是率现达])零(?=[,。;、)\n]|\Z) | (?<=翻了|.翻)[一两]番 | (?<=翻)[一两]番
    )
    """,
    re.VERBOSE,
)
OTHER = re.compile(
    rf"""
    (?P<title>《[^《》\n]{{1,120}}》)
  | (?P<reference>
        [〔\[【]{_YEAR}[〕\]】]第?\d+号?(?:(?:至|、|-)\d+号)*
      | \({_YEAR}\)(?:\d+号|[\u4e00-\u9fff]{{1,4}}\d*[\u4e00-\u9fff]{{0,4}}\d+号)
      | (?:附件|附表|附录|专栏|备注|表|图|注)\d+(?:-\d+)?(?![\d%.]|[余多]?[万亿件个次场人])
    )
  | (?P<ordinal>
        第(?:\d+|[{_CN}]+)(?:[-—~至]第?(?:\d+|[{_C}]+))?(?:季度|[条款项章节次届期号名位批轮年个季类编讲版页集部分])?
      | (?<![提目以之年月日会])前(?:\d+|[{_C}]{{1,3}})(?:名|位|强|列|茅|甲|季度|(?=[,。;、)]|\Z))
    )
  | (?P<list_marker>[①-⑳㈠-㈩⑴-⒇❶-❿]|{_START}\((?:\d{{1,2}}|[{_C}]{{1,3}})\)|其[一二三四五六七八九]是?)
  | (?P<plan_period>\({_YEAR}\))
  | (?P<name>
        (?!RMB|USD|HKD|CNY|[A-Za-z&]+[\d,.]+[万亿]*(?:元|美元))
        [A-Za-z]+[-.]?\d[\dA-Za-z]*(?:[-.+]\d+)*(?![\d%])|双1[12](?!\d)|双十[一二]
    )
  | (?P<some>[数几上成](?P<scount>[十百千万]+)(?P<sapprox>[余多])?(?P<sscale>[万亿])?(?P<sunit>{_CUNITS})?)
    """,
    re.VERBOSE,
)
INNER = re.compile(r"\d+(?:[.,]\d+)*")

# Words that begin with a numeral and a counting character but count nothing.
LEXICAL = re.compile(
    r"(?:一(?:些|般|定|切|样|直|旦|律|致|同|步|体|线|流|面|道|手|把手|起|系列|方面|批|盘棋|张网|站式|门|窗|网|码|键|件事|刀切)"
    r"|一(?:年(?!半)|度|套|支部|枚印章|级|图|本账|张|点|封了之|放了之|罚了之|对一|月|周|日|天|岗双|件不|笔(?!$|[,。])|卡通)"
    r"|一(?:个(?:都|方面|重要|统筹|窗口|平台)|次(?:性|办|告知|跑|申请|不|办好|办成|登)|条(?:龙|心|街)|类(?!案))"
    r"|一(?:户|村|家|事|企|案|院|校|镇|街|人|项|楼|厂)一|一[一-龥]一[一-龥]"
    r"|[一二三四五六七八九两十]个(?:维护|意识|自信|确立|全面|规定|结合|统筹|服从|必须|务必|坚持|革命|百年)"
    r"|三(?:农|公|级|重|资|次分配|次产业|个年|类人员|项制度|轮车)|四(?:上|级|风)|五(?:级|公开)|十年(?:如|树)"
    r"|两(?:会|法|级|委|高|手|岸|代表|张皮|不愁|优)|[千百万][家户]|万(?:人(?!次)|元)|百[日年]|千年|双)"
)
