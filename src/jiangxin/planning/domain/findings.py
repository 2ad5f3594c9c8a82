"""The structure of findings, and the decisions a person takes about them.

`data` by kind (all values JSON; numbers are decimal strings or null):
heading   number, title, level
task      number (int|null), content, units [{name, role}], others_follow, deadlines [str]
target, parameter   subject, comparator, strict, value, low, high, unit, hedge, deadline, period,
          per, kind (targets), note
doubt     suggestion, resolution (the text that should stand there)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jiangxin.engines.policytext import Reading
from jiangxin.engines.policytext.model import Target
from jiangxin.kernel import records, write
from jiangxin.kernel.actors import Actor
from jiangxin.planning.domain.names import sync_names
from jiangxin.planning.enums import Comparator, FindingKind, FindingState, TargetKind, UnitRole
from jiangxin.planning.models import Finding, Plan

KEPT = (FindingState.ACCEPTED, FindingState.CORRECTED)


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
    finding: Finding, decision: str, data: Mapping[str, Any] | None = None, *, actor: Actor, reason: str = ""
) -> Finding:
    """Accept, correct (with data), reject or reopen a finding, and return it.

    Raises NotAllowed, NotLawful, ValidationError (by field of the kind's data).
    """
    record = records.of_model(Finding)
    cleaned = clean(finding.kind, data) if data is not None else None
    if cleaned is not None and decision == "accept" and cleaned != finding.data:
        decision = "correct"
    with write.writing(actor, reason):
        if not (decision == "correct" and finding.state == FindingState.CORRECTED):
            finding = write.apply(record, finding, decision, actor=actor, reason=reason)
        if cleaned is not None and cleaned != finding.data:
            finding = write.save(record, finding, {"data": cleaned}, actor=actor, reason=reason)
        if finding.kind == FindingKind.TASK:
            sync_names(finding.plan, actor=actor)
    return finding


def accept_undoubted(plan: Plan, kind: str, *, actor: Actor, reason: str) -> int:
    """Accept every open finding of a kind that is not doubtful; return how many."""
    rows = list(plan.findings.filter(kind=kind, state=FindingState.OPEN, suspect=False))
    if rows:
        write.apply_many(records.of_model(Finding), rows, "accept", actor=actor, reason=reason)
    return len(rows)


def add(plan: Plan, kind: str, start: int, end: int, data: Mapping[str, Any], *, actor: Actor) -> Finding:
    """Add what a person marked in the text; it counts as accepted. Raises ValidationError, NotAllowed."""
    if not 0 <= start < end <= len(plan.text):
        raise ValidationError(_("Mark the place in the text first."))
    cleaned = clean(kind, data)
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
    with write.writing(actor):
        finding: Finding = write.save(records.of_model(Finding), None, changes, actor=actor)
        if kind == FindingKind.TASK:
            sync_names(plan, actor=actor)
    return finding


def clean(kind: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the data of a kind in its canonical structure. Raises ValidationError by field."""
    return _CLEANERS[FindingKind(kind)](data)


def _clean_heading(data: Mapping[str, Any]) -> dict[str, Any]:
    title = _text(data, "title", 300)
    if not title:
        raise ValidationError({"title": _("Give the title of the heading.")})
    return {"number": _text(data, "number", 20), "title": title, "level": _integer(data, "level", 1, 9)}


def _clean_task(data: Mapping[str, Any]) -> dict[str, Any]:
    content = _text(data, "content", 20_000)
    if not content:
        raise ValidationError({"content": _("Give the content of the task.")})
    units: list[dict[str, str]] = []
    for unit in data.get("units") or ():
        name, role = str(unit.get("name", "")).strip()[:160], str(unit.get("role") or UnitRole.RESPONSIBLE)
        if role not in UnitRole.values:
            raise ValidationError({"units": _("Unknown role of a unit.")})
        if name and name not in {known["name"] for known in units}:
            units.append({"name": name, "role": role})
    if sum(unit["role"] == UnitRole.LEAD for unit in units) > 1:
        raise ValidationError({"units": _("A task has one lead at most.")})
    deadlines = [str(item).strip()[:80] for item in data.get("deadlines") or () if str(item).strip()]
    return {
        "number": _integer(data, "number", 1, 9999),
        "content": content,
        "units": units,
        "others_follow": bool(data.get("others_follow")),
        "deadlines": deadlines,
    }


def _clean_figure(data: Mapping[str, Any]) -> dict[str, Any]:
    errors: dict[str, str] = {}
    subject = _text(data, "subject", 300)
    comparator = str(data.get("comparator", ""))
    value, low, high = (_decimal(data, name, errors) for name in ("value", "low", "high"))
    if not subject:
        errors["subject"] = _("Say what is counted or measured.")
    if comparator not in Comparator.values:
        errors["comparator"] = _("Choose how values are compared.")
    elif comparator == Comparator.BETWEEN:
        value = None
        if low is None or high is None or low > high:
            errors["low"] = _("Give both ends of the range, the smaller first.")
    else:
        low = high = None
        if value is None:
            errors.setdefault("value", _("Give the figure."))
    kind = str(data.get("kind") or TargetKind.GOAL)
    if kind not in TargetKind.values:
        errors["kind"] = _("Choose goal or requirement.")
    if errors:
        raise ValidationError(errors)
    return {
        "subject": subject,
        "comparator": comparator,
        "strict": bool(data.get("strict")),
        "value": _shown(value),
        "low": _shown(low),
        "high": _shown(high),
        "unit": _text(data, "unit", 40),
        "hedge": _text(data, "hedge", 20),
        "deadline": _text(data, "deadline", 80),
        "period": _text(data, "period", 40),
        "per": _text(data, "per", 80),
        "kind": kind,
        "note": _text(data, "note", 300),
    }


def _clean_doubt(data: Mapping[str, Any]) -> dict[str, Any]:
    return {"suggestion": _text(data, "suggestion", 300), "resolution": _text(data, "resolution", 300)}


_CLEANERS: dict[FindingKind, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
    FindingKind.HEADING: _clean_heading,
    FindingKind.TASK: _clean_task,
    FindingKind.TARGET: _clean_figure,
    FindingKind.PARAMETER: _clean_figure,
    FindingKind.DOUBT: _clean_doubt,
}


def _text(data: Mapping[str, Any], name: str, length: int) -> str:
    value = str(data.get(name) or "").strip()
    if len(value) > length:
        raise ValidationError({name: _("At most %(length)d characters.") % {"length": length}})
    return value


def _integer(data: Mapping[str, Any], name: str, low: int, high: int) -> int:
    try:
        value = int(data.get(name) or 0)
    except (TypeError, ValueError):
        value = 0
    if not low <= value <= high:
        raise ValidationError({name: _("Give a number from %(low)d to %(high)d.") % {"low": low, "high": high}})
    return value


def _decimal(data: Mapping[str, Any], name: str, errors: dict[str, str]) -> Decimal | None:
    raw = data.get(name)
    if raw is None or str(raw).strip() == "":
        return None
    try:
        value = Decimal(str(raw).strip().replace(",", ""))
    except InvalidOperation:
        errors[name] = _("This is not a number.")
        return None
    if not value.is_finite() or abs(value) >= Decimal(10) ** 16 or value != round(value, 4):
        errors[name] = _("Give a number with at most four decimals.")
        return None
    return value


def _shown(value: Decimal | None) -> str | None:
    if value is None:
        return None
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def kept(plan: Plan, kinds: Iterable[str]) -> list[Finding]:
    """Return the findings of the kinds that were accepted or corrected, in order of the text."""
    return list(plan.findings.filter(kind__in=list(kinds), state__in=KEPT).order_by("start", "order"))
