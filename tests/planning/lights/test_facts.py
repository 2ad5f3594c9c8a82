"""What the records say of a task, as dated facts."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import records as factory
from tests.factories import running

from jiangxin.kernel import clock, write
from jiangxin.kernel.actors import process
from jiangxin.planning.domain.lights.facts import load, load_rules
from jiangxin.planning.domain.lights.known import Acknowledgement, Due, Facts, HandIn, Obligation, Rule, Span, YearPlan
from jiangxin.planning.models import Extension, Report

pytestmark = pytest.mark.django_db
ISSUED = date(2024, 1, 8)


@pytest.fixture
def unit():
    with write.writing(process("tests")):
        yield factory.home()


def lead(unit, task, **extra):
    return running.make_responsibility(unit, **{"task": task, "part": "lead", "valid_from": date(2024, 1, 2), **extra})


def known(task):
    return load([task.pk])[task.pk]


def test_task_that_nothing_happened_to_is_without_facts(unit):
    assert known(factory.make_task(unit)) == Facts()


def test_lead_is_asked_from_the_day_of_issue_and_not_waited_for_while_its_objection_is_open(unit):
    task = running.make_running(unit, issued_on=ISSUED)
    row = lead(unit, task, due_on=date(2024, 1, 15))
    asked = Acknowledgement(f"responsibility:{row.pk}", ISSUED, date(2024, 1, 15))
    assert known(task).acknowledgements == (asked,)
    row.state = "objected"
    row.save()
    assert known(task).acknowledgements == (Acknowledgement(asked.ref, ISSUED),)


def test_lead_that_inherited_a_task_has_acknowledged_it(unit):
    task = running.make_running(unit, issued_on=ISSUED)
    lead(unit, task, state="acknowledged", valid_from=date(2024, 3, 1))
    assert [row.acknowledged_on for row in known(task).acknowledgements] == [date(2024, 3, 1)]


def test_supporting_units_do_not_count(unit):
    task = running.make_running(unit, issued_on=ISSUED)
    lead(unit, task, part="support", due_on=date(2024, 1, 15))
    assert known(task).acknowledgements == ()


def granted(unit, task, from_on, until, decided, **about):
    values = {"task": task, "organisation": unit, "from_on": from_on, "until": until, "grounds": "Flood", **about}
    row = Extension.objects.create(**values)
    for state in ("in_approval", "granted"):
        row.state = state
        row.decided_on = decided
        row.save()


def test_extensions_move_one_date_each_from_the_day_they_were_granted(unit):
    first, second, third = date(2024, 6, 1), date(2024, 7, 1), date(2024, 8, 1)
    task = running.make_running(unit, due_on=third, issued_on=ISSUED)
    granted(unit, task, first, second, date(2024, 5, 20))
    granted(unit, task, second, third, date(2024, 6, 20))
    with clock.on(date(2024, 9, 1)):
        row = running.make_subtask(unit, task=task, due_on=second)
        granted(unit, task, first, second, date(2024, 5, 25), subtask=row)
        found = known(task)
    ever = date.min
    assert found.deadline == (Due(first, ever), Due(second, date(2024, 5, 20)), Due(third, date(2024, 6, 20)))
    assert [step.due for step in found.milestones] == [(Due(first, ever), Due(second, date(2024, 5, 25)))]


def test_sub_task_is_known_from_the_day_it_was_entered(unit):
    row = running.make_subtask(unit)
    entered = clock.today()
    assert [step.due for step in known(row.task).milestones] == [(Due(row.due_on, entered),)]
    with clock.on(entered - timedelta(400)):  # a demonstration stands still on a day before it was made
        assert [step.due for step in known(row.task).milestones] == [(Due(row.due_on, date.min),)]


def test_report_is_owed_since_its_cycle_opened_in_rounds(unit):
    cycle = running.make_cycle(
        starts_on=date(2024, 1, 1),
        ends_on=date(2024, 3, 31),
        opens_on=date(2024, 3, 21),
        due_on=date(2024, 4, 10),
        locks_on=date(2024, 4, 30),
        opened_on=date(2024, 3, 22),
    )
    task = running.make_running(unit, issued_on=ISSUED)
    first = running.make_report(unit, task=task, cycle=cycle, percent=10, handed_in_on=date(2024, 4, 2))
    for state in ("signing", "reported", "returned"):
        first.state = state
        first.save()
    write.stamp([first], decided_on=date(2024, 4, 5), return_kind="quality")
    Report.objects.create(task=task, cycle=cycle, organisation=unit, round=2, due_on=cycle.due_on)
    assert known(task).obligations == (
        Obligation(
            f"cycle:{cycle.pk}",
            "quarterly",
            date(2024, 1, 1),
            date(2024, 3, 31),
            date(2024, 3, 22),
            (Due(date(2024, 4, 10), date(2024, 3, 22)),),
            (HandIn(1, date(2024, 4, 2), Decimal(10), date(2024, 4, 5), "quality"),),
        ),
    )


def test_quarters_without_planned_progress_are_no_nodes(unit):
    plan = running.make_work_plan(unit, q2_percent=40, q4_percent=100)
    assert known(plan.task).plans == ()
    write.stamp([plan], approved_on=date(2024, 2, 1))
    nodes = ((date(2024, 6, 30), 40), (date(2024, 12, 31), 100))
    assert known(plan.task).plans == (YearPlan(2024, 1, date(2024, 2, 1), nodes),)


def test_suspensions_and_lights_set_by_hand_are_stretches_of_days(unit):
    rest = running.make_suspension(unit, valid_to=date(2024, 5, 1))
    assert known(rest.task).suspensions == (Span(rest.valid_from, date(2024, 5, 1)),)
    light = running.make_override(unit)
    assert [(row.colour, row.span) for row in known(light.task).overrides] == [("yellow", Span(light.valid_from))]


def test_rules_of_targets_are_no_rules_of_tasks(unit):
    row = running.make_light_rule()
    running.make_light_rule(condition="target_behind")
    assert load_rules() == [Rule("report_overdue", 1, "red", row.valid_from)]


def test_queries_do_not_grow_with_tasks(unit):
    tasks = [running.make_subtask(unit).task_id for _number in range(3)]
    for count in (1, 3):
        with CaptureQueriesContext(connection) as captured:
            assert sorted(load(tasks[:count])) == tasks[:count]
        assert len(captured) == 9
