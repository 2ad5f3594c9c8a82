"""What a round has to fulfil before it goes on, and what ends with it."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jiangxin.kernel import clock, records, write
from jiangxin.kernel.actors import Actor
from jiangxin.people.models import Organisation
from jiangxin.supervision.domain import jurisdictions
from jiangxin.supervision.enums import (
    ASKED,
    UNSETTLED,
    ConclusionState,
    FindingState,
    NoticeState,
    ReviewState,
    StatementState,
    TeamPart,
    Treatment,
)
from jiangxin.supervision.models import Conclusion, Finding, Notice, Review, Round, Statement
from jiangxin.workflow.domain.items import close_items


def has_scheme(row: Round, actor: Actor) -> str | None:  # noqa: ARG001 - the shape of guards
    """Refuse a round without its scheme."""
    return None if row.scheme.strip() else _("Write the scheme first: what is looked at, how, by whom and when.")


def is_designated(row: Round, actor: Actor) -> str | None:  # noqa: ARG001 - the shape of guards
    """Refuse an organiser that is not designated to supervise."""
    if jurisdictions.is_designated(row.organiser_id, clock.today()):
        return None
    return _("%(organiser)s is not designated to supervise.") % {"organiser": row.organiser}


def has_leader(row: Round, actor: Actor) -> str | None:  # noqa: ARG001 - the shape of guards
    """Refuse a round whose team has no leader."""
    return None if row.team.filter(part=TeamPart.LEADER).exists() else _("The team has no leader yet.")


def has_tasks(row: Round, actor: Actor) -> str | None:  # noqa: ARG001 - the shape of guards
    """Refuse a round that looks at nothing."""
    return None if row.tasks.exists() else _("No task is chosen yet.")


def supervises_only_whom_it_may(row: Round, actor: Actor) -> str | None:  # noqa: ARG001 - the shape of guards
    """Refuse a round with units that may be asked by letter only, which may have changed since they were chosen."""
    units = set(row.tasks.values_list("organisation_id", flat=True))
    found = jurisdictions.treatments(units, clock.today())
    barred = [pk for pk, treatment in found.items() if treatment != Treatment.SUPERVISED]
    if not barred:
        return None
    names = Organisation.objects.filter(pk__in=barred).order_by("sort_key").values_list("name", flat=True)
    return jurisdictions.by_letter_only(names)


def has_no_drafts(row: Round, actor: Actor) -> str | None:  # noqa: ARG001 - the shape of guards
    """Refuse to conclude while findings are not put to the units."""
    left = row.findings.filter(state=FindingState.DRAFT).count()
    if left:
        return ngettext("%(count)d finding is still a draft.", "%(count)d findings are still drafts.", left) % {
            "count": left
        }
    return None


def has_conclusions(row: Round, actor: Actor) -> str | None:  # noqa: ARG001 - the shape of guards
    """Refuse to conclude before every unit has its conclusion."""
    told = Conclusion.objects.filter(round=row).exclude(state=ConclusionState.DRAFT)
    left = row.tasks.exclude(organisation__in=told.values("organisation")).values("organisation").distinct().count()
    if left:
        return ngettext("%(count)d unit has no conclusion yet.", "%(count)d units have no conclusion yet.", left) % {
            "count": left
        }
    return None


def is_settled(row: Round, actor: Actor) -> str | None:  # noqa: ARG001 - the shape of guards
    """Refuse to close while something is to be rectified, answered or reviewed."""
    left = row.findings.filter(state__in=UNSETTLED).count()
    left += Statement.objects.filter(finding__round=row, state=StatementState.OPEN).count()
    left += Review.objects.filter(conclusion__round=row, state=ReviewState.ASKED).count()
    if left:
        return ngettext(
            "%(count)d finding, statement or review is still open.",
            "%(count)d findings, statements and reviews are still open.",
            left,
        ) % {"count": left}
    return None


def cancelled(rows: Sequence[Round], actor: Actor, reason: str) -> None:
    """Withdraw what units were asked for and what was found so far."""
    notices = records.of_model(Notice)
    for notice in Notice.objects.filter(round__in=rows, state__in=[NoticeState.DRAFT, *ASKED]):
        write.apply(notices, notice, "withdraw", actor=actor, reason=reason)
    findings = records.of_model(Finding)
    for finding in Finding.objects.filter(round__in=rows, state__in=UNSETTLED):
        write.apply(findings, finding, "withdraw", actor=actor, reason=reason)
    open_statements = Statement.objects.filter(finding__round__in=rows, state=StatementState.OPEN)
    ids = list(open_statements.values_list("pk", flat=True))
    close_items(actor, records.of_model(Statement), ids, done=False, reason=reason)
