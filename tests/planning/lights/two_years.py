"""Two years of a small district, done day by day through what the product does: with the ordinary mess."""

from datetime import date, timedelta

from tests.factories import records as factory
from tests.factories import running

from jiangxin.kernel import clock, records, write
from jiangxin.kernel.actors import process
from jiangxin.people.domain import organisations
from jiangxin.people.models import Organisation
from jiangxin.planning.domain import assignment, reporting
from jiangxin.planning.domain.lights import standing
from jiangxin.planning.models import (
    Extension,
    LightOverride,
    LightRule,
    Report,
    Responsibility,
    Subtask,
    Task,
    WorkPlan,
)

ACTOR = process("tests")
FIRST, LAST = date(2023, 1, 1), date(2024, 12, 31)
#: As a region might have them: condition, threshold, colour.
LEVELS = (
    ("acknowledgement_overdue", 1, "yellow"),
    ("report_near", 3, "yellow"),
    ("report_overdue", 1, "yellow"),
    ("report_overdue", 6, "red"),
    ("returned", 0, "yellow"),
    ("returned", 11, "red"),
    ("quality_rejected", 0, "red"),
    ("milestone_near", 7, "yellow"),
    ("milestone_overdue", 1, "red"),
    ("behind_plan", 10, "yellow"),
    ("behind_plan", 30, "red"),
    ("deadline_near", 15, "yellow"),
    ("deadline_overdue", 1, "red"),
    ("late_done", 1, "blue"),
)


class District:
    """Makes the rows and takes the steps; every method is something that happens on the day of the clock."""

    def __init__(self):
        with clock.on(FIRST), write.writing(ACTOR):
            self.root = factory.make_organisation(None, name="District", code="ROOT")
            self.units = [self._unit(name) for name in ("Education", "Labour", "Finance")]
            for condition, threshold, colour in LEVELS:
                LightRule.objects.create(
                    condition=condition, threshold=threshold, colour=colour, source="A notice", valid_from=FIRST
                )
            self.plan = factory.make_plan(self.root)
            self.plan.adopted_on = FIRST
            self.plan.save()
            self.tasks = [factory.make_task(self.root, plan=self.plan, weight=weight) for weight in (1, 2, 3, 5, 1, 1)]
            self.post = factory.make_post(self.root)
            factory.make_holding(self.root, post=self.post)

    def _unit(self, name):
        return factory.make_organisation(None, name=name, code=name[:3].upper(), parent=self.root)

    def __getitem__(self, number):
        return Task.objects.get(pk=self.tasks[number].pk)

    def assign(self, number, unit, support=None):
        lead = Organisation.objects.get(pk=self.units[unit].pk)
        supports = [] if support is None else [self.units[support]]
        assignment.assign(self[number], assignment.Parts(lead, supports, [self.post]), actor=ACTOR, reason="Assigned")

    def step(self, row, name, *, reason="", by_system=False, **changes):
        return write.apply(
            records.of_model(type(row)), row, name, actor=ACTOR, reason=reason, by_system=by_system, changes=changes
        )

    def issue(self, number):
        self.step(self[number], "issue")

    def acknowledge(self, number):
        self.step(Responsibility.objects.get(task=self[number], part="lead", valid_to=None), "acknowledge")

    def work_plan(self, number, year, *percents):
        values = {f"q{quarter}_percent": percent for quarter, percent in enumerate(percents, 1)}
        with write.writing(ACTOR):
            last = WorkPlan.objects.filter(task=self[number], year=year).count()
            row = running.make_work_plan(self.root, task=self[number], year=year, revision=last + 1, **values)
            row.state = "in_approval"
            row.save()
        self.step(row, "approve", by_system=True)

    def settle(self, number, year):
        row = WorkPlan.objects.get(task=self[number], year=year, state="approved")
        self.step(row, "conclude", conclusion="Reached.")

    def newest(self, number, state, kind="quarterly"):
        rows = Report.objects.filter(task=self[number], state=state, cycle__kind=kind)
        return rows.order_by("-cycle__ends_on").first()

    def report(self, number, percent, kind="quarterly"):
        row = self.newest(number, "draft", kind)
        with write.writing(ACTOR):
            row.percent, row.state = percent, "signing"
            row.save()
        self.step(row, "sign", by_system=True, handed_in_on=clock.today())

    def send_back(self, number, kind):
        row = self.newest(number, "reported")
        self.step(row, "return", reason="Not enough", return_kind=kind)

    def accept(self, number):
        row = self.newest(number, "reported")
        self.step(row, "accept")

    def extend(self, number, days, subtask=None):
        about = self.subtask(subtask) if subtask else self.newest(number, "draft")
        with write.writing(ACTOR):
            row = Extension.objects.create(
                task=self[number],
                cycle=None if subtask else about.cycle,
                subtask=about if subtask else None,
                organisation=self[number].lead,
                from_on=about.due_on,
                until=about.due_on + timedelta(days),
                grounds="Flood",
            )
            row.state = "in_approval"
            row.save()
        self.step(row, "grant", by_system=True)

    def split(self, number, title, due, **extra):
        with write.writing(ACTOR):
            row = running.make_subtask(self[number].lead, task=self[number], title=title, due_on=due, **extra)
        standing.refresh([row.task_id])

    def subtask(self, title):
        return Subtask.objects.get(title=title)

    def finish(self, title, done_on=None):
        self.step(self.subtask(title), "finish", done_on=done_on or clock.today())

    def reopen(self, title):
        self.step(self.subtask(title), "reopen", reason="Not so")

    def drop(self, title):
        self.step(self.subtask(title), "drop", reason="Not wanted")

    def suspend(self, number):
        self.step(self[number], "suspend", reason="Budget")

    def resume(self, number):
        self.step(self[number], "resume", reason="Budget")

    def terminate(self, number):
        self.step(self[number], "terminate", reason="Overtaken")

    def conclude(self, number):
        with write.writing(ACTOR):
            row = self[number]
            row.state = "closing"
            row.save()
        self.step(row, "conclude", by_system=True)

    def override(self, number, colour, days):
        values = {"task": self[number], "colour": colour, "grounds": "Seen on site", "valid_from": clock.today()}
        record = records.of_model(LightOverride)
        write.save(record, None, {**values, "valid_to": clock.today() + timedelta(days)}, actor=ACTOR, reason="Seen")

    def change_rule(self, condition, threshold, colour):
        with write.writing(ACTOR):
            write.stamp(list(LightRule.objects.filter(condition=condition)), valid_to=clock.today())
            LightRule.objects.create(
                condition=condition, threshold=threshold, colour=colour, source="Notice 2", valid_from=clock.today()
            )

    def merge(self, unit, into):
        """Labour becomes a part of another unit, which takes over what it leads."""
        led = [at for at, task in enumerate(self.tasks) if self[at].lead_id == self.units[unit].pk]
        organisations.merge(
            [self.units[into], self.units[unit]], self.units[into], on=clock.today(), actor=ACTOR, reason="Reform"
        )
        for number in led:
            self.assign(number, into)

    def rename(self, unit, name):
        organisations.rename(self.units[unit], name, on=clock.today(), actor=ACTOR, reason="Reform")


