"""The structure of findings, and the decisions a person takes about them.

`data` by kind (all values JSON; numbers are decimal strings or null):
heading   number, title, level
task      number (int|null), content, units [{name, role}], others_follow, deadlines [str]
target, parameter   subject, comparator, strict, value, low, high, unit, hedge, deadline, period,
          per, kind (targets), note
doubt     suggestion, resolution (the text that should stand there)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jiangxin.engines.policytext import Reading
from jiangxin.engines.policytext.model import Target
from jiangxin.kernel import records, write
from jiangxin.kernel.actors import Actor
from jiangxin.planning.domain.names import sync_names
from jiangxin.planning.enums import KEPT, FindingKind, FindingState
from jiangxin.planning.models import Finding, Plan
from jiangxin.planning.validators import clean


def stage(plan: Plan, reading: Reading) -> list[Finding]:
    """Return the unsaved findings of a reading, in order of the text.

    Headings are taken as read (they can still be corrected); everything else waits for a person.
    A doubt about a figure that is itself a suspect target is merged into that target.
    """
    found: list[Finding] = []

    def add(kind: str, start: int, end: int, data: dict[str, Any], **more: Any) -> None:
        quote = plan.text[start:end]
        found.append(
            Finding(plan=plan, kind=kind, order=len(found) + 1, start=start, end=end, quote=quote, data=data, **more)
        )

    for heading in reading.outline:
        data = {"number": heading.number, "title": heading.title, "level": heading.level}
        add(FindingKind.HEADING, heading.span.start, heading.span.end, data, state=FindingState.ACCEPTED)
    for index, task in enumerate(reading.tasks, 1):
        number = task.no if isinstance(task.no, int) else index
        units = [{"name": unit.name, "role": unit.role} for unit in task.units]
        data = {
            "number": number,
            "content": task.content,
            "units": units,
            "others_follow": task.etc,
            "deadlines": list(task.deadlines),
        }
        add(FindingKind.TASK, task.source.start, task.source.end, data)
    explained: set[int] = set()
    for kind, figures in ((FindingKind.TARGET, reading.targets), (FindingKind.PARAMETER, reading.parameters)):
        for figure in figures:
            start, end = figure.source.start, figure.source.end
            about = [
                i
                for i, d in enumerate(reading.doubts)
                if figure.suspect and d.source.start < end and start < d.source.end
            ]
            explained.update(about)
            why = reading.doubts[about[0]].why if about else ""
            add(kind, start, end, figure_data(figure), suspect=figure.suspect, why=why)
    for index, doubt in enumerate(reading.doubts):
        start, end = doubt.source.start, doubt.source.end
        if index in explained:
            continue
        data = {"suggestion": doubt.suggestion or "", "resolution": doubt.suggestion or ""}
        add(FindingKind.DOUBT, start, end, data, suspect=True, why=doubt.why[:300])
    return found


def figure_data(figure: Target) -> dict[str, Any]:
    """Return the JSON structure of a target or parameter of the engine."""

    def text(value: Decimal | None) -> str | None:
        return None if value is None else format(value, "f")

    return {
        "subject": figure.subject,
        "comparator": figure.comparator,
        "strict": figure.strict,
        "value": text(figure.value),
        "low": text(figure.low),
        "high": text(figure.high),
        "unit": figure.unit or "",
        "hedge": figure.hedge or "",
        "deadline": figure.deadline or "",
        "period": figure.period or "",
        "per": figure.per or "",
        "kind": figure.kind,
        # the engine's note about a suspect figure is told by the doubt's code, in the reader's language
        "note": "" if figure.suspect else figure.note or "",
    }


def decide(
    finding: Finding,
    decision: str,
    data: Mapping[str, Any] | None = None,
    *,
    actor: Actor,
    reason: str = "",
    expected_version: int | None = None,
) -> Finding:
    """Accept, correct (with data), reject or reopen a finding, and return it.

    Raises NotAllowed, NotLawful, ValidationError (by field of the kind's data), Conflict (somebody
    else decided since `expected_version`).
    """
    cleaned = clean(finding.kind, data) if data is not None else None
    record = records.of_model(Finding)
    with write.writing(actor, reason):
        _one_after_another(finding.plan_id)
        finding = write.locked(record, finding.pk, expected_version)
        if decision == "accept" and cleaned not in (None, finding.data):
            decision = "correct"
        changes = {"data": cleaned} if decision == "correct" else {}
        moved: Finding = write.apply(record, finding, decision, actor=actor, reason=reason, changes=changes)
    return moved


def accept_undoubted(plan: Plan, kind: str, *, actor: Actor, reason: str) -> int:
    """Accept every open finding of a kind that is not doubtful; return how many."""
    with write.writing(actor, reason):
        _one_after_another(plan.pk)
        rows = list(plan.findings.filter(kind=kind, state=FindingState.OPEN, suspect=False))
        if rows:
            write.apply_many(records.of_model(Finding), rows, "accept", actor=actor, reason=reason)
    return len(rows)


def add(plan: Plan, kind: str, start: int, end: int, data: Mapping[str, Any], *, actor: Actor) -> Finding:
    """Add what a person marked in the text; it counts as accepted. Raises ValidationError, NotAllowed."""
    if not 0 <= start < end <= len(plan.text):
        raise ValidationError(_("Mark the place in the text first."))
    cleaned = clean(kind, data)
    with write.writing(actor):
        _one_after_another(plan.pk)
        changes = {
            "plan": plan,
            "kind": kind,
            "start": start,
            "end": end,
            "quote": plan.text[start:end],
            "data": cleaned,
            "order": plan.findings.count() + 1,
            "by_person": True,
            "state": FindingState.ACCEPTED,
        }
        finding: Finding = write.save(records.of_model(Finding), None, changes, actor=actor)
        if kind == FindingKind.TASK:
            sync_names(plan, actor=actor)
    return finding


def _one_after_another(plan_id: int) -> None:
    """Let decisions about one plan, and its submission, wait for each other: what one counts, another changes."""
    Plan.objects.select_for_update().filter(pk=plan_id).values_list("pk").first()


def complete(finding: Finding, actor: Actor) -> str | None:  # noqa: ARG001 - the shape of guards
    """Refuse to accept a finding that lacks what its kind needs; it can be corrected first."""
    try:
        clean(finding.kind, finding.data)
    except ValidationError as error:
        return " ".join(error.messages)
    return None


def kept(plan: Plan, kinds: Iterable[str]) -> list[Finding]:
    """Return the findings of the kinds that were accepted or corrected, in order of the text."""
    return list(plan.findings.filter(kind__in=list(kinds), state__in=KEPT).order_by("start", "order"))
