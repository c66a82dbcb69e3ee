"""The lexer: finds every numeric token of a folded text and gives it exactly one kind.

One regular expression finds the tokens, its named alternatives give most kinds; what remains is a number that may
be a figure, whose value, unit and qualifiers are read here. A *weak* figure is one that is as often a word or a
name as a count (三项制度, “100项”, 一次): the matcher keeps it only where something shows that it counts.
"""

from __future__ import annotations

import re
from decimal import Decimal

from extract.numbers.numerals import SCALES, value_of
from extract.numbers.tokens import Token
from extract.numbers.units import BASE, LONGEST_FIRST, ONLY_AFTER_DIGITS

_C = "一二三四五六七八九十"
_CD = "〇零○一二两三四五六七八九"
_CN = "〇零一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟廿卅"
_NUM = r"(?:\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)"
_CNUM = rf"[{_CN}]+(?:点[{_CD}]+)?"
_TO = r"(?:-{1,2}|~|—{1,2}|至|到)"
_YEAR = r"(?:19|20)\d\d"
_UNITS = "|".join(re.escape(unit) for unit in LONGEST_FIRST)
_NUMERALS = frozenset(_CN)
_SMALL = "一二三四五六七八九"
_PAIR = {**{mark: index + 1 for index, mark in enumerate(_SMALL)}, "两": 2}
_PER_MARK = re.compile(rf"百分之|{_TO}")
_PREFIX_ENDS = frozenset("于过少多足到近约逾超破为码了达")
_CUNITS = "|".join(re.escape(unit) for unit in LONGEST_FIRST if unit not in ONLY_AFTER_DIGITS)
_ALT_UNIT = r"(?:\((?:个|次|人|户|家|件|名|场|条|份)\))?"
_PER = r"(?:/(?:亩|小时|人|户|年|天|月|平方米|立方米|公里|万元|吨|次|家|秒|平方公里|日))?"
_SUFFIX = r"(?:以上|以下|以内|之内|左右|上下|之多|不等|开外|内(?=[,。;完办答回]|报))?"
_SCALE = r"(?:[百千十]?万亿?|[百千十]?亿|[千百](?![克米瓦伏分姓]))"
_LINE_START = r"(?:(?<=\n)|(?<=\n )|\A)"
_START = r"(?<![^\n。;:!?,、 “”(—】》)|\t\d])"

# What a token may begin with; each opening has a grammar of its own, so that the text between costs next to nothing.
_OPENING = re.compile(
    rf"[0-9]|[{_CN}]|《|[〔\[【](?=(?:19|20)\d\d)|\((?=(?:\d{{1,4}}|[{_C}]{{1,3}})\))|第(?=[\d{_CN}])|前(?=[\d{_C}])"
    rf"|[①-⑳㈠-㈩⑴-⒇❶-❿]|(?<![A-Za-z])[A-Za-z](?=[A-Za-z]*[-.]?\d)|[数几上成](?=[十百千万])|[+-](?=\d)|其(?=[{_C}][,:、是])"
    r"|(?:附件|附表|附录|专栏|备注|表|图|注)(?=\d)|双(?=\d)"
)

