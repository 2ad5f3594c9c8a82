"""Tasks of a replaced plan go on in the new one, with what is still to be done; their past stays as it was."""

from __future__ import annotations

from datetime import date

import pytest
from tests.factories import planning as make
from tests.factories import screens, versions
from tests.factories.workflow import fixture, post

from jiangxin.kernel import clock
from jiangxin.kernel.errors import NotAllowed, NotLawful
from jiangxin.planning.domain import extending
from jiangxin.planning.domain.queries.tree import leaders_of
from jiangxin.planning.models import (
    Completion,
    LightOverride,
    Responsibility,
    Standing,
    Subtask,
    Suspension,
    Task,
    WorkPlan,
)


@pytest.fixture
def revision(place):
    """Return the district after its plan was replaced: Education leads the first task, which Labour supports."""
    make.running(place, place.task, place.education, place.labour)
    place.new = versions.revised(place, "Build more schools.", "Train teachers.", "Something new.")
    with clock.on(versions.DAY):
        yield place


def told(row):
    """Return who changed a row how often for which reason."""
    return [
        (event.pgh_context.metadata["name"], event.pgh_context.metadata["reason"])
        for event in row.history.order_by("pgh_id")
    ]


# ── The task itself ──


def test_new_task_goes_on_under_way_and_the_old_one_ends(revision):
    with fixture():
        revision.task.weight, revision.task.disclosure = 3, "open"
        revision.task.save()
    assert versions.carry(revision) == 1
    old, new = revision.task, revision.new.tasks[0]
    assert (old.state, old.closed_on, old.issued_on, old.lead) == (
        "carried",
        versions.DAY,
        make.BEGIN,
        revision.education.row,
    )
    assert (new.state, new.continues, new.lead, new.weight, new.disclosure) == (
        "running", old, revision.education.row, 3, "open",
    )  # fmt: skip
    assert (new.issued_on, new.acknowledged_on) == (versions.DAY, make.BEGIN)
    assert {row[1] for row in told(old)[-1:] + told(new)[-2:]} == {"Revised"}
    assert told(new)[-1][0] == revision.officer.actor().name


def test_carrying_over_again_changes_nothing(revision):
    versions.carry(revision)
    before = (
        versions.parts(revision.task),
        versions.parts(revision.new.tasks[0]),
        versions.lights(revision.new.tasks[0]),
    )
    assert versions.carry(revision) == 0
    assert (
        versions.parts(revision.task),
        versions.parts(revision.new.tasks[0]),
        versions.lights(revision.new.tasks[0]),
    ) == before


@pytest.mark.parametrize("way", ["unassigned", "issued", "suspended"])
def test_new_task_is_in_the_state_of_the_old_one(revision, way):
    task, new = revision.other, revision.new.tasks[1]
    if way != "unassigned":
        make.assign(revision, task, revision.labour)
        make.step(task, "issue", revision.officer)
    if way == "suspended":
        make.step(task, "suspend", revision.chief, "No money")
    versions.carry(revision, pairs=[(task, new)])
    assert (task.state, new.state, new.continues) == ("carried", way, task)


def test_dates_and_kind_pass_where_the_same_deadlines_are_printed(revision):
    with fixture():
        revision.new.tasks[0].deadlines = ["by 2026"]
        revision.new.tasks[0].save()
    versions.carry(revision, pairs=[(revision.task, revision.new.tasks[0]), (revision.other, revision.new.tasks[1])])
    assert [(task.kind, task.due_on) for task in revision.new.tasks[:2]] == [
        ("standing", None), ("staged", date(2025, 6, 30)),
    ]  # fmt: skip


# ── Units ──


def test_units_and_posts_pass_with_what_was_acknowledged(revision):
    office_post = post(revision.office, "Deputy head", revision.chief)
    make.assign(
        revision, revision.task, revision.education, revision.labour,
        lead_post=revision.education.post, oversight=[office_post],
    )  # fmt: skip
    with fixture():
        Responsibility.objects.filter(task=revision.task, part="lead").update(post=revision.education.post)
    versions.carry(revision)
    old, new = revision.task, revision.new.tasks[0]
    assert versions.parts(new) == [
        ("lead", "Education", "acknowledged", versions.DAY, None),
        ("oversight", "Plan office", "acknowledged", versions.DAY, None),
        ("support", "Labour", "pending", versions.DAY, None),
    ]
    assert [row[4] for row in versions.parts(old) if row[3] < versions.DAY] == [versions.DAY, versions.DAY]
    assert Responsibility.objects.get(task=new, part="lead").post == revision.education.post
    rows = Task.objects.filter(pk=new.pk)
    assert [leader.label for leader in leaders_of(rows, revision.officer.actor(), versions.DAY)[new.pk]] != []


