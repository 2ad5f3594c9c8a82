"""What the engine can say about a stretch of text that a person marked."""

from __future__ import annotations

from typing import Any

from jiangxin.engines.policytext import Source, read
from jiangxin.planning.domain.findings import figure_data
from jiangxin.planning.enums import Comparator, FindingKind, TargetKind
from jiangxin.planning.models import Plan

#: What a hand that marks a sentence easily takes along from the one before.
_LEADING = "。；;，,、：: \n\t"


def prefill(plan: Plan, kind: str, start: int, end: int) -> dict[str, Any]:
    """Return data for a finding of a kind at `plan.text[start:end]`, as far as the engine reads it."""
    text = plan.text[start:end]
    reading = read(Source.from_text(text))
    if kind == FindingKind.HEADING:
        if reading.outline:
            first = reading.outline[0]
            return {"number": first.number, "title": first.title, "level": first.level}
        return {"number": "", "title": text.strip()[:300], "level": 1}
    if kind == FindingKind.TASK:
        numbers = [f.data["number"] for f in plan.findings.filter(kind=FindingKind.TASK)]
        units = [{"name": u.name, "role": u.role} for t in reading.tasks for u in t.units]
        content = reading.tasks[0].content if reading.tasks else text.strip().lstrip(_LEADING)
        return {"number": max(numbers, default=0) + 1, "content": content, "units": units, "deadlines": []}
    figures = [*reading.targets, *reading.parameters]
    if figures:
        return figure_data(figures[0])
    return {"subject": text.strip()[:300], "comparator": Comparator.EXACTLY, "kind": TargetKind.GOAL}