_DIGITS = re.compile(
    rf"""
    (?P<reference>{_YEAR}版|(?<=\[)\d{{1,2}}(?=\])|\d+(?:\.\d+)+版|\d+[.]\d+(?=版|”)|(?<=第)\d+|\d+号(?=文|令|公告|通告|线|楼|院|门|档|机|台风|国道|省道|泵|井|地块|至|、\d+号|[,。)]))
  | (?P<plan_period>
        {_YEAR}年?{_TO}{_YEAR}年(?!\d{{1,2}}月)
      | {_YEAR}{_TO}{_YEAR}(?![\d年])
      | {_YEAR}{_YEAR}年
    )
  | (?P<date>
        {_YEAR}(?:年(?:\d{{1,2}}月(?:\d{{1,2}}[日号])?|[{_C}]{{1,2}}月(?:[{_C}]{{1,3}}日)?)?|[-./]\d{{1,2}}[-./]\d{{1,2}}(?![\d%])|\.\d{{1,2}}(?=[-—~至)]))(?:[ ]?\d{{1,2}}:\d\d(?::\d\d)?)?(?:{_TO}(?:{_YEAR}年)?(?:\d{{1,2}}月)?(?:\d{{1,2}}[日号])?(?<=[年月日号]))?
      | {_YEAR}\d{{1,2}}月(?:\d{{1,2}}[日号])?
      | {_YEAR}(?=年?度|届|“|,[^\d]|,?我|》)
      | \d{{1,2}}(?:{_TO}|、)\d{{1,2}}月(?:份|底|末|初)?
      | \d{{1,2}}月(?:\d{{1,2}}[日号]?(?:{_TO}(?:\d{{1,2}}月)?\d{{1,2}}[日号])?|[上中下]旬|份|底|末|初)?(?!\d)
      | \d{{1,2}}[日号]{_TO}(?:\d{{1,2}}月)?\d{{1,2}}[日号]
      | (?<![于过在限期前时])(?<!限期为)\d{{1,2}}日(?![内以之均常益趋])
      | [1-4]季度
    )
  | (?P<time>\d{{1,2}}:[0-5]\d(?::[0-5]\d)?(?![\d.:])|\d{{1,2}}[时点](?:\d{{1,2}}分|整|(?=至|到|前|[,。)])))
  | (?P<code>(?<!\d)0\d{{2,3}}-\d{{7,8}}(?!\d)|(?<!\d)1[3-9]\d{{9}}(?!\d)|(?<=[话真])[:]?\d{{7,8}}(?!\d|[件个人元])|\d{{10,}}(?![\d万亿%]|[余多]?[件个人元户])|(?<=尾号|邮编)\d+|(?<=标识码)[:]?\d+|\d{{3,4}}[—-]{{1,2}}\d{{7,8}}(?!\d)|\d+(?:-\d+){{2,}}(?!\d))
  | (?P<name>
        \d+(?:\+(?:\d+|[A-Za-z]+))+|\d+[×xX*]\d+(?:小时|天)?|(?<![\d.])24小时(?!内|以内|之内)
      | \d{{1,2}}·\d{{1,2}}(?!\d)
      | \d+(?!km|kg|cm|mm|kW|MW|GB|TB|mg|m²|t(?![a-zA-Z]))(?:\.\d+)?[A-Za-z][A-Za-z0-9]*级?
      | (?<!\d)12\d{{3}}(?=[\u4e00-\u9fff”)(,、])(?!件|个|人|名|次|户|条|万|项|元|份|场|余|多|宗|起|家|册|亩|米|卷|张)
      | (?<!\d)1[12][0-9](?=热线|报警|接处?警|指挥|平台|急救|电话|警情|、1[12]\d)
      | \d+(?:周年|华诞|强(?!制)|[级层](?!以)|届|版|年代|后(?=[、,。干青]))|\d{{3,4}}室|(?<=室)\d{{3}}(?!\d)|\d+(?=楼|号窗|单元|栋\d)|\d+天无理由|(?<=共)\d+页|\d+世纪|\d+\.\d+\.\d+|(?<=[@/])\d+|(?<=电话|热线)[:]?12\d{{3}}
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
        \d+分之\d+ | \d成(?:上下|多|以上|以下|左右|半)?(?![立功果效员本为熟都绩交长型人就品千片群]) | (?<![\d.])\d{{1,3}}/\d{{1,4}}(?:以上|以下|左右)?(?![\d/])
    )
  | (?P<digits>
        (?P<sign>(?<![\dA-Za-z)%])[+-])?(?P<num>{_NUM})
        (?:(?P<pct>%|{_SCALE})?{_TO}(?P<high>{_NUM}))?
        (?:(?P<approx>[余多来几])(?![样种元]))?(?P<scale>{_SCALE})?(?:(?P<num2>\d+(?:\.\d+)?)(?P<scale2>[千]?万|千(?![克米瓦伏])))?
        (?P<approx2>(?(scale)[余多来]|[余多来](?![样种元])))?
        (?P<unit>{_UNITS})?{_ALT_UNIT}{_PER}(?P<half>半)?(?P<suffix>{_SUFFIX})
    )
    """,
    re.VERBOSE,
)
_CHINESE = re.compile(
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
  | (?P<name>三公(?=经费)|(?<=[大届])[{_C}]次(?=会议|全会)|[{_C}]{{1,3}}大(?=精神|以来|报告|召开|[、,。和会])|[{_C}]{{1,3}}届[{_C}、历中次]*(?:全会)?|[{_C}]{{1,3}}年代)
  | (?P<fraction>
        百分之(?:{_CNUM}|{_NUM})(?:{_TO}(?:百分之)?(?:{_CNUM}|{_NUM}))?多?(?:以上|以下|以内|左右)?
      | 千分之(?:{_CNUM}|{_NUM})(?:以上|以下|以内|左右)?
      | [{_CN}]+分之[{_CN}]+(?:以上|以下|左右|强|弱)?
      | [{_C}两]成(?:多|半|[{_C}])?(?![立功果效员本为熟都绩交长型人就品千片群])(?:以上|以下|左右|上下)?
      | (?<![^了达到近占剩足])一半(?=[,。;、)]|\Z|以上|左右)
    )
  | (?P<chinese>
        (?:(?P<clow>{_CNUM})(?:至|到|—|-))?(?P<cnum>{_CNUM})(?P<capprox>[余多来几])?(?P<cscale>[万亿])?(?P<capprox2>[余多])?
        (?P<chalf>个半(?=小时|月|钟头)|年半)?(?P<cunit>{_CUNITS}|(?<=.半)(?:小时|月)|(?<=年半)){_ALT_UNIT}(?P<csuffix>以上|以下|以内|之内|左右|上下|之多|不等)?
      | (?<=[为是率现达])零(?=[,。;、)\n]|\Z) | (?<=翻了|.翻)[一两]番 | (?<=翻)[一两]番
    )
    """,
    re.VERBOSE,
)
_OTHER = re.compile(
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
  | (?P<name>(?!RMB|USD|HKD|CNY)[A-Za-z]+[-.]?\d[\dA-Za-z]*(?:[-.+]\d+)*(?![\d%])|双1[12](?!\d)|双十[一二])
  | (?P<some>[数几上成](?P<scount>[十百千万]+)(?P<sapprox>[余多])?(?P<sscale>[万亿])?(?P<sunit>{_CUNITS})?)
    """,
    re.VERBOSE,
)
_INNER = re.compile(r"\d+(?:[.,]\d+)*")

