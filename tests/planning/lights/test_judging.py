"""Each condition, as an officer would tell it: what happened, which light on which days."""

from datetime import date
from decimal import Decimal

import pytest

from jiangxin.planning.domain.lights.judging import CONDITIONS, Cause, judge
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
from jiangxin.planning.domain.lights.replaying import spells

ISSUED = date(2024, 1, 2)
ACKNOWLEDGED = Acknowledgement("lead", ISSUED, date(2024, 1, 9), date(2024, 1, 5))
LEVELS = {
    "acknowledgement_overdue": {1: "yellow", 6: "red"},
    "report_near": {3: "yellow"},
    "report_overdue": {1: "yellow", 6: "red"},
    "returned": {0: "yellow", 11: "red"},
    "quality_rejected": {0: "red"},
    "milestone_near": {7: "yellow"},
    "milestone_overdue": {1: "red"},
    "behind_plan": {10: "yellow", 30: "red"},
    "deadline_near": {15: "yellow"},
    "deadline_overdue": {1: "red"},
    "late_done": {1: "blue"},
}
RULES = [
    Rule(condition, threshold, colour, date(2020, 1, 1))
    for condition, levels in LEVELS.items()
    for threshold, colour in levels.items()
]


def running(**facts):
    """Return a task that was issued and acknowledged in January 2024."""
    return Facts(**{"issued_on": ISSUED, "acknowledgements": (ACKNOWLEDGED,)} | facts)


def first_quarter(*hand_ins, due=None):
    """Return the report on the first quarter, due on 10 April."""
    due = due or (Due(date(2024, 4, 10), date(2024, 3, 21)),)
    return Obligation("q1", "quarterly", date(2024, 1, 1), date(2024, 3, 31), date(2024, 3, 21), due, hand_ins)


def second_quarter(*hand_ins):
    """Return the report on the second quarter, due on 10 July."""
    due = (Due(date(2024, 7, 10), date(2024, 6, 20)),)
    return Obligation("q2", "quarterly", date(2024, 4, 1), date(2024, 6, 30), date(2024, 6, 20), due, hand_ins)


def handed_in(month, day, *, number=1, percent=None, returned=None, kind="incomplete"):
    percent = None if percent is None else Decimal(percent)
    return HandIn(number, date(2024, month, day), percent, returned, kind if returned else "")


def milestone(*completions, due=date(2024, 5, 20), dropped=None, moved=()):
    return Milestone("m", (Due(due, date(2024, 1, 10)), *moved), completions, dropped)


def story(facts, *, rules=RULES, first=date(2024, 1, 1), last=date(2024, 12, 31)):
    """Return the colours of the year, each with month and day on which it begins."""
    return [(f"{row.start:%m-%d}", row.verdict.colour) for row in colours(spells(facts, rules, first, last))]


def colours(rows):
    """Leave out spells that differ in their causes only."""
    return [row for at, row in enumerate(rows) if at == 0 or row.verdict.colour != rows[at - 1].verdict.colour]


# ── Nothing to measure ──────────────────────────────────────────────────────────────────────────


def test_task_that_was_not_issued_is_grey():
    assert story(Facts()) == [("01-01", "grey")]


def test_task_on_which_nothing_is_due_or_planned_is_grey():
    assert story(running()) == [("01-01", "grey")]


def test_task_turns_green_with_its_first_report_or_plan():
    assert story(running(obligations=(first_quarter(handed_in(4, 2)),))) == [("01-01", "grey"), ("04-02", "green")]
    plan = YearPlan(2024, 1, date(2024, 2, 1), ((date(2024, 6, 30), Decimal(50)),))
    assert story(running(plans=(plan,))) == [("01-01", "grey"), ("02-01", "green")]


def test_task_without_rules_is_never_more_than_green():
    assert story(running(obligations=(first_quarter(),)), rules=[]) == [("01-01", "grey"), ("04-11", "green")]


# ── Acknowledgement ─────────────────────────────────────────────────────────────────────────────


def test_acknowledgement_overdue_is_yellow_and_then_red_until_acknowledged():
    ask = Acknowledgement("lead", ISSUED, date(2024, 1, 9), date(2024, 1, 20))
    facts = Facts(issued_on=ISSUED, acknowledgements=(ask,))
    assert story(facts) == [("01-01", "grey"), ("01-10", "yellow"), ("01-15", "red"), ("01-20", "grey")]


