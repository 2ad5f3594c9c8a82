"""What was begun to be reported, and targets, go on with the tasks of the new plan; lights of the past stay."""

from __future__ import annotations

from datetime import date

import pytest
from tests.factories import planning as make
from tests.factories import versions
from tests.factories.workflow import fixture

from jiangxin.evidence.domain import attachments
from jiangxin.kernel import clock, records
from jiangxin.kernel.errors import NotAllowed, NotLawful
from jiangxin.planning.domain import assignment, carrying, contributing
from jiangxin.planning.domain.assignment import Parts
from jiangxin.planning.domain.lights.standing import rebuild
from jiangxin.planning.domain.queries import sheet
from jiangxin.planning.models import (
    Contribution,
    Report,
    Responsibility,
    Standing,
    Target,
    TargetStep,
    TargetValue,
    TaskTarget,
)

# ── Reports ──


@pytest.fixture
def reporting(place):
    """Return the district whose first task owes a report, which is begun, when its plan is replaced."""
    make.running(place, place.task, place.education, place.labour)
    with fixture():
        place.aims = [
            Target.objects.create(
                plan=place.plan, number=n, subject=f"Share {n}", unit="%", quote="x", comparator=">=", value=60,
                start=0, end=1,
            )
            for n in (1, 2)
        ]  # fmt: skip
        for aim in place.aims:
            TaskTarget.objects.create(task=place.task, target=aim)
    [place.draft] = make.open_cycle(place)
    with clock.on(date(2024, 7, 1)):
        make.write_report(place.draft, place.education.liaison, progress="Walls stand.")
        liaison = place.education.liaison.actor()
        attachments.attach(records.of_model(Report), place.draft, b"Proof.", "proof.txt", actor=liaison)
        [place.asked] = contributing.ask(place.draft, [place.labour.row], actor=liaison)
        with fixture():
            TargetValue.objects.filter(target=place.aims[0]).update(value=41, basis="The register")
    place.new = versions.revised(place, "Build more schools.", "Train teachers.")
    with fixture():
        place.new.aims = [
            Target.objects.create(
                plan=place.new.plan, number=n, subject=subject, unit="%", quote="x", comparator=">=", value=70,
                start=0, end=1,
            )
            for n, subject in ((1, "Share 1"), (2, "Share of others"))
        ]  # fmt: skip
        for aim in place.new.aims:
            TaskTarget.objects.create(task=place.new.tasks[0], target=aim)
    with clock.on(versions.DAY):
        yield place


def test_draft_of_a_report_goes_on_at_the_new_task(reporting):
    versions.carry(reporting)
    old, new = Report.objects.order_by("pk")
    assert (old.task, old.state, old.superseded, old.progress) == (reporting.task, "draft", True, "Walls stand.")
    assert (new.task, new.cycle, new.organisation, new.state, new.round) == (
        reporting.new.tasks[0], old.cycle, reporting.education.row, "draft", 1,
    )  # fmt: skip
    assert (new.progress, new.due_on, new.superseded) == ("Walls stand.", date(2024, 7, 10), False)
    due = [row for row in versions.queue(reporting.education.liaison) if row[1] == "planning.reports"]
    assert due == [("due", "planning.reports", new.pk)]
    actor = reporting.education.liaison.actor()
    assert [(line.report, line.files) for line in sheet.lines(actor, new.cycle)] == [(new, 1)]
    with pytest.raises(NotLawful, match="carried over"):
        make.step(old, "submit", reporting.education.liaison)
    assert make.hand_in(new, reporting.education, percent=20).state == "reported"


def test_values_of_equal_targets_keep_what_was_written_and_others_are_asked_for(reporting):
    versions.carry(reporting)
    new = Report.objects.get(task=reporting.new.tasks[0])
    found = TargetValue.objects.filter(report=new).order_by("target__number")
    assert list(found.values_list("target", "value", "basis", "state")) == [
        (reporting.new.aims[0].pk, 41, "The register", "draft"),
        (reporting.new.aims[1].pk, None, "", "draft"),
    ]
    assert [row.target for row in TargetValue.objects.filter(report=reporting.draft)] == [reporting.aims[1]]


def test_what_supporting_units_were_asked_for_moves_with_the_draft(reporting):
    before = versions.queue(reporting.labour.liaison)
    versions.carry(reporting)
    assert Contribution.objects.get().task == reporting.new.tasks[0]
    asked = [row for row in versions.queue(reporting.labour.liaison) if row[1] == "planning.contributions"]
    assert asked == [row for row in before if row[1] == "planning.contributions"] != []


