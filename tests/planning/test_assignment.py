"""Who leads and who supports: suggested, confirmed, acknowledged, objected to, changed."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from tests.factories import planning as make
from tests.factories import records as rows
from tests.factories.workflow import fixture

from jiangxin.desk.domain.queries.history import history_of
from jiangxin.evidence.domain import attachments
from jiangxin.evidence.models import Attachment
from jiangxin.kernel import clock, records
from jiangxin.kernel.errors import NotAllowed, NotLawful
from jiangxin.planning.domain import assignment
from jiangxin.planning.domain.assignment import Parts
from jiangxin.planning.models import Report, Responsibility, TaskUnit, WorkPlan
from jiangxin.workflow.domain.queries.items import items_for


def printed(task, *units):
    with fixture():
        for order, (unit, role) in enumerate(units, 1):
            place = {"organisation_set": unit} if hasattr(unit, "memberships") else {"organisation": unit.row}
            TaskUnit.objects.create(task=task, order=order, printed="as printed", role=role, **place)


def suggested(task):
    found = assignment.proposals([task])[task.pk]
    return found.lead and found.lead.name, [row.name for row in found.supports], found.printed


def parts_of(task):
    found = Responsibility.objects.filter(task=task).order_by("valid_from", "part", "pk")
    return [(row.part, row.organisation.name, row.valid_from, row.valid_to) for row in found]


def queue(person):
    return [(item.kind, item.record) for item in items_for(person.actor())]


def test_first_listed_unit_is_suggested_as_lead(place):
    printed(place.task, (place.labour, "responsible"), (place.education, "responsible"))
    assert suggested(place.task) == ("Labour", ["Education"], False)


def test_printed_lead_goes_before_the_first_listed(place):
    printed(place.task, (place.labour, "responsible"), (place.education, "lead"), (place.finance, "support"))
    assert suggested(place.task) == ("Education", ["Labour", "Finance"], True)


def test_named_set_is_spelt_out_and_never_leads(place):
    schools = rows.make_set_with(place.finance.row, place.education.row)
    printed(place.task, (schools, "responsible"), (place.labour, "responsible"))
    assert suggested(place.task) == ("Labour", ["Education", "Finance"], False)


def test_task_without_printed_units_has_no_suggestion(place):
    assert suggested(place.task) == (None, [], False)


def test_task_is_issued_with_a_lead_only_and_under_way_once_it_acknowledged(place):
    with pytest.raises(NotLawful):
        make.step(place.task, "issue", place.officer)
    make.assign(place, place.task, place.education, place.labour)
    assert (place.task.lead, queue(place.education.liaison)) == (place.education.row, [])
    make.step(place.task, "issue", place.officer)
    asked = [queue(unit.liaison) for unit in (place.education, place.labour, place.finance)]
    assert asked == [[("new", "planning.responsibilities")], [("new", "planning.responsibilities")], []]
    make.step(make.part(place.task, place.labour), "acknowledge", place.labour.liaison)
    place.task.refresh_from_db()
    assert place.task.state == "issued"
    make.step(make.part(place.task, place.education), "acknowledge", place.education.liaison)
    place.task.refresh_from_db()
    assert (place.task.state, place.task.acknowledged_on) == ("running", make.BEGIN)
    assert [queue(unit.liaison) for unit in (place.education, place.labour)] == [[], []]


def test_acknowledgement_is_due_after_the_working_days_of_the_rules(place):
    make.assign(place, place.task, place.education)
    make.step(place.task, "issue", place.officer)
    # five working days after Monday the 15th of April
    assert make.part(place.task, place.education).due_on == date(2024, 4, 22)


def test_unit_acknowledges_its_own_part_only(place):
    make.assign(place, place.task, place.education, place.labour)
    make.step(place.task, "issue", place.officer)
    with pytest.raises(NotAllowed):
        make.step(make.part(place.task, place.education), "acknowledge", place.labour.liaison)


def test_objection_goes_to_the_office_which_keeps_or_changes(place):
    make.assign(place, place.task, place.education, place.labour)
    make.step(place.task, "issue", place.officer)
    part = make.part(place.task, place.education)
    make.step(part, "object", place.education.liaison, objection="It is the duty of Labour.")
    assert queue(place.officer) == [("approve", "planning.responsibilities")]
    make.step(part, "keep", place.officer, answer="The plan names you first.")
    part.refresh_from_db()
    assert (part.state, part.answer, queue(place.officer)) == ("pending", "The plan names you first.", [])
    assert queue(place.education.liaison) == [("new", "planning.responsibilities")]
    make.step(part, "object", place.education.liaison, objection="Still not ours.")
    with clock.on(date(2024, 4, 16)):
        make.assign(place, place.task, place.labour)
    assert (queue(place.officer), queue(place.education.liaison)) == ([], [])
    assert parts_of(place.task) == [
        ("lead", "Education", make.BEGIN, date(2024, 4, 16)),
        ("support", "Labour", make.BEGIN, date(2024, 4, 16)),
        ("lead", "Labour", date(2024, 4, 16), None),
    ]


def test_objection_after_its_days_is_refused(place):
    make.assign(place, place.task, place.education)
    make.step(place.task, "issue", place.officer)
    with clock.on(date(2024, 4, 19)), pytest.raises(NotLawful, match="3 working days"):
        make.step(make.part(place.task, place.education), "object", place.education.liaison, objection="No.")
    with clock.on(date(2024, 4, 18)):
        make.step(make.part(place.task, place.education), "object", place.education.liaison, objection="No.")


def test_assigning_the_same_again_changes_nothing(place):
    make.assign(place, place.task, place.education, place.labour)
    before = list(Responsibility.objects.order_by("pk").values())
    make.assign(place, place.task, place.education, place.labour)
    assert list(Responsibility.objects.order_by("pk").values()) == before


def test_part_that_begins_and_ends_on_one_day_never_was(place):
    make.assign(place, place.task, place.education)
    make.assign(place, place.task, place.labour)
    assert parts_of(place.task) == [("lead", "Labour", make.BEGIN, None)]


def test_leader_in_charge_is_a_post_and_need_not_acknowledge(place):
    make.assign(place, place.task, place.education, oversight=[place.finance.post])
    found = Responsibility.objects.get(task=place.task, part="oversight")
    assert (found.organisation, found.post, found.state) == (place.finance.row, place.finance.post, "acknowledged")


def test_database_holds_one_lead_at_a_time(place):
    make.assign(place, place.task, place.education)
    with pytest.raises(IntegrityError), fixture():
        Responsibility.objects.create(
            task=place.task, part="lead", organisation=place.labour.row, valid_from=make.BEGIN
        )


def test_target_gets_a_lead_which_is_asked_at_once(place):
    target = rows.make("planning.targets", place.office)
    assignment.assign(target, Parts(place.labour.row), actor=place.officer.actor())
    assert queue(place.labour.liaison) == [("new", "planning.responsibilities")]


def test_nobody_but_the_office_assigns(place):
    with pytest.raises(NotAllowed):
        assignment.assign(place.task, Parts(place.labour.row), actor=place.education.liaison.actor())


def test_ended_task_takes_nobody(place):
    make.step(place.task, "terminate", place.chief, reason="Given up")
    with pytest.raises(ValidationError):
        make.assign(place, place.task, place.education)


def test_lead_with_reports_not_handed_in_leaves_them_empty_to_its_successor(place):
    make.running(place, place.task, place.education)
    report = make.open_cycle(place)[0]
    with clock.on(date(2024, 6, 21)):
        make.write_report(report, place.education.liaison, progress="Ours alone.", percent=40)
        record = records.of_model(Report)
        attachments.attach(record, report, b"x", "our plan.txt", actor=place.education.liaison.actor())
        make.assign(place, place.task, place.labour)
        after = Report.objects.get()
        found = (after.organisation, after.progress, after.percent, after.state, after.due_on)
        assert found == (place.labour.row, "", None, "draft", report.due_on)
        assert list(attachments.of(record, after, actor=place.labour.liaison.actor())) == []
        told, _more = history_of(record, after, place.labour.liaison.actor())
        assert "Ours alone." not in str(told)
        assert ("due", "planning.reports") in queue(place.labour.liaison)
        assert queue(place.education.liaison) == []


def test_draft_of_a_work_plan_ends_with_its_lead_and_an_approved_one_stays(place):
    make.running(place, place.task, place.education)
    with fixture():
        draft = rows.make("planning.work-plans", place.education.row, task=place.task, goal="Never told.")
        kept = rows.make("planning.work-plans", place.education.row, task=place.task, year=2023)
        for state in ("in_approval", "approved"):
            kept.state = state
            kept.save()
    attachments.attach(records.of_model(WorkPlan), draft, b"x", "old lead.txt", actor=place.education.liaison.actor())
    make.step(draft, "submit", place.education.liaison)
    make.decide(draft, "return", place.education.head, "Say more.")
    assert ("returned", "planning.work-plans") in queue(place.education.liaison)
    make.assign(place, place.task, place.finance)
    assert list(WorkPlan.objects.all()) == [kept]
    assert Attachment.objects.count() == 0
    assert queue(place.education.liaison) == []


def test_assigning_takes_the_same_queries_for_one_and_many(place):
    def cost(tasks, lead):
        with CaptureQueriesContext(connection) as queries:
            assignment.assign_many({task: Parts(lead.row) for task in tasks}, actor=place.officer.actor())
        return len(queries)

    with fixture():
        tasks = [rows.make_task(place.office, plan=place.plan) for _ in range(4)]
    one = cost(tasks[:1], place.education)
    assert cost(tasks[1:], place.education) == one
