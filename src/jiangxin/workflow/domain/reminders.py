"""Reminds those who have work of its due date, by the rules that officials set."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_noop

from jiangxin.kernel import records
from jiangxin.kernel.clock import today
from jiangxin.workflow.domain.notices import Notice, notify
from jiangxin.workflow.domain.queries.holders import recipients
from jiangxin.workflow.enums import ItemState
from jiangxin.workflow.models import Reminder, ReminderRule, WorkItem

BEFORE = gettext_noop("%(what)s %(row)s is due on %(day)s.")
AFTER = gettext_noop("%(what)s %(row)s was due on %(day)s and is overdue.")


def remind(day: date | None = None) -> int:
    """Give the reminders that are due on a day and return how many persons were told of an item."""
    day = day or today()
    with transaction.atomic():
        return sum(_by_rule(rule, day) for rule in ReminderRule.objects.on(day).order_by("pk"))


def _by_rule(rule: ReminderRule, day: date) -> int:
    items = WorkItem.objects.filter(state=ItemState.OPEN, due_on__isnull=False)
    if rule.kind:
        items = items.filter(kind=rule.kind)
    if rule.record:
        items = items.filter(record=rule.record)
    # due date + days <= today; a rule for the time before is silent once the date has passed
    items = items.filter(due_on__lte=day - timedelta(rule.days))
    if rule.days < 0:
        items = items.filter(due_on__gte=day)
    wanted = list(items.order_by("pk"))
    told = _last_told(rule, wanted)
    again = timedelta(rule.every_days) if rule.every_days else None
    reached = recipients(wanted, day)
    given: list[Reminder] = []
    by_item: dict[int, list[int]] = defaultdict(list)
    for item in wanted:
        for person in sorted(reached[item.pk]):
            last = told.get((item.pk, person))
            if last is None or (again is not None and last + again <= day):
                given.append(Reminder(rule=rule, item=item, person_id=person, day=day))
                by_item[item.pk].append(person)
    Reminder.objects.bulk_create(given, ignore_conflicts=True)
    for item in wanted:
        if by_item[item.pk]:
            notify(_notice(rule, item, tuple(by_item[item.pk]), day))
    return len(given)


def _last_told(rule: ReminderRule, items: list[WorkItem]) -> dict[tuple[int, int], date]:
    rows = Reminder.objects.filter(rule=rule, item__in=items).values_list("item_id", "person_id")
    return {(item, person): last for item, person, last in rows.annotate(last=Max("day"))}


def _notice(rule: ReminderRule, item: WorkItem, persons: tuple[int, ...], day: date) -> Notice:
    record = records.find(item.record)
    params = {
        "what": record.title() if record else item.record,
        "row": str(item.object_id),
        "day": f"{item.due_on}",
    }
    message = AFTER if item.due_on and day > item.due_on else BEFORE
    return Notice(persons, message, params, item.record, item.object_id, by_email=rule.by_email)
