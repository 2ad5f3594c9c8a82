"""Two versions of a plan side by side: groups, marks, filters, carrying over from the page, and who may."""

from __future__ import annotations

import pytest
from django.urls import reverse
from tests.factories import planning as make
from tests.factories import records as rows
from tests.factories import screens, versions
from tests.factories.workflow import fixture

from jiangxin.desk.links import url_for
from jiangxin.kernel import clock, records
from jiangxin.planning.domain import assignment
from jiangxin.planning.domain.assignment import Parts
from jiangxin.planning.models import Responsibility, Target, Task, TaskUnit

BUILD = "Build three new schools in the district, with workshops and sports grounds, by the end of the plan."
BUILD_MORE = "Build five new schools in the district, with workshops and sports grounds, by the end of the plan."


@pytest.fixture
def pair(place):
    """Return the district after a revision: one task changed, one stayed, one came, one went."""
    with fixture():
        place.task.content = BUILD
        place.task.save()
        place.gone = Task.objects.create(plan=place.plan, number=3, content="Print a newspaper.", start=0, end=1)
    make.running(place, place.task, place.education, place.labour)
    make.running(place, place.other, place.labour)
    place.new = versions.revised(place, BUILD_MORE, "Buy laboratory equipment for welding.", "Train teachers.")
    units = ((place.task, "Education", place.education), (place.new.tasks[0], "Education", place.education),
             (place.task, "Labour", place.labour), (place.new.tasks[0], "Finance", place.finance))  # fmt: skip
    with fixture():
        for order, (task, printed, unit) in enumerate(units):
            TaskUnit.objects.create(task=task, order=order, printed=printed, role="support", organisation=unit.row)
    with clock.on(versions.DAY):
        yield place


def target(plan, number, subject, value, **extra):
    with fixture():
        values = {"unit": "%", "quote": f"{subject} as printed", "comparator": ">=", "start": 0, "end": 1}
        return Target.objects.create(plan=plan, number=number, subject=subject, value=value, **values, **extra)


def compare(place, by=None, **query):
    return screens.page(by or place.officer, "compare", place.new.plan, query)


def shown(response, kind="tasks"):
    """Return the numbers of old and new rows by group."""
    for name, _label, groups in response.context["sections"]:
        if name == kind:
            return {
                str(group): [(line.old and line.old.number, line.new and line.new.number) for line in lines]
                for group, _text, lines in groups
            }
    return None


def carry(place, by=None, **given):
    address = reverse("planning:carry", kwargs={"uuid": place.new.plan.uuid})
    return screens.client_of(by or place.officer).post(address, given)


def continued():
    rows_ = Task.objects.filter(continues__isnull=False).order_by("number")
    return list(rows_.values_list("continues__number", "number"))


def test_tasks_stand_in_groups_with_what_changed_marked(pair):
    response = compare(pair)
    assert shown(response) == {
        "changed": [(1, 1)], "new": [(None, 2)], "dropped": [(3, None)], "same": [(2, 3)],
    }  # fmt: skip
    text = response.content.decode()
    assert "<del>three</del><ins>five</ins>" in text
    assert "<ins>Finance</ins>" in text
    assert "<del>Labour</del>" in text


def test_targets_tell_figures_and_deadlines_of_both(pair):
    target(pair.plan, 1, "Share of graduates who find work", 60, deadline="by 2025")
    target(pair.new.plan, 4, "Share of graduates who find work", 65, deadline="by 2026")
    target(pair.plan, 2, "Schools", 3)
    target(pair.new.plan, 2, "Schools", 3)
    response = compare(pair)
    assert shown(response, "targets") == {"changed": [(1, 4)], "same": [(2, 2)]}
    text = response.content.decode()
    assert "<del>≥ 60 %</del> · <ins>≥ 65 %</ins>" in text
    assert "<del>by 2025</del> · <ins>by 2026</ins>" in text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"show": "new"}, {"new": [(None, 2)]}),
        ({"q": "TEACHERS"}, {"same": [(2, 3)]}),
        ({"unit": "Finance"}, {"changed": [(1, 1)]}),
        ({"of": "tasks", "show": "dropped"}, {"dropped": [(3, None)]}),
        ({"of": "targets"}, None),
        (
            {"show": "odd", "of": ""},
            {"changed": [(1, 1)], "new": [(None, 2)], "dropped": [(3, None)], "same": [(2, 3)]},
        ),
        ({"q": "nothing like it"}, {}),
    ],
)
def test_page_is_narrowed(pair, query, found):
    assert shown(compare(pair, **query)) == found


def test_only_what_is_to_be_decided_is_asked_for(pair):
    carry(pair, all="1", confirm="1")
    assert shown(compare(pair, left="1")) == {"changed": [(1, 1)], "new": [(None, 2)], "dropped": [(3, None)]}


def test_all_undoubted_are_carried_over_after_a_preview(pair):
    response = carry(pair, all="1")
    assert [(o.old.number, o.new.number, o.refusal) for o in response.context["outcomes"]] == [(2, 3, "")]
    assert continued() == []
    response = carry(pair, all="1", confirm="1", reason="Decree 18")
    assert (response.status_code, continued()) == (302, [(2, 3)])
    assert pair.new.tasks[2].history.last().pgh_context.metadata["reason"] == "Decree 18"
    assert carry(pair, all="1", confirm="1").status_code == 302
    assert continued() == [(2, 3)]


