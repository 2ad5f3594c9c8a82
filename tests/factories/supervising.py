"""A district in which somebody supervises how a plan runs: the steps they take, as people take them."""

from __future__ import annotations

from datetime import date, timedelta

from tests.factories import planning
from tests.factories import workflow as make
from tests.factories.planning import decide, step
from tests.factories.workflow import fixture

from jiangxin.kernel import clock, records, write
from jiangxin.supervision.domain import selecting
from jiangxin.supervision.models import (
    Conclusion,
    Designation,
    Finding,
    Jurisdiction,
    Notice,
    RectificationExtension,
    Review,
    Round,
    RoundTask,
    Slip,
    SlipKind,
    Statement,
    TeamMember,
)

__all__ = ["decide", "step"]
SINCE = make.SINCE


def district():
    """Return a district with a second supervisor, a leader and a round; Finance may be asked by letter only."""
    found = planning.district()
    found.verifier = planning.person("verifier", found.office, "supervisor")
    found.leader = planning.person("leader", found.office, "district-leader")
    with fixture():
        for unit in (found.education, found.labour):
            say(unit.row, "supervised")
        say(found.finance.row, "letter")
        values = {"matters": "The plan", "valid_from": SINCE, "source": "A decision"}
        Designation.objects.create(organisation=found.office, **values)
    planning.running(found, found.task, found.education, found.labour)
    found.round = save(Round, found.supervisor, **round_of(found))
    save(TeamMember, found.supervisor, round=found.round, part="leader", person=found.supervisor)
    return found


def say(organisation, treatment, **extra):
    """Say how an organisation may be treated."""
    values = {"organisation": organisation, "treatment": treatment, "valid_from": SINCE, "source": "A decision"}
    with fixture():
        return Jurisdiction.objects.create(**{**values, **extra})


def round_of(place, **extra):
    values = {"plan": place.plan, "year": 2024, "theme": "Schools", "organiser": place.office, "scheme": "Look at it."}
    basis = {"basis": "annual_plan", "basis_text": "Plan of inspections of 2024", "basis_on": date(2024, 1, 10)}
    return {**values, **basis, "starts_on": planning.BEGIN, "ends_on": planning.BEGIN + timedelta(30), **extra}


def save(model, by, row=None, **values):
    """Save a row as a person does; without a row a new one."""
    return write.save(records.of_model(model), row, values, actor=by.actor(), reason="as found")


def choose(place, task=None, **extra):
    """Choose a task by hand."""
    values = {"round": place.round, "task": task or place.task, "grounds": "It matters."}
    return save(RoundTask, place.supervisor, **{**values, **extra})


def select(place, seed=7):
    return selecting.select(place.round, actor=place.supervisor.actor(), seed=seed)


def approve(place):
    """Bring the round to its approval by both who decide."""
    step(place.round, "submit", place.supervisor)
    decide(place.round, "approve", place.chief)
    return decide(place.round, "approve", place.leader)


def under_way(place):
    """Choose the task and begin the round."""
    choose(place)
    approve(place)
    place.round = step(place.round, "start", place.supervisor)
    return place.round


def notice(place, unit, *, send=False, **extra):
    values = {"round": place.round, "organisation": unit.row, "asks": "Send the list.", "on_site": False}
    row = save(Notice, place.supervisor, **{**values, **extra})
    return step(row, "send", place.supervisor) if send else row


def finding(place, unit=None, **extra):
    values = {"round": place.round, "task": place.task, "organisation": (unit or place.education).row}
    content = {"kind": "problem", "place": "on_site", "found_on": clock.today(), "facts": "Nothing is built."}
    due = {"expected": "Schools are built.", "rectify_by": clock.today() + timedelta(20)}
    return save(Finding, place.supervisor, **{**values, **content, **due, **extra})


def put(place, unit=None, **extra):
    """Record a finding and put it to the unit."""
    return step(finding(place, unit, **extra), "put", place.supervisor)


def rectifying(place, **extra):
    row = put(place, **extra)
    return step(row, "plan_measures", place.education.liaison, measures="We build two.")


def rectified(place, **extra):
    row = rectifying(place, **extra)
    return step(row, "report_result", place.education.liaison, result="Two are built.")


def statement(row, by, **extra):
    return save(Statement, by, **{"finding": row, "kind": "explanation", "text": "It rained.", **extra})


def more_time(row, by, days, grounds="It rains."):
    values = {"finding": row, "until": row.rectify_by + timedelta(days), "grounds": grounds}
    return save(RectificationExtension, by, **values)


def conclusion(place, unit=None, *, told=True, **extra):
    values = {"round": place.round, "organisation": (unit or place.education).row, "facts": "None.", "text": "Go on."}
    row = save(Conclusion, place.supervisor, **{**values, **extra})
    return step(row, "feed_back", place.supervisor) if told else row


def review(row, by):
    return save(Review, by, conclusion=row, grounds="It is not so.")


def kind(colour):
    """Return the kind of the colour on the day, in the set that an installation begins with."""
    return SlipKind.objects.on(clock.today()).get(slip_set__name="蓝黄红三色单", colour=colour)


def slip(place, colour="blue", *, issue=True, **extra):
    values = {"kind": kind(colour), "task": place.task, "organisation": place.education.row, "text": "Move on."}
    row = save(Slip, place.supervisor, **{**values, **extra})
    return step(row, "issue", place.supervisor) if issue else row
