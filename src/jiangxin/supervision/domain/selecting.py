"""Which tasks a round looks at: by rules over what is dated, so that the same day gives the same tasks, or by hand."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from jiangxin.kernel import access, clock, records, write
from jiangxin.kernel.actors import Actor
from jiangxin.planning.enums import Colour, Condition, Part
from jiangxin.planning.models import Light, Responsibility, Task
from jiangxin.supervision.domain import jurisdictions
from jiangxin.supervision.enums import Ground, Treatment
from jiangxin.supervision.models import Round, RoundTask, Selection, SelectionRule
from jiangxin.supervision.rules import drawn

#: Causes of lights that a ground looks at, and from whose day its days count.
CAUSES = {
    Ground.OVERDUE: {
        Condition.ACKNOWLEDGEMENT_OVERDUE,
        Condition.REPORT_OVERDUE,
        Condition.MILESTONE_OVERDUE,
        Condition.DEADLINE_OVERDUE,
    },
    Ground.RETURNED: {Condition.RETURNED, Condition.QUALITY_REJECTED},
}
#: In this order rules choose: what is chosen by one is not chosen again by the next.
ORDER = (Ground.RED, Ground.OVERDUE, Ground.RETURNED, Ground.SAMPLE)
SEEDS = 2**31


@dataclass(frozen=True)
class Pick:
    """A task that a rule chose, with the unit that leads it on the day."""

    task: int
    organisation: int
    ground: str
    rule: int


@dataclass(frozen=True)
class Picks:
    """What the rules choose on a day, from how many tasks, and among which the lot was drawn."""

    eligible: int
    found: Sequence[Pick]
    pool: Sequence[str] = ()

    @property
    def drawn(self) -> int:
        """How many were drawn by lot."""
        return sum(pick.ground == Ground.SAMPLE for pick in self.found)


def picks(plan: int, day: date, seed: int) -> Picks:
    """Return what the rules in force on a day choose from the tasks of a plan, by what is known of that day.

    The lot is drawn among the tasks that no other rule chose, by their public identifiers. Seven queries.
    """
    tasks = _eligible(plan, day)
    rules = {rule.ground: rule for rule in SelectionRule.objects.on(day).order_by("valid_from")}
    lights = {row.task_id: row for row in Light.objects.on(day).filter(task__in=tasks)}
    found: dict[int, Pick] = {}
    pool: list[str] = []
    for ground in ORDER:
        rule = rules.get(ground)
        if rule is None:
            continue
        if ground == Ground.SAMPLE:
            rest = {one.uuid: pk for pk, one in tasks.items() if pk not in found}
            pool = sorted(rest)
            chosen = [rest[key] for key in drawn(pool, rule.count, seed)]
        else:
            chosen = [pk for pk in tasks if pk in lights and _fits(lights[pk], rule, day)]
        for pk in chosen:
            found.setdefault(pk, Pick(pk, tasks[pk].lead, ground, rule.pk))
    return Picks(len(tasks), sorted(found.values(), key=lambda pick: pick.task), pool)


def select(row: Round, *, actor: Actor, seed: int | None = None) -> Selection:
    """Choose tasks for a round by the rules of today, and keep day and seed. What was chosen before stays.

    Raises NotAllowed (also once the scheme went to approval).
    """
    record = records.of_model(Round)
    access.require(record, actor, record.permissions["select"], [row])
    day = clock.today()
    seed = secrets.randbelow(SEEDS) if seed is None else seed
    with write.writing(actor):
        write.locked(record, row.pk)
        chosen = picks(row.plan_id, day, seed)
        run = Selection(
            round=row, day=day, seed=seed, eligible=chosen.eligible, pool=list(chosen.pool), drawn=chosen.drawn
        )
        write.save_many(records.of_model(Selection), create=[run], actor=actor, reason="", via="page", by_system=True)
        known = set(row.tasks.values_list("task_id", flat=True))
        new = [
            RoundTask(
                round=row,
                task_id=pick.task,
                organisation_id=pick.organisation,
                ground=pick.ground,
                rule_id=pick.rule,
                selection=run,
                chosen_on=day,
            )
            for pick in chosen.found
            if pick.task not in known
        ]
        if new:
            record = records.of_model(RoundTask)
            write.save_many(record, create=new, actor=actor, reason="", via="page", by_system=True)
    return run


def repeat(run: Selection) -> list[str]:
    """Return the public identifiers of the tasks that the lot of a selection draws, drawn again from what is kept."""
    return drawn(run.pool, run.drawn, run.seed)


def save_by_hand(instance: RoundTask, changes: Mapping[str, Any], *, actor: Actor, reason: str) -> RoundTask:  # noqa: ARG001 - the shape of savers
    """Save a task that somebody chose, with the unit that leads it today.

    Raises ValidationError (no grounds, another plan, no lead, or a unit that may be asked by letter only).
    """
    write.assign(instance, changes)
    instance.ground, instance.chosen_on = Ground.HAND, clock.today()
    if not instance.grounds.strip():
        raise ValidationError({"grounds": _("Say why the task is chosen.")})
    if instance.task_id and instance.round_id:
        if instance.task.plan_id != instance.round.plan_id:
            raise ValidationError({"task": _("The task belongs to another plan.")})
        if instance.task.lead is None:
            raise ValidationError({"task": _("The task has no lead unit yet.")})
        instance.organisation = instance.task.lead
        jurisdictions.require_supervised(instance.organisation, clock.today(), "task")
    instance.full_clean()
    instance.save()
    return instance


@dataclass(frozen=True)
class _Eligible:
    """A task that may be chosen: its public identifier and the unit that leads it."""

    uuid: str
    lead: int


def _eligible(plan: int, day: date) -> dict[int, _Eligible]:
    """Return the tasks that may be chosen on a day: issued, not ended, led by a unit that may be supervised."""
    running = Task.objects.filter(plan=plan, issued_on__lte=day)
    running = running.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=day)).order_by("number")
    parts = Responsibility.objects.on(day).filter(part=Part.LEAD, task__plan=plan)
    leads = dict(parts.values_list("task_id", "organisation_id"))
    found = jurisdictions.treatments(leads.values(), day)
    return {
        pk: _Eligible(str(uuid), leads[pk])
        for pk, uuid in running.values_list("pk", "uuid")
        if pk in leads and found[leads[pk]] == Treatment.SUPERVISED
    }


def _fits(light: Light, rule: SelectionRule, day: date) -> bool:
    """Whether a light of the day is a ground by a rule. The days of its causes run on from their dates."""
    if rule.ground == Ground.RED:
        return light.colour == Colour.RED
    wanted = CAUSES[Ground(rule.ground)]
    return any(
        cause["condition"] in wanted and (day - date.fromisoformat(cause["due"])).days >= rule.threshold
        for cause in light.causes
    )
