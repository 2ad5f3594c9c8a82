"""Guards of the life cycles. They ask the rows they are given and import no model."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jiangxin.kernel.actors import Actor
from jiangxin.planning.enums import KEPT, FindingKind, FindingState, NameState, PlanState


def everything_decided(plan: Any, actor: Actor) -> str | None:  # noqa: ARG001 - the shape of guards
    """Refuse adoption while a finding or a unit name is open, or while the plan has no task."""
    findings = plan.findings.filter(state=FindingState.OPEN).count()
    if findings:
        return ngettext(
            "%(count)d finding is still undecided.", "%(count)d findings are still undecided.", findings
        ) % {"count": findings}
    names = plan.unit_names.filter(state=NameState.OPEN).count()
    if names:
        return ngettext(
            "%(count)d unit name is not matched yet.", "%(count)d unit names are not matched yet.", names
        ) % {"count": names}
    if not plan.findings.filter(kind=FindingKind.TASK, state__in=KEPT).exists():
        return _("The plan has no task: mark at least one in the text.")
    return None


def in_force_once(plan: Any, actor: Actor) -> str | None:  # noqa: ARG001 - the shape of guards
    """Refuse adoption of a document that is in force already, unless this plan replaces that one."""
    if not plan.document_number:
        return None
    twins = type(plan).objects.filter(document_number=plan.document_number, state=PlanState.ADOPTED)
    if twins.exclude(pk=plan.supersedes_id).exists():
        return _("A plan with this document number is in force: edit this one to say that it replaces it.")
    return None