def test_report_that_came_back_keeps_the_days_given_to_complete_it(reporting):
    make.hand_in(reporting.draft, reporting.education, percent=20)
    make.step(reporting.draft, "return", reporting.officer, "Say more", return_kind="incomplete")
    versions.carry(reporting)
    new = Report.objects.get(task=reporting.new.tasks[0])
    assert (new.round, new.due_on, new.progress) == (1, date(2024, 7, 26), "Half of it is built.")
    assert Report.objects.filter(task=reporting.task).count() == 2


def test_report_that_waits_for_signature_is_finished_with_the_old_task(reporting):
    make.step(reporting.draft, "submit", reporting.education.liaison)
    versions.carry(reporting)
    assert Report.objects.filter(task=reporting.new.tasks[0]).count() == 0
    assert make.decide(reporting.draft, "approve", reporting.education.head).state == "reported"
    make.step(reporting.draft, "accept", reporting.officer)


def test_missed_report_stays_with_the_old_task(reporting):
    with clock.on(date(2024, 8, 2)):
        versions.carry(reporting)
    assert [row.task for row in Report.objects.all()] == [reporting.task]


def test_next_cycle_asks_the_new_task_only(reporting):
    versions.carry(reporting)
    drafts = make.open_cycle(reporting, date(2024, 9, 21))
    assert [row.task for row in drafts] == [reporting.new.tasks[0]]


# ── Lights ──


def test_past_lights_stay_and_the_new_task_shows_what_the_old_one_showed(reporting):
    versions.split(reporting)
    rebuild(make.BEGIN)
    before = versions.lights(reporting.task)
    shown = Standing.objects.get(task=reporting.task).light
    versions.carry(reporting)
    old, new = reporting.task, reporting.new.tasks[0]
    # today's light is that of its last state
    assert [row for row in versions.lights(old) if row[1] < versions.DAY] == [
        (colour, since, min(until or versions.DAY, versions.DAY))
        for colour, since, until in before
        if since < versions.DAY
    ]
    assert versions.lights(old)[-1] == ("grey", versions.DAY, None)
    assert (shown, versions.lights(new)[-1]) == ("red", ("red", versions.DAY, None))
    kept = versions.lights(old), versions.lights(new)
    rebuild(make.BEGIN)
    assert (versions.lights(old), versions.lights(new)) == kept


# ── Targets that a unit leads by itself ──


def test_lead_path_and_draft_of_an_equal_target_pass(reporting):
    with fixture():
        TaskTarget.objects.all().delete()
        old, new = reporting.aims[0], reporting.new.aims[0]
        new.value = old.value
        new.save()
        TargetStep.objects.create(target=old, on=date(2024, 12, 31), value=50)
        TargetValue.objects.all().delete()
    assignment.assign(old, Parts(reporting.education.row), actor=reporting.officer.actor())
    with fixture():
        TargetValue.objects.create(
            target=old, cycle=reporting.draft.cycle, organisation=reporting.education.row, due_on=versions.DAY, value=7
        )
    actor = reporting.officer.actor()
    assert carrying.carry_targets([(old, new)], actor=actor, reason="Revised") == 1
    assert carrying.carry_targets([(old, new)], actor=actor, reason="Revised") == 0
    assert [row.organisation for row in Responsibility.objects.filter(target=new, valid_to=None)] == [
        reporting.education.row
    ]
    assert Responsibility.objects.filter(target=old, valid_to=None).count() == 0
    assert list(new.path.values_list("on", "value")) == [(date(2024, 12, 31), 50)]
    assert list(TargetValue.objects.values_list("target", "value")) == [(new.pk, 7)]
    asked = [row[1] for row in versions.queue(reporting.education.liaison) if row[0] == "new"]
    assert asked == ["planning.responsibilities"]


def test_path_stays_where_the_figure_is_another(reporting):
    with fixture():
        TaskTarget.objects.all().delete()
        TargetStep.objects.create(target=reporting.aims[0], on=date(2024, 12, 31), value=50)
    assignment.assign(reporting.aims[0], Parts(reporting.education.row), actor=reporting.officer.actor())
    pairs = [(reporting.aims[0], reporting.new.aims[0])]
    with pytest.raises(NotAllowed):
        carrying.carry_targets(pairs, actor=reporting.supervisor.actor())
    carrying.carry_targets(pairs, actor=reporting.officer.actor())
    assert reporting.new.aims[0].path.count() == 0
    with pytest.raises(NotLawful):
        carrying.carry_targets([(reporting.new.aims[0], reporting.aims[1])], actor=reporting.officer.actor())