def test_support_that_was_not_acknowledged_is_asked_on_the_new_task(revision):
    [(_kind, _record, before)] = versions.queue(revision.labour.liaison)
    versions.carry(revision)
    part = make.part(revision.new.tasks[0], revision.labour)
    assert versions.queue(revision.labour.liaison) == [("new", "planning.responsibilities", part.pk)]
    assert part.pk != before
    assert part.due_on == date(2024, 4, 22)


def test_units_that_were_confirmed_for_the_new_task_give_way_to_those_carried_over(revision):
    make.assign(revision, revision.new.tasks[0], revision.finance)
    versions.carry(revision)
    assert versions.parts(revision.new.tasks[0]) == [
        ("lead", "Education", "acknowledged", versions.DAY, None),
        ("support", "Labour", "pending", versions.DAY, None),
    ]


# ── What the lead split it into ──


def steps(task):
    rows = Subtask.objects.filter(task=task).order_by("number").select_related("parent", "organisation")
    return [(r.number, r.parent and r.parent.number, r.organisation.name, r.state, r.weight, r.percent) for r in rows]


def test_sub_tasks_pass_with_their_states_and_open_ones_end_where_they_were(revision):
    versions.split(revision)
    versions.carry(revision)
    assert steps(revision.new.tasks[0]) == [
        ("1", None, "Education", "open", 2, 30),
        ("1.1", "1", "Education", "open", 1, None),  # Finance has no part any more
        ("2", None, "Labour", "done", 1, None),
    ]
    assert [(row[0], row[3]) for row in steps(revision.task)] == [
        ("1", "dropped"), ("1.1", "dropped"), ("2", "done"), ("3", "dropped"),
    ]  # fmt: skip
    # what is left of the old task is no progress of it
    assert Standing.objects.get(task=revision.task).computed is None
    found = Completion.objects.get(subtask__task=revision.new.tasks[0])
    assert (found.done_on, found.noted_on) == (date(2024, 6, 3), date(2024, 6, 4))


def test_open_sub_tasks_are_called_for_on_the_new_task_only(revision):
    top, below, _done, _gone = versions.split(revision)
    with fixture():
        below.delete()
    versions.carry(revision)
    new = Subtask.objects.get(task=revision.new.tasks[0], number="1")
    assert [row for row in versions.queue(revision.education.liaison) if row[1] == "planning.subtasks"] == [
        ("due", "planning.subtasks", new.pk)
    ]
    top.refresh_from_db()
    assert (top.state, top.dropped_on) == ("dropped", versions.DAY)


def test_approved_work_plan_holds_for_the_new_task_and_a_draft_moves(revision):
    with fixture():
        plan = WorkPlan.objects.create(task=revision.task, year=2024, goal="Half", q2_percent=40)
        for state in ("in_approval", "approved"):
            plan.state, plan.approved_on = state, date(2024, 5, 1)
            plan.save()
        WorkPlan.objects.create(task=revision.task, year=2025, goal="The rest")
        WorkPlan.objects.create(task=revision.task, year=2023, goal="Of old")
    versions.carry(revision)
    rows = WorkPlan.objects.filter(task=revision.new.tasks[0]).order_by("year")
    assert list(rows.values_list("year", "state", "approved_on", "q2_percent")) == [
        (2024, "approved", date(2024, 5, 1), 40), (2025, "draft", None, None),
    ]  # fmt: skip
    assert sorted(WorkPlan.objects.filter(task=revision.task).values_list("year", flat=True)) == [2023, 2024]


