"""The reporting sheet: one page, saved while it is typed, submitted and signed together, seen by the unit only."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories import planning as make
from tests.factories import records as rows
from tests.factories import running
from tests.factories.workflow import fixture

from jiangxin.kernel import clock
from jiangxin.planning.models import Contribution, Report, Target, TargetValue, Task, TaskTarget

SCRIPT = {"HTTP_X_SHEET": "1"}


def browser(person):
    client = Client()
    client.force_login(person.account)
    return client


@pytest.fixture
def drafts(place):
    """Return the drafts of two tasks that Education leads, on a day in the cycle."""
    for task in (place.task, place.other):
        make.running(place, task, place.education)
    found = make.open_cycle(place)
    with clock.on(date(2024, 7, 2)):
        yield found


def typed(report, **changes):
    values = {"status": "under_way", "percent": "40", "progress": "Half is built.", "problems": "", "next_steps": ""}
    return {"version": report.version, **{f"r-{name}": value for name, value in {**values, **changes}.items()}}


def save(client, report, **changes):
    return client.post(reverse("planning:sheet-save", args=[report.uuid]), typed(report, **changes), **SCRIPT)


def test_sheet_shows_the_reports_of_the_unit_and_of_nobody_else(place, drafts):
    page = browser(place.education.liaison).get(reverse("planning:sheet"))
    assert [card.line.report for card in page.context["cards"]] == drafts
    assert browser(place.labour.liaison).get(reverse("planning:sheet")).context["cards"] == []
    assert browser(place.officer).get(reverse("planning:sheet")).status_code == 403


def test_card_is_saved_while_it_is_typed(place, drafts):
    answer = save(browser(place.education.liaison), drafts[0], progress="Two schools stand.")
    drafts[0].refresh_from_db()
    assert (answer.status_code, answer.json()) == (200, {"version": drafts[0].version, "blocked": ""})
    assert (drafts[0].progress, drafts[0].percent) == ("Two schools stand.", 40)


def test_draft_that_went_on_with_another_task_is_not_written_to(place, drafts):
    with fixture():
        Report.objects.filter(pk=drafts[0].pk).update(superseded=True)
    client = browser(place.education.liaison)
    answer = save(client, drafts[0], progress="Two schools stand.")
    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == [""]
    asked = client.post(reverse("planning:sheet-ask", args=[drafts[0].uuid]), {"unit": str(place.labour.row.uuid)})
    assert asked.status_code == 302
    drafts[0].refresh_from_db()
    assert (drafts[0].progress, Contribution.objects.count()) == ("", 0)


def test_saving_the_same_again_writes_nothing(place, drafts):
    client = browser(place.education.liaison)
    save(client, drafts[0])
    drafts[0].refresh_from_db()
    before = drafts[0].version
    assert save(client, drafts[0]).json()["version"] == before


def test_wrong_figures_are_told_beside_their_field_and_nothing_is_saved(place, drafts):
    answer = save(browser(place.education.liaison), drafts[0], percent="140", progress="Too good.")
    drafts[0].refresh_from_db()
    assert (answer.status_code, list(answer.json()["errors"]), drafts[0].progress) == (422, ["r-percent"], "")


def test_who_comes_second_sees_both_versions_and_loses_nothing(place, drafts):
    client = browser(place.education.liaison)
    stale = Report.objects.get(pk=drafts[0].pk)
    save(client, drafts[0], progress="First.")
    answer = save(client, stale, progress="Second.")
    drafts[0].refresh_from_db()
    assert (answer.status_code, drafts[0].progress) == (409, "First.")
    assert [text in answer.json()["html"] for text in ("First.", "Second.")] == [True, True]
    stale.version = answer.json()["version"]
    assert save(client, stale, progress="First. Second.").status_code == 200


def test_values_and_milestones_are_saved_with_the_card(place):
    make.running(place, place.task, place.education)
    with fixture():
        target = Target.objects.create(**{**rows.figure(place.office), "plan": place.plan, "clause": None})
        TaskTarget.objects.create(task=place.task, target=target)
    step = running.make_subtask_of(place.task, place.education.row)
    report = make.open_cycle(place)[0]
    value = TargetValue.objects.get()
    client = browser(place.education.liaison)
    with clock.on(date(2024, 7, 2)):
        answer = client.post(
            reverse("planning:sheet-save", args=[report.uuid]),
            {
                **typed(report), f"v{value.pk}-value": "42", f"v{value.pk}-basis": "The register",
                f"s{step.pk}-percent": "", f"s{step.pk}-done_on": "2024-07-01",
            },
            **SCRIPT,
        )  # fmt: skip
    value.refresh_from_db()
    step.refresh_from_db()
    found = (answer.status_code, value.value, value.basis, step.state, step.done_on)
    assert found == (200, 42, "The register", "done", date(2024, 7, 1))


def test_another_unit_saves_nothing(place, drafts):
    assert save(browser(place.labour.liaison), drafts[0]).status_code == 404
    assert save(browser(place.education.head), drafts[0]).status_code == 404


def test_chosen_reports_are_submitted_and_signed_together(place, drafts):
    liaison, head = browser(place.education.liaison), browser(place.education.head)
    for report in drafts:
        save(liaison, report)
    chosen = {"report": [str(report.uuid) for report in drafts], "cycle": str(drafts[0].cycle.uuid)}
    liaison.post(reverse("planning:sheet-submit"), chosen)
    assert sorted(Report.objects.values_list("state", flat=True)) == ["signing", "signing"]
    head.post(reverse("planning:sheet-sign"), {**chosen, "comment": "Agreed"})
    assert sorted(Report.objects.values_list("state", "handed_in_on")) == [("reported", date(2024, 7, 2))] * 2


def test_nothing_is_submitted_while_one_of_the_chosen_lacks_something(place, drafts):
    client = browser(place.education.liaison)
    save(client, drafts[0])
    client.post(reverse("planning:sheet-submit"), {"report": [str(report.uuid) for report in drafts]})
    assert sorted(Report.objects.values_list("state", flat=True)) == ["draft", "draft"]


def test_author_does_not_sign(place, drafts):
    client = browser(place.education.liaison)
    save(client, drafts[0])
    chosen = {"report": [str(drafts[0].uuid)]}
    client.post(reverse("planning:sheet-submit"), chosen)
    assert client.post(reverse("planning:sheet-sign"), chosen).status_code == 403
    drafts[0].refresh_from_db()
    assert drafts[0].state == "signing"


def test_sheet_takes_the_same_queries_for_one_and_three_reports(place):
    def cost():
        client = browser(place.education.liaison)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("planning:sheet"))
        return len(queries)

    make.running(place, place.task, place.education)
    make.open_cycle(place)
    cost()  # fills what is kept between requests
    one = cost()
    with fixture():
        more = [Task.objects.create(plan=place.plan, number=n, content="More.", start=0, end=1) for n in (11, 12)]
        Report.objects.all().update(task=place.task)
    for task in more:
        make.running(place, task, place.education)
        with fixture():
            cycle = Report.objects.first().cycle
            Report.objects.create(task=task, cycle=cycle, organisation=place.education.row, due_on=cycle.due_on)
    assert cost() == one


def test_who_comes_second_overwrites_no_value_and_no_milestone_either(place):
    make.running(place, place.task, place.education)
    with fixture():
        target = Target.objects.create(**{**rows.figure(place.office), "plan": place.plan, "clause": None})
        TaskTarget.objects.create(task=place.task, target=target)
    step = running.make_subtask_of(place.task, place.education.row)
    report = make.open_cycle(place)[0]
    value, client = TargetValue.objects.get(), browser(place.education.liaison)
    figures = {f"v{value.pk}-value": "42", f"v{value.pk}-basis": "By count.", f"s{step.pk}-percent": "55"}
    blank = dict.fromkeys(figures, "")
    address = reverse("planning:sheet-save", args=[report.uuid])
    with clock.on(date(2024, 7, 2)):
        first = client.post(address, {**typed(report), **figures}, **SCRIPT)
        second = client.post(address, {**typed(report), **blank, "r-problems": "None."}, **SCRIPT)
    value.refresh_from_db()
    step.refresh_from_db()
    assert (first.status_code, second.status_code) == (200, 409)
    assert (value.value, value.basis, step.percent) == (42, "By count.", 55)
    told = second.json()["html"]
    assert [text in told for text in ("By count.", "42", "55", "None.")] == [True] * 4


@pytest.mark.parametrize("version", ["abc", "1e3", "9" * 5000, ""])
def test_what_is_no_version_overwrites_nothing(place, drafts, version):
    client = browser(place.education.liaison)
    answer = client.post(
        reverse("planning:sheet-save", args=[drafts[0].uuid]), {**typed(drafts[0]), "version": version}, **SCRIPT
    )
    drafts[0].refresh_from_db()
    assert (answer.status_code, drafts[0].progress) == (409, "")


@pytest.mark.parametrize("name", ["sheet-submit", "sheet-sign"])
def test_identifiers_that_are_none_choose_nothing(place, drafts, name):
    answer = browser(place.education.liaison).post(reverse(f"planning:{name}"), {"report": ["x", "\0"]})
    assert answer.status_code == 302
