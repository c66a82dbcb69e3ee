"""Units: what may stand behind a number, the base unit it is given in, and the family it belongs to."""

from __future__ import annotations

# Families say which units can count the same things; the catalogue names the families an indicator accepts.
_WRITTEN = {
    "case": "件 宗 起 例 件次 案 案次 桩 单",
    "item": "项 条 项次 条次 点 款",
    # 重复检查等6类问题: kinds of a thing are not how many of it there are.
    "kind": "类 种 方面",
    "document": "份 册 本 篇 部 封 张 卷 页 幅 辑 套 枚 块",
    "person": "人 名 位 员 岗 对",
    "person_time": "人次 人·次 名次 人(次)",
    "time": "次 场 场次 期 轮 批 批次 届 回 讲 节 堂 课 班 趟 航次 期次 集 档 站 步",
    "body": "个 家 所 处 支 座 间 室 站 组 队 台 面 栋 幢",
    "firm": "家 户 户次 家次 店 企",
    "household": "户 家",
    "percent": "% ‰",
    "point": "个百分点 百分点",
    "money": "元 美元 港元 港币 欧元 日元 英镑 澳元",
    "duration": "年 个月 月 个工作日 工作日 天 日 小时 个小时 分钟 秒 周 个周 季度 个季度 年度 昼夜 分钟内 学时 课时",
    "score": "分 星",
    "multiple": "倍 番 成 折",
    "length": "公里 千米 米 海里 里 厘米 毫米 km cm mm",
    "area": "平方公里 平方米 平方千米 公顷 亩 平米 ㎡ m²",
    "mass": "吨 公斤 千克 克 吨标准煤 斤 kg t mg",
    "volume": "立方米 升 立方 毫升 方",
    "concentration": "微克/立方米 毫克/立方米 微克每立方米 μg/m³ μg/m3",
    "intensity": "吨标准煤/万元 千克标准煤/万元 吨标煤/万元",
    "water_intensity": "立方米/万元",
    "energy": "千瓦时 度 千瓦 兆瓦 万千瓦 kW MW kWh GB TB",
    "temperature": "℃ 摄氏度",
    "thing": (
        "台 辆 艘 艘次 架 架次 辆次 只 头 株 棵 匹 条 口 根 颗 把 瓶 箱 盒 包 袋 套 副 具 床 张 块 片 道 "
        "门 层 间 栋 村 镇 乡 社区 街道 县 市 区 省 校 市级 字 词 双 群 路 岁 线 标段 公里/小时 盏 枚 粒 "
        "顶 人天 车次 班次 笔 股 点位 吨位 宗地 行 列 米/秒 支 尾 羽 盘 桌 餐 顿 剂 剂次 针 票 亩次 座次 "
        "席 倍频 学位 床位 车位"
    ),
}
FAMILIES: dict[str, tuple[str, ...]] = {name: tuple(units.split()) for name, units in _WRITTEN.items()}

FAMILIES_OF: dict[str, frozenset[str]] = {}
for _family, _units in FAMILIES.items():
    for _unit in _units:
        FAMILIES_OF[_unit] = FAMILIES_OF.get(_unit, frozenset()) | {_family}

# Units given in another one, and by how much.
BASE: dict[str, tuple[str, int]] = {
    "百分点": ("个百分点", 1),
    "个小时": ("小时", 1),
    "工作日": ("个工作日", 1),
    "人(次)": ("人次", 1),
    "人·次": ("人次", 1),
    "微克每立方米": ("微克/立方米", 1),
    "μg/m³": ("微克/立方米", 1),
    "μg/m3": ("微克/立方米", 1),
    "吨标煤/万元": ("吨标准煤/万元", 1),
}

# Single characters that count only where the number is written in digits: after a Chinese numeral they make words
# (十分, 三步, 两点, 一面).
ONLY_AFTER_DIGITS = frozenset(
    "分点步面行路组队员对方线层课站字词口把片道倍折街区市县省乡镇村校群股列案单店企室度类种款里席票餐针双门盘"
)

LONGEST_FIRST: tuple[str, ...] = tuple(sorted(FAMILIES_OF, key=lambda unit: (-len(unit), unit)))
