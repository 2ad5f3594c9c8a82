"""More time to rectify a finding: counted, limited, approved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jiangxin.kernel import clock, records, write
from jiangxin.kernel.actors import Actor
from jiangxin.kernel.errors import NotLawful
from jiangxin.planning.enums import ExtensionState
from jiangxin.supervision.domain.findings import RECTIFICATION
from jiangxin.supervision.enums import FindingState
from jiangxin.supervision.models import Finding, RectificationExtension, SupervisionPolicy
from jiangxin.workflow.models import WorkItem

#: Requests that count: refused ones do not.
COUNTED = (ExtensionState.IN_APPROVAL, ExtensionState.GRANTED)


def save_extension(
    instance: RectificationExtension,
    changes: Mapping[str, Any],
    *,
    actor: Actor,  # noqa: ARG001 - the shape of savers
    reason: str,  # noqa: ARG001 - same
) -> RectificationExtension:
    """Save a request with its number and the date that it would move.

    Raises NotLawful (asked too often, or nothing is being rectified), ValidationError.
    """
    write.assign(instance, changes)
    if instance.finding_id:
        # whoever asks at the same moment waits here, and is counted
        finding = write.locked(records.of_model(Finding), instance.finding_id)
        refusal = _refusal(finding, instance)
        if refusal:
            raise NotLawful(refusal)
        instance.from_on, instance.count = finding.rectify_by, _counted(finding, instance) + 1
        if instance.until and instance.until <= max(finding.rectify_by, clock.today()):
            raise ValidationError({"until": _("The new date lies after the present one and after today.")})
    instance.full_clean()
    instance.save()
    return instance


def may_ask(row: RectificationExtension, actor: Actor) -> str | None:  # noqa: ARG001 - the shape of guards
    """Refuse to ask once too often, and for what is not being rectified any more."""
    return _refusal(row.finding, row) or None


def granted(rows: Sequence[RectificationExtension], actor: Actor, reason: str) -> None:  # noqa: ARG001 - the shape of effects
    """Move the date, also in the queue."""
    write.stamp(rows, answer=reason)
    record = records.of_model(Finding)
    for row in rows:
        write.stamp([row.finding], rectify_by=row.until)
        work = WorkItem.objects.filter(record=record.key(), object_id=row.finding_id, state="open", step=RECTIFICATION)
        write.stamp(list(work), due_on=row.until)


def refused(rows: Sequence[RectificationExtension], actor: Actor, reason: str) -> None:  # noqa: ARG001 - the shape of effects
    """Note the words."""
    write.stamp(rows, answer=reason)


def _refusal(finding: Finding, row: RectificationExtension) -> str:
    if finding.state != FindingState.RECTIFYING:
        return _("More time is asked for while a finding is being rectified.")
    limit = SupervisionPolicy.in_force().extensions
    if _counted(finding, row) >= limit:
        return _("More time was granted %(count)s times, which is the most.") % {"count": limit}
    return ""


def _counted(finding: Finding, row: RectificationExtension) -> int:
    return finding.extensions.filter(state__in=COUNTED).exclude(pk=row.pk).count()
