"""Adoption: decided findings become clauses, tasks with units, targets and parameters."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from jiangxin.engines.policytext.duedates import last_day
from jiangxin.kernel import clock, events, records, write
from jiangxin.kernel.actors import Actor
from jiangxin.planning.domain.findings import kept
from jiangxin.planning.domain.queries.coverage import carries
from jiangxin.planning.enums import FindingKind, NameState, PlanState, TaskKind
from jiangxin.planning.models import Clause, Finding, Parameter, Plan, Target, Task, TaskTarget, TaskUnit

#: Where phrases end, and how long one must be to be recognised elsewhere in the text.
_PHRASES = re.compile(r"[,，、。;；:：\s]")
_PHRASE_LENGTH = 6


def adopt(plans: Sequence[Plan], actor: Actor, reason: str) -> None:
    """Write the adopted records of each plan and supersede the plan it replaces.

    Runs as the effect of the step `adopt`, inside its transaction.
    """
    for plan in plans:
        _adopt(plan, actor, reason)


def _adopt(plan: Plan, actor: Actor, reason: str) -> None:
    clauses = _clauses(plan)
    for level in sorted({clause.level for clause in clauses}):  # parents before what hangs on them
        _create(Clause, [clause for clause in clauses if clause.level == level], actor, reason)
    tasks = _tasks(plan, clauses)
    _create(Task, tasks, actor, reason)
    _create(TaskUnit, _units(plan, tasks), actor, reason)
    targets = _figures(plan, FindingKind.TARGET, Target, clauses)
    _create(Target, targets, actor, reason)
    _create(Parameter, _figures(plan, FindingKind.PARAMETER, Parameter, clauses), actor, reason)
    links = [
        TaskTarget(task=task, target=target)
        for task in tasks
        for target in targets
        if carries(task, task.content, target)
    ]
    _create(TaskTarget, links, actor, reason)
    plan.adopted_on = clock.today()
    plan.save(update_fields=["adopted_on"])
    if plan.supersedes is not None and plan.supersedes.state == PlanState.ADOPTED:
        write.apply(records.of_model(Plan), plan.supersedes, "supersede", actor=actor, reason=reason, by_system=True)
    events.emit("plan.adopted", plan=plan.pk)


def _create(model: Any, rows: list[Any], actor: Actor, reason: str) -> None:
    """Write rows of the adopted plan: in the name of the deciding person, by the right of adoption."""
    if rows:
        write.save_many(records.of_model(model), create=rows, actor=actor, reason=reason, via="page", by_system=True)


def _clauses(plan: Plan) -> list[Clause]:
    """Return the outline; each clause reaches to the next heading of its own level or above."""
    clauses: list[Clause] = []
    open_clauses: list[Clause] = []
    for order, finding in enumerate(kept(plan, [FindingKind.HEADING]), 1):
        level = finding.data["level"]
        while open_clauses and open_clauses[-1].level >= level:
            open_clauses.pop().end = finding.start
        clause = Clause(
            plan=plan,
            order=order,
            number=finding.data["number"],
            title=finding.data["title"],
            level=level,
            parent=open_clauses[-1] if open_clauses else None,
            start=finding.start,
            end=len(plan.text),
        )
        clauses.append(clause)
        open_clauses.append(clause)
    return clauses


def _clause_at(clauses: list[Clause], position: int) -> Clause | None:
    """Return the innermost clause that holds a position of the text."""
    return next((c for c in reversed(clauses) if c.start <= position < c.end), None)


def _clause_of(plan: Plan, clauses: list[Clause], finding: Finding, *, annexed: bool) -> Clause | None:
    """Return the clause a task comes from: for a row of an annexed list, the one that says the same."""
    votes: Counter[int] = Counter()
    for phrase in _PHRASES.split(finding.data["content"]):
        if len(phrase) >= _PHRASE_LENGTH:
            place = plan.text.find(phrase)
            if 0 <= place < finding.start:
                votes[place] += len(phrase)
    own = None if annexed else _clause_at(clauses, finding.start)
    said: Counter[int] = Counter()
    for place, weight in votes.items():
        clause = _clause_at(clauses, place)
        if clause is not None:
            said[clause.order] += weight
    if not said or sum(said.values()) * 2 < len(finding.data["content"]):
        return own
    best = said.most_common(1)[0][0]
    return next(clause for clause in clauses if clause.order == best)


def _tasks(plan: Plan, clauses: list[Clause]) -> list[Task]:
    rows = []
    taken: set[int] = set()
    found = kept(plan, [FindingKind.TASK])
    # a list behind the last heading is an annex, not part of that heading's text
    annexed = len(found) > 1 and bool(clauses) and all(f.start > clauses[-1].start for f in found)
    for finding in found:
        number = finding.data["number"]
        while number in taken:  # documents that number per chapter start again at one
            number = max(taken) + 1
        taken.add(number)
        rows.append(
            Task(
                plan=plan,
                number=number,
                content=finding.data["content"],
                clause=_clause_of(plan, clauses, finding, annexed=annexed),
                deadlines=finding.data["deadlines"],
                due_on=(due := _due_on(plan, finding.data["deadlines"])),
                # a task without a day by which it is done is kept up, until somebody says otherwise
                kind=TaskKind.STAGED if due else TaskKind.STANDING,
                others_follow=finding.data["others_follow"],
                start=finding.start,
                end=finding.end,
            )
        )
    return rows


def _due_on(plan: Plan, deadlines: list[str]) -> date | None:
    """Return the last day that the printed deadlines of a task allow."""
    days = [day for text in deadlines if (day := last_day(text, plan.written_on))]
    return max(days, default=None)


def _units(plan: Plan, tasks: list[Task]) -> list[TaskUnit]:
    names = {row.name: row for row in plan.unit_names.all()}
    rows = []
    for task, finding in zip(tasks, kept(plan, [FindingKind.TASK]), strict=True):
        for order, unit in enumerate(finding.data["units"], 1):
            name = names.get(unit["name"])
            if name is None or name.state != NameState.MATCHED:
                continue
            rows.append(
                TaskUnit(
                    task=task,
                    order=order,
                    printed=unit["name"],
                    role=unit["role"],
                    organisation_id=name.organisation_id,
                    organisation_set_id=name.organisation_set_id,
                )
            )
    return rows


def _figures(plan: Plan, kind: str, model: Any, clauses: list[Clause]) -> list[Any]:
    return [
        _figure(plan, model, number, finding, _clause_at(clauses, finding.start))
        for number, finding in enumerate(kept(plan, [kind]), 1)
    ]


def _figure(plan: Plan, model: Any, number: int, finding: Finding, clause: Clause | None) -> Any:
    data = finding.data
    row = model(
        plan=plan,
        clause=clause,
        number=number,
        start=finding.start,
        end=finding.end,
        quote=finding.quote,
        **{
            name: data[name]
            for name in ("subject", "comparator", "strict", "unit", "hedge", "deadline", "period", "per", "note")
        },
        **{name: None if data[name] is None else Decimal(data[name]) for name in ("value", "low", "high")},
        deadline_on=last_day(data["deadline"], plan.written_on) if data["deadline"] else None,
    )
    if model is Target:
        row.kind = data["kind"]
    return row
