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
    for label, key in (("范围", "scope"), ("章节", "section"), ("用语", "wording"), ("规则", "rule")):
        if record.get(key):
            lines.append((label, str(record[key])))
    return lines