def test_rest_and_light_set_by_hand_go_on_at_the_new_task(revision):
    make.step(revision.task, "suspend", revision.chief, "No money")
    with fixture():
        LightOverride.objects.create(
            task=revision.task, colour="yellow", grounds="Seen", valid_from=make.BEGIN, valid_to=date(2024, 12, 1)
        )
    with clock.on(date(2024, 7, 25)):
        versions.carry(revision)
    rests = Suspension.objects.order_by("pk").values_list("task", "valid_from", "valid_to", "grounds")
    assert list(rests) == [
        (revision.task.pk, versions.DAY, date(2024, 7, 25), "No money"),
        (revision.new.tasks[0].pk, date(2024, 7, 25), None, "No money"),
    ]
    hands = LightOverride.objects.order_by("pk").values_list("task", "valid_from", "valid_to")
    assert list(hands) == [
        (revision.task.pk, make.BEGIN, date(2024, 7, 25)),
        (revision.new.tasks[0].pk, date(2024, 7, 25), date(2024, 12, 1)),
    ]


def test_what_was_done_late_before_does_not_shine_again(revision):
    done = screens.split(
        revision.task, "1", revision.education, due=date(2024, 5, 1), state="done", done_on=date(2024, 6, 3)
    )
    with fixture():
        Completion.objects.create(subtask=done, done_on=date(2024, 6, 3), noted_on=date(2024, 6, 4))
    versions.carry(revision)
    assert versions.lights(revision.new.tasks[0])[-1][0] == "green"


# ── Refusals ──


@pytest.mark.parametrize("who", ["supervisor", "liaison", "head"])
def test_nobody_but_the_office_carries_over(revision, who):
    person = revision.supervisor if who == "supervisor" else getattr(revision.education, who)
    with pytest.raises(NotAllowed):
        versions.carry(revision, by=person)
    assert Task.objects.filter(continues__isnull=False).count() == 0


def refused(revision, match, pairs=None):
    before = list(Task.objects.order_by("pk").values_list("state", "version"))
    with pytest.raises(NotLawful, match=match):
        versions.carry(revision, pairs=pairs)
    assert list(Task.objects.order_by("pk").values_list("state", "version")) == before


def test_task_that_has_ended_is_not_carried_over(revision):
    make.step(revision.task, "terminate", revision.chief, "Not wanted")
    refused(revision, "It has ended")


def test_what_is_to_be_decided_is_decided_first(revision):
    with clock.on(make.BEGIN):
        make.step(make.part(revision.task, revision.labour), "object", revision.labour.liaison, objection="Not ours")
    refused(revision, "objected")


def test_requested_conclusion_is_decided_first(revision):
    make.running(revision, revision.other, revision.labour)
    make.step(revision.other, "request_conclusion", revision.labour.liaison, conclusion="All is done.")
    refused(revision, "conclusion", [(revision.task, revision.new.tasks[0]), (revision.other, revision.new.tasks[1])])


def test_request_for_more_time_and_work_plan_in_approval_are_decided_first(revision):
    step = screens.split(revision.task, "1", revision.education, due=date(2024, 9, 1))
    extending.request(step, date(2024, 10, 1), "Rain", actor=revision.education.liaison.actor())
    refused(revision, "More time")
    make.running(revision, revision.other, revision.labour)
    with fixture():
        plan = WorkPlan.objects.create(task=revision.other, year=2024, goal="Half", q2_percent=40)
    make.step(plan, "submit", revision.labour.liaison)
    refused(revision, "work plan", [(revision.other, revision.new.tasks[1])])


def test_new_task_that_was_issued_anew_is_taken_back_first(revision):
    make.assign(revision, revision.new.tasks[0], revision.finance)
    make.step(revision.new.tasks[0], "issue", revision.officer)
    refused(revision, "issued anew")


def test_one_task_carries_on_one_other(revision):
    old, new = revision.task, revision.new.tasks
    refused(revision, "twice", [(old, new[0]), (old, new[1])])
    refused(revision, "twice", [(old, new[0]), (revision.other, new[0])])
    versions.carry(revision)
    refused(revision, "carries on another", [(revision.other, new[0])])


def test_tasks_of_plans_that_do_not_replace_each_other_are_refused(revision):
    refused(revision, "does not replace", [(revision.new.tasks[1], revision.new.tasks[0])])
    third = versions.revised(revision, "Build schools.")
    with fixture():
        third.plan.supersedes = revision.new.plan
        third.plan.save()
    refused(revision, "does not replace", [(revision.task, third.tasks[0])])
