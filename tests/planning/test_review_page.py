"""Reviewing several reports on one page: beside what was accepted before, accepted or returned all or none."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from django.urls import reverse
from tests.factories import planning as make
from tests.factories import records as rows
from tests.factories import screens
from tests.factories.workflow import fixture

from jiangxin.evidence.domain import attachments
from jiangxin.kernel import clock, records
from jiangxin.planning.models import Report, Target, TargetValue, TaskTarget
from jiangxin.workflow.domain.queries.items import items_for

PAGE = "planning:review"
JULY = date(2024, 7, 5)


@pytest.fixture
def handed_in(place):
    """Return the reports on two tasks, handed in by two units for the second quarter."""
    make.running(place, place.task, place.education)
    make.running(place, place.other, place.labour)
    drafts = make.open_cycle(place)
    with clock.on(JULY):
        for draft, unit in zip(drafts, (place.education, place.labour), strict=True):
            make.hand_in(draft, unit, percent=40)
        yield drafts


def page(person, **query):
    return screens.client_of(person).get(reverse(PAGE), query)


def decide(person, decision, *reports, comment="", kind=""):
    data = {"report": [str(row.uuid) for row in reports], "decision": decision, "comment": comment, "kind": kind}
    cycle = {"cycle": str(reports[0].cycle.uuid)} if reports else {}
    return screens.client_of(person).post(reverse(PAGE), {**data, **cycle})


def states():
    return list(
        Report.objects.order_by("task__number", "round").values_list("task__number", "round", "state", "answer")
    )


def test_page_shows_what_waits_in_a_cycle(place, handed_in):
    found = page(place.officer).context
    assert [card.report for card in found["cards"]] == handed_in
    assert ([row.waiting for row in found["cycles"]], found["states"]) == ([2], [("Handed in", 2)])


def test_chosen_reports_are_accepted_together(place, handed_in):
    back = decide(place.officer, "accept", *handed_in, comment="Clear.")
    assert back["Location"] == f"{reverse(PAGE)}?cycle={handed_in[0].cycle.uuid}"
    assert states() == [(1, 1, "accepted", "Clear."), (2, 1, "accepted", "Clear.")]
    assert [i.record for i in items_for(place.officer.actor()) if i.step == "review"] == []
    assert "No report waits" in page(place.officer).content.decode()


def test_chosen_reports_are_returned_with_kind_and_reason(place, handed_in):
    decide(place.officer, "return", *handed_in, comment="Which schools?", kind="quality")
    assert states() == [
        (1, 1, "returned", "Which schools?"), (1, 2, "draft", ""), (2, 1, "returned", "Which schools?"),
        (2, 2, "draft", ""),
    ]  # fmt: skip
    assert set(Report.objects.filter(round=1).values_list("return_kind", flat=True)) == {"quality"}
    assert [i.kind for i in items_for(place.labour.liaison.actor()) if i.record == "planning.reports"] == ["returned"]


@pytest.mark.parametrize(("comment", "kind"), [("", "quality"), ("Why?", ""), ("Why?", "bad")])
def test_return_without_reason_or_kind_does_nothing_and_keeps_what_was_chosen(place, handed_in, comment, kind):
    response = decide(place.officer, "return", handed_in[1], comment=comment, kind=kind)
    found = (response.status_code, response.context["comment"], [card.chosen for card in response.context["cards"]])
    assert found == (422, comment, [False, True])
    assert [row[2] for row in states()] == ["reported", "reported"]


def test_all_or_none_where_one_was_decided_meanwhile(place, handed_in):
    make.step(handed_in[1], "accept", place.chief, "Quicker.")
    for decision in ("accept", "return"):
        assert decide(place.officer, decision, *handed_in, comment="Mine.", kind="quality").status_code == 422
    assert states() == [(1, 1, "reported", ""), (2, 1, "accepted", "Quicker.")]


def test_nothing_chosen_does_nothing(place, handed_in):
    assert decide(place.officer, "accept").status_code == 422
    assert [row[2] for row in states()] == ["reported", "reported"]


def test_only_who_reviews_opens_and_decides(place, handed_in):
    others = (place.education.liaison, place.education.head, place.supervisor)
    assert [page(person).status_code for person in (*others, place.officer, place.chief)] == [403] * 3 + [200] * 2
    assert [decide(person, "accept", *handed_in).status_code for person in others] == [403] * 3
    assert [row[2] for row in states()] == ["reported", "reported"]


def test_drafts_are_neither_shown_nor_decided(place, handed_in):
    decide(place.officer, "return", handed_in[0], comment="Which schools?", kind="incomplete")
    again = Report.objects.get(round=2)
    found = page(place.officer).context
    assert [card.report for card in found["cards"]] == [handed_in[1]]
    assert found["states"] == [("Handed in", 1), ("Returned for completion", 1)]
    assert decide(place.officer, "accept", again).status_code == 404
    assert decide(place.officer, "accept", make_up(handed_in[0])).status_code == 404


def make_up(report):
    return Report(uuid=uuid.uuid4(), cycle=report.cycle)


def test_report_stands_beside_the_one_accepted_before(place, handed_in):
    make.step(handed_in[0], "accept", place.officer)
    make.step(handed_in[1], "accept", place.officer)
    drafts = make.open_cycle(place, date(2024, 9, 20))
    with clock.on(date(2024, 10, 2)):
        make.hand_in(drafts[0], place.education, percent=60, problems="No land.")
        cards = page(place.officer).context["cards"]
    assert [(card.report, card.before) for card in cards] == [(drafts[0], handed_in[0])]
    assert [(row.label, row.now, row.before, row.changed, row.copied) for row in cards[0].rows] == [
        ("Reported status", "Under way as planned", "Under way as planned", False, False),
        ("Progress of the year's goal (%)", "60", "40", True, False),
        ("Progress", "Half of it is built.", "Half of it is built.", False, True),
        ("Problems", "No land.", "", True, False),
        ("Next steps", "", "", False, False),
    ]
    assert cards[0].changes == 2


def test_card_tells_values_milestones_files_and_why_it_went_back(place):
    make.running(place, place.task, place.education)
    with fixture():
        target = Target.objects.create(**{**rows.figure(place.office), "plan": place.plan, "clause": None, "unit": "h"})
        TaskTarget.objects.create(task=place.task, target=target)
    screens.split(place.task, "1", place.education, title="Land bought")
    draft = make.open_cycle(place)[0]
    with fixture():
        TargetValue.objects.update(value=42, basis="The register")
    attachments.attach(records.of_model(Report), draft, b"x", "minutes.txt", actor=place.education.liaison.actor())
    with clock.on(JULY):
        make.hand_in(draft, place.education)
        make.step(draft, "return", place.officer, "Which land?", return_kind="incomplete")
        again = Report.objects.get(round=2)
        make.hand_in(again, place.education)
        response = page(place.officer)
    card = response.context["cards"][0]
    assert [(row.label, row.now) for row in card.rows[5:]] == [
        (target.subject, "42 h · The register"), ("1 Land bought", "due 2024-06-01"),
    ]  # fmt: skip
    assert ([row.answer for row in card.pair.returned], [f.name for f in card.pair.now.files]) == (
        ["Which land?"], ["minutes.txt"],
    )  # fmt: skip
    assert ("Which land?" in response.content.decode(), card.before) == (True, None)


def test_workbench_and_menu_lead_there(place, handed_in):
    for person, shown in ((place.officer, True), (place.education.liaison, False)):
        home = screens.client_of(person).get(reverse("site:workbench")).content.decode()
        assert (reverse(PAGE) in home, "Review 2 reports together" in home) == (shown, shown)


def test_page_takes_the_same_queries_for_one_and_three_reports(place):
    make.running(place, place.task, place.education)
    draft = make.open_cycle(place)[0]
    with clock.on(JULY):
        make.hand_in(draft, place.education)
        client = screens.client_of(place.officer)
        one = screens.queries(client, reverse(PAGE))
        earlier = screens.report(place.task, place.education).cycle
        for task in screens.more_tasks(place, 2):
            make.running(place, task, place.education)
            screens.report(task, place.education, cycle=earlier)
            new = screens.report(task, place.education, cycle=draft.cycle, state="reported")
            assert new.state == "reported"
        assert len(page(place.officer).context["cards"]) == 3
        assert screens.queries(client, reverse(PAGE)) == one
