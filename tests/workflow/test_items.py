"""The queue: a person's own work, through posts and roles, and as a stand-in."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from tests.factories import workflow as make

from jiangxin.kernel.actors import ANONYMOUS, process
from jiangxin.kernel.clock import today
from jiangxin.people.models import PostHolding, Role, RoleAssignment
from jiangxin.workflow.domain.items import Assignee, close_items, open_item
from jiangxin.workflow.domain.queries.items import items_for, work_of
from jiangxin.workflow.models import Delegation, WorkItem

ROBOT = process("tests")


def _queue(person, day=None):
    return [item.kind for item in items_for(person.actor(), day)]


def test_work_reaches_persons_posts_and_roles(town):
    desk = make.post(town.office, "Desk", town.bert)
    open_item("due", town.record, 1, actor=ROBOT, assignee=Assignee(person_id=town.anna.pk))
    open_item("returned", town.record, 2, actor=ROBOT, assignee=Assignee(post_id=desk.pk))
    open_item(
        "new", town.record, 3, actor=ROBOT, assignee=Assignee(role_id=town.approver.pk, organisation_id=town.school.pk)
    )
    open_item("approve", town.record, 4, actor=ROBOT, assignee=Assignee(role_id=town.approver.pk))
    assert _queue(town.anna) == ["due", "approve"]
    assert _queue(town.bert) == ["returned", "approve"]
    assert _queue(town.carl) == ["new", "approve"]
    assert _queue(town.olga) == []
    assert list(items_for(ANONYMOUS)) == []


def test_a_successor_in_a_post_inherits_the_work(town):
    desk = make.post(town.office, "Desk", town.bert)
    open_item("due", town.record, 1, actor=ROBOT, assignee=Assignee(post_id=desk.pk))
    with make.fixture():
        PostHolding.objects.update(valid_to=today())
        PostHolding.objects.create(post=desk, person=town.anna, valid_from=today())
    assert (_queue(town.bert), _queue(town.anna)) == ([], ["due"])


def test_a_role_that_ended_takes_its_work_along(town):
    open_item("due", town.record, 1, actor=ROBOT, assignee=Assignee(role_id=town.approver.pk))
    with make.fixture():
        RoleAssignment.objects.filter(person=town.anna).update(valid_to=today())
    assert (_queue(town.anna), _queue(town.bert)) == ([], ["due"])


def test_a_stand_in_sees_the_work_in_the_dates_of_the_delegation(town):
    open_item("due", town.record, 1, actor=ROBOT, assignee=Assignee(person_id=town.anna.pk))
    with make.fixture():
        Delegation.objects.create(
            from_person=town.anna,
            to_person=town.olga,
            reason="leave",
            valid_from=date(2026, 5, 1),
            valid_to=date(2026, 5, 3),
        )
    days = [date(2026, 4, 30) + timedelta(n) for n in range(4)]
    assert [_queue(town.olga, day) for day in days] == [[], ["due"], ["due"], []]


def test_administrator_does_not_stand_in_for_anybody(town):
    open_item("due", town.record, 1, actor=ROBOT, assignee=Assignee(person_id=town.anna.pk))
    values = {"from_person": town.anna, "to_person": town.olga, "reason": "leave", "valid_from": date(2026, 1, 1)}
    with make.fixture():
        Delegation.objects.create(**values)
        assert _queue(town.olga) == ["due"]
        Role.objects.filter(pk=town.officer.pk).update(duty="system")
    assert _queue(town.olga) == []
    with pytest.raises(ValidationError, match="to_person"):
        Delegation(**values).full_clean()


def test_the_same_work_stands_in_the_queue_once(town):
    first = open_item("due", town.record, 1, actor=ROBOT, assignee=Assignee(person_id=town.anna.pk))
    again = open_item(
        "due", town.record, 1, actor=ROBOT, assignee=Assignee(person_id=town.anna.pk), due_on=date(2026, 1, 1)
    )
    assert (first.pk, again.due_on, WorkItem.objects.count()) == (again.pk, date(2026, 1, 1), 1)
    with pytest.raises(IntegrityError), transaction.atomic(), make.fixture():
        WorkItem.objects.create(kind="due", record="planning.plans", object_id=1, person=town.bert)


def test_work_for_nobody_is_refused(town):
    with pytest.raises(ValidationError):
        open_item("due", town.record, 1, actor=ROBOT, assignee=Assignee())


def test_closing_ends_the_work_about_a_row(town):
    for row in (1, 2):
        open_item("due", town.record, row, actor=ROBOT, assignee=Assignee(person_id=town.anna.pk))
    assert close_items(ROBOT, town.record, 1, kind="due") == 1
    assert close_items(ROBOT, town.record, 1, kind="due") == 0
    assert list(WorkItem.objects.order_by("pk").values_list("state", flat=True)) == ["done", "open"]


def test_titles_of_rows_that_one_may_not_see_stay_hidden(town):
    open_item("due", town.record, town.plan.pk, actor=ROBOT, assignee=Assignee(person_id=town.carl.pk))
    reader = make.person("reader", town.school)
    open_item("new", town.record, town.plan.pk, actor=ROBOT, assignee=Assignee(person_id=reader.pk))
    assert [work.title for work in work_of(town.carl.actor())] == ["Plan"]
    (hidden,) = work_of(reader.actor())
    assert (hidden.row, hidden.title.endswith(str(town.plan.pk))) == (None, True)
