"""What the public is told: released statements about open tasks, and not even how many others there are."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from tests.factories import planning as make
from tests.factories import records as rows
from tests.factories.screens import client_of
from tests.factories.workflow import fixture

from jiangxin.evidence.domain import attachments
from jiangxin.kernel import access, clock, records, write
from jiangxin.kernel.errors import NotLawful
from jiangxin.planning.domain import releasing
from jiangxin.planning.models import Release, Report, Target, TaskTarget

ADDRESS = reverse("planning:public")
AUGUST = date(2024, 8, 1)


def read(query=None):
    """Return the page as anybody reads it."""
    client = Client(headers={"Accept-Language": "en"})
    response = client.get(ADDRESS, query)
    assert response.status_code == 200
    return re.sub(r"[0-9A-Za-z]{64}", "", response.content.decode())  # but for the token against forgery


def classify(task, disclosure, place):
    releasing.classify([task], disclosure, actor=place.officer.actor(), reason="listed")
    task.refresh_from_db()


@pytest.fixture
def reports(place):
    """Return the accepted reports on two tasks, of which only the first is open to the public."""
    for task in (place.task, place.other):
        make.running(place, task, place.education)
    drafts = make.open_cycle(place)
    with clock.on(date(2024, 7, 5)):
        for number, draft in enumerate(drafts, 1):
            content = f"Progress of number {number}."
            name = f"hidden file {number}.txt"
            attachments.attach(records.of_model(Report), draft, b"x", name, actor=place.education.liaison.actor())
            make.hand_in(draft, place.education, progress=content, problems="Nobody is to know.", percent=40)
            make.step(draft, "accept", place.officer)
            draft.refresh_from_db()
    classify(place.task, "open", place)
    with clock.on(AUGUST):
        yield drafts


def release(report, place):
    """Draft a statement, let it be reviewed, release it."""
    made = releasing.draft_from(report, actor=place.officer.actor())
    make.step(made, "submit", place.officer)
    return make.decide(made, "approve", place.chief, "Nothing secret.")


def test_public_reads_what_was_released_without_signing_in(place, reports):
    release(reports[0], place)
    page = read()
    told = ["Progress of number 1.", "40", "published on 2024-08-01", place.plan.title]
    assert [text in page for text in told] == [True] * len(told)


def test_public_sees_no_draft_no_count_of_drafts_and_no_file_name(place, reports):
    before = read()
    waiting = releasing.draft_from(reports[0], actor=place.officer.actor())
    assert read() == before
    make.step(waiting, "submit", place.officer)
    assert read() == before
    make.decide(waiting, "approve", place.chief, "Nothing secret.")
    page = read()
    hidden = ["Progress of number 2.", "Nobody is to know.", "hidden file", "Train teachers", "officer", "Education"]
    assert [text for text in hidden if text in page] == []


def test_statement_about_a_task_that_is_not_open_is_refused_at_submission_and_at_release(place, reports):
    classify(place.other, "closed", place)
    made = releasing.draft_from(reports[1], actor=place.officer.actor())
    with pytest.raises(NotLawful, match="not open to the public"):
        make.step(made, "submit", place.officer)
    classify(place.other, "open", place)
    make.step(made, "submit", place.officer)
    classify(place.other, "request", place)
    with pytest.raises(NotLawful, match="not open to the public"):
        make.decide(made, "approve", place.chief, "Nothing secret.")


def test_statement_disappears_when_it_is_withdrawn_or_its_task_closed(place, reports):
    made = release(reports[0], place)
    classify(place.task, "closed", place)
    assert "Progress of number 1." not in read()
    classify(place.task, "open", place)
    assert "Progress of number 1." in read()
    make.step(made, "withdraw", place.officer, "A mistake.")
    assert "Progress of number 1." not in read()


def test_public_may_only_read_and_unknown_addresses_give_the_newest(place, reports):
    release(reports[0], place)
    assert "Progress of number 1." in read({"plan": "no-such", "cycle": "'; drop"})
    assert Client().post(ADDRESS).status_code == 405


def test_officer_drafts_a_statement_from_an_accepted_report(place, reports):
    client = client_of(place.officer)
    address = reverse("planning:tell", args=[reports[0].uuid])
    assert "Progress of number 1." in client.get(address).content.decode()
    client.post(address)
    made = Release.objects.get()
    assert (made.task, made.text, made.percent, made.state) == (place.task, "Progress of number 1.", 40, "draft")
    again = client.post(address)
    assert (again.status_code, Release.objects.count()) == (422, 1)
    answers = [client_of(person).get(address).status_code for person in (place.education.liaison, place.labour.head)]
    assert answers == [404, 404]


def test_officer_classifies_a_running_task_with_a_reason(place, reports):
    client, address = client_of(place.officer), reverse("planning:classify", args=[place.other.uuid])
    assert client.get(address).status_code == 200
    answers = [
        client.post(address, {"disclosure": "open", "reason": " "}).status_code,
        client.post(address, {"disclosure": "everything", "reason": "listed"}).status_code,
        client.post(address, {"disclosure": "open", "reason": "listed"}).status_code,
    ]
    place.other.refresh_from_db()
    assert (answers, place.other.disclosure) == ([422, 422, 302], "open")
    assert client_of(place.education.liaison).get(address).status_code == 404


def test_statement_about_a_target_shows_its_figure_and_value(place, reports):
    with fixture():
        figure = {**rows.figure(place.office), "plan": place.plan, "clause": None, "subject": "A share"}
        target = Target.objects.create(**figure)
    values = {"plan": place.plan, "target": target, "cycle": reports[0].cycle, "title": "The share", "text": "Reached.",
              "value": 61}  # fmt: skip
    made = write.save(records.of_model(Release), None, values, actor=place.officer.actor(), reason="told")
    make.step(made, "submit", place.officer)
    make.decide(made, "approve", place.chief, "Nothing secret.")
    page = read()
    assert ["The share" in page, "<strong>61</strong>" in page, str(target.figure) in page] == [True, True, True]


def test_statement_about_a_target_whose_tasks_are_all_closed_is_refused_and_hidden(place, reports):
    target = rows.make("planning.targets", place.office, plan=place.plan, subject="A share")
    with fixture():
        TaskTarget.objects.create(task=place.other, target=target)
    values = {"plan": place.plan, "target": target, "cycle": reports[0].cycle, "title": "The share", "text": "Reached."}
    made = write.save(records.of_model(Release), None, values, actor=place.officer.actor(), reason="told")
    with pytest.raises(NotLawful, match="None of the tasks"):
        make.step(made, "submit", place.officer)
    classify(place.other, "open", place)
    make.step(made, "submit", place.officer)
    make.decide(made, "approve", place.chief, "Nothing secret.")
    assert "The share" in read()
    classify(place.other, "closed", place)
    assert "The share" not in read()


def test_statement_keeps_to_the_plan_of_its_task(place, reports):
    other = rows.make("planning.plans", place.office, state="checking", title="A secret plan")
    values = {"plan": other, "task": place.task, "cycle": reports[0].cycle, "title": "It", "text": "Goes on."}
    with pytest.raises(ValidationError, match="another plan"):
        write.save(records.of_model(Release), None, values, actor=place.officer.actor(), reason="told")


def test_statement_that_was_discarded_before_its_release_stays_with_the_office(place, reports):
    made = releasing.draft_from(reports[0], actor=place.officer.actor())
    make.step(made, "withdraw", place.officer, "Better not.")
    people = (place.officer, place.labour.liaison, place.supervisor)
    record = records.of_model(Release)
    assert [access.may(record, person.actor(), "view", made) for person in people] == [True, False, False]
    told = release(reports[0], place)
    make.step(told, "withdraw", place.officer, "A mistake.")
    assert access.may(record, place.labour.liaison.actor(), "view", told) is True


def test_statement_disappears_when_the_task_that_carries_its_task_on_is_closed(place, reports):
    release(reports[0], place)
    with fixture():
        heir = rows.make("planning.tasks", place.office, plan=place.plan, continues=place.task, disclosure="open")
    assert "Progress of number 1." in read()
    classify(heir, "closed", place)
    assert "Progress of number 1." not in read()
