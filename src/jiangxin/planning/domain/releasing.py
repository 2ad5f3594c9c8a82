"""What is told to the public: drafted from an accepted report, reviewed, released, withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jiangxin.kernel import access, activity, records, write
from jiangxin.kernel.actors import Actor
from jiangxin.kernel.errors import NotLawful
from jiangxin.planning.enums import Disclosure, ReportState
from jiangxin.planning.models import Release, Report, Task

#: Characters of a task's content that head a release.
HEADING = 120


def draft_from(report: Report, *, actor: Actor, reason: str = "") -> Release:
    """Begin a release from an accepted report. Raises NotAllowed, NotLawful, ValidationError."""
    if report.state != ReportState.ACCEPTED:
        raise NotLawful(_("Only what was accepted is told to the public."))
    task = report.task
    values: dict[str, Any] = {
        "plan": task.plan,
        "task": task,
        "cycle": report.cycle,
        "title": task.content[:HEADING],
        "text": report.progress,
        "percent": report.percent,
    }
    made: Release = write.save(records.of_model(Release), None, values, actor=actor, reason=reason)
    return made


def classify(tasks: Sequence[Task], disclosure: str, *, actor: Actor, reason: str) -> None:
    """Say what may be told to the public about tasks, at any time of their life.

    Raises NotAllowed, ReasonMissing, ValidationError (no such value).
    """
    record = records.of_model(Task)
    if disclosure not in Disclosure.values:
        raise ValidationError({"disclosure": _("Choose one of the values.")})
    access.require(record, actor, record.permissions["assign"], tasks)
    write.require_reason(reason)
    with write.writing(actor, reason):
        write.stamp(tasks, disclosure=disclosure)
        details = {"disclosure": str(disclosure)}
        entries = (activity.Entry("classify", record.key(), task.pk, reason=reason, details=details) for task in tasks)
        activity.record(actor, *entries)


def may_be_told(release: Release, actor: Actor) -> str | None:  # noqa: ARG001 - the shape of guards
    """Refuse what is not open to the public."""
    if release.task is not None and release.task.disclosure != Disclosure.OPEN:
        return _("The task is not open to the public (%(disclosure)s).") % {
            "disclosure": release.task.get_disclosure_display()
        }
    tasks = release.target.tasks.all() if release.target is not None else Task.objects.none()
    if tasks.exists() and not tasks.filter(disclosure=Disclosure.OPEN).exists():
        return _("None of the tasks that carry the target is open to the public.")
    return None
