"""Slips: issued by people, answered by units; the ladder drafts a step only where the one below went unanswered."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from tests.factories import planning
from tests.factories import supervising as make
from tests.factories.workflow import fixture

from jiangxin.kernel import clock, records, write
from jiangxin.kernel.actors import process
from jiangxin.kernel.errors import NotAllowed, NotLawful
from jiangxin.supervision import tasks
from jiangxin.supervision.domain import slips
from jiangxin.supervision.models import Jurisdiction, Slip, SlipKind, SlipPolicy, SlipSet
from jiangxin.workflow.domain.queries.items import items_for

DAY = planning.BEGIN
#: The first day after the ten days of the blue slip.
LAPSED = DAY + timedelta(11)


def queue(person):
    return [(item.kind, item.record, item.due_on) for item in items_for(person.actor())]


def run(day):
    """Do what the room does every day by itself."""
    with clock.on(day):
        tasks.begin_day()


def drafts():
    found = Slip.objects.filter(by_ladder=True).select_related("kind").order_by("pk")
    return [(row.kind.colour, row.state, row.organisation.name) for row in found]


def test_slip_is_received_and_answered_by_the_unit_within_its_days(place):
    row = make.slip(place)
    row.refresh_from_db()
    assert (row.state, row.issued_by, row.due_on) == ("issued", place.supervisor, DAY + timedelta(10))
    assert queue(place.education.liaison) == [("due", "supervision.slips", DAY + timedelta(10))]
    with pytest.raises(NotAllowed):
        make.step(row, "receive", place.labour.liaison)
    row = make.step(row, "receive", place.education.liaison)
    row = make.step(row, "answer", place.education.liaison, answer="We move.")
    row.refresh_from_db()
    assert (row.state, row.received_by, row.answered_on) == ("answered", place.education.liaison, DAY)
    assert queue(place.education.liaison) == []


def test_slip_goes_to_the_lead_of_its_task_or_the_unit_of_its_finding(place):
    assert make.slip(place, issue=False, organisation=None).organisation == place.education.row
    make.under_way(place)
    found = make.put(place, place.labour)
    assert make.slip(place, issue=False, organisation=None, task=None, finding=found).organisation == place.labour.row


def test_slip_is_about_one_thing_and_to_a_unit_with_a_part_in_it(place):
    for given in ({"task": None}, {"organisation": place.finance.row}):
        with pytest.raises(ValidationError):
            make.slip(place, issue=False, **given)
    make.under_way(place)
    with pytest.raises(ValidationError, match="has not been put to the unit"):
        make.slip(place, issue=False, task=None, finding=make.finding(place))


def test_unit_that_may_be_asked_by_letter_only_gets_no_slip(place):
    row = make.slip(place, issue=False)
    with fixture():
        Jurisdiction.objects.filter(organisation=place.education.row).update(treatment="letter")
    with pytest.raises(ValidationError, match="May be asked by letter only: Education"):
        make.slip(place, issue=False)
    with pytest.raises(NotLawful, match="May be asked by letter only: Education"):
        make.step(row, "issue", place.supervisor)


def test_ladder_drafts_the_next_step_once_and_only_past_the_days(place):
    make.slip(place)
    run(DAY + timedelta(10))
    assert drafts() == []
    for n in range(3):
        run(LAPSED + timedelta(n))
    assert drafts() == [("yellow", "draft", "Education")]
    assert queue(place.supervisor) == [("approve", "supervision.slips", None)]
    assert queue(place.education.liaison) == [("due", "supervision.slips", DAY + timedelta(10))]


def test_answered_slip_climbs_no_step(place):
    row = make.slip(place)
    with clock.on(DAY + timedelta(10)):
        make.step(row, "answer", place.education.liaison, answer="We move.")
    run(LAPSED)
    assert drafts() == []


def test_ladder_leaves_alone_what_is_not_to_be_done_any_more(place):
    make.slip(place)
    planning.step(place.task, "terminate", place.chief, "Not any more.")
    run(LAPSED)
    assert drafts() == []


def test_machine_issues_nothing_and_a_person_climbs_to_the_top(place):
    make.slip(place)
    run(LAPSED)
    [draft] = Slip.objects.filter(by_ladder=True)
    with clock.on(LAPSED), pytest.raises(NotLawful, match="A person issues"):
        write.apply(records.of_model(Slip), draft, "issue", actor=process("supervision"))
    with clock.on(LAPSED):
        make.step(draft, "issue", place.supervisor)
    draft.refresh_from_db()
    top = draft.due_on + timedelta(1)
    assert draft.due_on == LAPSED + timedelta(7)
    run(top)
    red = Slip.objects.get(kind__colour="red")
    with clock.on(top):
        make.step(red, "issue", place.supervisor)
    run(top + timedelta(90))
    assert drafts() == [("yellow", "issued", "Education"), ("red", "issued", "Education")]
    assert Slip.objects.count() == 3


def test_steps_are_not_left_out_or_taken_early(place):
    for colour in ("yellow", "red"):
        with pytest.raises(NotLawful, match="does not begin"):
            make.slip(place, colour)
    make.slip(place)
    with pytest.raises(NotLawful, match="until 2024-04-25"):
        make.slip(place, "yellow")
    with clock.on(LAPSED):
        with pytest.raises(NotLawful, match="Another kind of slip follows"):
            make.slip(place, "red")
        assert make.slip(place, "yellow").state == "issued"


def test_draft_of_the_ladder_is_not_issued_once_the_step_below_was_answered(place):
    below = make.slip(place)
    run(LAPSED)
    [draft] = Slip.objects.filter(by_ladder=True)
    with clock.on(LAPSED):
        make.step(below, "answer", place.education.liaison, answer="Late, but here.")
        with pytest.raises(NotLawful, match="does not begin"):
            make.step(draft, "issue", place.supervisor)
        make.step(draft, "drop", place.supervisor, "Answered.")
    run(LAPSED + timedelta(1))
    assert drafts() == [("yellow", "dropped", "Education")]


def test_changed_kind_acts_from_its_date_only(place):
    change = DAY + timedelta(5)
    with fixture():
        blue = make.kind("blue")
        SlipKind.objects.filter(pk=blue.pk).update(valid_to=change)
        values = {"slip_set": blue.slip_set, "colour": "blue", "name": "Blue", "meaning": "Soon", "order": 1}
        SlipKind.objects.create(**values, days=2, next_colour="red", may_begin=True, valid_from=change, source="A rule")
    row = make.slip(place)
    row.refresh_from_db()
    assert row.due_on == DAY + timedelta(10)
    run(change + timedelta(2))
    assert drafts() == []
    run(LAPSED)
    assert drafts() == [("red", "draft", "Education")]
    with clock.on(LAPSED), pytest.raises(NotLawful, match="not in force"):
        make.slip(place, task=place.task, kind=blue)


def test_three_sets_are_shipped_and_one_is_in_force(place):
    assert SlipSet.objects.count() == 3
    assert [row.slip_set.name for row in SlipPolicy.objects.all()] == ["蓝黄红三色单"]
    assert [kind.colour for kind in sorted(slips.kinds(DAY), key=lambda kind: kind.order)] == ["blue", "yellow", "red"]
    turn = date(2024, 6, 1)
    with fixture():
        SlipPolicy.objects.update(valid_to=turn)
        SlipPolicy.objects.create(slip_set=SlipSet.objects.get(name="蓝橙红三色单"), valid_from=turn, source="A rule")
    assert {kind.colour for kind in slips.kinds(turn)} == {"blue", "orange", "red"}
    assert {kind.colour for kind in slips.kinds(DAY)} == {"blue", "yellow", "red"}


def test_step_of_the_set_in_force_on_the_day_follows(place):
    make.slip(place)
    turn = DAY + timedelta(5)
    with fixture():
        SlipPolicy.objects.update(valid_to=turn)
        SlipPolicy.objects.create(slip_set=SlipSet.objects.get(name="蓝橙红三色单"), valid_from=turn, source="A rule")
    run(LAPSED)
    assert drafts() == [("orange", "draft", "Education")]


def test_slip_of_another_set_is_not_issued(place):
    green = SlipKind.objects.get(colour="green")
    with pytest.raises(NotLawful, match="not in force"):
        make.slip(place, kind=green)
