"""Rows of supervision, by record type; `tests.factories.records.make` finds them here."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

from tests.factories import records as rows
from tests.factories import running
from tests.factories.workflow import SINCE

from jiangxin.kernel import clock
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
    Selection,
    SelectionRule,
    Slip,
    SlipKind,
    SlipPolicy,
    SlipSet,
    Statement,
    SupervisionPolicy,
    TeamMember,
    TeamNote,
)

_numbers = itertools.count(1)
LONG_AGO = date(2000, 1, 1)
FAR = date(2090, 1, 1)


def allow(organisation):
    """Say of an organisation that it may be supervised and may supervise, where nothing is said of it."""
    found = Jurisdiction.objects.filter(organisation=organisation)
    if not found.exists():
        values = {"organisation": organisation, "valid_from": LONG_AGO, "source": "A rule"}
        Jurisdiction.objects.create(treatment="supervised", **values)
    if not Designation.objects.filter(organisation=organisation).exists():
        values = {"organisation": organisation, "valid_from": LONG_AGO, "source": "A rule"}
        Designation.objects.create(matters="Everything", **values)


def make_jurisdiction(_organisation=None, **extra):
    values = {"kind": rows.make_kind(), "treatment": "supervised", "valid_from": SINCE, "source": "A rule"}
    return Jurisdiction.objects.create(**{**values, **extra})


def make_designation(_organisation=None, **extra):
    values = {"organisation": rows.make_organisation(None), "matters": "The plan", "source": "A rule"}
    return Designation.objects.create(**{**values, "valid_from": SINCE, **extra})


def make_policy(_organisation=None, **extra):
    return SupervisionPolicy.objects.create(**{**rows.following(SupervisionPolicy), "source": "A rule", **extra})


def make_selection_rule(_organisation=None, **extra):
    day = date(2010, 1, 1) + timedelta(days=next(_numbers))
    return SelectionRule.objects.create(**{"ground": "red", "valid_from": day, "source": "A rule", **extra})


def make_round(organisation, **extra):
    """Return a draft that lacks nothing for its approval."""
    allow(organisation)
    plan = extra.pop("plan", None) or rows.make_plan(organisation)
    basis = {"basis": "annual_plan", "basis_text": "Plan of inspections", "basis_on": SINCE}
    values = {"year": 2024, "theme": f"Theme {next(_numbers)}", "starts_on": SINCE, "ends_on": FAR, **basis}
    row = Round.objects.create(**{"plan": plan, "organiser": organisation, "scheme": "As planned.", **values, **extra})
    TeamMember.objects.create(round=row, part="leader", post=rows.make_post(organisation))
    task = running.make_running(organisation, plan=plan)
    RoundTask.objects.create(round=row, task=task, organisation=organisation, grounds="It matters.", chosen_on=SINCE)
    return row


def make_under_way(organisation, **extra):
    """Return a round that is under way."""
    row = make_round(organisation, **extra)
    for state in ("in_approval", "approved", "under_way"):
        row.state = state
        row.save(update_fields=["state"])
    return row


def make_member(organisation, **extra):
    values = {"round": make_round(organisation), "person": rows.make_person(organisation)}
    return TeamMember.objects.create(**{**values, **extra})


def make_note(organisation, **extra):
    return TeamNote.objects.create(
        **{"round": make_round(organisation), "text": f"Look closer {next(_numbers)}", "noted_on": SINCE, **extra}
    )


def make_selection(organisation, **extra):
    values = {"round": make_round(organisation), "day": SINCE, "seed": next(_numbers), "eligible": 3}
    return Selection.objects.create(**{**values, **extra})


def make_round_task(organisation, **extra):
    return make_round(organisation).tasks.get()


def make_notice(organisation, **extra):
    values = {"round": extra.pop("round", None) or make_under_way(organisation), "organisation": organisation}
    return Notice.objects.create(**{**values, "asks": "Send the list.", **extra})


def make_finding(organisation, **extra):
    place = extra.pop("round", None) or make_under_way(organisation)
    number = next(_numbers) % 30_000
    values = {"round": place, "number": number, "task": place.tasks.get().task, "organisation": organisation}
    content = {"found_on": SINCE, "facts": f"Nothing was built {number}.", "rectify_by": FAR}
    return Finding.objects.create(**{**values, **content, **extra})


def make_put(organisation, *states, **extra):
    """Return a finding that was put to the unit, and brought on through the states."""
    row = make_finding(organisation, **extra)
    for state in ("put", *states):
        row.state = state
        row.save(update_fields=["state"])
    return row


def make_statement(organisation, **extra):
    values = {"finding": make_put(organisation), "text": f"It rained {next(_numbers)}.", "made_on": SINCE}
    return Statement.objects.create(**{**values, **extra})


def make_extension(organisation, **extra):
    finding = make_put(organisation, "rectifying")
    values = {"finding": finding, "from_on": FAR, "until": FAR + timedelta(30), "grounds": "Ill weather"}
    return RectificationExtension.objects.create(**{**values, **extra})


def make_conclusion(organisation, **extra):
    values = {"round": make_under_way(organisation), "organisation": organisation}
    return Conclusion.objects.create(**{**values, "facts": "Half of it is built.", "text": "Go on.", **extra})


def make_review(organisation, **extra):
    conclusion = make_conclusion(organisation, review_until=FAR)
    conclusion.state = "fed_back"
    conclusion.save(update_fields=["state"])
    values = {"conclusion": conclusion, "grounds": f"It is not so {next(_numbers)}."}
    return Review.objects.create(**{**values, "asked_on": SINCE, "due_on": FAR, **extra})


def make_slip_set(_organisation=None, **extra):
    return SlipSet.objects.create(**{"name": f"Set {next(_numbers)}", **extra})


def make_slip_kind(_organisation=None, **extra):
    values = {"slip_set": extra.pop("slip_set", None) or make_slip_set(), "colour": "blue", "name": "Blue slip"}
    content = {"meaning": "Soon due", "order": 1, "days": 10, "may_begin": True, "source": "A rule"}
    return SlipKind.objects.create(**{**values, **content, "valid_from": SINCE, **extra})


def make_slip_policy(_organisation=None, **extra):
    values = {"slip_set": extra.pop("slip_set", None) or make_slip_set(), "source": "A rule"}
    return SlipPolicy.objects.create(**{**rows.following(SlipPolicy), **values, **extra})


def make_slip(organisation, **extra):
    """Return a draft of a kind that is in force and may come first."""
    allow(organisation)
    policy = SlipPolicy.objects.on(clock.today()).first()
    if policy is None:
        policy = SlipPolicy.objects.create(slip_set=make_slip_set(), valid_from=SINCE, source="A rule")
    kind = policy.slip_set.kinds.filter(may_begin=True).first() or make_slip_kind(slip_set=policy.slip_set)
    values = {"kind": kind, "organisation": organisation, "task": running.make_running(organisation)}
    return Slip.objects.create(**{**values, "text": f"Move on {next(_numbers)}.", **extra})


MAKERS = {
    "supervision.conclusions": make_conclusion,
    "supervision.designations": make_designation,
    "supervision.findings": make_finding,
    "supervision.jurisdictions": make_jurisdiction,
    "supervision.notices": make_notice,
    "supervision.rectification-extensions": make_extension,
    "supervision.reviews": make_review,
    "supervision.round-tasks": make_round_task,
    "supervision.rounds": make_round,
    "supervision.rules": make_policy,
    "supervision.selection-rules": make_selection_rule,
    "supervision.selections": make_selection,
    "supervision.slip-kinds": make_slip_kind,
    "supervision.slip-policies": make_slip_policy,
    "supervision.slip-sets": make_slip_set,
    "supervision.slips": make_slip,
    "supervision.statements": make_statement,
    "supervision.team-members": make_member,
    "supervision.team-notes": make_note,
}