def test_officer_decides_which_task_another_carries_on(pair):
    new = pair.new.tasks
    given = {"task": [new[0].uuid, new[1].uuid], f"old-{new[0].uuid}": "1", f"old-{new[1].uuid}": "3"}
    assert carry(pair, **given, confirm="1").status_code == 302
    assert continued() == [(1, 1), (3, 2)]
    assert shown(compare(pair)) == {"changed": [(1, 1), (3, 2)], "same": [(2, 3)]}


@pytest.mark.parametrize("number", ["", "99", "x", "12345678901"])
def test_number_of_no_old_task_is_told(pair, number):
    new = pair.new.tasks[1]
    response = carry(pair, task=[new.uuid], **{f"old-{new.uuid}": number})
    assert [o.refusal for o in response.context["outcomes"]] == ["Give the number of the old task."]
    assert "will be carried over" not in response.content.decode()


def test_old_task_given_twice_and_obstacles_are_told(pair):
    make.step(pair.gone, "terminate", pair.chief, "Not wanted")
    new = pair.new.tasks
    given = {"task": [row.uuid for row in new]}
    given |= {f"old-{new[0].uuid}": "1", f"old-{new[1].uuid}": "1", f"old-{new[2].uuid}": "3"}
    response = carry(pair, **given, confirm="1")
    assert [o.refusal for o in response.context["outcomes"]] == [
        "The old task is given for several new ones.", "The old task is given for several new ones.", "It has ended.",
    ]  # fmt: skip
    assert continued() == []


def test_nothing_chosen_is_told(pair):
    response = carry(pair)
    assert (response.status_code, continued()) == (302, [])


def test_leads_of_equal_targets_pass_with_the_undoubted(pair):
    old, new = target(pair.plan, 1, "Schools", 3), target(pair.new.plan, 1, "Schools", 3)
    assignment.assign(old, Parts(pair.education.row), actor=pair.officer.actor())
    assert compare(pair).context["undoubted"] == 2
    carry(pair, all="1", confirm="1")
    assert Responsibility.objects.get(target=new, valid_to=None).organisation == pair.education.row
    other = target(pair.plan, 2, "Sports grounds", 3), target(pair.new.plan, 2, "Sports grounds", 4)
    assignment.assign(other[0], Parts(pair.labour.row), actor=pair.officer.actor())
    carry(pair, target=[other[1].uuid], confirm="1")
    assert Responsibility.objects.get(target=other[1], valid_to=None).organisation == pair.labour.row


def test_head_of_the_office_ends_what_nobody_carries_on(pair):
    assert compare(pair, pair.officer).context["may_end"] is False
    assert 'name="row"' not in compare(pair, pair.officer).content.decode()
    text = compare(pair, pair.chief).content.decode()
    assert f'name="row" value="{pair.gone.uuid}"' in text


def test_readers_compare_and_do_not_carry(pair):
    response = compare(pair, pair.education.liaison)
    assert shown(response)["same"] == [(2, 3)]
    assert 'id="carry"' not in response.content.decode()
    assert carry(pair, by=pair.education.liaison, all="1", confirm="1").status_code == 403
    assert continued() == []


def test_plan_that_replaces_none_has_nothing_to_compare(pair):
    address = reverse("planning:compare", kwargs={"uuid": pair.plan.uuid})
    assert screens.client_of(pair.officer).get(address).status_code == 404
    assert (
        screens.client_of(pair.officer).post(reverse("planning:carry", kwargs={"uuid": pair.plan.uuid})).status_code
        == 404
    )


def test_pages_of_both_plans_lead_to_the_comparison(pair):
    address = reverse("planning:compare", kwargs={"uuid": pair.new.plan.uuid})
    for plan in (pair.plan, pair.new.plan):
        assert address in screens.page(pair.officer, "plan", plan).content.decode()
    with fixture():
        alone = rows.make("planning.plans", pair.office)
    assert "/compare/" not in screens.page(pair.officer, "plan", alone).content.decode()


def test_pages_of_tasks_name_what_they_carry_on_and_by_what_they_are_carried_on(pair):
    carry(pair, all="1", confirm="1")
    record, client = records.of_model(Task), screens.client_of(pair.officer)
    pages = [client.get(url_for(record, "detail", row)).content.decode() for row in (pair.other, pair.new.tasks[2])]
    addresses = [url_for(record, "detail", row) for row in (pair.new.tasks[2], pair.other)]
    assert [f'<dd><a href="{there}">' in page for there, page in zip(addresses, pages, strict=True)] == [True, True]


def test_number_of_queries_does_not_grow(pair):
    client = screens.client_of(pair.officer)
    address = reverse("planning:compare", kwargs={"uuid": pair.new.plan.uuid})
    plans = (pair.plan, pair.new.plan)
    with fixture():
        Task.objects.filter(number__gt=1).delete()
    for plan in plans:
        target(plan, 1, "Share 1", 60)
    few = screens.queries(client, address)
    for plan in plans:
        pair.plan = plan
        for number, task in enumerate(screens.more_tasks(pair, 2), 2):
            with fixture():
                TaskUnit.objects.create(
                    task=task, order=number, printed="Education", role="lead", organisation=pair.education.row
                )
            target(plan, number, f"Share {number}", 60)
    assert shown(client.get(address))["same"] == [(2, 2), (3, 3)]
    assert screens.queries(client, address) == few
