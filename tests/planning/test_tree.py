"""The task tree: its groups and sums, what it shows to whom, filters, saved views, and what is opened on demand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from tests.factories import planning as make
from tests.factories import records as rows
from tests.factories import screens
from tests.factories.desk import signed_in
from tests.factories.workflow import fixture

from jiangxin.desk.models import SavedView
from jiangxin.kernel import clock
from jiangxin.planning.domain.queries.steps import StepRules, natural, steps_of
from jiangxin.planning.models import Cycle, Task, Urging


@pytest.fixture
def split_up(place):
    """Return the district with one task under way, split by its lead on two levels."""
    make.running(place, place.task, place.education, place.labour)
    first = screens.split(place.task, "1", place.education)
    screens.split(place.task, "10", place.education)
    screens.split(place.task, "2", place.labour, kind="milestone")
    screens.split(place.task, "1.1", place.labour, parent=first)
    return place


def groups(response):
    return [
        (group.title, group.level, [item.number for item in group.items]) for group in response.context["tree"].groups
    ]


def shown(response):
    return sorted(item.number for group in response.context["tree"].groups for item in group.items)


def tree(person, place, **query):
    return screens.page(person, "tree", place.plan, query)


# ── Groups and sums ─────────────────────────────────────────────────────────────────────────────


def test_tasks_stand_under_their_clauses_with_sums_over_everything_below(place):
    with fixture():
        top = rows.make_clause(place.office, plan=place.plan, number="I.", title="Aims", level=1)
        low = rows.make_clause(place.office, plan=place.plan, number="1.", title="Schools", level=2, parent=top)
        rows.make_clause(place.office, plan=place.plan, number="2.", title="Nothing", level=2, parent=top)
        Task.objects.filter(pk=place.task.pk).update(clause=low, weight=3)
        Task.objects.filter(pk=place.other.pk).update(clause=top, weight=1)
    for task, unit, percent in ((place.task, place.education, 40), (place.other, place.labour, 80)):
        make.running(place, task, unit)
        screens.report(task, unit, percent=percent, cycle=Cycle.objects.first())
    response = tree(place.officer, place)
    assert groups(response) == [("I.Aims", 1, [2]), ("1.Schools", 2, [1])]
    assert [group.sums.percent for group in response.context["tree"].groups] == [Decimal("50.00"), Decimal("40.00")]


def test_clauses_that_hold_the_same_tasks_share_a_head(place):
    with fixture():
        top = rows.make_clause(place.office, plan=place.plan, number="I.", title="Aims", level=1)
        low = rows.make_clause(place.office, plan=place.plan, number="1.", title="Schools", level=2, parent=top)
        Task.objects.filter(plan=place.plan).update(clause=low)
    assert groups(tree(place.officer, place)) == [("I.Aims › 1.Schools", 1, [1, 2])]


def test_tasks_are_grouped_by_lead_and_by_leader(place):
    make.assign(place, place.task, place.education, oversight=[place.finance.post, place.labour.post])
    assert groups(tree(place.officer, place, group="lead")) == [
        ("Education", 1, [1]),
        ("Without a lead unit", 1, [2]),
    ]
    assert groups(tree(place.officer, place, group="leader")) == [
        ("Head Finance-head", 1, [1]),
        ("Head Labour-head", 1, [1]),
        ("Without a leader in charge", 1, [2]),
    ]


def test_page_counts_tasks_by_their_lights(place):
    make.running(place, place.task, place.education)
    screens.shine(place.task, "red")
    sums = tree(place.officer, place).context["tree"].sums
    assert {colour: count for colour, count in sums.colours.items() if count} == {"red": 1, "grey": 1}


# ── Sub-tasks ───────────────────────────────────────────────────────────────────────────────────


def test_sub_tasks_follow_each_other_by_number_below_what_they_belong_to(split_up):
    found = steps_of([split_up.task.pk], split_up.officer.actor(), clock.today())[split_up.task.pk]
    assert [(step.number, step.depth, step.has_children) for step in found] == [
        ("1", 0, True),
        ("1.1", 1, False),
        ("2", 0, False),
        ("10", 0, False),
    ]


def test_sub_task_whose_parent_is_out_of_reach_stands_below_the_task(split_up):
    found = steps_of([split_up.task.pk], split_up.labour.liaison.actor(), clock.today())[split_up.task.pk]
    assert [(step.number, step.depth) for step in found] == [("1.1", 0), ("2", 0)]


def test_numbers_are_compared_part_by_part():
    assert sorted(["10", "2", "1.10", "1.9", "A2"], key=natural) == ["1.9", "1.10", "2", "10", "A2"]


@pytest.mark.parametrize(
    ("state", "due", "done", "rests", "light"),
    [
        ("open", date(2024, 4, 23), None, False, ("grey", "8 days left")),
        ("open", date(2024, 4, 22), None, False, ("yellow", "7 days left")),
        ("open", date(2024, 4, 15), None, False, ("yellow", "due today")),
        ("open", date(2024, 4, 14), None, False, ("red", "1 day overdue")),
        ("open", date(2024, 4, 14), None, True, ("grey", "rests")),
        ("done", date(2024, 4, 14), date(2024, 4, 14), False, ("green", "done")),
        ("done", date(2024, 4, 14), date(2024, 4, 16), False, ("blue", "done 2 days late")),
        ("dropped", date(2024, 4, 14), None, False, ("grey", "dropped")),
    ],
)
def test_light_of_a_sub_task_follows_the_rules_of_the_day(place, state, due, done, rests, light):
    found = StepRules(clock.today()).light(state, due, done, rests=rests)
    assert (found.colour, found.words) == light


def test_without_rules_nothing_is_coloured(db):
    rules = StepRules(date(2024, 4, 15))
    assert rules.light("open", date(2024, 1, 1), None).colour == "grey"
    assert rules.light("done", date(2024, 1, 1), date(2024, 2, 1)).colour == "green"


def test_tasks_are_folded_until_they_are_opened(split_up):
    closed, one, every = (tree(split_up.officer, split_up, **query) for query in ({}, {"open": "1"}, {"open": "all"}))
    assert ["Step 1.1" in page.content.decode() for page in (closed, one, every)] == [False, True, True]
    assert closed.context["tree"].splits == 4


def test_sub_tasks_of_one_task_are_fetched_by_themselves(split_up):
    address = reverse("planning:steps", kwargs={"uuid": split_up.task.uuid})
    assert screens.client_of(split_up.officer).get(address).content.decode().count("<tr") == 4
    assert screens.client_of(split_up.labour.liaison).get(address).content.decode().count("<tr") == 2
    assert screens.client_of(split_up.finance.liaison).get(address).content == b""


# ── Who sees what ───────────────────────────────────────────────────────────────────────────────


def test_unit_without_a_part_learns_nothing_of_sub_tasks(split_up):
    page = tree(split_up.finance.liaison, split_up, open="all")
    assert (shown(page), page.context["tree"].splits) == ([1, 2], 0)
    assert "Step" not in page.content.decode()


def test_page_is_refused_to_those_who_may_not_see_tasks_and_hides_plans_out_of_reach(place):
    stranger = make.person("stranger", place.office, "security-administrator")
    assert screens.page(stranger, "tree", place.plan).status_code == 403
    with fixture():
        draft = rows.make_plan(place.office, state="checking")
    assert screens.page(place.officer, "tree", draft).status_code == 404


def test_overview_leads_to_the_plan_in_force_or_says_that_there_is_none(place):
    client = screens.client_of(place.officer)
    assert client.get(reverse("planning:overview")).context["plan"] == place.plan
    with fixture():
        place.plan.state = "superseded"
        place.plan.save()
        newer = rows.make_plan(place.office)
    page = client.get(reverse("planning:overview"))
    assert (page.context["plan"], page.context["plans"]) == (newer, [newer, place.plan])


def test_overview_without_any_plan_says_so(db):
    client, _actor = signed_in("planning.task.view", "planning.plan.view")
    assert "No plan is in force yet" in client.get(reverse("planning:overview")).content.decode()


def test_texts_of_rows_are_escaped(place):
    with fixture():
        Task.objects.filter(pk=place.task.pk).update(content="<b>bold</b>")
    make.running(place, place.task, place.education)
    screens.split(place.task, "1", place.education, title="<i>x</i>")
    page = tree(place.officer, place, open="all").content.decode()
    assert ("<b>bold" in page, "&lt;b&gt;bold" in page, "<i>x" in page) == (False, True, False)


@pytest.mark.parametrize("query", [{}, {"open": "all"}, {"open": "all", "group": "lead"}, {"group": "leader"}])
def test_number_of_queries_does_not_grow(place, query):
    client = screens.client_of(place.officer)
    address = reverse("planning:tree", kwargs={"uuid": place.plan.uuid})
    make.running(place, place.task, place.education)
    make.assign(place, place.task, place.education, oversight=[place.finance.post])
    screens.split(place.task, "1", place.education)
    few = screens.queries(client, address, query)
    for task in (place.other, *screens.more_tasks(place, 3)):
        make.running(place, task, place.labour, place.finance)
        make.assign(place, task, place.labour, place.finance, oversight=[place.education.post])
        for number in range(3):
            screens.split(task, f"{number}", place.labour)
    assert screens.queries(client, address, query) == few


# ── Filters ─────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def parted(place):
    """Return the district where Education leads one task with Labour, and Labour the other, under two leaders."""
    make.assign(place, place.task, place.education, place.labour, oversight=[place.finance.post])
    make.assign(place, place.other, place.labour, oversight=[place.education.post])
    return place


@pytest.mark.parametrize(
    ("who", "mine", "numbers"),
    [
        ("education", "any", [1]),
        ("labour", "any", [1, 2]),
        ("labour", "lead", [2]),
        ("labour", "support", [1]),
        ("finance", "any", []),
        ("labour", "nonsense", [1, 2]),
    ],
)
def test_own_tasks_are_those_in_which_ones_unit_has_a_part(parted, who, mine, numbers):
    assert shown(tree(getattr(parted, who).liaison, parted, mine=mine)) == numbers


def test_leaders_own_tasks_are_those_in_the_charge_of_their_posts(parted):
    assert shown(tree(parted.finance.head, parted, mine="oversight")) == [1]
    assert shown(tree(parted.finance.head, parted, mine="any")) == [1]


def test_parts_that_ended_count_no_longer(parted):
    with clock.on(date(2024, 5, 2)):
        make.assign(parted, parted.task, parted.finance, oversight=[parted.labour.post])
        assert shown(tree(parted.education.liaison, parted, mine="lead")) == []
        assert shown(tree(parted.officer, parted, oversight=str(parted.finance.post.uuid))) == []
        assert shown(tree(parted.officer, parted, oversight=str(parted.labour.post.uuid))) == [1]


def test_filters_of_the_list_of_tasks_hold_here_too(parted):
    unit = str(parted.education.row.uuid)
    page = tree(parted.officer, parted, lead=unit, q="schools")
    assert (shown(page), [chip["label"] for chip in page.context["chips"]]) == ([1], ["Lead unit"])
    assert shown(tree(parted.officer, parted, kind="staged")) == [2]
    assert shown(tree(parted.officer, parted, due_on_from="2025-01-01", due_on_to="2025-12-31")) == [2]
    assert shown(tree(parted.officer, parted, light="red")) == []
    assert tree(parted.officer, parted, lead="nonsense").context["filters"].errors != {}


def test_chips_lead_to_the_page_without_them_and_keep_the_groups(parted):
    page = tree(parted.officer, parted, mine="lead", group="lead", kind="staged")
    assert [(chip["label"], chip["address"]) for chip in page.context["chips"]] == [
        ("My tasks", "?group=lead&kind=staged&view="),
        ("Kind", "?mine=lead&group=lead&view="),
    ]


# ── Saved views ─────────────────────────────────────────────────────────────────────────────────


def test_view_is_saved_opens_first_and_is_deleted(place):
    client = screens.client_of(place.officer)
    address = reverse("planning:tree", kwargs={"uuid": place.plan.uuid})
    views = reverse("planning:tree-views", kwargs={"uuid": place.plan.uuid})
    client.post(views, {"name": "Red", "query": "light=red&group=lead&view=x", "is_default": "1"})
    view = SavedView.objects.get()
    assert (view.record, view.query) == ("planning.tree", "light=red&group=lead")
    assert client.get(address).headers["Location"] == f"{address}?light=red&group=lead&view={view.uuid}"
    assert client.get(address, {"view": ""}).status_code == 200
    assert screens.client_of(place.chief).post(views, {"delete": str(view.uuid)}).status_code == 404
    client.post(views, {"delete": str(view.uuid)})
    assert SavedView.objects.count() == 0


# ── Several tasks at once ───────────────────────────────────────────────────────────────────────


def urge(person, tasks, **data):
    data = {"row": [str(task.uuid) for task in tasks], **data}
    return screens.client_of(person).post(reverse("planning:urge"), data)


def test_urging_shows_whom_it_reaches_and_leaves_out_those_urged_shortly_before(place):
    make.running(place, place.task, place.education)
    third, ended = screens.more_tasks(place, 2)
    make.running(place, third, place.labour)
    make.running(place, ended, place.labour)
    make.step(ended, "terminate", place.chief, "no longer needed")
    urge(place.officer, [third], confirm="1", text="Please report.")
    every = [place.task, place.other, third, ended]
    outcomes = urge(place.officer, every).context["outcomes"]
    assert [(outcome.task.number, outcome.refusal) for outcome in outcomes] == [
        (1, ""),
        (2, "It has no lead unit."),
        (3, "Urged on 2024-04-15, again from 2024-04-18."),
        (4, "It has ended."),
    ]
    assert Urging.objects.count() == 1
    urge(place.officer, every, confirm="1", text="Hurry.", way="phone")
    found = Urging.objects.order_by("pk").values_list("task__number", "organisation__name", "way", "text")
    assert list(found) == [(3, "Labour", "platform", "Please report."), (1, "Education", "phone", "Hurry.")]


def test_units_urge_nobody(place):
    make.running(place, place.task, place.education)
    assert urge(place.labour.liaison, [place.task], confirm="1").status_code == 403
    assert "Urge" not in tree(place.labour.liaison, place).content.decode()


def test_tasks_are_issued_together_and_one_comes_back_to_the_tree(place):
    make.assign(place, place.task, place.education)
    back = reverse("planning:tree", kwargs={"uuid": place.plan.uuid}) + "?group=lead"
    data = {"row": [str(place.task.uuid), str(place.other.uuid)], "action": "step:issue", "back": back}
    address = reverse("desk:bulk", kwargs={"room": "planning", "slug": "tasks"})
    preview = screens.client_of(place.officer).post(address, data)
    assert (preview.context["lawful"], preview.context["total"]) == (1, 2)
    done = screens.client_of(place.officer).post(address, {**data, "confirm": "1"})
    assert done.headers["Location"] == back
    assert list(Task.objects.order_by("number").values_list("state", flat=True)) == ["issued", "unassigned"]


# ── How the progress comes about ────────────────────────────────────────────────────────────────


def test_progress_is_explained_task_by_task(place):
    make.running(place, place.task, place.education)
    screens.report(place.task, place.education, percent=40)
    page = screens.page(place.officer, "tree-progress", place.plan)
    assert [(row["part"].number, row["percent"], row["points"]) for row in page.context["parts"]] == [
        (1, "40", "40.00"),
        (2, "", ""),
    ]
    assert page.context["progress"] == "progress 40 % (from reports on 50 % of the weight)"