#: What happens on which day: method and arguments.
EVENTS = {
    "2023-01-10": [("assign", 0, 0, 1), ("assign", 1, 1), ("assign", 2, 2), ("assign", 3, 0), ("assign", 4, 1)],
    "2023-01-16": [("issue", number) for number in range(5)],
    "2023-01-18": [("acknowledge", 0), ("acknowledge", 2)],
    "2023-02-01": [("acknowledge", 1), ("acknowledge", 3), ("acknowledge", 4)],
    "2023-02-06": [("work_plan", 0, 2023, 20, 50, 80, 100), ("work_plan", 1, 2023, None, 40, 70, 100)],
    "2023-02-13": [
        ("split", 0, "a school", date(2023, 5, 31)),
        ("split", 0, "a workshop", date(2023, 9, 30)),
        ("split", 3, "a list", date(2023, 4, 15)),
        ("split", 3, "a notice", date(2023, 11, 1)),
    ],
    "2023-04-04": [("report", 0, 20), ("report", 2, 10)],
    "2023-04-06": [("send_back", 2, "incomplete"), ("accept", 0)],
    "2023-04-20": [("report", 2, 12), ("finish", "a list")],
    "2023-04-25": [("report", 1, 15), ("extend", 3, 20)],
    "2023-05-02": [("report", 3, 40)],
    "2023-05-08": [("report", 4, 5, "monthly")],
    "2023-05-15": [("suspend", 4)],
    "2023-05-29": [("extend", 0, 30, "a school")],
    "2023-06-20": [("finish", "a school", date(2023, 6, 18))],
    "2023-07-03": [("report", 0, 30), ("report", 1, 35)],
    "2023-07-05": [("send_back", 0, "quality"), ("work_plan", 1, 2023, None, 30, 60, 100)],
    "2023-07-28": [("report", 0, 45)],
    "2023-08-14": [("resume", 4), ("override", 2, "yellow", 40)],
    "2023-09-04": [("reopen", "a list"), ("override", 1, "green", 10)],
    "2023-09-18": [("finish", "a list")],
    "2023-10-09": [("report", 0, 85), ("report", 1, 60), ("report", 2, 60)],
    "2023-11-06": [("finish", "a workshop"), ("drop", "a notice")],
    "2024-01-08": [("report", 0, 100), ("report", 1, 90), ("report", 2, 100), ("report", 3, 100)],
    "2024-01-15": [("settle", 0, 2023), ("work_plan", 0, 2024, 25, 50, 75, 100)],
    "2024-02-01": [("change_rule", "report_overdue", 10, "red"), ("change_rule", "late_done", 1, "yellow")],
    "2024-03-01": [("merge", 1, 0)],
    "2024-03-06": [("acknowledge", 1), ("rename", 0, "Education and Labour")],
    "2024-04-08": [("report", 0, 5), ("report", 1, 20), ("report", 2, 20)],
    "2024-05-06": [("conclude", 3), ("assign", 2, 0, 2)],
    "2024-05-20": [("acknowledge", 2)],
    "2024-07-22": [("report", 0, 50), ("report", 2, 40)],
    "2024-08-05": [("terminate", 4)],
    "2024-10-08": [("report", 0, 60), ("report", 1, 80)],
    "2024-10-10": [("send_back", 1, "quality"), ("assign", 5, 2), ("issue", 5)],
}
#: Nobody is there and nothing runs, as over a long holiday.
MONTH_ENDS = 26
CLOSED = {date(2023, 10, 1) + timedelta(days) for days in range(7)}


def run(district, *, until=LAST, each_day=None):
    """Let the time pass: cycles open, things happen, and on every day but holidays the lights are worked out.

    Without `each_day` they are so only towards the ends of months, when monthly checks are opened by them, and by what
    happens itself.
    """
    day = FIRST
    while day <= until:
        with clock.on(day):
            if day.day == 1:
                reporting.make_cycles(day, actor=ACTOR)
            if day not in CLOSED:
                reporting.open_cycles(day, actor=ACTOR)
                for name, *given in EVENTS.get(day.isoformat(), ()):
                    getattr(district, name)(*given)
                if each_day is not None or day.day >= MONTH_ENDS:
                    standing.refresh()
                if each_day is not None:
                    each_day(day)
        day += timedelta(1)
    if each_day is None:
        standing.refresh(day=until)
