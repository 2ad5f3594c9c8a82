"""A district in which units are appraised: the steps they take, as people take them."""

from __future__ import annotations

from datetime import date

from tests.factories import running, supervising
from tests.factories.planning import decide, step
from tests.factories.workflow import fixture

from jiangxin.appraisal.models import Appraisal, Criterion, Grade, GroupMember, PeerGroup, Scheme, SuppliedMeasure
from jiangxin.kernel import clock, records, write
from jiangxin.planning.models import Cycle, Report

__all__ = ["decide", "step"]
FIRST, LAST = date(2023, 1, 1), date(2023, 12, 31)
#: After the year, when it is appraised.
DAY = date(2024, 4, 15)
HALF = "between_lines\nfail: 0\nfull: 100"


def district():
    """Return a district with reports of two years: Education hands in on time, Labour every second one late."""
    place = supervising.district()
    with fixture():
        place.tasks = {unit.row.pk: running.make_running(unit.row, plan=place.plan) for unit in units(place)}
        for number, cycle in enumerate(_cycles(2023, 2024)):
            for unit in units(place):
                late = 3 if unit is place.labour and number % 2 else -2
                due = cycle.due_on
                handed_in = date.fromordinal(due.toordinal() + late)
                Report.objects.create(
                    task=place.tasks[unit.row.pk], cycle=cycle, organisation=unit.row, due_on=due,
                    handed_in_on=handed_in, status="under_way",
                )  # fmt: skip
        for state in ("signing", "reported"):
            Report.objects.update(state=state)
        place.experts = SuppliedMeasure.objects.create(
            code="experts", name="Judgement of experts", kind="review", shape="scores", source="The office"
        )
    return place


def units(place):
    return (place.education, place.labour)


def _cycles(*years):
    """Return monthly cycles, due in the middle of each month."""
    for year in years:
        for month in range(1, 13):
            first = date(year, month, 1)
            days = {
                "starts_on": first,
                "ends_on": first.replace(day=8),
                "opens_on": first,
                "due_on": first.replace(day=15),
            }
            yield Cycle.objects.create(kind="monthly", **days, locks_on=first.replace(day=25), opened_on=first)


def save(model, by, row=None, **values):
    """Save a row as a person does; without a row a new one."""
    return write.save(records.of_model(model), row, values, actor=by.actor(), reason="as decided")


def scheme(place, begins=FIRST, **extra):
    """Return a draft by which reports in time count 60 and experts 40 of 100."""
    by = place.officer
    row = save(
        Scheme, by, code="yearly", edition=1, title="Scheme of the year", basis="Notice 1", organisation=place.office,
        valid_from=begins, **extra,
    )  # fmt: skip
    group = save(PeerGroup, by, scheme=row, code="departments", name="Departments")
    for unit in units(place):
        save(GroupMember, by, group=group, organisation=unit.row, valid_from=begins)
    own = {"scheme": row, "missing": "left_out", "rule": HALF, "weights": "", "basis": "", "name_en": ""}
    save(Criterion, by, code="time", name="In time", points=60, measure="planning.reports_in_time", order=1, **own)
    own |= {"rule": "expert_mean"}
    save(Criterion, by, code="experts", name="Experts", points=40, measure="supplied.experts", order=2, **own)
    save(Grade, by, scheme=row, code="a", order=1, name="Excellent", least=90, share=50)
    save(Grade, by, scheme=row, code="b", order=2, name="Qualified")
    return row


def publish(place, row):
    """Bring a scheme through its approval."""
    step(row, "submit", place.officer)
    decide(row, "approve", place.chief)
    return decide(row, "approve", place.leader)


def appraisal(place, row=None, **extra):
    """Return an appraisal of the year 2023."""
    row = row or publish(place, scheme(place))
    values = {"scheme": row, "title": "Appraisal of 2023", "starts_on": FIRST, "ends_on": LAST}
    return save(Appraisal, place.officer, **{**values, "organisation": place.office, **extra})


def reconciled(place, row):
    """Let both units agree."""
    row = step(row, "reconcile", place.officer)
    for said in row.statements.all():
        unit = next(unit for unit in units(place) if unit.row.pk == said.organisation_id)
        step(said, "agree", unit.liaison)
    return row


def opened(place, row=None):
    """Bring an appraisal to where units may object."""
    row = reconciled(place, row or appraisal(place))
    row = step(row, "preview", place.officer)
    return step(row, "open_objections", place.officer)


def confirmed(place, row=None):
    """Bring an appraisal through its confirmation, after the days to object."""
    row = row or opened(place)
    with clock.on(date.fromordinal(row.objections_until.toordinal() + 1)):
        step(row, "submit", place.officer)
        decide(row, "approve", place.chief)
        return decide(row, "approve", place.leader)


def sheet(row, unit):
    return row.scores.get(organisation=unit.row)
