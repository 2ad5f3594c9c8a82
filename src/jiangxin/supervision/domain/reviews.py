"""Reviews of conclusions: asked for in time, decided by people who took no part in the round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from jiangxin.kernel import clock, records, write
from jiangxin.kernel.actors import Actor
from jiangxin.kernel.errors import NotLawful
from jiangxin.supervision.domain import team
from jiangxin.supervision.enums import ConclusionState, Outcome
from jiangxin.supervision.models import Conclusion, Review, SupervisionPolicy
from jiangxin.workflow.domain import assignees
from jiangxin.workflow.domain.items import Work, close_items, open_items
from jiangxin.workflow.enums import Kind

DECIDES = "supervision.review.decide"
#: What an outcome does to the conclusion.
STEPS = {Outcome.AMENDED: "amend", Outcome.REVOKED: "revoke"}


def save_review(instance: Review, changes: Mapping[str, Any], *, actor: Actor, reason: str) -> Review:  # noqa: ARG001 - the shape of savers
    """Save a unit's request and put it before those who decide. Raises NotLawful, ValidationError."""
    if instance.pk is not None:
        raise NotLawful(_("What was asked stays as it is."))
    write.assign(instance, changes)
    day = clock.today()
    if instance.conclusion_id:
        _require_in_time(instance.conclusion)
    instance.asked_on, instance.asked_by_id = day, actor.person_id
    instance.due_on = day + timedelta(SupervisionPolicy.in_force().review_decide_days)
    instance.full_clean()
    instance.save()
    office = assignees.of_office(DECIDES)
    if office is not None:
        work = [Work(instance.pk, office, instance.due_on)]
        open_items(Kind.APPROVE, records.of_model(Review), work, actor=actor)
    return instance


def _require_in_time(conclusion: Conclusion) -> None:
    if conclusion.state != ConclusionState.FED_BACK or conclusion.review_until is None:
        raise NotLawful(_("There is no conclusion here that could be reviewed."))
    if clock.today() > conclusion.review_until:
        raise NotLawful(_("A review could be asked for until %(day)s.") % {"day": conclusion.review_until})


# ── Guards and effects of the life cycle ────────────────────────────────────────────────────────


def is_by_a_person(review: Review, actor: Actor) -> str | None:  # noqa: ARG001 - the shape of guards
    """Refuse decisions of processes."""
    return None if actor.person_id is not None else _("A person decides a review.")


def is_by_others(review: Review, actor: Actor) -> str | None:
    """Refuse who was on the team, or fed the conclusion back."""
    conclusion = review.conclusion
    if actor.person_id == conclusion.fed_back_by_id or actor.person_id in team.persons_of(conclusion.round):
        return _("You took part in this round; somebody else decides the review.")
    return None


def decided(reviews: Sequence[Review], actor: Actor, reason: str) -> None:
    """Note who decided, and amend or revoke the conclusion where the review says so."""
    write.stamp(reviews, decided_by_id=actor.person_id)
    close_items(actor, records.of_model(Review), [row.pk for row in reviews], reason=reason)
    record = records.of_model(Conclusion)
    for row in reviews:
        step = STEPS.get(Outcome(row.outcome))
        if step is not None:
            given = {"amendment": row.decision} if row.outcome == Outcome.AMENDED else {}
            write.apply(record, row.conclusion, step, actor=actor, reason=reason, changes=given, by_system=True)