_PREFIX = re.compile(
    r"(?:(?P<least>不少于|不低于|不小于|至少|最少|起码|大于|高于|多于)|(?P<most>不超过|不高于|不多于|不大于|至多|最多|低于|少于|小于|不足|不到)|(?P<about>超过|突破|接近|将近|大约|约为|近|约|逾|超))(?:了|达|到|过)?\Z"
)
_APPROXIMATE_SUFFIX = ("左右", "上下", "之多")
# Words that begin with a numeral and a counting character but count nothing.
_LEXICAL = re.compile(
    r"(?:一(?:些|般|定|切|样|直|旦|律|致|同|步|体|线|流|面|道|手|把手|起|系列|方面|批|盘棋|张网|站式|门|窗|网|码|键|件事|刀切|年(?!半)|度|套|支部|枚印章|个(?:都|方面|重要|统筹|窗口|平台)|次(?:性|办|告知|跑|申请|不|办好|办成|登)|条(?:龙|心|街)|类(?!案)|级|户一|村一|家一|事一|企一|案一|院一|校一|镇一|街一|人一|项一|楼一|厂一|岗双|网|图|本账|张|点|封了之|放了之|罚了之|对一|月|周|日|天)|[一二三四五六七八九两十]个(?:维护|意识|自信|确立|全面|规定|结合|统筹|服从|必须|务必|坚持|革命|百年)|一[一-龥]一[一-龥]|十年如|一件不|一笔(?!$|[,。])|三(?:农|公|级|重|资|次分配|个年|类人员|项制度)|四(?:上|级|风)|五(?:级|公开)|两(?:会|法|级|委|高|手|岸|个维护|个确立|代表|张皮|不愁|优)|千家|百家|万家|万户|万人(?!次)|百日|百年|千年|十年树|千年|万元|百户|千户|双|三轮车|一卡通)"
)