def test_acknowledgement_of_a_unit_that_is_replaced_is_waited_for_no_longer():
    old = Acknowledgement("old", ISSUED, date(2024, 1, 9), None, date(2024, 1, 12))
    new = Acknowledgement("new", date(2024, 1, 12), date(2024, 1, 19), date(2024, 1, 18))
    facts = Facts(issued_on=ISSUED, acknowledgements=(old, new))
    assert story(facts) == [("01-01", "grey"), ("01-10", "yellow"), ("01-12", "grey")]


# ── Reports ─────────────────────────────────────────────────────────────────────────────────────


def test_report_in_time_is_yellow_shortly_before_and_green_afterwards():
    facts = running(obligations=(first_quarter(handed_in(4, 9)),))
    assert story(facts) == [("01-01", "grey"), ("04-07", "yellow"), ("04-09", "green")]


def test_report_overdue_turns_red_and_stays_blue_once_it_came_late():
    facts = running(obligations=(first_quarter(handed_in(4, 20)), second_quarter(handed_in(7, 2))))
    assert story(facts) == [
        ("01-01", "grey"),
        ("04-07", "yellow"),
        ("04-16", "red"),
        ("04-20", "blue"),
        ("07-02", "green"),
    ]


def test_missed_report_stays_overdue_until_the_next_one_is_in():
    facts = running(obligations=(first_quarter(), second_quarter(handed_in(7, 8))))
    assert story(facts) == [("01-01", "grey"), ("04-07", "yellow"), ("04-16", "red"), ("07-08", "green")]


def test_missing_two_reports_looks_no_better_than_missing_one():
    facts = running(obligations=(first_quarter(), second_quarter()))
    assert story(facts) == [("01-01", "grey"), ("04-07", "yellow"), ("04-16", "red")]


def test_extension_counts_from_the_day_it_was_granted():
    dues = (Due(date(2024, 4, 10), date(2024, 3, 21)), Due(date(2024, 4, 30), date(2024, 4, 12)))
    facts = running(obligations=(first_quarter(handed_in(4, 29), due=dues),))
    assert story(facts) == [
        ("01-01", "grey"),
        ("04-07", "yellow"),
        ("04-12", "grey"),
        ("04-27", "yellow"),
        ("04-29", "green"),
    ]


def test_returned_report_is_yellow_and_then_red_until_it_is_handed_in_again():
    rounds = (handed_in(4, 8, returned=date(2024, 4, 15)), handed_in(5, 2, number=2))
    facts = running(obligations=(first_quarter(*rounds),))
    assert story(facts) == [
        ("01-01", "grey"),
        ("04-07", "yellow"),
        ("04-08", "green"),
        ("04-15", "yellow"),
        ("04-26", "red"),
        ("05-02", "green"),
    ]


def test_report_returned_for_its_quality_is_red_at_once():
    rounds = (handed_in(4, 8, returned=date(2024, 4, 15), kind="quality"), handed_in(4, 18, number=2))
    facts = running(obligations=(first_quarter(*rounds),))
    assert story(facts)[2:] == [("04-08", "green"), ("04-15", "red"), ("04-18", "green")]


def test_late_report_stays_late_when_it_is_returned_and_handed_in_again():
    rounds = (handed_in(4, 12, returned=date(2024, 4, 15)), handed_in(4, 18, number=2))
    facts = running(obligations=(first_quarter(*rounds),))
    assert story(facts)[1:] == [("04-07", "yellow"), ("04-12", "blue"), ("04-15", "yellow"), ("04-18", "blue")]


def test_monthly_check_gives_way_to_the_quarterly_report_on_the_same_time():
    due = (Due(date(2024, 6, 5), date(2024, 5, 31)),)
    check = Obligation("may", "monthly", date(2024, 5, 1), date(2024, 5, 31), date(2024, 5, 31), due)
    facts = running(obligations=(check, second_quarter(handed_in(7, 1))))
    assert story(facts) == [("01-01", "grey"), ("06-02", "yellow"), ("06-11", "red"), ("07-01", "green")]


