"""Two years in which the plan of the demonstration runs: every day its people do what people do, through the domain.

Seeded, so that every build tells the same story: most on time, some late, returned, extended or missed, an objection
kept and one upheld, a merged unit, a rest, a light set by hand.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from jiangxin.demo.domain import texts
from jiangxin.demo.domain.story import Story, step
from jiangxin.kernel import clock, records, write
from jiangxin.kernel.actors import Actor
from jiangxin.people.models import Organisation, Post, PostHolding
from jiangxin.planning.domain import assignment, extending, releasing, reporting, splitting, succession, urging
from jiangxin.planning.domain.assignment import Parts
from jiangxin.planning.domain.lights import standing
from jiangxin.planning.enums import CycleKind, Disclosure, TargetKind, TaskState, Way
from jiangxin.planning.models import (
    Cycle,
    LightOverride,
    Plan,
    Release,
    Report,
    Responsibility,
    Subtask,
    Target,
    TargetStep,
    TargetValue,
    Task,
    WorkPlan,
)

ISSUED = date(2022, 7, 4)
SPLIT = date(2022, 8, 15)
#: When the work plans of a year are made.
PLANNED = {2023: date(2022, 12, 12), 2024: date(2023, 12, 11)}
#: What becomes of a report, and how often of a hundred.
OUTCOMES = (("on_time", 74), ("late", 9), ("incomplete", 7), ("quality", 3), ("extended", 4), ("missed", 3))
#: Tasks with a story of their own: the lead acknowledges late, objects, or never keeps up (every seventh).
LATE_TO_ACKNOWLEDGE, OBJECTS, RESTS, CHANGES_LEAD = 7, 12, 29, 20
SLOW = 3
#: Signatures of the last days wait, one in two.
WAITING_DAYS, WAITING = 4, 0.5
#: From this day of a month on a cycle may open.
OPENS = 19
#: Releases: drafted, submitted, let out.
RELEASES = (6, 5, 4)
#: Planned progress by the end of each quarter.
NODES = (20, 45, 75, 100)


class History(Story):
    """The days of the plan, each with what happens on it."""

    def __init__(self, plan: Plan, until: date) -> None:
        super().__init__(until)
        self.plan = plan
        self.random = Random(2022)  # noqa: S311 - a story, not a secret

    def run(self) -> None:
        """Go through the days up to the last."""
        self.at(ISSUED, self.issue)
        self.at(SPLIT, self.split)
        for year, day in PLANNED.items():
            self.at(day, lambda year=year: self.plan_year(year))
        self.at(date(2024, 3, 1), lambda: succession.follow(clock.today(), actor=self.officer))
        self.at(date(2023, 5, 8), lambda: self.rest("suspend", RESTS))
        self.at(date(2023, 9, 4), lambda: self.rest("resume", RESTS))
        self.at(date(2023, 11, 6), lambda: self.change_lead(CHANGES_LEAD))
        self.at(date(2024, 9, 2), self.override)
        self.at(date(2024, 8, 20), self.release)
        day = date(2022, 9, 1)
        while day <= self.until:
            self.at(day, self.begin_day)
            day += timedelta(1) if day.day >= OPENS else timedelta(OPENS - day.day)
        with standing.deferred():
            self.tell()
        with clock.on(self.until):
            splitting.call(self.until, actor=self.officer)
            reporting.lock_cycles(self.until, actor=self.officer)
            standing.refresh()

    def begin_day(self) -> None:
        """Open what is to be reported; the lights are worked out only where a cycle opens."""
        day = clock.today()
        reporting.make_cycles(day, actor=self.officer)
        if Cycle.objects.filter(opened_on=None, opens_on__lte=day, locks_on__gte=day).exists():
            standing.catch_up(None, day)
            for report in reporting.open_cycles(day, actor=self.officer):
                self.expect(report)
            self.at(day + timedelta(1), self.values)

    # ── Assignment ──────────────────────────────────────────────────────────────────────────────

    def issue(self) -> None:
        """Confirm the units of all tasks, find leads for targets that no task carries, and issue."""
        tasks = list(Task.objects.filter(plan=self.plan).order_by("number"))
        suggested = assignment.proposals(tasks)
        fallback = Organisation.objects.get(code="education")
        in_charge = Post.objects.get(organisation__code="government", title="副区长")
        wanted = {}
        for task in tasks:
            found = suggested[task.pk]
            lead = found.lead if found.lead and _has_people(found.lead) else fallback
            supports = [row for row in found.supports if _has_people(row)]
            wanted[task] = Parts(lead, supports, [in_charge])
        assignment.assign_many(wanted, actor=self.officer, reason="按任务分解表确认分工")
        write.apply_many(records.of_model(Task), tasks, "issue", actor=self.officer, reason="印发任务分解表")
        alone = Target.objects.filter(plan=self.plan, tasks=None)
        assignment.assign_many({row: Parts(fallback) for row in alone}, actor=self.officer, reason="落实指标责任单位")
        self._paths()
        for row in Responsibility.objects.filter(state="pending", valid_to=None).order_by("pk"):
            self.at(ISSUED + timedelta(self.random.choice((1, 1, 2, 2, 3, 4))), lambda row=row: self.acknowledge(row))

    def _paths(self) -> None:
        """Give every goal with a figure and a day its way there."""
        steps = []
        for target in Target.objects.filter(plan=self.plan, kind=TargetKind.GOAL, value__isnull=False):
            end = target.deadline_on or date(2025, 12, 31)
            for year, share in ((2023, "0.5"), (2024, "0.75")):
                if date(year, 12, 31) < end and target.comparator == ">=":
                    value = ((target.value or Decimal(0)) * Decimal(share)).quantize(Decimal("0.01"))
                    steps.append(TargetStep(target=target, on=date(year, 12, 31), value=value))
        if steps:
            write.save_many(records.of_model(TargetStep), create=steps, actor=self.officer, reason="分年度目标")

    def acknowledge(self, row: Responsibility) -> None:
        """Acknowledge; the lead of task 7 is late, that of task 12 objects and is told to go on."""
        number = row.task.number if row.task else 0
        day = clock.today()
        if row.part == "lead" and number == LATE_TO_ACKNOWLEDGE and day < date(2022, 7, 18):
            self.at(date(2022, 7, 18), lambda: self.acknowledge(row))
            return
        unit = self.unit(row.organisation_id)
        if row.part == "lead" and number == OBJECTS and not row.objection and day <= date(2022, 7, 7):
            said = {"objection": "该任务涉及多部门职责，建议由行业主管部门牵头。"}
            changed = step(row, "object", unit, **said)
            kept = {"answer": "经研究，仍由你单位牵头，相关部门做好配合。"}
            self.at(day + timedelta(3), lambda: step(changed, "keep", self.officer, **kept))
            self.at(day + timedelta(5), lambda: step(changed, "acknowledge", unit))
            return
        if row.state == "pending":
            step(row, "acknowledge", unit)

    def change_lead(self, number: int) -> None:
        """Give a task another lead: the first of its supports."""
        task = Task.objects.get(plan=self.plan, number=number)
        parts = Responsibility.objects.filter(task=task, valid_to=None).select_related("organisation", "post")
        supports = [row.organisation for row in parts if row.part == "support"]
        in_charge = [row.post for row in parts if row.part == "oversight" and row.post]
        if supports and task.lead is not None:
            wanted = Parts(supports[0], [*supports[1:], task.lead], in_charge)
            assignment.assign(task, wanted, actor=self.officer, reason="职责调整，变更牵头单位")
            row = Responsibility.objects.get(task=task, part="lead", valid_to=None)
            self.at(clock.today() + timedelta(2), lambda: step(row, "acknowledge", self.unit(row.organisation_id)))

    # ── Splitting and planning ──────────────────────────────────────────────────────────────────

    def split(self) -> None:
        """Let every lead split its tasks into steps over the years."""
        for lead, tasks in self._by_lead().items():
            rows = []
            for task in tasks:
                steps = texts.STEPS[task.number % len(texts.STEPS)]
                for number, (title, weight) in enumerate(steps, 1):
                    due = date(2022, 10, 31) + timedelta(int(1050 * number / len(steps)) - 40 + task.number)
                    rows.append(
                        Subtask(
                            task=task, number=str(number), title=f"{title}：{texts.phrase(task.content)}"[:200],
                            kind="milestone" if number == len(steps) else "subtask", weight=weight,
                            organisation_id=lead, starts_on=SPLIT, due_on=due,
                        )
                    )  # fmt: skip
            record = records.of_model(Subtask)
            write.save_many(record, create=rows, actor=self.unit(lead), reason="细化分解任务", via="page")
            for row in rows:
                late = self.random.choice((-6, -4, -3, -2, -1, 0, 0, 5, 12))
                done = min(row.due_on + timedelta(late), self.until + timedelta(400))
                self.at(done, lambda row=row: self.finish(row))

    def finish(self, row: Subtask) -> None:
        """Mark a step as done, by whoever leads the task by then."""
        row.refresh_from_db()
        task = row.task
        if row.state == "open" and task.state == TaskState.RUNNING and row.organisation_id == task.lead_id:
            step(row, "finish", self.unit(row.organisation_id), done_on=clock.today())

    def plan_year(self, year: int) -> None:
        """Let every lead plan a year, its head sign, and the office approve."""
        made: list[WorkPlan] = []
        record = records.of_model(WorkPlan)
        for lead, tasks in self._by_lead().items():
            percents = dict(zip(("q1_percent", "q2_percent", "q3_percent", "q4_percent"), NODES, strict=True))
            rows = [WorkPlan(task=t, year=year, goal=texts.goal(t.content, year), **percents) for t in tasks]
            unit = self.unit(lead)
            write.save_many(record, create=rows, actor=unit, reason="制定年度工作方案", via="page")
            write.apply_many(record, rows, "submit", actor=unit, reason="提请审批")
            made += rows
        for row in made:
            self.decide(row, self.chief(row.task.lead_id or 0), "同意")
            self.decide(row, self.officer, "同意")

    def _by_lead(self) -> dict[int, list[Task]]:
        found: dict[int, list[Task]] = defaultdict(list)
        for task in Task.objects.filter(plan=self.plan, state=TaskState.RUNNING, lead__isnull=False).order_by("number"):
            found[task.lead_id or 0].append(task)
        return found

    # ── Reporting ───────────────────────────────────────────────────────────────────────────────

    def expect(self, report: Report) -> None:
        """Choose what becomes of a report and set the day for it."""
        names, weights = zip(*OUTCOMES, strict=True)
        outcome = self.random.choices(names, weights)[0]
        due, opens = report.due_on, clock.today()
        early = opens + timedelta(self.random.randint(1, max(1, (due - opens).days - 1)))
        match outcome:
            case "late":
                self.at(due + timedelta(self.random.randint(1, 9)), lambda: self.hand_in(report))
            case "extended":
                self.at(due - timedelta(2), lambda: self.extend(report))
                self.at(due + timedelta(4), lambda: self.hand_in(report))
            case "missed":
                self.at(due + timedelta(4), lambda: self.urge(report))
            case "on_time":
                self.at(early, lambda: self.hand_in(report))
            case _:
                self.at(early, lambda: self.hand_in(report, returned=str(outcome)))

    def hand_in(self, report: Report, *, returned: str = "") -> None:
        """Write, sign and hand in a report, and let the office decide some days later."""
        row = Report.objects.select_related("task", "cycle").get(pk=report.pk)
        if row.state != "draft" or row.task.state != TaskState.RUNNING:
            return
        unit = self.unit(row.organisation_id)
        percent = self._percent(row)
        planned = NODES[(row.cycle.ends_on.month - 1) // 3]
        status = "behind" if percent < planned - 10 else "under_way"
        content = {**texts.report(row.task.content, percent, self.random), "percent": percent, "status": status}
        write.save(records.of_model(Report), row, content, actor=unit, reason="填报进展")
        for value in TargetValue.objects.filter(report=row).select_related("target"):
            self._fill(value, unit)
        step(row, "submit", unit)
        if self.until - clock.today() < timedelta(WAITING_DAYS) and self.random.random() < WAITING:
            return  # waits for the signature on the last days
        self.decide(row, self.chief(row.organisation_id), "同意报送")
        later = clock.today() + timedelta(self.random.randint(1, 5))
        if returned:
            words = (
                "请补充佐证材料和具体数据。"
                if returned == "incomplete"
                else "内容与上季度雷同，未反映实际进展，请重新填报。"
            )
            self.at(later, lambda: self.send_back(row, returned, words))
        else:
            self.at(later, lambda: self.accept(row))

    def _percent(self, row: Report) -> int:
        planned = NODES[(row.cycle.ends_on.month - 1) // 3]
        slow = row.task.number % 7 == SLOW  # some tasks never keep up
        return max(5, min(100, planned - (self.random.randint(12, 38) if slow else self.random.randint(-8, 6))))

    def accept(self, row: Report) -> None:
        """Accept what was handed in."""
        row.refresh_from_db()
        if row.state == "reported":
            step(row, "accept", self.officer, "审核通过")

    def send_back(self, row: Report, kind: str, words: str) -> None:
        """Return a report; the unit hands it in again after some days."""
        row.refresh_from_db()
        if row.state == "reported":
            step(row, "return", self.officer, words, return_kind=kind)
            again = Report.objects.filter(task=row.task_id, cycle=row.cycle_id, state="draft").first()
            if again is not None:
                self.at(clock.today() + timedelta(self.random.randint(2, 9)), lambda: self.hand_in(again))

    def extend(self, report: Report) -> None:
        """Ask for five more days, which the head of the office grants."""
        row = Report.objects.select_related("task").get(pk=report.pk)
        if row.state == "draft" and row.task.state == TaskState.RUNNING:
            until = row.due_on + timedelta(5)
            asked = extending.request(row, until, "数据汇总核对尚需时日。", actor=self.unit(row.organisation_id))
            self.decide(asked, self.head, "同意延期")

    def urge(self, report: Report) -> None:
        """Urge the unit whose report is missing."""
        row = Report.objects.select_related("task").get(pk=report.pk)
        if row.state == "draft":
            way = self.random.choice((Way.PLATFORM, Way.PHONE))
            urging.urge_many([row.task], "本期进展逾期未报，请抓紧报送。", actor=self.supervisor, way=way)

    def values(self) -> None:
        """Hand in the values of targets that are led by themselves."""
        open_values = TargetValue.objects.filter(report=None, state="draft", due_on__gte=clock.today())
        for value in open_values.select_related("target", "cycle"):
            self.at(
                clock.today() + timedelta(self.random.randint(1, 12)), lambda value=value: self.hand_in_value(value)
            )

    def hand_in_value(self, value: TargetValue) -> None:
        """Fill, sign and hand in a value, and let the office accept it."""
        value.refresh_from_db()
        if value.state != "draft":
            return
        unit = self.unit(value.organisation_id)
        self._fill(value, unit)
        step(value, "submit", unit)
        self.decide(value, self.chief(value.organisation_id), "同意报送")
        self.at(clock.today() + timedelta(3), lambda: step(value, "accept", self.officer, "审核通过"))

    def _fill(self, value: TargetValue, unit: Actor) -> None:
        target = value.target
        goal = target.value if target.value is not None else target.high
        passed = Decimal((value.cycle.ends_on - ISSUED).days) / Decimal((date(2025, 12, 31) - ISSUED).days)
        pace = Decimal(self.random.randint(75, 115)) / 100 if target.comparator == ">=" else Decimal(1)
        reached = (goal or Decimal(0)) * (min(passed * pace, Decimal(1)) if target.comparator == ">=" else Decimal(1))
        places = Decimal("0.1") if target.unit.strip() == "%" else Decimal(1)
        changes = {"value": reached.quantize(places), "basis": "部门台账及统计报表"}
        write.save(records.of_model(TargetValue), value, changes, actor=unit, reason="填报指标")

    # ── What else happens ───────────────────────────────────────────────────────────────────────

    def rest(self, name: str, number: int) -> None:
        """Suspend or resume a task."""
        words = "用地手续未落实，暂缓推进。" if name == "suspend" else "用地手续已办结，恢复推进。"
        task = Task.objects.get(plan=self.plan, number=number)
        if task.state in (TaskState.RUNNING, TaskState.SUSPENDED):
            step(task, name, self.head, words)

    def override(self) -> None:
        """Set a light by hand after a visit."""
        task = Task.objects.filter(plan=self.plan, state=TaskState.RUNNING).order_by("number").first()
        values = {
            "task": task,
            "colour": "yellow",
            "grounds": "现场查看发现建设进度慢于报送情况。",
            "valid_from": clock.today(),
        }
        write.save(records.of_model(LightOverride), None, values, actor=self.head, reason="现场核查")

    def release(self) -> None:
        """Tell the public about some tasks."""
        reports = Report.objects.filter(
            state="accepted", cycle__kind=CycleKind.QUARTERLY, cycle__ends_on=date(2024, 6, 30)
        )
        for number, row in enumerate(reports.select_related("task", "cycle").order_by("task__number")[: RELEASES[0]]):
            releasing.classify([row.task], Disclosure.OPEN, actor=self.officer, reason="列入主动公开目录")
            values = {
                "plan": self.plan, "task": row.task, "cycle": row.cycle, "title": texts.phrase(row.task.content),
                "text": row.progress, "percent": row.percent,
            }  # fmt: skip
            made: Release = write.save(records.of_model(Release), None, values, actor=self.officer, reason="公开进展")
            if number < RELEASES[1]:
                step(made, "submit", self.officer)
            if number < RELEASES[2]:
                self.decide(made, self.head, "内容不涉密，同意公开")


def _has_people(row: Organisation) -> bool:
    return PostHolding.objects.filter(post__organisation=row, post__is_head=True).exists()
