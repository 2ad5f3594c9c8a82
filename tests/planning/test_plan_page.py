"""The plan in force as readers see it: the paper, its margin, and the panel of what is selected."""

from datetime import date

import pytest
from django.urls import reverse
from lxml import html
from tests.factories import planning as make
from tests.factories import screens
from tests.factories.desk import signed_in
from tests.factories.records import home, make_clause, make_finding, make_plan, make_target
from tests.factories.running import make_cycle

from jiangxin.kernel.actors import process
from jiangxin.kernel.write import writing
from jiangxin.planning.models import TargetValue

pytestmark = pytest.mark.django_db
READS = ("planning.plan.view", "planning.task.view", "planning.target.view")
TEXT = "一、目标\n建设基地3个，培训教师200人。\n"


@pytest.fixture
def plan():
    with writing(process("tests"), "fixture"):
        layout = {"blocks": [[0, 4, "paragraph", None], [5, 20, "paragraph", None]], "tables": []}
        row = make_plan(home(), state="adopted", text=TEXT, layout=layout)
        make_clause(home(), plan=row, number="一、", title="目标", level=1, start=0, end=20)
        carried = make_target(home(), plan=row, number=4, subject="基地", value=3, unit="个", start=5, end=11)
        carried.tasks.update(number=7)
        left = make_target(home(), plan=row, number=5, subject="教师", value=200, unit="人", start=12, end=20)
        left.tasks.all().delete()
    return row


def address(plan, at="", client=None, **headers):
    path = reverse("planning:plan", kwargs={"uuid": plan.uuid})
    return client.get(f"{path}?at={at}" if at else path, headers=headers)


def drawn(page):
    """Return the text of the plan as it is on the page."""
    return html.fromstring(page.content).get_element_by_id("paper")


def margin(page):
    """Return what stands in the margin of the text."""
    return [note.text_content() for note in drawn(page).xpath("//ul[@class='jx-notes']//a")]


def test_paper_carries_every_figure_in_its_margin(plan):
    client, _ = signed_in(*READS)
    page = address(plan, client=client)
    assert margin(page) == ["≥ 3 个", "≥ 200 人"]
    assert page.context["counts"] == {"task": 1, "target": 2, "parameter": 0, "uncarried": 1}


def test_address_selects_a_target_and_names_the_task_that_carries_it(plan):
    client, _ = signed_in(*READS)
    page = address(plan, "target-4", client=client)
    assert (page.context["kind"], page.context["item"].number) == ("target", 4)
    assert 'href="?at=task-7"' in page.content.decode()


def test_htmx_gets_the_panel_only(plan):
    client, _ = signed_in(*READS)
    page = address(plan, "target-5", client=client, **{"HX-Request": "true"})
    assert next(template.name for template in page.templates) == "planning/_selected.html"
    assert "No task carries it" in page.content.decode()


@pytest.mark.parametrize("at", ["target-99", "finding-1", "target-", "-", "task-x"])
def test_address_that_names_nothing_shows_the_plan_itself(plan, at):
    client, _ = signed_in(*READS)
    page = address(plan, at, client=client)
    assert (page.status_code, page.context["item"]) == (200, None)


def test_panel_holds_nothing_that_the_reader_may_not_see(plan):
    client, _ = signed_in("planning.plan.view", "planning.task.view")
    page = address(plan, "target-4", client=client)
    assert page.context["item"] is None
    assert margin(page) == []
    assert page.context["counts"]["target"] == 0