def test_monthly_check_is_not_answered_by_a_report_that_was_in_before_it_was_asked_for():
    due = (Due(date(2024, 7, 5), date(2024, 6, 30)),)
    check = Obligation("june", "monthly", date(2024, 6, 1), date(2024, 6, 30), date(2024, 6, 30), due)
    facts = running(obligations=(second_quarter(handed_in(6, 25)), check))
    assert story(facts)[1:] == [("06-25", "green"), ("07-02", "yellow"), ("07-11", "red")]


# ── Sub-tasks and milestones ────────────────────────────────────────────────────────────────────


def test_milestone_is_yellow_shortly_before_its_date_and_red_after_it():
    facts = running(milestones=(milestone(),))
    assert story(facts) == [("01-01", "grey"), ("05-13", "yellow"), ("05-21", "red")]


def test_milestone_done_late_stays_blue_until_the_report_on_a_later_period():
    done = Completion(date(2024, 5, 24), date(2024, 5, 27))
    third = Obligation(
        "q3",
        "quarterly",
        date(2024, 7, 1),
        date(2024, 9, 30),
        date(2024, 9, 20),
        (Due(date(2024, 10, 10), date(2024, 9, 20)),),
        (handed_in(10, 4),),
    )
    facts = running(milestones=(milestone(done),), obligations=(second_quarter(handed_in(7, 2)), third))
    assert story(facts) == [
        ("01-01", "grey"),
        ("05-13", "yellow"),
        ("05-21", "red"),
        ("05-27", "blue"),
        ("10-04", "green"),
    ]


def test_milestone_done_in_time_but_noted_later_was_red_in_between_and_is_not_late():
    done = Completion(date(2024, 5, 18), date(2024, 5, 27))
    facts = running(milestones=(milestone(done),))
    assert story(facts) == [("01-01", "grey"), ("05-13", "yellow"), ("05-21", "red"), ("05-27", "green")]


def test_milestone_whose_completion_was_taken_back_is_overdue_again():
    done = Completion(date(2024, 5, 18), date(2024, 5, 18), date(2024, 6, 3))
    facts = running(milestones=(milestone(done),))
    assert story(facts)[1:] == [("05-13", "yellow"), ("05-18", "green"), ("06-03", "red")]


def test_milestone_that_was_moved_or_dropped_is_waited_for_no_longer():
    moved = (Due(date(2024, 6, 20), date(2024, 5, 22)),)
    facts = running(milestones=(milestone(moved=moved, dropped=date(2024, 6, 15)),))
    assert story(facts)[1:] == [
        ("05-13", "yellow"),
        ("05-21", "red"),
        ("05-22", "grey"),
        ("06-13", "yellow"),
        ("06-15", "grey"),
    ]


# ── Planned progress ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("percent", "light"), [(25, "green"), (16, "green"), (15, "yellow"), (0, "yellow"), (None, "green")]
)
def test_progress_is_compared_with_what_was_planned_for_the_period_of_the_report(percent, light):
    plan = YearPlan(2024, 1, date(2024, 2, 1), ((date(2024, 3, 31), Decimal(25)), (date(2024, 6, 30), Decimal(60))))
    facts = running(plans=(plan,), obligations=(first_quarter(handed_in(4, 2, percent=percent)),))
    assert judge(facts, RULES, date(2024, 7, 5)).colour == light


def test_revised_plan_counts_from_its_approval_and_none_once_the_year_is_settled():
    nodes = [((date(2024, 3, 31), Decimal(level)),) for level in (40, 20)]
    plans = (
        YearPlan(2024, 1, date(2024, 2, 1), nodes[0]),
        YearPlan(2024, 2, date(2024, 5, 1), nodes[1], date(2024, 12, 20)),
    )
    facts = running(plans=plans, obligations=(first_quarter(handed_in(4, 2, percent=10)),))
    assert story(facts) == [
        ("01-01", "grey"),
        ("02-01", "green"),
        ("04-02", "red"),
        ("05-01", "yellow"),
        ("12-20", "green"),
    ]


def test_progress_of_a_returned_report_does_not_count():
    plan = YearPlan(2024, 1, date(2024, 2, 1), ((date(2024, 3, 31), Decimal(40)),))
    rounds = (handed_in(4, 2, percent=40, returned=date(2024, 4, 5)), handed_in(4, 9, number=2, percent=5))
    facts = running(plans=(plan,), obligations=(first_quarter(*rounds),))
    assert story(facts)[1:] == [("02-01", "green"), ("04-05", "yellow"), ("04-09", "red")]


