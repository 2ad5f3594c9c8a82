"""The board of targets: last values, lights, where values come from, and who sees them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from tests.factories import planning as make
from tests.factories import records as rows
from tests.factories import running, screens
from tests.factories.workflow import fixture

from jiangxin.desk.domain import following
from jiangxin.desk.models import Notice
from jiangxin.kernel import clock, records
from jiangxin.planning.domain import assignment
from jiangxin.planning.domain.assignment import Parts
from jiangxin.planning.domain.queries import values
from jiangxin.planning.domain.queries.values import Origin, Value
from jiangxin.planning.models import Target, TargetStep, TargetValue, TaskTarget

QUARTERS = ((date(2023, 10, 1), date(2023, 12, 31)), (date(2024, 1, 1), date(2024, 3, 31)))


@pytest.fixture
def aims(place):
    """Return the district with a target that Education leads, its path, and the values of two quarters."""
    make.running(place, place.task, place.education, place.labour)
    with fixture():
        place.target = Target.objects.create(
            plan=place.plan, number=1, subject="Share", quote="60 %", comparator=">=", value=60, unit="%", start=0,
            end=6, deadline_on=date(2025, 12, 31),
        )  # fmt: skip
        for day, due in ((date(2023, 12, 31), 40), (date(2024, 12, 31), 50)):
            TargetStep.objects.create(target=place.target, on=day, value=due)
        place.cycles = [
            running.make_cycle(starts_on=start, ends_on=end, opens_on=end, due_on=end, locks_on=end)
            for start, end in QUARTERS
        ]
    assignment.assign(place.target, Parts(place.education.row), actor=place.officer.actor())
    hand_in(place, 0, 38)
    hand_in(place, 1, 35)
    return place


def hand_in(place, quarter, amount, state="accepted", **extra):
    cycle = place.cycles[quarter]
    values_ = {"due_on": cycle.due_on, "handed_in_on": date(2024, 4, 5), "basis": "The register", **extra}
    with fixture():
        row = TargetValue.objects.create(
            target=place.target, cycle=cycle, organisation=place.education.row, value=amount, **values_
        )
        screens.walk(row, {"draft": []}.get(state, ["signing", "reported", state]))
    return row


def lines(person, place, **query):
    return [line for line, _spark in screens.page(person, "board", place.plan, query).context["lines"]]


def test_board_shows_the_last_value_what_was_due_and_the_light(aims):
    [line] = lines(aims.officer, aims)
    assert (line.last.value, line.last.on, line.last.origin) == (35, date(2024, 3, 31), "reported")
    assert (line.verdict.due.value, line.short, line.colour) == (40, Decimal("12.5"), "yellow")
    assert line.lead.name == "Education"


def test_draft_and_returned_values_do_not_count_not_even_for_the_unit(aims):
    hand_in(aims, 1, 99, "draft", round=2, handed_in_on=None)
    assert [line.last.value for line in lines(aims.education.liaison, aims)] == [35]
    hand_in(aims, 1, 98, "returned", round=3, decided_on=date(2024, 4, 10))
    assert [line.last.value for line in lines(aims.officer, aims)] == [35]


def test_returned_value_counted_until_it_went_back(aims):
    hand_in(aims, 1, 90, "returned", round=2, decided_on=date(2024, 4, 10))
    actor = aims.officer.actor()
    days = (date(2024, 4, 4), date(2024, 4, 9), date(2024, 4, 10))
    assert values.current([aims.target], days[0], actor).get(aims.target.pk) is None
    assert [values.current([aims.target], day, actor)[aims.target.pk].value for day in days[1:]] == [90, 35]


def test_unit_without_a_part_sees_no_value(aims):
    [line] = lines(aims.finance.liaison, aims)
    assert (line.last, line.colour) == (None, "grey")
    page = screens.client_of(aims.finance.liaison).get(reverse("planning:target", kwargs={"uuid": aims.target.uuid}))
    assert "The register" not in page.content.decode()


def test_target_without_a_lead_of_its_own_is_led_by_the_first_task_that_carries_it(aims):
    make.running(aims, aims.other, aims.labour)
    with fixture():
        second = Target.objects.create(
            plan=aims.plan, number=2, subject="Schools", quote="3", comparator="==", value=3, unit="", start=0, end=1
        )
        for task in (aims.other, aims.task):
            TaskTarget.objects.create(task=task, target=second)
    found = lines(aims.officer, aims)
    assert [line.lead.name for line in found] == ["Education", "Education"]
    with clock.on(date(2024, 5, 2)):
        make.assign(aims, aims.task, aims.finance)
        assert [line.lead.name for line in lines(aims.officer, aims)] == ["Education", "Finance"]


@pytest.mark.parametrize(
    ("query", "count"),
    [({"light": "yellow"}, 1), ({"light": "red"}, 0), ({"light": "odd"}, 1), ({"q": "shar"}, 1), ({"q": "x"}, 0)],
)
def test_board_is_filtered_by_light_and_words(aims, query, count):
    assert len(lines(aims.officer, aims, **query)) == count


def test_board_is_filtered_by_lead_unit(aims):
    found = [len(lines(aims.officer, aims, lead=str(unit.row.uuid))) for unit in (aims.education, aims.labour)]
    assert found == [1, 0]


def test_number_of_queries_does_not_grow(aims):
    client = screens.client_of(aims.officer)
    address = reverse("planning:board", kwargs={"uuid": aims.plan.uuid})
    few = screens.queries(client, address)
    with fixture():
        for number in range(2, 5):
            target = rows.make_target(aims.office, plan=aims.plan, number=number)
            TargetStep.objects.create(target=target, on=date(2024, 12, 31), value=50)
    assert screens.queries(client, address) == few


def test_computed_values_go_before_reported_ones(aims, monkeypatch):
    monkeypatch.setattr(values, "_origins", list(values._origins))
    known = {aims.target.pk: [Value(Decimal(61), date(2024, 3, 31), "computed")]}
    values.register(Origin("computed", "computed", 10, lambda _targets, _day, _actor: known))
    [line] = lines(aims.officer, aims)
    assert (line.last.value, line.origin, line.colour) == (61, "computed", "green")
    with pytest.raises(ValueError, match="twice"):
        values.register(Origin("computed", "computed", 10, lambda _targets, _day, _actor: known))


def test_page_of_a_target_shows_its_values_with_what_was_due_and_draws_them(aims):
    address = reverse("planning:target", kwargs={"uuid": aims.target.uuid})
    page = screens.client_of(aims.officer).get(address)
    assert [(row["value"].value, row["due"].value) for row in page.context["table"]] == [(35, 40), (38, 40)]
    assert "35 on 2024-03-31, path to 60 on 2025-12-31" in page.content.decode()
    with fixture():
        aims.plan.state = "superseded"
        aims.plan.save()
    assert screens.client_of(aims.officer).get(address).status_code == 200
    stranger = make.person("stranger", aims.office, "security-administrator")
    assert screens.client_of(stranger).get(address).status_code == 403


def test_reader_without_the_right_to_values_is_told_so(place):
    reader = make.person("reader", place.office, "reader")
    address = reverse("planning:board", args=[place.plan.uuid])
    told = [screens.client_of(person).get(address).context["untold"] for person in (place.officer, reader)]
    assert told == [False, True]


def test_light_of_a_target_is_told_to_followers_as_the_board_shows_it(aims):
    record, stranger = records.of_model(Target), aims.finance.liaison
    for person in (aims.officer, stranger):
        following.follow(record, aims.target, actor=person.actor())
    assert [line.colour for line in lines(aims.officer, aims)] == ["yellow"]
    assert [line.colour for line in lines(stranger, aims)] == ["grey"]
    hand_in(aims, 1, 45, round=2)  # of another unit: the stranger sees no value, and no light that would tell of one
    assert [line.colour for line in lines(aims.officer, aims)] == ["green"]
    assert (following.tell_changes(), Notice.objects.filter(accounts=stranger.account).count()) == (1, 0)
    assert 'class="light' in screens.client_of(aims.officer).get("/digest/").content.decode()
    assert "light-green" not in screens.client_of(stranger).get("/digest/").content.decode()
