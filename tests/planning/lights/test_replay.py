"""Two years with the ordinary mess: what was shown day by day is what one pass finds, and no past figure changes."""

from datetime import date
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.planning.lights import two_years
from tests.planning.lights.two_years import FIRST, LAST

from jiangxin.kernel import clock, write
from jiangxin.people.models import Organisation
from jiangxin.planning.domain.lights import standing
from jiangxin.planning.domain.lights.figures import rounded
from jiangxin.planning.domain.lights.rollups import By, explain, rollup, year_of
from jiangxin.planning.enums import Colour
from jiangxin.planning.models import Light, Report, Standing, Task

pytestmark = pytest.mark.django_db


def lights():
    rows = Light.objects.order_by("task_id", "valid_from")
    return [(row.task_id, row.valid_from, row.valid_to, row.colour, row.computed, row.causes) for row in rows]


def standings():
    return list(Standing.objects.order_by("task_id").values())


def figures(day):
    return {by: rollup(by, day) for by in By}


def reckoned(day):
    """Sum up by unit in plain Python from how things are at this moment, without any dates."""
    tasks = Task.objects.exclude(state="terminated").select_related("standing")
    units = {row.pk: row for row in Organisation.objects.all()}
    found = {}
    for task in tasks:
        unit, place = units.get(task.lead_id), []
        while unit is not None:
            place.append(unit.pk)
            unit = units.get(unit.parent_id)
        for depth, key in enumerate(place or [None]):
            row = found.setdefault(key, {"own": 0, "colours": [], "weight": Fraction(0), "parts": []})
            row["own"] += depth == 0
            row["colours"].append(task.standing.light)
            row["weight"] += Fraction(task.weight)
            percent = stands(task, year_of(day))
            if percent is not None:
                row["parts"].append((Fraction(task.weight), Fraction(percent)))
    return {
        key: (
            units[key].name if key else "",
            row["own"],
            {colour: row["colours"].count(colour) for colour in Colour.values},
            row["weight"],
            sum(weight * percent for weight, percent in row["parts"]) / sum(weight for weight, _percent in row["parts"])
            if row["parts"]
            else None,
        )
        for key, row in found.items()
    }


def stands(task, year):
    """Return the percentage of the last report on a year that is in and was not sent back."""
    last = {}
    for row in Report.objects.filter(task=task, handed_in_on__isnull=False).order_by("round").select_related("cycle"):
        last[row.cycle_id] = row
    found = [
        (row.cycle.ends_on, row.handed_in_on, row.percent)
        for row in last.values()
        if row.state != "returned" and row.cycle.ends_on.year == year
    ]
    return max(found)[2] if found else None


@pytest.fixture
def district():
    return two_years.District()


def test_two_years_in_one_pass_and_day_by_day(district):
    shown, summed = {}, {}

    def look(day):
        shown.update({(row.task_id, day): row.light for row in Standing.objects.all()})
        if day.weekday() == 0:
            summed[day] = figures(day)
            told = {row.key: (row.name, row.own, row.colours, row.weight, row.exact) for row in summed[day][By.UNIT]}
            assert told == reckoned(day)

    two_years.run(district, each_day=look)
    found = lights()
    for (task, day), colour in shown.items():
        on = [row[3] for row in found if row[0] == task and row[1] <= day and (row[2] is None or day < row[2])]
        assert on == [colour]
    assert {row[3] for row in found} == {*Colour.values}

    # a year of reports, a merged and a renamed unit, new leads and rules later: every past figure is what it was
    assert {day: figures(day) for day in summed} == summed

    told = standings()
    with clock.on(LAST):
        standing.rebuild(FIRST)
        assert (lights(), standings()) == (found, told)
        standing.rebuild(date(2024, 3, 3))
        assert (lights(), standings()) == (found, told)
        with write.writing(two_years.ACTOR):
            Light.objects.all().delete()
        standing.rebuild(FIRST)
        assert (lights(), standings()) == (found, told)