def lex(text: str) -> list[Token]:
    """The numeric tokens of a folded text, in order and without overlaps."""
    tokens: list[Token] = []
    position = 0
    search = _OPENING.search
    while (opening := search(text, position)) is not None:
        start = opening.start()
        first = text[start]
        if "0" <= first <= "9" or first in "+-":
            m = _DIGITS.match(text, start)
        elif first in _NUMERALS:
            m = _CHINESE.match(text, start)
        else:
            m = _OTHER.match(text, start)
        if m is None:
            position = start + 1
            continue
        position = m.end()
        _READERS.get(m.lastgroup or "", _named)(text, m, tokens)
    _settle(text, tokens)
    return tokens


def _named(text: str, m: re.Match[str], tokens: list[Token]) -> None:
    tokens.append(Token(m.start(), m.end(), m.lastgroup or "word"))


def _title(text: str, m: re.Match[str], tokens: list[Token]) -> None:
    """The numbers in a cited title, each a token of kind `title`."""
    tokens.extend(Token(n.start(), n.end(), "title") for n in _INNER.finditer(text, m.start(), m.end()))


def _decimal(digits: str) -> Decimal:
    return Decimal(digits.replace(",", ""))


def _scale(marks: str | None) -> int:
    factor = 1
    for mark in marks or "":
        factor *= SCALES[mark]
    return factor


def _resolution(digits: str, factor: int) -> Decimal:
    places = len(digits) - digits.index(".") - 1 if "." in digits else 0
    return Decimal(factor).scaleb(-places)


def _digits(text: str, m: re.Match[str], tokens: list[Token]) -> None:
    """A number in Arabic digits."""
    start, end = m.span()
    digits, unit = m["num"], m["unit"]
    factor = _scale(m["scale"])
    value = _decimal(digits) * factor
    resolution = _resolution(digits, factor)
    if m["num2"]:
        # 1亿2000万: the second scale counts below the first.
        value += Decimal(m["num2"]) * _scale(m["scale2"])
        resolution = _resolution(m["num2"], _scale(m["scale2"]))
    high = None
    if m["high"]:
        high = _decimal(m["high"]) * factor
        if m["pct"] and m["pct"] != "%":
            value = _decimal(digits)
        if high <= value and not m["pct"]:
            # Not a range (`3-2`, a score or a code): the first number alone would be a guess.
            tokens.append(Token(start, end, "code"))
            return
        if m["pct"] and m["pct"] != "%":
            value *= _scale(m["pct"])
    if m["sign"] == "-":
        value = -value
    if m["half"]:
        value += Decimal("0.5")
    token = Token(start, end, "figure", value, high, unit, resolution=resolution, signed=bool(m["sign"]))
    token.core_start = m.start("num")
    token.approximate = bool(m["approx"] or m["approx2"])
    _finish(text, token, m["suffix"], m[0])
    tokens.append(token)


