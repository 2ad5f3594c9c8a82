"""Entering on a unit's behalf what came on paper: by the office only, marked, and blind to the unit's draft."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from tests.factories import planning as make
from tests.factories import records as rows
from tests.factories import screens
from tests.factories.workflow import fixture

from jiangxin.desk.models import Notice
from jiangxin.evidence.domain import attachments
from jiangxin.kernel import access, clock, records
from jiangxin.kernel.errors import NotAllowed, NotLawful, ReasonMissing
from jiangxin.planning.domain import entering
from jiangxin.planning.models import Report, Target, TargetValue, TaskTarget
from jiangxin.workflow.domain.queries.items import items_for

JULY = date(2024, 7, 5)
RECORD = records.of_model(Report)
PAPER = {"status": "under_way", "percent": 30, "progress": "By paper: walls stand.", "problems": "", "next_steps": ""}


@pytest.fixture
def draft(place):
    """Return the draft of the one task under way, five days before it is due."""
    make.running(place, place.task, place.education, place.labour)
    found = make.open_cycle(place)[0]
    with clock.on(JULY):
        yield found


def address(report):
    return reverse("planning:enter", args=[report.uuid])


def enter(person, report, why="Came by courier, signed by the head", **changes):
    data = {f"r-{name}": value for name, value in {**PAPER, **changes}.items()}
    return screens.client_of(person).post(address(report), {**data, "why": why})


def queue(person):
    return [(item.kind, item.record) for item in items_for(person.actor())]


def test_officer_hands_in_for_the_unit_and_it_is_marked(place, draft):
    assert enter(place.officer, draft).status_code == 302
    draft.refresh_from_db()
    found = (draft.state, draft.on_behalf, draft.handed_in_on, draft.progress, draft.percent, draft.organisation)
    assert found == ("reported", True, JULY, "By paper: walls stand.", 30, place.education.row)
    assert (queue(place.education.liaison), queue(place.officer)) == ([], [("approve", "planning.reports")])


def test_history_and_notice_say_who_entered_it_and_why(place, draft):
    enter(place.officer, draft)
    client = screens.client_of(place.education.liaison)
    page = client.get(reverse("desk:history", kwargs={"room": "planning", "slug": "reports", "uuid": draft.uuid}))
    words = ("Came by courier", place.officer.name, "entered on the unit")
    assert [word.lower() in page.content.decode().lower() for word in words] == [True] * 3
    told = Notice.objects.filter(accounts=place.education.liaison.account, title_en__contains="behalf")
    assert [row.title_en.rpartition(": ")[2] for row in told] == ["Came by courier, signed by the head"]


def test_form_begins_with_what_was_handed_in_last_and_never_with_the_draft(place, draft):
    make.hand_in(draft, place.education, progress="Handed in once.")
    after = make.open_cycle(place, date(2024, 9, 20))[0]
    make.write_report(after, place.education.liaison, progress="Far behind, say nothing.")
    with clock.on(date(2024, 10, 2)):
        page = screens.client_of(place.officer).get(address(after)).content.decode()
    assert ["Handed in once." in page, "Far behind" in page] == [True, False]


def test_nothing_the_unit_drafted_is_handed_in(place):
    make.running(place, place.task, place.education)
    with fixture():
        target = Target.objects.create(**{**rows.figure(place.office), "plan": place.plan, "clause": None})
        TaskTarget.objects.create(task=place.task, target=target)
    draft = make.open_cycle(place)[0]
    make.write_report(draft, place.education.liaison, problems="Not for you.")
    attachments.attach(RECORD, draft, b"x", "secret plan.txt", actor=place.education.liaison.actor())
    with fixture():
        TargetValue.objects.update(value=42, basis="A guess")
    with clock.on(JULY):
        enter(place.officer, draft)
    draft.refresh_from_db()
    assert (draft.problems, TargetValue.objects.values_list("state", "value", "basis").get()) == (
        "", ("draft", None, ""),
    )  # fmt: skip
    assert list(attachments.of(RECORD, draft, actor=place.officer.actor())) == []


def test_values_on_the_paper_are_handed_in(place):
    make.running(place, place.task, place.education)
    with fixture():
        target = Target.objects.create(**{**rows.figure(place.office), "plan": place.plan, "clause": None})
        TaskTarget.objects.create(task=place.task, target=target)
    draft = make.open_cycle(place)[0]
    value = TargetValue.objects.get()
    with clock.on(JULY):
        entering.enter(draft, PAPER, {value.pk: (7, "The register")}, "On paper", actor=place.officer.actor())
    value.refresh_from_db()
    assert (value.state, value.value, value.basis) == ("reported", 7, "The register")


@pytest.mark.parametrize("changes", [{"why": " "}, {"percent": 140}, {"progress": " "}, {"status": "fine"}])
def test_what_is_missing_or_wrong_hands_nothing_in(place, draft, changes):
    assert enter(place.officer, draft, **changes).status_code == 422
    assert (Report.objects.get().state, Report.objects.get().progress) == ("draft", "")


def test_domain_asks_for_a_reason_and_the_right(place, draft):
    with pytest.raises(ReasonMissing):
        entering.enter(draft, PAPER, {}, " ", actor=place.officer.actor())
    for person in (place.education.liaison, place.education.head, place.chief, place.supervisor):
        with pytest.raises(NotAllowed):
            entering.enter(draft, PAPER, {}, "On paper", actor=person.actor())


def test_others_find_no_such_page(place, draft):
    others = (place.education.liaison, place.education.head, place.labour.liaison, place.chief, place.supervisor)
    assert [enter(person, draft).status_code for person in others] == [404] * 5
    assert Report.objects.get().state == "draft"


def test_what_waits_for_the_signature_or_is_locked_is_not_entered(place, draft):
    with clock.on(date(2024, 7, 31)):
        assert screens.client_of(place.officer).get(address(draft)).status_code == 404
        with pytest.raises(NotLawful, match="locked"):
            entering.enter(draft, PAPER, {}, "On paper", actor=place.officer.actor())
    make.write_report(draft, place.education.liaison)
    make.step(draft, "submit", place.education.liaison)
    assert enter(place.officer, draft).status_code == 422
    assert Report.objects.get().state == "signing"


def test_officer_reads_no_draft_and_files_the_paper_with_what_was_entered(place, draft):
    actor = place.officer.actor()
    assert (access.may(RECORD, actor, "view", draft), access.may(RECORD, actor, "attach", draft)) == (False, False)
    enter(place.officer, draft)
    attachments.attach(RECORD, draft, b"scan", "paper.pdf.txt", actor=actor)
    assert [row.name for row in attachments.of(RECORD, draft, actor=place.chief.actor())] == ["paper.pdf.txt"]
    make.step(draft, "accept", place.chief)
    assert access.may(RECORD, actor, "attach", draft) is False


def test_returned_it_begins_a_round_of_the_unit_itself(place, draft):
    enter(place.officer, draft)
    make.step(draft, "return", place.chief, "Which walls?", return_kind="incomplete")
    again = Report.objects.get(round=2)
    assert (again.on_behalf, again.progress, again.state) == (False, "By paper: walls stand.", "draft")
    assert queue(place.education.liaison) == [("returned", "planning.reports")]


def test_review_page_lists_what_is_not_handed_in_for_who_enters(place, draft):
    make.write_report(draft, place.education.liaison, progress="Far behind, say nothing.")
    found = screens.client_of(place.officer).get(reverse("planning:review"))
    assert [(row.task, days) for row, days in found.context["missing"]] == [(place.task, 5)]
    assert ["Far behind" in found.content.decode(), address(draft) in found.content.decode()] == [False, True]
    assert screens.client_of(place.chief).get(reverse("planning:review")).context["cycle"] is None


def test_review_page_takes_the_same_queries_for_one_and_three_that_are_missing(place, draft):
    client = screens.client_of(place.officer)
    one = screens.queries(client, reverse("planning:review"))
    for task in screens.more_tasks(place, 2):
        make.running(place, task, place.education)
        screens.report(task, place.education, cycle=draft.cycle, state="draft", handed_in_on=None)
    assert len(client.get(reverse("planning:review")).context["missing"]) == 3
    assert screens.queries(client, reverse("planning:review")) == one


def test_who_entered_it_does_not_accept_it_and_may_return_it(place, draft):
    enter(place.officer, draft)
    draft.refresh_from_db()
    assert draft.entered_by == place.officer
    with pytest.raises(NotLawful, match=f"task {place.task.number} .* somebody else"):
        make.step(draft, "accept", place.officer)
    make.step(draft, "return", place.officer, "The second page is missing", return_kind="incomplete")
    draft.refresh_from_db()
    assert (draft.state, Report.objects.get(round=2).entered_by) == ("returned", None)
    reports = Report.objects.filter(round=1)
    assert list(reports.values_list("state", "entered_by__name")) == [("returned", place.officer.name)]


def test_another_accepts_what_was_entered(place, draft):
    enter(place.officer, draft)
    draft.refresh_from_db()
    make.step(draft, "accept", place.chief)
    draft.refresh_from_db()
    assert draft.state == "accepted"
