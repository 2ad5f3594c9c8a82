"""What units of the demonstration write: composed from the words of their task, different from quarter to quarter."""

from __future__ import annotations

import re
from random import Random

#: Where a task's own words can be cut.
_CUT = re.compile(r"[，。；、：,;]")
_SHORT, _LONG = 6, 26

_DONE = (
    "召开专题推进会{n}次，明确本季度工作清单",
    "会同配合单位开展现场调研{n}次，梳理问题{m}条",
    "印发工作提示{n}份，逐项落实到科室和学校",
    "组织业务培训{n}场，参训{k}人次",
    "完成阶段性自查，形成台账{m}项",
    "与相关企业签订合作协议{n}份",
    "完成方案论证并按程序报审",
    "对照年度目标开展中期评估，整体进展平稳",
)
_RESULT = (
    "年度目标完成{p}%",
    "已完成年度任务量的{p}%",
    "累计进度达到{p}%",
)
_PROBLEM = (
    "配套资金到位偏晚，部分项目启动较预期推迟。",
    "企业参与积极性不够均衡，个别合作停留在协议层面。",
    "专业教师数量不足，外聘教师管理还不规范。",
    "跨部门数据口径不一致，汇总核对耗时较长。",
    "场地改造审批环节较多，工期偏紧。",
    "",
)
_NEXT = (
    "下季度重点抓好项目落地，按月调度进度。",
    "加快完成验收准备，补齐佐证材料。",
    "对接财政部门落实资金，推动项目尽快开工。",
    "扩大合作企业范围，新增实习岗位。",
    "开展专项督导，形成可推广的做法。",
    "完善制度文件，巩固已有成果。",
)
#: Steps into which a task is split, with the part of the whole that each weighs.
STEPS = (
    (("制定实施细则", 1), ("完成中期目标", 2), ("组织总结验收", 1)),
    (("摸清底数", 1), ("启动建设", 2), ("完成主体任务", 3), ("开展成效评估", 1)),
    (("建立工作机制", 1), ("扩大实施范围", 2)),
)


def phrase(content: str) -> str:
    """Return some words of a task that stand for it."""
    parts = [part.strip('“”"（） ') for part in _CUT.split(content)]
    apt = [part for part in parts if _SHORT <= len(part) <= _LONG and not part.endswith("期间")]
    best = apt[0] if apt else content
    return best[:_LONG]


def report(content: str, percent: int, random: Random) -> dict[str, str]:
    """Return what a unit reports about a task."""
    numbers = {"n": random.randint(1, 6), "m": random.randint(3, 18), "k": random.randint(30, 400), "p": percent}
    done = "；".join(text.format(**numbers) for text in random.sample(_DONE, 2))
    return {
        "progress": f"围绕“{phrase(content)}”，{done}。{random.choice(_RESULT).format(**numbers)}。",
        "problems": random.choice(_PROBLEM),
        "next_steps": random.choice(_NEXT),
    }


def goal(content: str, year: int) -> str:
    """Return the goal of a year."""
    return f"{year}年围绕“{phrase(content)}”完成年度任务，形成可核查的成果。"