def _chinese(text: str, m: re.Match[str], tokens: list[Token]) -> None:
    """A Chinese numeral with the unit it counts in."""
    start, end = m.span()
    numeral = m["cnum"]
    if numeral is None:
        zero = text[start] == "零"
        tokens.append(Token(start, end, "figure", Decimal(0 if zero else "一两".index(text[start]) + 1), unit=None if zero else "番", core_start=start))
        return
    value, high = _value(numeral)
    if value is None:
        tokens.append(Token(start, end, "word"))
        return
    factor = _scale(m["cscale"])
    token = Token(start, end, "figure", value * factor, high and high * factor, m["cunit"], core_start=start)
    token.approximate = bool(m["capprox"] or m["capprox2"] or high)
    token.resolution = Decimal(factor)
    if m["chalf"]:
        token.value = value + Decimal("0.5")
    if m["clow"] and (low := value_of(m["clow"])) is not None and low < value:
        token.value, token.value_high = low * factor, value * factor
    token.weak = (value < 10 or numeral in ("百", "千", "万", "百万", "千万")) and not token.approximate and not m["csuffix"]
    _finish(text, token, m["csuffix"], m[0])
    if token.unit == "" and m["chalf"]:
        token.unit = "年"
    token.weak = token.weak and not token.approximate and token.bound is None
    if token.weak and _LEXICAL.match(text, start) or text[max(0, start - 1) : start] in ("“", "唯", "统", "之", "无", "跑", "第"):
        token.kind = "word"
    if text[max(0, start - 1) : start] == "每" or (numeral == "一" and text[max(0, start - 2) : start - 1] == "一"):
        # 每万人 is what a rate is of; 一户一册, 一案一档 is a pattern.
        token.kind = "word"
    tokens.append(token)


def _value(numeral: str) -> tuple[Decimal | None, Decimal | None]:
    """The value of a numeral; for two neighbours (两三, 五六, 三四十) the lower and the upper one."""
    if len(numeral) == 3 and numeral[0] == "十" and numeral[1] in _SMALL and numeral[2] in _SMALL:
        return value_of(numeral[:2]), value_of("十" + numeral[2])
    if len(numeral) >= 2 and numeral[0] in _PAIR and numeral[1] in _PAIR:
        low, high = _PAIR[numeral[0]], _PAIR[numeral[1]]
        tail = value_of("一" + numeral[2:]) if len(numeral) > 2 else Decimal(1)
        if (high == low + 1 or (low, high) == (3, 5)) and tail is not None:
            return low * tail, high * tail
        return (None, None) if len(numeral) == 2 else (value_of(numeral), None)
    return value_of(numeral), None


def _fraction(text: str, m: re.Match[str], tokens: list[Token]) -> None:
    """百分之…, 千分之…, …分之…, …成, 1/4."""
    start, end = m.span()
    body = m[0]
    suffix = next((word for word in ("以上", "以下", "以内", "左右", "上下") if body.endswith(word)), "")
    core = body.removesuffix(suffix)
    token = Token(start, end, "figure", unit="%", core_start=start, resolution=Decimal(1))
    token.approximate = core.endswith("多")
    core = core.removesuffix("多")
    if core == "一半":
        token.value, token.unit, token.resolution = Decimal("0.5"), None, None
    elif "/" in core or ("分之" in core and core[:2] not in ("百分", "千分")):
        _plain_fraction(core, token)
    elif "成" in core:
        tens, _, rest = core.partition("成")
        value = value_of(tens) if not tens.isdigit() else Decimal(tens)
        extra = Decimal(5) if rest == "半" else value_of(rest) if rest else Decimal(0)
        token.value = None if value is None or extra is None else value * 10 + extra
        token.resolution = Decimal(10)
    else:
        _per_cent(core, token)
    if token.value is None:
        token.kind = "word"
    _finish(text, token, suffix, body)
    tokens.append(token)


def _plain_fraction(core: str, token: Token) -> None:
    low, high = core.split("/") if "/" in core else reversed(core.split("分之"))
    low = low.rstrip("强弱")
    above = Decimal(low) if low.isdigit() else value_of(low)
    below = Decimal(high) if high.isdigit() else value_of(high)
    token.unit = None
    token.resolution = None
    if above is not None and below:
        token.value = above / below


