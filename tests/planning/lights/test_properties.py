"""What must hold for lights whatever happened: days, rules and the order of facts."""

from dataclasses import fields, replace
from datetime import timedelta
from itertools import pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.planning.lights import drawn

from jiangxin.planning.domain.lights.judging import judge
from jiangxin.planning.domain.lights.known import Facts, Span
from jiangxin.planning.domain.lights.replaying import change_days, spells

ALL_DAYS = [drawn.FIRST + timedelta(n) for n in range((drawn.LAST - drawn.FIRST).days + 1)]


@settings(max_examples=300, deadline=None)
@given(drawn.facts, drawn.rules())
def test_one_pass_equals_going_through_the_days(facts, rules):
    found = spells(facts, rules, drawn.FIRST, drawn.LAST)
    assert [row.start for row in found] == [drawn.FIRST, *(row.end for row in found[:-1])]
    assert found[-1].end == drawn.LAST + timedelta(1)
    by_day = {day: row.verdict.key for row in found for day in ALL_DAYS if row.start <= day < row.end}
    assert by_day == {day: judge(facts, rules, day).key for day in ALL_DAYS}
    assert all(row.verdict == judge(facts, rules, row.start) for row in found)
    assert all(one.verdict.key != other.verdict.key for one, other in pairwise(found))


@settings(max_examples=200, deadline=None)
@given(drawn.facts, drawn.rules())
def test_light_changes_on_change_days_only(facts, rules):
    days = set(change_days(facts, rules, drawn.FIRST, drawn.LAST))
    for before, day in pairwise(ALL_DAYS):
        if judge(facts, rules, before).key != judge(facts, rules, day).key:
            assert day in days


@settings(max_examples=300, deadline=None)
@given(drawn.facts, drawn.rules(), drawn.days)
def test_what_becomes_known_later_changes_no_light(facts, rules, day):
    assert judge(as_known_on(facts, day), rules, day) == judge(facts, rules, day)


@settings(max_examples=200, deadline=None)
@given(drawn.facts, drawn.rules(), drawn.rules(), drawn.days)
def test_rules_changed_from_a_day_on_change_no_light_before(facts, rules, others, day):
    kept = [replace(row, valid_to=min(row.valid_to or day, day)) for row in rules if row.valid_from < day]
    new = [replace(row, valid_from=max(row.valid_from, day)) for row in others]
    changed = [*kept, *new]
    for before in ALL_DAYS:
        if before < day:
            assert judge(facts, changed, before) == judge(facts, rules, before)


@settings(max_examples=200, deadline=None)
@given(drawn.facts, drawn.rules(), drawn.days, st.randoms(use_true_random=False))
def test_order_of_facts_and_rules_does_not_matter(facts, rules, day, random):
    mixed = replace(facts, **{name: shuffled(value, random) for name, value in tuples_of(facts)})
    assert judge(mixed, shuffled(rules, random), day) == judge(facts, rules, day)


@settings(max_examples=100, deadline=None)
@given(drawn.facts, drawn.rules(), drawn.days)
@example(Facts(), [], drawn.FIRST)
def test_light_is_the_worst_cause_or_green_or_grey(facts, rules, day):
    verdict = judge(facts, rules, day)
    order = ["red", "yellow", "blue"]
    assert [row.colour for row in verdict.causes] == sorted((row.colour for row in verdict.causes), key=order.index)
    assert verdict.computed == verdict.causes[0].colour if verdict.causes else verdict.computed in {"green", "grey"}


def tuples_of(row):
    return [
        (field.name, getattr(row, field.name)) for field in fields(row) if isinstance(getattr(row, field.name), tuple)
    ]


def shuffled(rows, random):
    """Return rows in another order, and all that they hold too."""
    rows = list(rows)
    random.shuffle(rows)
    inner = {"due", "hand_ins", "completions", "nodes"}
    return tuple(
        replace(row, **{name: shuffled(value, random) for name, value in tuples_of(row) if name in inner})
        if hasattr(row, "__dataclass_fields__")
        else row
        for row in rows
    )


def as_known_on(facts, day):
    """Return the facts as they were recorded on a day: rows without what came later."""

    def up_to(value):
        return value if value is not None and value <= day else None

    def dues(rows):
        return tuple(row for row in rows if row.known_from <= day)

    def spans(rows):
        return tuple(Span(row.start, up_to(row.end)) for row in rows if row.start <= day)

    return Facts(
        issued_on=up_to(facts.issued_on),
        closed_on=up_to(facts.closed_on),
        terminated_on=up_to(facts.terminated_on),
        acknowledgements=tuple(
            replace(row, acknowledged_on=up_to(row.acknowledged_on), ended_on=up_to(row.ended_on))
            for row in facts.acknowledgements
            if row.asked_on <= day
        ),
        deadline=dues(facts.deadline),
        suspensions=spans(facts.suspensions),
        obligations=tuple(
            replace(
                row,
                due=dues(row.due),
                hand_ins=tuple(
                    replace(
                        one,
                        returned_on=up_to(one.returned_on),
                        return_kind=one.return_kind if up_to(one.returned_on) else "",
                    )
                    for one in row.hand_ins
                    if one.handed_in_on <= day
                ),
            )
            for row in facts.obligations
            if row.opens_on <= day
        ),
        milestones=tuple(
            replace(
                row,
                due=dues(row.due),
                dropped_on=up_to(row.dropped_on),
                completions=tuple(
                    replace(one, undone_on=up_to(one.undone_on)) for one in row.completions if one.noted_on <= day
                ),
            )
            for row in facts.milestones
        ),
        plans=tuple(replace(row, settled_on=up_to(row.settled_on)) for row in facts.plans if row.approved_on <= day),
        overrides=tuple(
            replace(row, span=Span(row.span.start, up_to(row.span.end)))
            for row in facts.overrides
            if row.span.start <= day
        ),
    )
