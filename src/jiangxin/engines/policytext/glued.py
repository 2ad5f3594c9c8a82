"""Reads task tables whose cells all run together: 序号工作任务责任单位1…甲局、乙局2…丙局."""

from __future__ import annotations

import re
from itertools import pairwise

from jiangxin.engines.policytext.columns import Column, column_of
from jiangxin.engines.policytext.model import Role, Span, Task
from jiangxin.engines.policytext.tables import make_task
from jiangxin.engines.policytext.timelimits import time_limits
from jiangxin.engines.policytext.units import UNIT_END, read_units

_WORDS = (
    "(?:重点|主要|工作|具体|目标|年度)*(?:任务|工作|措施|举措|事项|项目|目标)(?:内容|名称|措施|要点|举措|任务)?"
    "|(?:主要|工作|具体)内容"
    "|(?:[一-龥]{0,4}政府)?(?:责任|牵头|分管|主管)(?:区|市|县)?(?:领导|人)"
    "|(?:责任|牵头|配合|协办|主办|参加|参与|指导|实施|承办|负责)(?:责任)?(?:单位|部门)"
    "|(?:完成|时间|工作|推进|办理)(?:时限|时间|节点|进度|期限|要求)|备注"
)
_HEADER = re.compile(
    rf"序号[ ]?(?P<words>(?:(?:{_WORDS})(?:\([^()]{{1,8}}\))?[ ]?){{2,8}}?)(?P<first>1)(?![\d.、年月])"
)
_WORD = re.compile(_WORDS)
_MEASURE = re.compile(r"[\d%.,个所万名项亿元家人次倍级条套座台处类年月日时岁件批只辆公平方米度以左右多余]|及以")
_END = re.compile(r"备[ ]?注[ ]?:|注:|说明:|抄送:|部门解读|\(此件|附件[ ]?\d?:")
_MAX_ROW = 3000
_ENDS_UNITS = re.compile(r"(?:等|长期|持续推进|底|前|月|日|年)$")


def find_glued(text: str, folded: str, lines: list[Span]) -> tuple[list[Task], list[Span]]:
    """Tasks of glued tables and the spans of these tables."""
    tasks: list[Task] = []
    spans: list[Span] = []
    for line in lines:
        header = _HEADER.search(folded, line.start, line.end)
        if not header:
            continue
        columns = [c for c in (column_of(m[0]) for m in _WORD.finditer(header["words"])) if c]
        if not any(c.kind == "units" for c in columns):
            continue
        stop = _END.search(folded, header.end(), line.end)
        bounds = _bounds(folded, header.start("first"), stop.start() if stop else line.end)
        rows = _tasks(text, folded, bounds, columns)
        if len(rows) > 1:
            tasks += rows
            spans.append(Span(header.start(), bounds[-1]))
    return tasks, spans


def _bounds(folded: str, start: int, end: int) -> list[int]:
    """Where the numbers 1, 2, 3 … of the rows stand, and the end of the last row."""
    bounds = [start]
    while True:
        wanted = str(len(bounds) + 1)
        at = folded.find(wanted, bounds[-1] + 1, min(end, bounds[-1] + _MAX_ROW))
        while at >= 0:
            before = folded[max(bounds[-1], at - 16) : at].rstrip()
            after = folded[at + len(wanted) : at + len(wanted) + 2]
            closes = UNIT_END.search(before) or _ENDS_UNITS.search(before)
            if closes and after and not _MEASURE.match(after) and not before[-1:].isdecimal():
                break
            at = folded.find(wanted, at + 1, min(end, bounds[-1] + _MAX_ROW))
        if at < 0:
            bounds.append(end)
            return bounds
        bounds.append(at)


def _tasks(text: str, folded: str, bounds: list[int], columns: list[Column]) -> list[Task]:
    cuts = [_cut(text, folded, a + len(str(i + 1)), b) for i, (a, b) in enumerate(pairwise(bounds))]
    known = {u.name for start, end in cuts if start for u in read_units(text, folded, Span(start, end)).units}
    roles: list[Role] = [c.role for c in columns if c.kind == "units"]
    role: Role = roles[0] if len(roles) == 1 else "responsible"
    tasks: list[Task] = []
    for index, (a, b) in enumerate(pairwise(bounds)):
        number = str(index + 1)
        begins, (start, end) = a + len(number), cuts[index]
        if not start:
            start = _known_tail(folded, begins, end, known)
        units: list[tuple[Role, Span]] = [(role, Span(start, end))] if start else []
        content = Span(begins, start or end)
        limits = [Span(end, b)] if end < b and columns[-1].kind == "deadline" else []
        if content.end > content.start:
            tasks.append(
                make_task(text, folded, number=number, content=content, units=units, deadlines=limits, path=())
            )
    return tasks


def _cut(text: str, folded: str, start: int, end: int) -> tuple[int, int]:
    """Where the units of a row begin (0: not told by a full stop) and end."""
    stop = end
    tail = folded[max(start, end - 24) : end]
    limits = time_limits(tail)
    if limits and tail.rstrip().endswith(limits[-1]):
        stop = max(start, end - 24) + tail.rindex(limits[-1])
    full = max(folded.rfind("。", start, stop), folded.rfind(";", start, stop))
    if full > start:
        listed = read_units(text, folded, Span(full + 1, stop))
        if listed.names_look_like_units():
            return full + 1, stop
    return 0, stop


def _known_tail(folded: str, start: int, end: int, known: set[str]) -> int:
    """Begin of the tail that opens with a unit known from other rows; 0 where there is none."""
    best = 0
    for name in known:
        at = folded.rfind(name, start, end)
        first = at
        while at > start and folded[at - 1] in "、,":  # the list began before this name
            previous = max(
                (folded.rfind(n, start, at - 1) for n in known if folded.endswith(n, start, at - 1)), default=-1
            )
            if previous < 0:
                break
            at = first = previous
        if first > start and (not best or first < best) and _only_units(folded[first:end]):
            best = first
    return best


def _only_units(tail: str) -> bool:
    return all(UNIT_END.search(part.removesuffix("等")) for part in re.split("[、,]", tail) if part)
