"""Two years of 400 tasks with 3 600 sub-tasks in a throw-away database, as regular and as late as units are."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal

from django.db import connection

from jiangxin.evidence.models import StoredFile
from jiangxin.kernel import actors, bulk, write
from jiangxin.people.models import Organisation, OrganisationKind, OrganisationPeriod, Post
from jiangxin.planning.models import (
    Clause,
    Completion,
    Cycle,
    Extension,
    Plan,
    Report,
    Responsibility,
    Subtask,
    Suspension,
    Task,
    WorkPlan,
)

FIRST, LAST = date(2023, 1, 1), date(2024, 12, 31)
UNITS, TASKS, PER_TASK, LEADERS, CLAUSES = 60, 400, 9, 6, 30
MADE = (
    Organisation,
    OrganisationPeriod,
    Post,
    StoredFile,
    Plan,
    Clause,
    Cycle,
    Task,
    Responsibility,
    Subtask,
    Completion,
    WorkPlan,
    Report,
    Extension,
    Suspension,
)


def build() -> None:
    """Load everything with the triggers off, and gather statistics as autovacuum does within minutes."""
    chance = random.Random(20_261_126)
    _triggers("DISABLE")
    with write.writing(actors.process("benchmark"), "benchmark"):
        kind = OrganisationKind.objects.first() or OrganisationKind.objects.create(code="unit", name="单位")
        units = _units(kind)
        plan, clauses = _plan(units[0])
        tasks = _tasks(plan, clauses, units, chance)
        cycles = _cycles()
        _split(tasks, chance)
        _plans(tasks)
        _reports(tasks, cycles, chance)
        _rest(tasks[::25], chance)
        # what was entered later than the days it is about would count from then on only
        Subtask.objects.update(created_at="2022-12-01T00:00:00Z")
    _triggers("ENABLE")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _triggers(what: str) -> None:
    with connection.cursor() as cursor:
        for model in MADE:
            cursor.execute(f"ALTER TABLE {model._meta.db_table} {what} TRIGGER USER")


def _day(chance: random.Random) -> date:
    return FIRST + timedelta(chance.randrange((LAST - FIRST).days))


def _units(kind: OrganisationKind) -> list[Organisation]:
    rows = [
        Organisation(code=f"U{number:03}", name=f"第{number}局", kind=kind, valid_from=FIRST) for number in range(UNITS)
    ]
    bulk.insert(Organisation, rows[:1])
    for row in rows[1:]:
        row.parent = rows[0]
    bulk.insert(Organisation, rows[1:])
    halves = [(FIRST, date(2024, 3, 1)), (date(2024, 3, 1), None)]
    bulk.insert(
        OrganisationPeriod,
        [
            OrganisationPeriod(
                organisation=row, name=row.name, kind=kind, parent=row.parent, valid_from=since, valid_to=until
            )
            for row in rows
            for since, until in halves
        ],
    )
    return rows


def _plan(office: Organisation) -> tuple[Plan, list[Clause]]:
    file = StoredFile.objects.create(sha256="0" * 64, size=1, media_type="text/plain", name="plan.txt")
    plan = Plan(title="方案", organisation=office, file=file, file_name="plan.txt", text="", adopted_on=FIRST)
    plan.state = "adopted"
    bulk.insert(Plan, [plan])
    clauses = [
        Clause(plan=plan, order=number, number=f"{number}.", title="条", level=2, start=0, end=1)
        for number in range(CLAUSES)
    ]
    bulk.insert(Clause, clauses[:1])
    for row in clauses[1:]:
        row.parent = clauses[0]
    bulk.insert(Clause, clauses[1:])
    return plan, clauses


def _tasks(plan: Plan, clauses: list[Clause], units: list[Organisation], chance: random.Random) -> list[Task]:
    tasks = [
        Task(
            plan=plan,
            number=number,
            content="推进。",
            clause=chance.choice(clauses),
            kind="standing",
            start=0,
            end=1,
            weight=Decimal(chance.randrange(50, 500)) / 100,
            due_on=_day(chance) if number % 5 == 0 else None,
            state="running",
            lead=chance.choice(units[1:]),
            issued_on=date(2023, 1, 16),
            acknowledged_on=date(2023, 1, 18),
        )
        for number in range(1, TASKS + 1)
    ]
    bulk.insert(Task, tasks)
    posts = [Post(organisation=units[0], title=f"分管领导{number}", valid_from=FIRST) for number in range(LEADERS)]
    bulk.insert(Post, posts)
    parts = []
    for task in tasks:
        changed = date(2024, 3, 1) if task.number % 4 == 0 else None
        common = {"task": task, "part": "lead", "state": "acknowledged"}
        asked = {"due_on": date(2023, 1, 20), "acknowledged_on": date(2023, 1, 18)}
        before = chance.choice(units[1:]) if changed else task.lead
        parts.append(
            Responsibility(**common, **asked, organisation=before, valid_from=date(2023, 1, 10), valid_to=changed)
        )
        if changed:
            parts.append(Responsibility(**common, organisation=task.lead, valid_from=changed))
        post = chance.choice(posts)
        parts.append(
            Responsibility(
                task=task,
                part="oversight",
                organisation=units[0],
                post=post,
                valid_from=date(2023, 1, 10),
                state="acknowledged",
            )
        )
    bulk.insert(Responsibility, parts)
    return tasks


def _cycles() -> list[Cycle]:
    rows = []
    for year in (2023, 2024):
        for month in (1, 4, 7, 10):
            first = date(year, month, 1)
            last = date(year + month // 10, (month + 3) % 12 or 12, 1) - timedelta(1)
            due = last + timedelta(10)
            opens = last - timedelta(10)
            rows.append(
                Cycle(
                    kind="quarterly",
                    starts_on=first,
                    ends_on=last,
                    opens_on=opens,
                    due_on=due,
                    locks_on=due + timedelta(20),
                    opened_on=opens,
                )
            )
    bulk.insert(Cycle, rows)
    return rows


def _split(tasks: list[Task], chance: random.Random) -> None:
    rows, done = [], []
    for task in tasks:
        for number in range(1, PER_TASK + 1):
            due = _day(chance)
            finished = due + timedelta(chance.choice((-20, -10, -3, 0, 0, 4, 25)))
            over = finished < LAST and chance.random() < 0.9
            rows.append(
                Subtask(
                    task=task,
                    number=f"{number}",
                    title="一步",
                    kind="milestone" if number % 3 == 0 else "subtask",
                    weight=Decimal(chance.randrange(50, 300)) / 100,
                    organisation=task.lead,
                    due_on=due,
                    percent=100 if over else chance.choice((None, 0, 30, 60)),
                    state="done" if over else "open",
                    done_on=finished if over else None,
                )
            )
    bulk.insert(Subtask, rows)
    below = [row for row in rows if int(row.number) % 3 == 2]
    for row in below:
        row.parent = rows[rows.index(row) - 1]
    bulk.change(Subtask, below, ["parent"])
    for row in rows:
        if row.done_on:
            noted = row.done_on + timedelta(chance.randrange(3))
            done.append(Completion(subtask=row, done_on=row.done_on, noted_on=noted))
    bulk.insert(Completion, done)


def _plans(tasks: list[Task]) -> None:
    rows = [
        WorkPlan(
            task=task,
            year=year,
            goal="目标",
            q1_percent=20,
            q2_percent=50,
            q3_percent=80,
            q4_percent=100,
            state="approved",
            approved_on=date(year, 2, 1 + task.number % 27),
        )
        for task in tasks
        for year in (2023, 2024)
    ]
    bulk.insert(WorkPlan, rows)


def _reports(tasks: list[Task], cycles: list[Cycle], chance: random.Random) -> None:
    rows, extended = [], []
    for task in tasks:
        for cycle in cycles:
            due = cycle.due_on
            if chance.random() < 0.05:
                extended.append(
                    Extension(
                        task=task,
                        cycle=cycle,
                        organisation=task.lead,
                        from_on=due,
                        until=due + timedelta(14),
                        grounds="水灾",
                        state="granted",
                        decided_on=due - timedelta(1),
                    )
                )
                due += timedelta(14)
            rows += _rounds(task, cycle, due, chance)
    bulk.insert(Report, rows)
    bulk.insert(Extension, extended)


def _rest(tasks: list[Task], chance: random.Random) -> None:
    rows = []
    for task in tasks:
        day = _day(chance)
        rows.append(
            Suspension(task=task, valid_from=day, valid_to=day + timedelta(chance.randrange(20, 90)), grounds="")
        )
    bulk.insert(Suspension, rows)


def _rounds(task: Task, cycle: Cycle, due: date, chance: random.Random) -> list[Report]:
    common = {"task": task, "cycle": cycle, "organisation": task.lead, "due_on": due, "status": "under_way"}
    level = Decimal((cycle.ends_on.month // 3) * 25 - chance.choice((0, 0, 3, 12, 35)))
    day = due + timedelta(chance.choice((-12, -8, -5, -3, -1, 0, 0, 3, 9)))
    if day > LAST or chance.random() < 0.03:
        return [Report(**common)]
    content = {"percent": max(level, Decimal(0)), "progress": "已推进。"}
    first = Report(**common, **content, state="accepted", handed_in_on=day, decided_on=day + timedelta(4))
    if chance.random() > 0.1:
        return [first]
    first.state, first.return_kind = "returned", chance.choice(("incomplete", "quality"))
    again = day + timedelta(chance.randrange(5, 20))
    second = Report(**common, **content, round=2, state="accepted", handed_in_on=again, decided_on=again)
    return [first, second if again <= LAST else Report(**common, round=2)]
