"""Reporting: cycles made ahead, drafts filled in beforehand, signed, handed in, reviewed, returned, locked."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from tests.factories import planning as make
from tests.factories import records as rows
from tests.factories import running
from tests.factories.workflow import fixture
from tests.registry.support import account_with

from jiangxin.desk.links import url_for
from jiangxin.evidence.domain import attachments
from jiangxin.kernel import access, clock, records, write
from jiangxin.kernel.actors import process
from jiangxin.kernel.errors import Conflict, NotAllowed, NotLawful
from jiangxin.planning.domain import assignment, extending, reporting
from jiangxin.planning.domain.assignment import Parts
from jiangxin.planning.models import Cycle, Report, Standing, Target, TargetValue, TaskTarget
from jiangxin.workflow.domain.queries.items import items_for

SYSTEM = process("tests")
RECORD = records.of_model(Report)
JULY = date(2024, 7, 5)


def queue(person):
    return [(item.kind, item.record) for item in items_for(person.actor())]


def seen(person, verb="view"):
    return sorted(access.rows(RECORD, person.actor(), verb).values_list("task__number", "round", "state"))


@pytest.fixture
def draft(place):
    """Return the draft of the one task under way, in the cycle of the second quarter."""
    make.running(place, place.task, place.education, place.labour)
    return make.open_cycle(place)[0]


def test_cycles_are_made_for_this_period_and_the_next_by_the_rules(place):
    made = reporting.make_cycles(date(2024, 5, 7), actor=SYSTEM)
    found = [(c.kind, c.starts_on, c.ends_on, c.opens_on, c.due_on, c.locks_on) for c in made]
    assert found == [
        ("quarterly", date(2024, 4, 1), date(2024, 6, 30), date(2024, 6, 20), date(2024, 7, 10), date(2024, 7, 30)),
        ("quarterly", date(2024, 7, 1), date(2024, 9, 30), date(2024, 9, 20), date(2024, 10, 10), date(2024, 10, 30)),
        ("monthly", date(2024, 5, 1), date(2024, 5, 31), date(2024, 5, 31), date(2024, 6, 5), date(2024, 6, 15)),
        ("monthly", date(2024, 6, 1), date(2024, 6, 30), date(2024, 6, 30), date(2024, 7, 5), date(2024, 7, 15)),
    ]  # fmt: skip
    assert reporting.make_cycles(date(2024, 5, 7), actor=SYSTEM) == []


def test_opening_gives_each_task_under_way_a_draft_once(place):
    make.running(place, place.task, place.education)
    make.assign(place, place.other, place.labour)
    drafts = make.open_cycle(place)
    found = [(row.task, row.organisation, row.state, row.due_on) for row in drafts]
    assert found == [(place.task, place.education.row, "draft", date(2024, 7, 10))]
    assert queue(place.education.liaison) == [("due", "planning.reports")]
    assert make.open_cycle(place) == []


def test_monthly_checks_are_for_tasks_with_the_light_of_the_rules(place):
    make.running(place, place.task, place.education)
    make.running(place, place.other, place.labour)
    with fixture():
        Standing.objects.update_or_create(task=place.other, defaults={"day": make.BEGIN, "light": "red"})
        Standing.objects.update_or_create(task=place.task, defaults={"day": make.BEGIN, "light": "yellow"})
    with clock.on(date(2024, 4, 30)):
        reporting.make_cycles(clock.today(), actor=SYSTEM)
        drafts = reporting.open_cycles(clock.today(), actor=SYSTEM)
    assert [(row.cycle.kind, row.task) for row in drafts] == [("monthly", place.other)]


def test_draft_takes_over_what_was_handed_in_last(place, draft):
    with clock.on(JULY):
        make.hand_in(draft, place.education, percent=40, problems="No land.", next_steps="Ask for land.")
    after = make.open_cycle(place, date(2024, 9, 20))[0]
    found = (after.status, after.percent, after.progress, after.problems, after.next_steps)
    assert found == ("under_way", Decimal(40), "Half of it is built.", "No land.", "Ask for land.")


def test_drafts_are_seen_by_the_unit_only(place, draft):
    make.write_report(draft, place.education.liaison)
    everybody = (place.officer, place.chief, place.supervisor, place.labour.liaison, place.labour.head)
    assert [seen(person) for person in everybody] == [[]] * 5
    assert seen(place.education.liaison) == seen(place.education.head) == [(1, 1, "draft")]


def test_report_goes_from_the_liaison_by_the_head_to_the_office(place, draft):
    with clock.on(JULY):
        make.write_report(draft, place.education.liaison)
        make.step(draft, "submit", place.education.liaison)
        assert (queue(place.education.head), queue(place.officer)) == ([("approve", "planning.reports")], [])
        make.decide(draft, "approve", place.education.head)
        assert (draft.state, draft.handed_in_on) == ("reported", JULY)
        assert (queue(place.education.liaison), queue(place.officer)) == ([], [("approve", "planning.reports")])
        make.step(draft, "accept", place.officer, reason="Clear.")
        draft.refresh_from_db()
        assert (draft.state, draft.decided_on, draft.answer, queue(place.officer)) == ("accepted", JULY, "Clear.", [])


def test_head_returns_to_the_author(place, draft):
    make.write_report(draft, place.education.liaison)
    make.step(draft, "submit", place.education.liaison)
    make.decide(draft, "return", place.education.head, "Too short.")
    assert (draft.state, queue(place.education.liaison)) == ("draft", [("returned", "planning.reports")])


def test_empty_report_is_not_submitted(draft, place):
    with pytest.raises(NotLawful, match="how the task stands"):
        make.step(draft, "submit", place.education.liaison)


def test_progress_is_asked_for_where_it_is_planned(place, draft):
    plan = rows.make("planning.work-plans", place.education.row, task=place.task, year=2024)
    rows.bring(plan, place.education.row, "approved")
    make.write_report(draft, place.education.liaison)
    with pytest.raises(NotLawful, match="year's goal"):
        make.step(draft, "submit", place.education.liaison)


def test_returned_report_stays_and_a_new_round_begins_unseen(place, draft):
    attachments.attach(RECORD, draft, b"minutes", "minutes.txt", actor=place.education.liaison.actor())
    with clock.on(JULY):
        make.hand_in(draft, place.education)
        make.step(draft, "return", place.officer, "Which schools?", return_kind="incomplete")
        assert seen(place.officer) == [(1, 1, "returned")]
        assert seen(place.education.liaison) == [(1, 1, "returned"), (1, 2, "draft")]
        again = Report.objects.get(round=2)
        assert (again.progress, again.organisation) == ("Half of it is built.", place.education.row)
        files = [row.name for row in attachments.of(RECORD, again, actor=place.education.liaison.actor())]
        assert files == ["minutes.txt"]
        assert queue(place.education.liaison) == [("returned", "planning.reports")]
        make.hand_in(again, place.education, progress="Two schools are built.")
        draft.refresh_from_db()
    assert (draft.state, draft.answer, draft.superseded, draft.progress) == (
        "returned", "Which schools?", True, "Half of it is built.",
    )  # fmt: skip


def test_how_a_report_came_about_is_told_to_the_unit_only(place, draft):
    make.write_report(draft, place.education.liaison, progress="We are far behind.")
    with clock.on(JULY):
        make.hand_in(draft, place.education, progress="Going well.")
    people = (place.education.liaison, place.education.head, place.officer)
    assert [access.may(RECORD, person.actor(), "history", draft) for person in people] == [True, True, False]
    client = Client()
    client.force_login(place.officer.account)
    page = client.get(url_for(RECORD, "detail", draft)).content.decode()
    assert ["Going well." in page, "We are far behind." in page] == [True, False]
    assert client.get(url_for(RECORD, "history", draft)).status_code == 403


def test_comment_of_the_signature_stays_within_the_unit(place, draft):
    with clock.on(JULY):
        make.write_report(draft, place.education.liaison)
        make.step(draft, "submit", place.education.liaison)
        make.decide(draft, "approve", place.education.head, "Say nothing of the flood.")
    told = []
    for person in (place.education.liaison, place.education.head, place.officer, place.supervisor):
        client = Client()
        client.force_login(person.account)
        page = client.get(url_for(RECORD, "detail", draft)).content.decode()
        told.append("Say nothing of the flood." in page)
    assert told == [True, True, False, False]


def test_what_waits_within_a_unit_is_told_to_nobody_outside_it(place, draft):
    """Neither that a draft is due or waits for a signature, nor who returned it, nor how many there are."""
    overseeing = {"workflow.approval.view", "workflow.item.view", "planning.report.view", "planning.plan.manage"}
    overseer = account_with(overseeing, place.office).actor
    known = rows.make("workflow.approvals", place.office)  # about a plan, whose history the overseer reads
    kinds = [records.get(f"workflow.{slug}") for slug in ("approvals", "stages", "decisions", "items")]

    def about_reports(actor):
        def pointers(kind):
            key, pk = kind.scope.about
            return access.rows(kind, actor).filter(**{key: RECORD.key(), pk: draft.pk})

        return [pointers(kind).count() for kind in kinds]

    with clock.on(JULY):
        make.write_report(draft, place.education.liaison)
        make.step(draft, "submit", place.education.liaison)
        make.decide(draft, "return", place.education.head, "Say more.")
        make.step(draft, "submit", place.education.liaison)
        assert about_reports(overseer) == [0, 0, 0, 0]
        assert about_reports(place.education.liaison.actor()) == [2, 2, 1, 4]
        make.decide(draft, "approve", place.education.head)
    assert about_reports(overseer) == [0, 0, 0, 0]
    assert list(access.rows(kinds[0], overseer)) == [known]


def test_files_of_a_draft_are_nobody_elses(place, draft):
    file = attachments.attach(RECORD, draft, b"x", "secret plan.txt", actor=place.education.liaison.actor())
    assert not attachments.readable(file, actor=place.officer.actor())
    with clock.on(JULY):
        make.hand_in(draft, place.education)
    assert attachments.readable(file, actor=place.officer.actor())


def test_nothing_is_handed_in_after_the_lock_without_more_time(place, draft):
    with clock.on(date(2024, 7, 31)):
        make.write_report(draft, place.education.liaison)
        with pytest.raises(NotLawful, match="locked since 2024-07-30"):
            make.step(draft, "submit", place.education.liaison)
        asked = extending.request(draft, date(2024, 8, 5), "Flood", actor=place.education.liaison.actor())
        make.decide(asked, "approve", place.chief, "Granted.")
        draft.refresh_from_db()
        assert draft.due_on == date(2024, 8, 5)
        make.step(draft, "submit", place.education.liaison)
        assert make.decide(draft, "approve", place.education.head).state == "reported"


def test_draft_of_a_locked_cycle_leaves_the_queue(place, draft):
    assert reporting.lock_cycles(date(2024, 7, 30), actor=SYSTEM) == 0
    assert reporting.lock_cycles(date(2024, 7, 31), actor=SYSTEM) == 1
    assert queue(place.education.liaison) == []


def test_more_time_is_counted_and_limited(place, draft):
    with clock.on(JULY):
        for count, day in ((1, 15), (2, 20)):
            asked = extending.request(draft, date(2024, 7, day), "Flood", actor=place.education.liaison.actor())
            make.decide(asked, "approve", place.chief, "Granted.")
            draft.refresh_from_db()
            assert (asked.count, draft.due_on) == (count, date(2024, 7, day))
        with pytest.raises(NotLawful, match="2 times"):
            extending.request(draft, date(2024, 7, 25), "Flood", actor=place.education.liaison.actor())


def test_refused_request_moves_nothing(place, draft):
    with clock.on(JULY):
        asked = extending.request(draft, date(2024, 7, 20), "Flood", actor=place.education.liaison.actor())
        make.decide(asked, "return", place.chief, "Not needed.")
        draft.refresh_from_db()
    assert (asked.state, asked.answer, draft.due_on) == ("refused", "Not needed.", date(2024, 7, 10))


def test_another_unit_asks_for_nothing(place, draft):
    with pytest.raises(NotAllowed):
        extending.request(draft, date(2024, 7, 20), "Flood", actor=place.finance.liaison.actor())


def test_second_writer_is_told_and_loses_nothing(place, draft):
    mine = Report.objects.get(pk=draft.pk)
    make.write_report(draft, place.education.liaison, progress="First.")
    with pytest.raises(Conflict):
        write.save(
            RECORD, mine, {"progress": "Second."}, actor=place.education.liaison.actor(), expected_version=mine.version
        )
    draft.refresh_from_db()
    assert draft.progress == "First."


def test_milestones_are_kept_as_they_were_handed_in(place, draft):
    milestone = running.make_subtask_of(place.task, place.education.row, title="Land bought", due_on=date(2024, 6, 30))
    make.step(milestone, "finish", place.education.liaison, done_on=date(2024, 4, 12))
    with clock.on(JULY):
        make.hand_in(draft, place.education)
    assert draft.milestones == [
        {
            "number": milestone.number, "title": "Land bought", "due_on": "2024-06-30", "percent": "100.00",
            "done_on": "2024-04-12",
        }
    ]  # fmt: skip


def test_values_of_the_targets_go_with_the_report(place):
    make.running(place, place.task, place.education)
    with fixture():
        target = Target.objects.create(**{**rows.figure(place.office), "plan": place.plan, "clause": None})
        TaskTarget.objects.create(task=place.task, target=target)
    report = make.open_cycle(place)[0]
    value = TargetValue.objects.get()
    assert (value.target, value.report, value.organisation) == (target, report, place.education.row)
    record = records.of_model(TargetValue)
    changes = {"value": 42, "basis": "The register"}
    write.save(record, value, changes, actor=place.education.liaison.actor(), reason="counted")
    with clock.on(JULY):
        make.hand_in(report, place.education)
        value.refresh_from_db()
        assert (value.state, value.handed_in_on) == ("reported", JULY)
        make.step(report, "return", place.officer, "Recount.", return_kind="quality")
        value.refresh_from_db()
        again = TargetValue.objects.get(round=2)
        assert (value.state, again.state, again.value, again.report.round) == ("returned", "draft", 42, 2)
        make.hand_in(again.report, place.education)
        make.step(again.report, "accept", place.officer)
        again.refresh_from_db()
    assert again.state == "accepted"


def test_target_that_somebody_leads_is_reported_by_itself(place):
    with fixture():
        target = Target.objects.create(**{**rows.figure(place.office), "plan": place.plan, "clause": None})
    assignment.assign(target, Parts(place.labour.row), actor=place.officer.actor())
    make.open_cycle(place)
    value = TargetValue.objects.get()
    record = records.of_model(TargetValue)
    write.save(record, value, {"value": 42, "basis": "Survey"}, actor=place.labour.liaison.actor(), reason="counted")
    with clock.on(JULY):
        make.step(value, "submit", place.labour.liaison)
        make.decide(value, "approve", place.labour.head)
        assert (value.state, queue(place.officer)) == ("reported", [("approve", "planning.target-values")])
        make.step(value, "return", place.officer, "Which survey?")
        again = TargetValue.objects.get(round=2)
        assert (again.state, again.value) == ("draft", 42)
        assert sorted(queue(place.labour.liaison)) == [
            ("new", "planning.responsibilities"), ("returned", "planning.target-values"),
        ]  # fmt: skip


def test_changed_due_date_of_a_cycle_moves_the_drafts(place, draft):
    cycle = Cycle.objects.get(kind="quarterly", starts_on=date(2024, 4, 1))
    change = {"due_on": date(2024, 7, 12)}
    write.save(records.of_model(Cycle), cycle, change, actor=place.officer.actor(), reason="Holidays")
    draft.refresh_from_db()
    item = next(item for item in items_for(place.education.liaison.actor()) if item.record == "planning.reports")
    assert (draft.due_on, item.due_on) == (date(2024, 7, 12), date(2024, 7, 12))
