"""Lots that anybody can draw again, and the ladder of slips as a function of dated facts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256

from hypothesis import given, settings
from hypothesis import strategies as st

from jiangxin.supervision.rules import DAY, DueStep, Issue, Kind, Obstacle, Stretch, course, drawn, due_steps, obstacle

FIRST, LAST = date(2024, 1, 1), date(2025, 12, 31)
DAYS = [FIRST + timedelta(n) for n in range((LAST - FIRST).days + 1)]
UNIT = (1, 2, 0)


def kind(colour, order, next_colour="", **extra):
    values = {"days": 10, "valid_from": date(2020, 1, 1), "may_begin": order == 1}
    return Kind(colour=colour, order=order, next_colour=next_colour, **{**values, **extra})


LADDER = [kind("blue", 1, "yellow"), kind("yellow", 2, "red"), kind("red", 3)]


def issue(colour="blue", on=FIRST, subject=UNIT, **extra):
    return Issue(subject, colour, on, **{"due_on": on + timedelta(10), **extra})


def colours(history, kinds, day):
    return [(step.subject, step.colour, step.since) for step in due_steps(history, kinds, day)]


def test_lot_is_the_same_for_the_same_seed_whatever_the_order_and_another_for_another():
    keys = [f"task-{n}" for n in range(40)]
    assert drawn(keys, 5, 7) == drawn(reversed(keys), 5, 7)
    assert drawn(keys, 5, 7) != drawn(keys, 5, 8)
    assert drawn(keys, 50, 7) == sorted(drawn(keys, 40, 7), key=drawn(keys, 40, 7).index)


def test_lot_is_that_of_the_published_rule():
    # the two lowest of sha256("1:a"), sha256("1:b"), sha256("1:c"), which anybody can work out
    assert drawn(["a", "b", "c"], 2, 1) == lots("1", "a", "b", "c")[:2]


def lots(seed, *keys):
    return sorted(keys, key=lambda key: sha256(f"{seed}:{key}".encode()).digest())


def test_step_is_due_once_the_slip_below_went_unanswered_past_its_days():
    history = [issue()]
    assert colours(history, LADDER, FIRST + timedelta(10)) == []
    assert colours(history, LADDER, FIRST + timedelta(11)) == [(UNIT, "yellow", FIRST + timedelta(11))]


def test_answer_ends_the_ladder_also_where_it_came_late():
    day = FIRST + timedelta(20)
    assert colours([issue(answered_on=FIRST + timedelta(5))], LADDER, day) == []
    assert colours([issue(answered_on=FIRST + timedelta(15))], LADDER, day) == []
    assert colours([issue(answered_on=day + DAY)], LADDER, day) == [(UNIT, "yellow", FIRST + timedelta(11))]


def test_ladder_ends_at_its_top_and_withdrawn_slips_do_not_count():
    red = issue("red", FIRST + timedelta(40))
    assert colours([issue(), red], LADDER, LAST) == []
    withdrawn = issue("red", FIRST + timedelta(40), withdrawn_on=FIRST + timedelta(41))
    assert colours([issue(), withdrawn], LADDER, LAST) == [(UNIT, "yellow", FIRST + timedelta(11))]


def test_subjects_climb_by_themselves():
    other = (1, 3, 0)
    history = [issue(), issue(subject=other, answered_on=FIRST)]
    assert [step[0] for step in colours(history, LADDER, LAST)] == [UNIT]


def test_changed_kind_acts_from_its_date_only():
    change = date(2024, 3, 1)
    kinds = [
        kind("blue", 1, "yellow", valid_to=change),
        kind("blue", 1, "red", valid_from=change),
        *LADDER[1:],
    ]
    before, after = change - DAY, change
    assert [colours([issue()], kinds, day)[0][1] for day in (before, after)] == ["yellow", "red"]
    assert course([issue()], kinds, FIRST, LAST) == [
        stretch("yellow", FIRST + timedelta(11), change),
        stretch("red", change, LAST + DAY),
    ]


def stretch(colour, start, end):
    return Stretch(DueStep(UNIT, colour, issue(), FIRST + timedelta(11)), start, end)


def test_kind_that_is_not_in_force_any_more_leads_nowhere():
    kinds = [kind("blue", 1, "yellow"), kind("yellow", 2, "red", valid_to=date(2024, 2, 1)), kind("red", 3)]
    assert colours([issue()], kinds, date(2024, 1, 31)) == [(UNIT, "yellow", FIRST + timedelta(11))]
    assert colours([issue()], kinds, date(2024, 2, 1)) == []


def test_matter_begins_with_a_kind_that_may_begin_and_climbs_step_by_step():
    day = FIRST + timedelta(11)

    def refused(colour, history, on=day, kinds=LADDER):
        return obstacle(colour, UNIT, history, kinds, on)

    assert [refused(colour, []) for colour in ("blue", "yellow", "red", "green")] == [
        None,
        Obstacle.NOT_FIRST,
        Obstacle.NOT_FIRST,
        Obstacle.NOT_IN_FORCE,
    ]
    waiting = [issue()]
    assert refused("yellow", waiting, FIRST + timedelta(10)) == Obstacle.WAITING
    assert [refused(colour, waiting) for colour in ("blue", "yellow", "red")] == [
        Obstacle.NOT_NEXT,
        None,
        Obstacle.NOT_NEXT,
    ]
    answered = [issue(answered_on=FIRST + timedelta(3))]
    assert [refused(colour, answered) for colour in ("blue", "yellow")] == [None, Obstacle.NOT_FIRST]


def test_matter_begins_anew_where_the_set_of_its_last_slip_is_not_in_force():
    assert obstacle("green", UNIT, [issue()], [kind("green", 1)], LAST) is None


# ── Two years of anything, day by day and in one pass ──

COLOURS = ["blue", "yellow", "orange", "red"]
days = st.sampled_from(DAYS)


@st.composite
def issues(draw):
    on = draw(days)
    due = on + timedelta(draw(st.integers(1, 40)))
    answered = draw(st.none() | st.integers(0, 90).map(lambda n: on + timedelta(n)))
    withdrawn = draw(st.none() | st.none() | st.integers(0, 60).map(lambda n: on + timedelta(n)))
    subject = (draw(st.integers(1, 3)), draw(st.integers(1, 2)), 0)
    return Issue(subject, draw(st.sampled_from(COLOURS)), on, due, answered, withdrawn)


@st.composite
def kind_rows(draw):
    """Make kinds of which each colour has one row at a time, changed at some days."""
    found = []
    for order, colour in enumerate(COLOURS, 1):
        turns = sorted({date(2020, 1, 1), *draw(st.lists(days, max_size=3))})
        for start, end in zip(turns, [*turns[1:], None], strict=True):
            if draw(st.integers(0, 4)):
                following = draw(st.sampled_from([*COLOURS, ""]))
                found.append(kind(colour, order, following, valid_from=start, valid_to=end))
    return found


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(issues(), max_size=14), kinds=kind_rows())
def test_two_years_in_one_pass_equal_day_by_day(rows, kinds):
    history = [replace(row, number=number) for number, row in enumerate(rows)]
    told = {day: [] for day in DAYS}
    for row in course(history, kinds, FIRST, LAST):
        assert row.start < row.end
        for n in range((row.end - row.start).days):
            told[row.start + timedelta(n)].append(key(row.step))
    for day in DAYS:
        # what was not known on the day is left out, as it was when the day was judged
        known = [known_on(row, day) for row in history if row.issued_on <= day]
        assert sorted(told[day]) == [key(step) for step in due_steps(known, kinds, day)]


def key(step):
    return step.subject, step.colour, step.since, step.after.number


def known_on(row, day):
    """Return a slip as it was known on a day."""
    later = {
        name: None
        for name in ("answered_on", "withdrawn_on")
        if getattr(row, name) is not None and getattr(row, name) > day
    }
    return replace(row, **later)
