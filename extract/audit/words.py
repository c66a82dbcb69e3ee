"""The page's words: Chinese names of kinds, measures and rules, and how a value is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from extract.catalogue import Indicator

# Every kind of numeric token, in the order of the legend; figures are told apart by whether an indicator covers them.
KINDS = {
    "mapped": "已归类数据",
    "unmapped": "未归类数据",
    "date": "日期",
    "time": "时刻",
    "ordinal": "序数",
    "list_marker": "条目编号",
    "reference": "文号与条款",
    "title": "文件名称",
    "name": "专名",
    "plan_period": "规划期",
    "code": "号码",
    "word": "固定词语",
}
MEASURES = {"level": "数值", "growth": "同比增速", "change": "增减量", "prior": "上年值", "share": "占比"}
STATUSES = {"actual": "实际", "target": "目标"}
# What each of the extractor's rules goes by; a rule that is not here is shown by its name alone.
RULES = {
    "before": "数字前的用语指明",
    "after": "数字后的用语指明",
    "row": "一列名称对一列数字",
    "each": "各为同一数字",
    "shared": "几个比率共用一个数字",
    "part": "总量之下的分项",
    "among": "前一数字中的一部分",
    "topic": "话题与计量单位合定",
    "table": "表头与行名",
    "exact": "达到的确数",
    "threshold": "越过的整数，确数随后",
    "total": "前列各项之和",
    "from": "变化的起点",
    "from-to": "变化后的水平",
    "growth": "增速",
    "change": "增减量",
    "prior": "上年值",
    "share": "占比",
    "several": "几个分项合用，不属任何一项",
    "rest": "其余部分",
    "reduced": "减少量",
    "per": "人均或日均",
    "multiple": "倍数",
    "not covered": "目录注明不收",
    "table refused": "表格无法可靠读取",
    "none": "没有用语指明",
}
SEVERITIES = {"error": "错误", "warn": "警告", "info": "提示"}
BOUNDS = {"at_least": "不低于", "at_most": "不高于"}


def number(value: float | None) -> str:
    """A value with thousands separators and no more decimals than it has."""
    if value is None:
        return "—"
    if float(value).is_integer() and abs(value) < 1e15:
        return f"{int(value):,}"
    return f"{value:,.6f}".rstrip("0").rstrip(".") if abs(value) >= 1e-6 else f"{value:g}"


def stated(record: Mapping[str, Any]) -> str:
    """A record's value with its qualifiers and unit: 约 44,600 个, 50–60 %."""
    high = record.get("value_high")
    span = number(record["value"]) + (f"–{number(high)}" if high is not None else "")
    parts = [BOUNDS.get(record.get("bound") or ""), "约" if record.get("approximate") else None, span, record["unit"]]
    return " ".join(part for part in parts if part)


def card(record: Mapping[str, Any], indicators: Mapping[str, Indicator]) -> list[tuple[str, str]]:
    """What is said of a record when it is pointed at: label and value, line by line."""
    indicator = indicators.get(record["indicator"] or "")
    named = f"{indicator.name_zh}（{indicator.code}）" if indicator else record["indicator"] or "目录中无此指标"
    lines = [("指标", named), ("值", stated(record))]
    if record["measure"] != "level" or record["status"] != "actual":
        of_what = [MEASURES.get(record["measure"], record["measure"]), STATUSES.get(record["status"], record["status"])]
        lines.append(("性质", " · ".join(of_what)))
    for label, key in (("范围", "scope"), ("章节", "section"), ("用语", "wording")):
        if record.get(key):
            lines.append((label, str(record[key])))
    rule = str(record["rule"])
    lines.append(("规则", f"{rule}（{RULES[rule]}）" if rule in RULES else rule))
    return lines
