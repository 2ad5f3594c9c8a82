"""What a plan leaves uncovered, for the desk: before adoption from findings, after it from records."""

from __future__ import annotations

from typing import Any

from jiangxin.engines.policytext import Source, Span, Task, UnitMention
from jiangxin.engines.policytext.coverage import restates, unassigned_units
from jiangxin.planning.enums import FindingKind, FindingState
from jiangxin.planning.models import Finding, Plan


def carries(task: Any, content: str, target: Any) -> bool:
    """Whether a task carries a target (findings or records): it stands in the task, or the task says the same."""
    return (task.start <= target.start and target.end <= task.end) or restates(content, target.quote)


def uncarried_targets(findings: list[Finding]) -> list[Finding]:
    """Return the target findings, rejected ones left out, that no task finding carries."""
    alive = [f for f in findings if f.state != FindingState.REJECTED]
    tasks = [f for f in alive if f.kind == FindingKind.TASK]
    return [
        target
        for target in alive
        if target.kind == FindingKind.TARGET and not any(carries(task, task.data["content"], target) for task in tasks)
    ]


def unnamed_units(plan: Plan, findings: list[Finding]) -> list[UnitMention]:
    """Return the units that the text lists among responsible units but that no task names."""
    tasks = [
        Task(
            no=None,
            content=f.data["content"],
            units=tuple(UnitMention(u["name"], u["role"]) for u in f.data["units"]),
            etc=False,
            deadlines=(),
            path=(),
            source=Span(f.start, f.end),
        )
        for f in findings
        if f.kind == FindingKind.TASK and f.state != FindingState.REJECTED
    ]
    return unassigned_units(Source.from_text(plan.text), tasks)
