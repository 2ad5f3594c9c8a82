"""Which tasks a round looks at: by dated rules, by a lot that can be drawn again, by hand with a reason."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from tests.factories import planning
from tests.factories import supervising as make
from tests.factories.workflow import fixture

from jiangxin.kernel import clock
from jiangxin.kernel.errors import NotAllowed
from jiangxin.planning.domain.lights.standing import refresh
from jiangxin.planning.models import Light, Task
from jiangxin.supervision.domain import selecting
from jiangxin.supervision.models import Jurisdiction, RoundTask, SelectionRule

DAY = planning.BEGIN


@pytest.fixture
def tasks(place):
    """Return nine more tasks of Labour, under way and good."""
    found = []
    for number in range(10, 19):
        with fixture():
            row = Task.objects.create(plan=place.plan, number=number, content=f"Do {number}.", start=0, end=6)
        found.append(planning.running(place, row, place.labour))
    return found


def light(task, colour="red", condition="", due=DAY):
    """Put a light in the place of the one that was worked out."""
    causes = [{"condition": condition, "due": due.isoformat()}] if condition else []
    with fixture():
        Light.objects.filter(task=task).delete()
        values = {"colour": colour, "computed": colour, "causes": causes, "valid_from": date(2024, 1, 1)}
        return Light.objects.create(task=task, **values)


def rules(**counts):
    """Let exactly these rules be in force: ground=threshold, and for the sample its size."""
    with fixture():
        SelectionRule.objects.all().delete()
        for ground, number in counts.items():
            given = {"count": number} if ground == "sample" else {"threshold": number}
            SelectionRule.objects.create(ground=ground, valid_from=make.SINCE, source="A decision", **given)


def chosen(place):
    rows = RoundTask.objects.filter(round=place.round).order_by("task__number")
    return [(row.task.number, row.organisation.name, row.ground) for row in rows]


def test_red_overdue_and_returned_tasks_are_chosen_each_once_and_with_its_ground(place, tasks):
    rules(red=0, overdue=5, returned=3)
    light(tasks[0], "red", "report_overdue", DAY - timedelta(30))
    light(tasks[1], "yellow", "milestone_overdue", DAY - timedelta(5))
    light(tasks[2], "yellow", "milestone_overdue", DAY - timedelta(4))
    light(tasks[3], "yellow", "returned", DAY - timedelta(3))
    light(tasks[4], "yellow", "behind_plan", DAY - timedelta(90))
    run = make.select(place)
    assert chosen(place) == [(10, "Labour", "red"), (11, "Labour", "overdue"), (13, "Labour", "returned")]
    assert (run.day, run.seed, run.eligible) == (DAY, 7, 10)
    assert {row.selection for row in RoundTask.objects.all()} == {run}


def test_lot_is_drawn_among_the_others_and_can_be_drawn_again_from_what_is_kept(place, tasks):
    rules(red=0, sample=3)
    light(tasks[0])
    run = make.select(place)
    grounds = [ground for _number, _unit, ground in chosen(place)]
    assert sorted(grounds) == ["red", "sample", "sample", "sample"]
    assert (len(run.pool), run.drawn, str(tasks[0].uuid) in run.pool) == (9, 3, False)
    # also what changes on the same day
    change(place, tasks, DAY)
    was = RoundTask.objects.filter(ground="sample").values_list("task__uuid", flat=True)
    assert sorted(selecting.repeat(run)) == sorted(map(str, was))


def test_past_day_gives_the_same_tasks_whatever_changed_since(place, tasks):
    rules(sample=3)
    was = selecting.picks(place.plan.pk, DAY, 7)
    later = DAY + timedelta(40)
    with clock.on(later):
        change(place, tasks, later)
        assert selecting.picks(place.plan.pk, DAY, 7) == was
        assert selecting.picks(place.plan.pk, later, 7).eligible == 2


def change(place, tasks, day):
    """Give a task another lead, end one, end the rule, and let Labour be asked by letter only."""
    planning.assign(place, tasks[1], place.education)
    planning.step(tasks[2], "terminate", place.chief, "Not any more.")
    with fixture():
        SelectionRule.objects.filter(ground="sample").update(valid_to=day)
        Jurisdiction.objects.filter(organisation=place.labour.row).update(valid_to=day)
    make.say(place.labour.row, "letter", valid_from=day)
    refresh()


def test_another_seed_draws_another_lot(place, tasks):
    rules(sample=4)
    lots = [{pick.task for pick in selecting.picks(place.plan.pk, DAY, seed).found} for seed in (1, 2)]
    assert [len(lot) for lot in lots] == [4, 4]
    assert lots[0] != lots[1]


def test_seed_is_made_up_and_kept_where_none_is_given(place, tasks):
    rules(sample=2)
    run = selecting.select(place.round, actor=place.supervisor.actor())
    chosen_by_lot = RoundTask.objects.values_list("task__uuid", flat=True)
    assert sorted(selecting.repeat(run)) == sorted(map(str, chosen_by_lot))


def test_rule_acts_from_its_day_and_until_its_day(place, tasks):
    rules(red=0)
    light(tasks[0])
    with fixture():
        SelectionRule.objects.update(valid_from=DAY, valid_to=DAY + timedelta(1))
    days = [DAY - timedelta(1), DAY, DAY + timedelta(1)]
    assert [len(selecting.picks(place.plan.pk, day, 1).found) for day in days] == [0, 1, 0]


def test_unit_that_may_be_asked_by_letter_only_is_never_chosen(place, tasks):
    rules(red=0, sample=100)
    planning.assign(place, tasks[0], place.finance)
    light(tasks[0])
    run = make.select(place)
    assert run.eligible == 9
    assert {unit for _number, unit, _ground in chosen(place)} == {"Education", "Labour"}
    with pytest.raises(ValidationError, match="May be asked by letter only: Finance"):
        make.choose(place, tasks[0])


def test_tasks_not_issued_or_ended_are_not_chosen(place, tasks):
    rules(sample=100)
    planning.step(tasks[0], "terminate", place.chief, "Not any more.")
    planning.assign(place, place.other, place.labour)
    make.select(place)
    numbers = [number for number, _unit, _ground in chosen(place)]
    assert numbers == [1, *range(11, 19)]


def test_what_was_chosen_before_stays_as_it_is(place, tasks):
    make.choose(place, tasks[0])
    rules(red=0, sample=100)
    light(tasks[0])
    make.select(place)
    make.select(place, seed=8)
    assert [row for row in chosen(place) if row[0] == 10] == [(10, "Labour", "hand")]
    assert len(chosen(place)) == 10


def test_choice_by_hand_needs_grounds_a_lead_and_a_task_of_the_plan(place):
    with pytest.raises(ValidationError, match="Say why"):
        make.choose(place, grounds=" ")
    with pytest.raises(ValidationError, match="no lead"):
        make.choose(place, place.other)
    row = make.choose(place)
    assert (row.organisation, row.ground, row.chosen_on) == (place.education.row, "hand", DAY)


def test_tasks_are_chosen_while_the_round_is_a_draft(place, tasks):
    make.choose(place)
    make.step(place.round, "submit", place.supervisor)
    with pytest.raises(NotAllowed):
        make.choose(place, tasks[0])
    with pytest.raises(NotAllowed):
        make.select(place)


def test_page_lets_the_rules_choose(place, tasks, client):
    rules(sample=2)
    client.force_login(place.supervisor.account)
    address = f"/supervision/rounds/{place.round.uuid}/select/"
    assert [rule.ground for rule in client.get(address).context["rules"]] == ["sample"]
    assert client.post(address).status_code == 302
    assert RoundTask.objects.count() == 2
    client.force_login(place.education.liaison.account)
    assert client.get(address).status_code == 404