# ── The task itself ─────────────────────────────────────────────────────────────────────────────


def test_deadline_of_the_task_is_yellow_before_and_red_after_it():
    facts = running(deadline=(Due(date(2024, 8, 31), ISSUED),))
    assert story(facts) == [("01-01", "grey"), ("08-16", "yellow"), ("09-01", "red")]


@pytest.mark.parametrize(("closed", "light"), [(date(2024, 8, 30), "green"), (date(2024, 9, 5), "blue")])
def test_task_that_ended_is_green_or_blue_where_it_ended_late(closed, light):
    facts = running(deadline=(Due(date(2024, 8, 31), ISSUED),), closed_on=closed)
    assert story(facts)[-1] == (f"{closed:%m-%d}", light)


def test_task_that_ended_keeps_what_was_late_at_its_end():
    facts = running(obligations=(first_quarter(handed_in(4, 20)),), closed_on=date(2024, 6, 1))
    assert story(facts)[-1] == ("04-20", "blue")


def test_task_that_was_terminated_is_grey():
    facts = running(obligations=(first_quarter(),), terminated_on=date(2024, 5, 1))
    assert story(facts)[-2:] == [("04-16", "red"), ("05-01", "grey")]


# ── Rest ────────────────────────────────────────────────────────────────────────────────────────


def test_nothing_falls_due_while_a_task_rests():
    rest = Span(date(2024, 4, 8), date(2024, 5, 6))
    facts = running(obligations=(first_quarter(),), suspensions=(rest,))
    assert story(facts) == [
        ("01-01", "grey"),
        ("04-07", "yellow"),
        ("04-08", "grey"),
        ("05-06", "yellow"),
        ("05-12", "red"),
    ]


def test_days_of_rest_are_not_counted():
    rest = Span(date(2024, 4, 13), date(2024, 5, 6))
    facts = running(obligations=(first_quarter(),), suspensions=(rest,))
    assert story(facts)[1:] == [("04-07", "yellow"), ("04-13", "grey"), ("05-06", "yellow"), ("05-09", "red")]


# ── By hand; rules over time; causes ────────────────────────────────────────────────────────────


def test_light_set_by_hand_is_shown_and_the_computed_one_kept_beside_it():
    override = Override("green", Span(date(2024, 4, 18), date(2024, 5, 1)))
    facts = running(obligations=(first_quarter(),), overrides=(override,))
    assert story(facts)[2:] == [("04-16", "red"), ("04-18", "green"), ("05-01", "red")]
    verdict = judge(facts, RULES, date(2024, 4, 20))
    assert (verdict.colour, verdict.computed) == ("green", "red")


def test_changed_rule_acts_from_its_day_only():
    old = Rule("report_overdue", 1, "yellow", date(2020, 1, 1), date(2024, 5, 1))
    new = Rule("report_overdue", 1, "red", date(2024, 5, 1))
    facts = running(obligations=(first_quarter(),))
    assert story(facts, rules=[old, new]) == [("01-01", "grey"), ("04-11", "yellow"), ("05-01", "red")]


def test_causes_tell_what_fired_by_how_much_and_against_which_threshold():
    facts = running(obligations=(first_quarter(),), milestones=(milestone(due=date(2024, 4, 20)),))
    assert judge(facts, RULES, date(2024, 4, 18)).causes == (
        Cause("report_overdue", Decimal(8), 6, "red", "q1", date(2024, 4, 10)),
        Cause("milestone_near", Decimal(2), 7, "yellow", "m", date(2024, 4, 20)),
    )


def test_spell_goes_on_while_only_the_days_run():
    facts = running(obligations=(first_quarter(),))
    (last,) = [row for row in spells(facts, RULES, ISSUED, date(2024, 12, 31)) if row.verdict.colour == "red"]
    assert (last.start, last.end) == (date(2024, 4, 16), date(2025, 1, 1))
    assert [row.measure for row in last.verdict.causes] == [6]


def test_conditions_are_those_that_rules_can_name():
    from jiangxin.planning.enums import Colour, Condition

    of_targets = {"target_behind", "target_missed"}
    assert {*CONDITIONS} == {*Condition.values} - of_targets
    assert {"grey", "green", "blue", "yellow", "red"} == {*Colour.values}