def test_page_asks_as_many_queries_for_one_target_as_for_many(plan, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, _ = signed_in(*READS)
    address(plan, client=client)
    with CaptureQueriesContext(connection) as few:
        address(plan, client=client)
    with writing(process("tests"), "fixture"):
        for number in range(10, 16):
            make_target(home(), plan=plan, number=number, start=12, end=20)
    with django_assert_num_queries(len(few)):
        address(plan, client=client)
    assert len(few) <= 25


def test_plan_in_approval_has_its_outline_too():
    with writing(process("tests"), "fixture"):
        row = make_plan(home(), state="in_approval", text=TEXT, layout={"blocks": [[0, 4, "paragraph", None]]})
        data = {"number": "一、", "title": "目标", "level": 1}
        make_finding(home(), plan=row, kind="heading", data=data, start=0, end=4, state="accepted")
    client, _ = signed_in("planning.plan.approve")
    page = address(row, client=client)
    assert [clause["title"] for clause in page.context["clauses"]] == ["目标"]


def test_panel_leads_to_no_row_beyond_the_readers_rights(plan):
    with writing(process("tests"), "fixture"):
        plan.tasks.filter(number=7).update(content="机密任务")
    seen = {}
    for capability, at in (("task", "task-7"), ("target", "target-4")):
        client, _ = signed_in("planning.plan.view", f"planning.{capability}.view")
        page = address(plan, at, client=client, **{"HX-Request": "true"})
        item = page.context["item"]
        seen[capability] = [str(row) for row in (item.targets if capability == "task" else item.tasks).all()]
    assert seen == {"task": [], "target": []}


@pytest.fixture
def running(place):
    """Return the district with a task under way, whose light is told by a rule, and a target with a value."""
    make.running(place, place.task, place.education, place.labour)
    make.assign(place, place.task, place.education, place.labour, oversight=[place.finance.post])
    cause = {"condition": "deadline_overdue", "measure": "5", "threshold": 1, "colour": "red", "ref": "", "due": "x"}
    screens.shine(place.task, "red", causes=[{**cause, "due": "2024-04-10"}])
    screens.report(place.task, place.education)
    return place


def test_tasks_carry_their_lights_into_the_text(running):
    with writing(process("tests"), "fixture"):
        layout = {"blocks": [[0, 6, "paragraph", None]], "tables": []}
        type(running.plan).objects.filter(pk=running.plan.pk).update(text="Do it.", layout=layout)
        running.task.__class__.objects.filter(pk=running.other.pk).update(start=5, end=6)
    page = screens.page(running.officer, "plan", running.plan)
    marks = [(m.get("data-ref"), m.get("data-state"), m.get("class")) for m in drawn(page).xpath("//*[@data-ref]")]
    assert marks == [("task-1", "red", "jx-mark light-red"), ("task-2", "grey", "jx-mark light-grey")]


def test_panel_says_how_a_task_stands(running):
    page = screens.page(running.officer, "plan", running.plan, {"at": "task-1"}, **{"HX-Request": "true"})
    found = page.context["panel"]
    assert (found.colour, [reason.text for reason in found.reasons]) == (
        "red",
        ["The task was due on 2024-04-10, 5 days overdue"],
    )
    assert [(part.organisation.name, part.part) for part in found.parts] == [
        ("Education", "lead"),
        ("Labour", "support"),
    ]
    assert ([leader.label for leader in found.leaders], found.report.progress) == (
        ["Head Finance-head"],
        "Walls stand.",
    )


def test_reasons_and_reports_are_kept_from_units_without_a_part(running):
    stranger = make.unit("Tourism").liaison
    page = screens.page(stranger, "plan", running.plan, {"at": "task-1"}, **{"HX-Request": "true"})
    assert (page.context["panel"].reasons, page.context["panel"].report) == ([], None)


def test_margin_holds_the_last_value_beside_the_figure(plan):
    with writing(process("tests"), "fixture"):
        target = plan.targets.get(number=4)
        cycle = make_cycle(ends_on=date(2030, 1, 31), starts_on=date(2030, 1, 1))
        row = TargetValue.objects.create(
            target=target, cycle=cycle, organisation=home(), value=2, due_on=cycle.due_on, handed_in_on=date(2020, 1, 1)
        )
        screens.walk(row, ["signing", "reported"])
    client, _ = signed_in(*READS, "planning.report.view")
    page = address(plan, client=client)
    assert margin(page) == ["2 / ≥ 3 个", "≥ 200 人"]
    client, _ = signed_in(*READS)
    page = address(plan, client=client)
    assert margin(page) == ["≥ 3 个", "≥ 200 人"]
