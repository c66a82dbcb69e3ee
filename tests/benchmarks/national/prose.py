"""From what a report states to its text, in the words of one of several drafters; and what the text came to state."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from random import Random

from .panel import Account, grammar

SYNTHETIC = "【合成数据】本报告由程序按固定种子生成，仅供软件测试：地名真实，文字与数字均属虚构。"
SLOT = re.compile(r"\{([a-z_.]+)(?::(growth|prior))?\}")
UNCOVERED = re.compile(r"\{-:(\d+)([^}]+)\}")
NUMERALS = "一二三四五六七八九十"
# Units that the grammar does not give because their indicators are derived.
UNITS = {"functions.service_items": "项", "functions.online_items": "项"}


@dataclass(frozen=True)
class Drafted:
    """A report as text, under a file name, with the keys (`code` or `code:measure`) of what it states, in order."""

    filename: str
    text: str
    keys: tuple[str, ...]


def draft(account: Account) -> Drafted:
    """Write a report; the same account is always the same text."""
    county, year = account.county, account.year
    kind = county.name[-1] if county.name[-1] in "县市区旗" else "县"
    parents = dict.fromkeys([county.province_name, county.prefecture_name])
    place = "".join(parents) + county.name
    correction = "（更正版）" if account.revision > 1 else ""
    keys: list[str] = []
    lines = [f"{place}{year}年法治政府建设情况报告{correction}", "", _opening(county.name, year)]
    for number, section in enumerate(grammar()["sections"]):
        lines.append(f"{NUMERALS[number]}、{section['heading']}")
        wordings = (_wording(account, sentence, place) for place, sentence in enumerate(section["sentences"]))
        lines.append("".join(_fill(account, wording.replace("县", kind), keys) for wording in wordings))
    day = 10 + int(county.code) % 19
    published = f"{year + 1}年{4 if account.revision > 1 else 3}月{day}日"
    lines += ["", f"{county.name}人民政府", published, "", SYNTHETIC]
    name = f"{place}{year}年法治政府建设情况报告{correction}（合成）.txt"
    return Drafted(name, "\n".join(lines), tuple(keys))


def _opening(name: str, year: int) -> str:
    return f"{year}年，{name}坚持以习近平法治思想为指导，依法行政各项任务稳步推进。现将有关情况报告如下："


def _wording(account: Account, sentence: list[str], place: int) -> str:
    """The drafter's wording; one that speaks of the year before only where there is something to say of it."""
    first = Random(f"{account.county.code}-{place}").randrange(len(sentence))
    sayable = all(account.values.get(key) for key in _keys(sentence[first]) if ":" in key)
    return sentence[first] if sayable else sentence[-1]


@cache
def _keys(wording: str) -> tuple[str, ...]:
    return tuple(f"{code}:{measure}" if measure else code for code, measure in SLOT.findall(wording))


def _fill(account: Account, wording: str, keys: list[str]) -> str:
    def surface(slot: re.Match[str]) -> str:
        code, measure = slot.groups()
        key = f"{code}:{measure}" if measure else code
        keys.append(key)
        return _surface(code, measure, account.values[key])

    draw = Random(f"{account.county.code}-{account.year}-{len(keys)}")
    wording = UNCOVERED.sub(lambda slot: f"{round(int(slot[1]) * draw.uniform(0.5, 2))}{slot[2]}", wording)
    return SLOT.sub(surface, wording)


def _surface(code: str, measure: str | None, value: float) -> str:
    if measure == "growth":
        return f"{'增长' if value > 0 else '下降'}{abs(value):g}%"
    unit = _unit(code)
    if unit == "万元":
        return f"{value / 10000:.1f}{unit}"
    return f"{value:.10g}{unit}"


@cache
def _unit(code: str) -> str:
    if code in grammar()["plain"]:
        return str(grammar()["plain"][code][1])
    return "%" if code.endswith("_rate") else UNITS.get(code, "件")
