"""Random facts of a task and random rules, as coherent as records are and as messy as practice is."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from jiangxin.planning.domain.lights.judging import COLOURS, CONDITIONS
from jiangxin.planning.domain.lights.known import (
    Acknowledgement,
    Completion,
    Due,
    Facts,
    HandIn,
    Milestone,
    Obligation,
    Override,
    Rule,
    Span,
    YearPlan,
)

FIRST = date(2023, 12, 20)
LAST = date(2024, 7, 20)
QUARTERS = [date(2023, 10, 1), date(2024, 1, 1), date(2024, 4, 1), date(2024, 7, 1)]
MONTHS = [date(2024, month, 1) for month in range(1, 8)]

days = st.integers(0, (LAST - FIRST).days).map(lambda n: FIRST + timedelta(n))
perhaps = st.none() | days
percents = st.integers(0, 20).map(lambda n: Decimal(n * 5))


def mostly(usual, other):
    """Return what is usual four times of five, so that what follows from it is met often enough."""
    return st.integers(0, 4).flatmap(lambda n: other if n == 0 else st.just(usual))


@st.composite
def spans(draw, most=3):
    """Stretches of days that do not overlap; the last may go on."""
    edges = sorted(draw(st.sets(days, max_size=2 * most)))
    return tuple(Span(*edges[at : at + 2]) for at in range(0, len(edges), 2))


@st.composite
def dues(draw, begins, least=1):
    """Return a due date known from a day on, and how it was moved afterwards."""
    known = sorted(draw(st.lists(st.integers(0, 60), max_size=2)))
    due = begins + timedelta(draw(st.integers(0, 40)))
    found = [Due(due, begins)]
    for later in known:
        due += timedelta(draw(st.integers(-10, 30)))
        found.append(Due(due, begins + timedelta(later)))
    return tuple(found[: draw(st.integers(least, 3))])


@st.composite
def hand_ins(draw, opens):
    found = []
    day = opens
    for number in range(1, draw(st.integers(0, 3)) + 1):
        day += timedelta(draw(st.integers(0, 40)))
        returned = draw(st.none() | st.integers(0, 20).map(lambda n, day=day: day + timedelta(n)))
        kind = draw(st.sampled_from(["incomplete", "quality"])) if returned else ""
        found.append(HandIn(number, day, draw(mostly(Decimal(20), st.none() | percents)), returned, kind))
        if returned is None:
            break
        day = returned
    return tuple(found)


@st.composite
def obligations(draw):
    found = []
    for kind, starts in (("quarterly", QUARTERS), ("monthly", MONTHS)):
        for number, begin in enumerate(sorted(draw(st.sets(st.sampled_from(starts), max_size=3)))):
            ends = begin + timedelta(90 if kind == "quarterly" else 30)
            opens = ends - timedelta(draw(st.integers(0, 15)))
            found.append(
                Obligation(f"{kind}{number}", kind, begin, ends, opens, draw(dues(opens)), draw(hand_ins(opens)))
            )
    return tuple(found)


@st.composite
def milestones(draw):
    found = []
    for number in range(draw(st.integers(0, 3))):
        known = draw(days)
        completions = []
        day = known
        for _time in range(draw(st.integers(0, 2))):
            noted = day + timedelta(draw(st.integers(0, 60)))
            undone = draw(st.none() | st.integers(0, 20).map(lambda n, noted=noted: noted + timedelta(n)))
            completions.append(Completion(noted - timedelta(draw(st.integers(0, 20))), noted, undone))
            if undone is None:
                break
            day = undone
        found.append(Milestone(f"m{number}", draw(dues(known)), tuple(completions), draw(perhaps)))
    return tuple(found)


@st.composite
def plans(draw):
    found = []
    for revision, approved in enumerate(draw(st.lists(days, min_size=1, max_size=3))):
        year = draw(st.sampled_from([2023, 2024]))
        ends = [date(year, 3, 31), date(year, 6, 30), date(year, 9, 30), date(year, 12, 31)]
        levels = sorted(draw(st.lists(percents, min_size=4, max_size=4)))
        nodes = tuple(node for node in zip(ends, levels, strict=True) if draw(st.booleans()))
        found.append(YearPlan(year, revision, approved, nodes, draw(perhaps)))
    return tuple(found)


@st.composite
def acknowledgements(draw):
    found = []
    for number in range(draw(st.integers(0, 2))):
        asked = draw(days)
        answered = draw(st.none() | st.integers(0, 40).map(lambda n, asked=asked: asked + timedelta(n)))
        due = asked + timedelta(draw(st.integers(0, 10)))
        found.append(Acknowledgement(f"a{number}", asked, due, answered, draw(perhaps)))
    return tuple(found)


@st.composite
def overrides(draw):
    return tuple(Override(draw(st.sampled_from(COLOURS)), row) for row in draw(spans(2)))


facts = st.builds(
    Facts,
    issued_on=mostly(FIRST, perhaps),
    acknowledgements=acknowledgements(),
    deadline=st.just(()) | days.flatmap(dues),
    suspensions=st.just(()) | spans(),
    closed_on=mostly(None, days),
    terminated_on=mostly(None, days),
    obligations=obligations(),
    milestones=milestones(),
    plans=plans(),
    overrides=st.just(())
    | st.tuples(spans(2), st.sampled_from(COLOURS)).map(
        lambda drawn: tuple(Override(drawn[1], row) for row in drawn[0])
    ),
)


@st.composite
def rules(draw):
    """Up to two rules for each condition, some of them for a time only."""
    found = []
    for condition in CONDITIONS:
        for threshold in draw(st.sets(st.integers(0, 15), max_size=2)):
            span = draw(mostly(Span(date(2020, 1, 1)), st.builds(Span, days, perhaps)))
            colour = draw(st.sampled_from(["red", "yellow", "blue"]))
            found.append(Rule(condition, threshold, colour, span.start, span.end))
    return found