def _per_cent(core: str, token: Token) -> None:
    marks = _PER_MARK.split(core[3:])
    values = [Decimal(part.replace(",", "")) if part[:1].isdigit() else value_of(part) for part in marks if part]
    if core.startswith("千分之"):
        token.unit = "‰"
    if values and values[0] is not None:
        token.value = values[0]
        token.value_high = values[1] if len(values) > 1 else None
        fraction = marks[0].replace("点", ".")
        token.resolution = _resolution(fraction, 1)
    if core == "百分之百":
        token.value = Decimal(100)


def _some(text: str, m: re.Match[str], tokens: list[Token]) -> None:
    """数十, 几百: an indefinite number without a value; 上百, 成千: at least that many."""
    value = value_of(m["scount"])
    if not m["sunit"] or value is None or text[m.start() - 1 : m.start()] in ("多", "少", "以", "之"):
        tokens.append(Token(m.start(), m.end(), "word"))
        return
    known = m[0][0] in "上成"
    stated = value * _scale(m["sscale"]) if known else None
    token = Token(m.start(), m.end(), "figure", stated, unit=m["sunit"], approximate=True, core_start=m.start())
    token.bound = "at_least" if known else None
    tokens.append(token)


_READERS = {"title": _title, "digits": _digits, "chinese": _chinese, "fraction": _fraction, "some": _some}


def _finish(text: str, token: Token, suffix: str | None, body: str) -> None:
    """Base unit, qualifiers before and behind, and the currency in front of the number."""
    unit = token.unit
    if unit in BASE:
        token.unit, factor = BASE[unit]
        for field in ("value", "value_high", "resolution"):
            stated = getattr(token, field)
            if stated is not None:
                setattr(token, field, stated * factor)
    if suffix:
        token.approximate = token.approximate or suffix in _APPROXIMATE_SUFFIX
        token.bound = {"以上": "at_least", "以下": "at_most", "以内": "at_most", "之内": "at_most", "内": "at_most"}.get(suffix)
    before = text[max(0, token.start - 5) : token.start]
    if before[-1:] in "¥$€£￥" and before:
        token.unit = {"$": "美元", "€": "欧元", "£": "英镑"}.get(before[-1], "元")
        before = before[:-1]
    if not before or before[-1] not in _PREFIX_ENDS:
        return
    prefix = _PREFIX.search(before)
    if prefix is None:
        return
    token.start -= len(prefix[0])
    if prefix["about"]:
        token.approximate = True
    elif token.bound is None:
        token.bound = "at_least" if prefix["least"] else "at_most"


def _settle(text: str, tokens: list[Token]) -> None:
    """Decide what needs the neighbourhood: years without 年, numbers in quotation marks, placeholders."""
    for token in tokens:
        if token.kind != "figure":
            continue
        before = text[token.start - 1 : token.start]
        after = text[token.end : token.end + 1]
        if token.unit is None and not token.signed and token.value is not None:
            if before == "每" or after in ("号", "#"):
                token.kind = "name"
            elif _looks_like_year(text, token):
                token.kind = "date"
        if before == "“" or (after == "”" and _inside_quotes(text, token)):
            token.weak = True
        elif _inside_quotes(text, token):
            token.weak = True


def _looks_like_year(text: str, token: Token) -> bool:
    surface = text[token.start : token.end]
    return len(surface) == 4 and surface.isdigit() and 1949 <= int(surface) <= 2050 and text[token.end : token.end + 1] not in ("", "\n", "\t", " ", "|", "、", ",", "。", ";", ")")


def _inside_quotes(text: str, token: Token) -> bool:
    """Whether a short quotation holds the token: a name or a slogan more often than a statement."""
    opening = text.rfind("“", max(0, token.start - 16), token.start)
    if opening < 0 or text.find("”", opening, token.start) >= 0:
        return False
    closing = text.find("”", token.end, token.end + 16)
    return closing >= 0 and text.find("“", token.end, closing) < 0
