"""Approvals: who decides, in which order, and what the record's history says afterwards."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from tests.factories import workflow as make

from jiangxin.audit.models import Activity
from jiangxin.kernel import write
from jiangxin.kernel.clock import today
from jiangxin.kernel.errors import NotAllowed, NotLawful, ReasonMissing
from jiangxin.people.models import Role
from jiangxin.workflow.domain.approvals import decide, withdraw
from jiangxin.workflow.domain.queries.items import items_for
from jiangxin.workflow.models import Approval, ApprovalDecision, Delegation, WorkItem


def _role(town, **extra):
    return {"who": "role_owner", "role": town.approver, **extra}


def _state(town):
    town.plan.refresh_from_db()
    return town.plan.state


def _open():
    return WorkItem.objects.filter(state="open").count()


def test_submitting_without_a_route_is_refused_and_changes_nothing(town):
    with pytest.raises(NotLawful, match=r"No approval route|审批"):
        write.apply(town.record, town.plan, "submit", actor=town.olga.actor(), reason="")
    assert (_state(town), Approval.objects.count()) == ("checking", 0)


def test_submitting_opens_the_approval_in_the_same_transaction(town, submit):
    make.route(_role(town, deadline_days=3))
    approval = submit()
    item = WorkItem.objects.get()
    assert (_state(town), approval.submitter, approval.organisation) == ("in_approval", town.olga, town.office)
    assert (item.kind, item.record, item.object_id, item.role) == (
        "approve",
        "planning.plans",
        town.plan.pk,
        town.approver,
    )
    assert item.due_on > today()


def test_a_step_that_nobody_could_decide_refuses_the_submission(town):
    make.route(_role(town), {"who": "head"})
    with pytest.raises(NotLawful, match="Step 2"):
        write.apply(town.record, town.plan, "submit", actor=town.olga.actor())
    assert (_state(town), Approval.objects.count(), _open()) == ("checking", 0, 0)


def test_the_last_approval_takes_the_step_in_the_name_of_who_decided(town, submit):
    make.route(_role(town))
    approval = decide(submit(), "approve", actor=town.anna.actor(), comment="well done")
    assert (_state(town), approval.state, _open()) == ("adopted", "approved", 0)
    event = town.plan.history.order_by("pgh_id").last()
    metadata = event.pgh_context.metadata if hasattr(event.pgh_context, "metadata") else event.pgh_context
    assert (metadata["actor"], metadata["reason"]) == (town.anna.account.pk, "well done")
    row = Activity.objects.get(verb="adopt")
    assert (row.actor_id, row.reason, row.record) == (town.anna.account.pk, "well done", "planning.plans")


def test_steps_follow_each_other(town, submit):
    head = make.person("head", town.office)
    make.post(town.office, "Director", head, is_head=True)
    desk = make.post(town.school, "Desk", town.carl)
    make.route(_role(town), {"who": "post", "post": desk}, {"who": "head"})
    approval = submit()
    decide(approval, "approve", actor=town.bert.actor())
    with pytest.raises(NotAllowed):
        decide(approval, "approve", actor=town.bert.actor())
    with pytest.raises(NotAllowed):
        decide(approval, "approve", actor=head.actor())
    decide(approval, "approve", actor=town.carl.actor())
    assert _state(town) == "in_approval"
    decide(approval, "approve", actor=head.actor())
    assert _state(town) == "adopted"


def test_all_of_them_means_all_of_them(town, submit):
    make.route(_role(town, quorum="all"))
    approval = submit()
    decide(approval, "approve", actor=town.anna.actor())
    assert (_state(town), _open()) == ("in_approval", 1)
    with pytest.raises(NotAllowed):
        decide(approval, "approve", actor=town.anna.actor())
    decide(approval, "approve", actor=town.bert.actor())
    assert (_state(town), _open()) == ("adopted", 0)


def test_a_role_anywhere_reaches_holders_elsewhere(town, submit):
    make.route({"who": "role_any", "role": town.approver})
    decide(submit(), "approve", actor=town.carl.actor())
    assert _state(town) == "adopted"


def test_a_role_at_the_owner_does_not_reach_holders_elsewhere(town, submit):
    make.route(_role(town))
    with pytest.raises(NotAllowed):
        decide(submit(), "approve", actor=town.carl.actor())


def test_the_submitter_never_decides_unless_the_route_says_so(town, submit):
    both = make.person("both", town.office, town.officer, town.approver)
    make.route(_role(town))
    approval = submit(by=both)
    assert items_for(both.actor()).count() == 0
    with pytest.raises(NotAllowed):
        decide(approval, "approve", actor=both.actor())
    decide(approval, "return", actor=town.anna.actor(), comment="no")
    with make.fixture():
        approval.route.four_eyes = False
        approval.route.save()
    decide(submit(by=both), "approve", actor=both.actor())
    assert _state(town) == "adopted"


def test_nobody_decides_in_place_of_the_submitter(town, submit):
    both = make.person("both", town.office, town.officer, town.approver)
    friend = make.person("friend", town.school)
    make.route(_role(town))
    with make.fixture():
        for giver in (both, town.anna):
            Delegation.objects.create(from_person=giver, to_person=friend, reason="leave", valid_from=today())
    approval = submit(by=both)
    assert items_for(friend.actor()).count() == 1
    with make.fixture():
        Delegation.objects.filter(from_person=town.anna).delete()
    assert items_for(friend.actor()).count() == 0
    with pytest.raises(NotAllowed):
        decide(approval, "approve", actor=friend.actor())


def test_returning_needs_a_comment_and_gives_the_work_back(town, submit):
    make.route(_role(town))
    approval = submit()
    with pytest.raises(ReasonMissing):
        decide(approval, "return", actor=town.anna.actor(), comment="  ")
    decide(approval, "return", actor=town.anna.actor(), comment="figures are wrong")
    item = WorkItem.objects.get(state="open")
    assert (_state(town), item.kind, item.person) == ("checking", "returned", town.olga)
    again = submit()
    assert again.pk != approval.pk
    assert list(WorkItem.objects.filter(state="open").values_list("kind", flat=True)) == ["approve"]


def test_returning_to_an_earlier_step_starts_a_new_round(town, submit):
    desk = make.post(town.school, "Desk", town.carl)
    make.route(_role(town, quorum="all"), {"who": "post", "post": desk, "may_return_to": 10})
    approval = submit()
    for person in (town.anna, town.bert):
        decide(approval, "approve", actor=person.actor())
    approval = decide(approval, "return", actor=town.carl.actor(), comment="look again")
    assert (approval.current, approval.round, _state(town), _open()) == (10, 2, "in_approval", 2)
    for person in (town.anna, town.bert, town.carl):
        decide(approval, "approve", actor=person.actor())
    assert (_state(town), ApprovalDecision.objects.count()) == ("adopted", 6)


def test_handing_over_gives_the_step_to_somebody_else(town, submit):
    make.route(_role(town))
    approval = submit()
    helper = make.person("helper", town.school)
    administrator = make.person("admin", town.office, make.role("keeper", "people.account.view"))
    with make.fixture():
        Role.objects.filter(code="keeper").update(duty="system")
    for nobody in (None, town.anna, town.olga, administrator):
        with pytest.raises(NotLawful):
            decide(approval, "delegate", actor=town.anna.actor(), to_person=nobody)
    decide(approval, "delegate", actor=town.anna.actor(), to_person=helper, comment="knows more")
    with pytest.raises(NotAllowed):
        decide(approval, "approve", actor=town.anna.actor())
    decide(approval, "approve", actor=helper.actor())
    assert _state(town) == "adopted"


def test_a_stale_page_is_refused(town, submit):
    desk = make.post(town.school, "Desk", town.anna)
    make.route(_role(town), {"who": "post", "post": desk})
    approval = submit()
    seen = approval.stages.get(order=10).pk
    decide(approval, "approve", actor=town.bert.actor(), stage_id=seen)
    with pytest.raises(NotLawful):
        decide(approval, "approve", actor=town.anna.actor(), stage_id=seen)


def test_only_the_submitter_withdraws(town, submit):
    make.route(_role(town))
    approval = submit()
    with pytest.raises(NotAllowed):
        withdraw(approval, actor=town.anna.actor(), reason="x")
    with pytest.raises(ReasonMissing):
        withdraw(approval, actor=town.olga.actor(), reason="")
    withdraw(approval, actor=town.olga.actor(), reason="too early")
    assert (_state(town), Approval.objects.get().state, _open()) == ("checking", "withdrawn", 0)
    with pytest.raises(NotLawful):
        decide(approval, "approve", actor=town.anna.actor())


def test_changing_a_route_leaves_what_is_under_way(town, submit):
    row = make.route(_role(town))
    approval = submit()
    with make.fixture():
        row.steps.all().delete()
    decide(approval, "approve", actor=town.anna.actor())
    assert _state(town) == "adopted"


def test_the_route_whose_condition_fits_is_taken(town, submit):
    make.route(_role(town), condition={"title": "another"}, order=1)
    fits = make.route(_role(town), condition={"title__in": ["Plan"]}, order=2)
    make.route(_role(town), order=3)
    assert submit().route == fits


def test_a_route_refuses_records_and_conditions_that_do_not_exist(town):
    from django.core.exceptions import ValidationError

    row = make.route(_role(town))
    for change in (
        {"record": "people.persons"},
        {"condition": {"nothing": 1}},
        {"condition": {"title__regex": "x"}},
        {"condition": []},
    ):
        for name, value in change.items():
            setattr(row, name, value)
        with pytest.raises(ValidationError):
            row.full_clean()
        row.refresh_from_db()
    row.full_clean()


def test_the_database_refuses_unlawful_states(town, submit):
    make.route(_role(town))
    approval = submit()
    decide(approval, "approve", actor=town.anna.actor())
    with pytest.raises(DatabaseError), transaction.atomic(), make.fixture():
        Approval.objects.update(state="open")
    with pytest.raises(DatabaseError), transaction.atomic(), make.fixture():
        Approval.objects.create(record="planning.plans", object_id=1, route=approval.route, state="approved")


def test_a_queue_takes_the_same_queries_for_one_row_and_for_many(town, submit, django_assert_num_queries):
    from jiangxin.kernel.actors import process
    from jiangxin.workflow.domain.items import Assignee, open_item
    from jiangxin.workflow.domain.queries.items import work_of

    make.route(_role(town))
    submit()
    actor = town.anna.actor()
    with django_assert_num_queries(3):
        assert [work.title for work in work_of(actor)] == ["Plan"]
    for number in range(5):
        row = make.plan(town.office, f"Plan {number}")
        open_item(
            "due",
            town.record,
            row.pk,
            actor=process("tests"),
            assignee=Assignee(person_id=town.anna.pk),
            due_on=today() + timedelta(number),
        )
    with django_assert_num_queries(3):
        assert len(work_of(actor)) == 6
