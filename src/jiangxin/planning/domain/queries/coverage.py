"""What a plan leaves uncovered, for the desk: before adoption from findings, after it from records."""

from __future__ import annotations

from jiangxin.engines.policytext import Source, Span, Task, UnitMention
from jiangxin.engines.policytext.coverage import restates, unassigned_units
from jiangxin.planning.enums import FindingKind, FindingState
from jiangxin.planning.models import Finding, Plan


def uncarried_targets(findings: list[Finding]) -> list[Finding]:
    """Return the target findings, rejected ones left out, that no task finding carries."""
    alive = [f for f in findings if f.state != FindingState.REJECTED]
    tasks = [f for f in alive if f.kind == FindingKind.TASK]
    return [
        target
        for target in alive
        if target.kind == FindingKind.TARGET
        and not any(
            (t.start <= target.start and target.end <= t.end) or restates(t.data["content"], target.quote)
            for t in tasks
        )
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