def test_changed_rule_changes_no_light_before_its_day(district):
    two_years.run(district)
    before, day = lights(), date(2024, 2, 1)
    with clock.on(LAST):
        with write.writing(two_years.ACTOR):
            write.stamp(list(two_years.LightRule.objects.filter(valid_from=day)), colour="blue", threshold=2)
        standing.rebuild(FIRST)

    def until(rows):
        return [(*row[:2], min(row[2] or day, day), *row[3:]) for row in rows if row[1] < day]

    assert until(lights()) == until(before)
    assert lights() != before


def test_points_of_tasks_sum_up_to_every_figure(district):
    two_years.run(district)
    for day in (date(2023, 4, 30), date(2023, 12, 31), date(2024, 8, 1)):
        for by in By:
            for row in rollup(by, day):
                parts = explain(by, row.key, day)
                known = [part.points for part in parts if part.points is not None]
                assert (sum(known, Fraction(0)) if known else None) == row.exact
                assert rounded(row.exact) == row.percent
                assert len(parts) == row.tasks
                assert sum((part.share for part in parts), Fraction(0)) == 1


def test_lights_of_days_on_which_nobody_asked_are_filled_in(district):
    with clock.on(date(2023, 3, 1)):
        district.assign(0, 0)
        district.issue(0)
    with clock.on(date(2023, 3, 20)):
        standing.refresh([district[0].pk])
    rows = [(row[1], row[3]) for row in lights() if row[0] == district[0].pk]
    assert rows == [(FIRST, "grey"), (date(2023, 3, 9), "yellow")]


def test_last_state_of_a_day_is_the_one_that_is_kept(district):
    first, second = date(2023, 3, 1), date(2023, 3, 5)

    def told():
        return [row[1:4] for row in lights() if row[0] == district[0].pk][1:]

    with clock.on(first):
        district.assign(0, 0)
        district.issue(0)
        district.acknowledge(0)
        district.split(0, "late from the start", date(2023, 2, 1))
        assert told() == [(first, None, "red")]
        district.finish("late from the start")
        assert told() == [(first, None, "blue")]
    with clock.on(second):
        district.reopen("late from the start")
        assert told() == [(first, second, "blue"), (second, None, "red")]
        district.finish("late from the start", first)
    assert told() == [(first, None, "blue")]


def test_day_that_has_passed_is_not_worked_out_again(district):
    with clock.on(date(2023, 3, 1)):
        standing.refresh()
        before = (lights(), standings())
        standing.refresh(day=date(2023, 2, 1))
        assert (lights(), standings()) == before


@pytest.mark.parametrize("count", [1, 3])
def test_statements_do_not_grow_with_tasks(district, count):
    with clock.on(date(2023, 3, 1)):
        for number in range(3):
            district.assign(number, 0, 1)
            district.issue(number)
            district.acknowledge(number)
            district.split(number, f"{number}", date(2023, 3, 10))
            district.work_plan(number, 2023, 10, 20, 30, 40)
    tasks = [task.pk for task in district.tasks[:count]]
    with clock.on(date(2023, 3, 20)), CaptureQueriesContext(connection) as captured:
        standing.refresh(tasks)
    assert len(captured) == 21
    for by in By:
        chosen = Task.objects.filter(pk__in=tasks)
        with CaptureQueriesContext(connection) as captured:
            rollup(by, date(2023, 7, 1), tasks=chosen)
            explain(by, None, date(2023, 7, 1), tasks=chosen)
        assert len(captured) == 2


def test_rollup_is_about_the_tasks_that_may_be_seen(district):
    two_years.run(district, until=date(2023, 7, 3))
    seen = Task.objects.filter(pk=district.tasks[0].pk)
    (row,) = rollup(By.PLAN, date(2023, 7, 1), tasks=seen)
    assert (row.tasks, row.weight) == (1, 1)
    assert rollup(By.PLAN, date(2023, 7, 1), tasks=Task.objects.none()) == []
