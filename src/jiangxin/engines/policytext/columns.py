"""What a column of a task table holds, told from its header."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from jiangxin.engines.policytext.fold import fold, squeeze
from jiangxin.engines.policytext.model import Role
from jiangxin.engines.policytext.units import label_kind, role_of

Kind = Literal["no", "units", "task", "goal", "group", "deadline", "other"]

_NO = re.compile(r"(?:任务|项目|工作|事项)?(?:序号|编号|序|号|项次|序列)|N[Oo]\.?")
_PERSON = re.compile(r"领导|责任人|负责人|联系人|联络|电话|人员")
_UNITS = re.compile(r"单位|部门|责任主体|责任处室|责任科室|责任分工|任务分工|职责分工|牵头|配合|责任方|责任机构|主体")
_DEADLINE = re.compile(r"时限|时间|期限|进度|节点|日期|周期|年限|完成时")
_GROUP = re.compile(r"类别|分类|领域|板块|方面|类型|大类|项目类别|模块|维度|环节|专项|工作类别|一级")
_GOAL = re.compile(r"目标|成果|要求|标准|指标|效果|成效|预期|形式")
_TASK = re.compile(
    r"任务|内容|举措|措施|事项|工作|项目|要点|重点|政策|清单|做法|行动|名称|分解|条款|安排|实事|工程|问题|改革"
)
_OTHER = re.compile(r"备注|范围|依据|来源|说明|完成情况|进展|资金|投资|金额|预算|状态|评价|分值|得分|地点|规模")
_NUMBERED = re.compile(r"(?:[一二三四五六七八九十]{1,3}|\d{1,3})[、.]|\([一二三四五六七八九十\d]{1,3}\)")
_TASK_HEAD = re.compile(r"措施|举措|内容|做法")
MAX_HEADER = 24


@dataclass(frozen=True, slots=True)
class Column:
    """Kind of a column, and the role of the units in it."""

    kind: Kind
    role: Role = "responsible"
    weight: int = 0  # of two columns that could hold the task, the heavier does


_BY_WORD: tuple[tuple[re.Pattern[str], Column], ...] = (
    (_DEADLINE, Column("deadline")),
    (re.compile(r"(?:建设|工作|任务|具体|主要|重点|实施|项目)内容"), Column("task", weight=2)),
    (_OTHER, Column("other")),
    (_GROUP, Column("group")),
    (re.compile(r"内容|措施|举措|做法"), Column("task", weight=2)),
    (re.compile(r"任务|事项"), Column("task", weight=1)),
    (_GOAL, Column("goal")),
    (_TASK, Column("task", weight=1)),
)
_DOCUMENT = ("表", "清单", "方案", "计划", "通知", "办法", "意见")  # ends of titles, not of headers


@lru_cache(maxsize=4096)
def column_of(header: str) -> Column | None:
    """The column under a header cell; None where the text is no header of a task table."""
    word = squeeze(fold(header)).strip(":*.,。|")
    plain = re.sub(r"\([^()]*\)", "", word)
    title = len(plain) > 4 and plain.endswith(_DOCUMENT) and not _TASK_HEAD.search(plain)
    if not plain or len(word) > MAX_HEADER or title or _NUMBERED.match(word) or any(c in plain for c in "。;!?"):
        return None
    if _NO.fullmatch(plain):
        return Column("no")
    if _PERSON.search(plain) and not re.search(r"单位|部门", plain):
        return Column("other")
    if plain in {"单位", "计量单位"}:  # of measure
        return Column("other")
    kind = label_kind(plain)
    if kind != "deadline" and _UNITS.search(plain) and (len(plain) <= 12 or "、" in plain):
        return Column("units", role_of(kind) if kind else _role_in(plain))
    return next((column for pattern, column in _BY_WORD if pattern.search(plain)), None)


def _role_in(word: str) -> Role:
    lead = re.search(r"牵头|主办|主责", word)
    support = re.search(r"配合|协办|协同|协作|参与|参加|支持|协助", word)
    if lead and not support and "责任单位" not in word.replace("牵头责任单位", ""):
        return "lead"
    if support and not lead:
        return "support"
    return "guide" if re.search(r"指导|督导", word) else "responsible"
