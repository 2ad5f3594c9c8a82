"""One task from its assignment to the public page, in a real browser, each role on the device it works with."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from tests.factories import planning as make
from tests.factories import versions

from jiangxin.desk.links import url_for
from jiangxin.kernel import clock, records
from jiangxin.planning.models import Release, Report, Responsibility, Subtask, Task

JULY = date(2024, 7, 2)
EVIDENCE = {"name": "现场照片.txt", "mimeType": "text/plain", "buffer": "三所学校建成".encode()}


def address(row, page="detail"):
    return url_for(records.of_model(type(row)), page, row)


def choose(page, name, *words):
    """Choose options of a searchable control by what they are called."""
    box = page.locator(f"select[name='{name}'] + .combo")
    for word in words:
        box.locator("input[role=combobox]").fill(word)
        box.locator("[role=option]", has_text=word).first.click()


def take(page, label, **fields):
    """Take a step of the life cycle in its dialog."""
    page.locator(".stepbar a.btn", has_text=label).click()
    dialog = page.locator("dialog[open]")
    for name, value in fields.items():
        control = dialog.locator(f"[name={name}]")
        control.select_option(value) if control.evaluate("e => e.tagName") == "SELECT" else control.fill(value)
    dialog.locator("form button.btn").first.click()
    page.wait_for_load_state()


@pytest.fixture
def place(settings):
    settings.JIANGXIN_TODAY = make.BEGIN
    with clock.on(make.BEGIN):
        return make.district()


@pytest.fixture
def in_july(place, settings):
    """Return the district in the cycle of the second quarter, its first task under way."""
    with clock.on(make.BEGIN):
        make.running(place, place.task, place.education, place.labour)
    make.open_cycle(place)
    settings.JIANGXIN_TODAY = JULY
    return place


@pytest.fixture
def handed_in(in_july):
    """Return the report that the unit handed in."""
    with clock.on(JULY):
        report = Report.objects.get()
        return make.hand_in(report, in_july.education, percent=40)


def test_coordinator_assigns_and_issues_and_the_lead_splits(place, visit_as, accessible):
    page = visit_as(place.officer, reverse("planning:assign", args=[place.plan.uuid]))
    page.locator("[name=chosen][value=task-2]").uncheck()
    choose(page, "task-1-lead", "Education")
    choose(page, "task-1-supports", "Labour")
    accessible(page)
    page.locator("button[name=issue]").click()
    page.wait_for_load_state()
    place.task.refresh_from_db()
    parts = Responsibility.objects.order_by("part").values_list("part", "organisation__name")
    assert (place.task.state, list(parts)) == ("issued", [("lead", "Education"), ("support", "Labour")])

    page = visit_as(place.education.liaison, "/", phone=True)
    accessible(page)
    page.locator(".queue a").first.click()
    take(page, "签收")
    place.task.refresh_from_db()
    assert place.task.state == "running"

    page = visit_as(place.education.liaison, f"{address(place.task)}?tab=planning.subtasks.task")
    accessible(page)
    page.locator("#tabs .listbar a.btn").click()
    page.locator("[name=number]").fill("1")
    page.locator("[name=title]").fill("完成选址")
    page.locator("[name=due_on]").fill("2024-06-30")
    choose(page, "organisation", "Education")
    accessible(page)
    page.locator("main form button.btn-primary").last.click()
    page.wait_for_load_state()
    assert list(Subtask.objects.values_list("task", "title", "due_on")) == [
        (place.task.pk, "完成选址", date(2024, 6, 30))
    ]


def test_liaison_reports_with_evidence_on_a_phone_and_the_head_signs(in_july, visit_as, accessible):
    page = visit_as(in_july.education.liaison, reverse("planning:sheet"), phone=True)
    form = page.locator("form[data-card]").first
    form.locator("[name=r-status]").select_option("under_way")
    form.locator("[name=r-percent]").fill("40")
    form.locator("[name=r-progress]").fill("三所学校建成。")
    page.wait_for_function("() => document.querySelector('[data-saved]').textContent !== ''")
    accessible(page)
    form.locator("a", has_text="佐证").click()
    page.locator("input[type=file]").set_input_files(EVIDENCE)
    page.locator("form:has(input[type=file]) button").click()
    page.locator("text=现场照片.txt").first.wait_for()
    accessible(page)

    page = visit_as(in_july.education.liaison, reverse("planning:sheet"), phone=True)
    page.locator("[name=report]").check()
    page.locator("button[form=submit-form]").click()
    page.wait_for_load_state()
    page = visit_as(in_july.education.head, reverse("planning:sheet"), phone=True)
    accessible(page)
    page.locator("button[name=decision][value=approve]").click()
    page.wait_for_load_state()
    report = Report.objects.get()
    assert (report.state, report.progress, report.percent) == ("reported", "三所学校建成。", 40)


def test_reviewer_returns_and_approves(handed_in, in_july, visit_as, accessible):
    page = visit_as(in_july.officer, reverse("planning:review"))
    accessible(page)
    page.locator("[name=report]").check()
    page.locator("[name=comment]").fill("请补充学校名称。")
    page.locator("[name=kind]").select_option("incomplete")
    page.locator("button[value=return]").click()
    page.wait_for_load_state()
    handed_in.refresh_from_db()
    assert (handed_in.state, handed_in.answer) == ("returned", "请补充学校名称。")

    with clock.on(JULY):
        again = Report.objects.get(state="draft")
        make.hand_in(again, in_july.education, progress="已补充。", percent=45)
    page = visit_as(in_july.officer, reverse("planning:review"), phone=True)
    accessible(page)
    page.locator("[name=report]").check()
    page.locator("button[value=accept]").click()
    page.wait_for_load_state()
    again.refresh_from_db()
    assert again.state == "accepted"


def test_leader_reads_from_the_whole_down_to_one_report(handed_in, in_july, visit_as, accessible):
    leader = make.person("leader", in_july.office, "district-leader")
    page = visit_as(leader, "/")
    accessible(page)
    page = visit_as(leader, reverse("planning:plan", args=[in_july.plan.uuid]))
    page = visit_as(leader, reverse("planning:tree", args=[in_july.plan.uuid]))
    page.locator("a.opener").first.click()
    page.wait_for_load_state()
    accessible(page)
    assert "Half of it is built." in page.locator("main").inner_text()
    page.locator("aside a", has_text="报告已报送").first.click()
    page.wait_for_load_state()
    accessible(page)
    assert page.url.endswith(address(handed_in))
    page = visit_as(leader, address(in_july.task), phone=True)
    accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_leader_reads_the_digest_on_a_phone_and_a_stand_in_signs(in_july, visit_as, accessible):
    leader = make.person("leader", in_july.office, "district-leader")
    page = visit_as(leader, reverse("desk:digest"), phone=True)
    accessible(page)
    assert ("全部任务灯色" in page.locator("main").inner_text(), page.evaluate("document.body.scrollWidth")) == (
        True,
        390,
    )
    page.locator(".actions a").click()
    page.wait_for_load_state()
    accessible(page)
    page.locator("select[name=plan]").select_option("daily")
    page.locator("form[data-form] button.btn-primary").click()
    page.wait_for_load_state()
    assert page.locator("select[name=plan]").input_value() == "daily"

    unit, deputy = in_july.education, make.person("副职", in_july.education.row, "liaison")
    with clock.on(JULY):
        report = make.write_report(Report.objects.get(), unit.liaison, percent=40)
        make.step(report, "submit", unit.liaison)
    page = visit_as(unit.head, reverse("workflow:absence"))
    accessible(page)
    page.locator("[name=first]").fill(f"{JULY}")
    page.locator("[name=last]").fill("2024-07-05")
    page.locator("[name=stand_in]").select_option(str(deputy.pk))
    page.locator("[name=reason]").fill("出差")
    page.locator(".form-actions button").click()
    page.locator("#coming").wait_for()
    accessible(page)
    page = visit_as(deputy, "/", phone=True)
    page.locator("#queue-approve ~ ul .tag", has_text=f"代{unit.head}").wait_for()
    accessible(page)
    page.locator("#queue-approve ~ ul input[type=checkbox]").check()
    page.locator("#decide button[value=approve]").click()
    page.wait_for_load_state()
    report.refresh_from_db()
    assert report.state == "reported"
    page = visit_as(unit.head, reverse("workflow:absence"))
    assert page.locator("#decided ~ ol li").count() == 1


def test_public_reads_what_the_office_released_and_nothing_else(handed_in, in_july, visit_as, accessible):
    with clock.on(JULY):
        make.step(handed_in, "accept", in_july.officer)
    page = visit_as(in_july.officer, reverse("planning:classify", args=[in_july.task.uuid]))
    page.locator("[name=disclosure][value=open]").check()
    page.locator("[name=reason]").fill("列入公开目录")
    accessible(page)
    page.locator("main form button.btn-primary").click()
    page.wait_for_load_state()
    page = visit_as(in_july.officer, reverse("planning:tell", args=[handed_in.uuid]))
    accessible(page)
    page.locator("main form button.btn-primary").click()
    page.wait_for_load_state()
    release = Release.objects.get()
    public = reverse("planning:public")
    before = visit_as(None, public).locator("main").inner_text()
    assert "Half of it is built." not in before
    page = visit_as(in_july.officer, address(release))
    take(page, "提交保密审查")
    assert visit_as(None, public).locator("main").inner_text() == before
    with clock.on(JULY):
        release.refresh_from_db()
        make.decide(release, "approve", in_july.chief, "不涉密")
    for phone in (False, True):
        page = visit_as(None, public, phone=phone)
        accessible(page)
        text = page.locator("main").inner_text()
        assert ["Half of it is built." in text, "40" in text, "Train teachers" in text] == [True, True, False]
    assert Task.objects.count() == 2


def test_coordinator_compares_two_versions_and_carries_tasks_over(place, visit_as, accessible, settings):
    with clock.on(make.BEGIN):
        make.running(place, place.task, place.education, place.labour)
        make.running(place, place.other, place.labour)
    new = versions.revised(place, f"{place.task.content} By the end of 2025.", "Buy equipment.", place.other.content)
    settings.JIANGXIN_TODAY = versions.DAY
    for phone in (True, False):
        page = visit_as(place.officer, reverse("planning:compare", args=[new.plan.uuid]), phone=phone)
        accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="转入").first.click()
    page.wait_for_load_state()
    accessible(page)
    assert Task.objects.filter(continues__isnull=False).count() == 0
    page.locator("[name=reason]").fill("方案修订")
    page.locator("form button.btn-primary").click()
    page.wait_for_load_state()
    carried = Task.objects.filter(continues__isnull=False).order_by("number")
    found = list(carried.values_list("continues__number", "number", "lead__name", "state"))
    assert found == [(2, 3, "Labour", "running")]
    assert page.locator(".jx-diff ins, table ins").first.inner_text() != ""
