"""Gaps: how much is said between a cue and its number."""

from __future__ import annotations

import re
from functools import lru_cache

# Words between a cue and its number that say nothing of what is counted.
_FILLER = re.compile(
    r"《[^》]*》|行政复议|行政诉讼|复议|诉讼|信访|矛盾|纠纷|法律援助|政府|行政|全年|共计?|累计|合计|总计|总数|总量|数量|数|"
    r"达到?|为|有|是|了|的|各级|各类|等|全部|均|都|各|已|新|约|近|超过?|逾|突破|成功|顺利|件|案件|案|事项|申请|"
    r"全[县区市旗州]|我[县区市旗州]|本[县区市]|[“”\"()（）:,、]|20\d\d年|上年|人员|工作|活动|情况|完成|办理|开展|组织|举办|实施|"
    r"现有|高|仅|只|就|虽|年|依法|总|保持在|稳定在|控制在|不低于|由|从|到|至|在|以上|较|另|还|并|先后|分别|每年|次|人次|个|名|条|项|份"
)


@lru_cache(maxsize=16384)
def residue(gap: str) -> int:
    """How many characters of the text between a cue and its number say something of their own."""
    return len(_FILLER.sub("", gap))
