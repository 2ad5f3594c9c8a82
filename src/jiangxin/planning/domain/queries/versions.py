"""A plan beside the one that it replaces: tasks and targets in pairs, what changed, and what is to be carried over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Model

from jiangxin.kernel import access, records
from jiangxin.kernel.actors import Actor
from jiangxin.planning.domain import carrying
from jiangxin.planning.domain.matching import How, Item, match
from jiangxin.planning.domain.queries.tree import Unit, named
from jiangxin.planning.domain.wording import Mark, Piece, differences
from jiangxin.planning.enums import ENDED, Part
from jiangxin.planning.models import Plan, Responsibility, Target, Task, TaskUnit


class Group(StrEnum):
    """What became of a task or target."""

    CHANGED = "changed"
    NEW = "new"
    DROPPED = "dropped"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class TaskLine:
    """An old task and the new one in its place, or either alone."""

    old: Task | None
    new: Task | None
    how: How | None
    wording: Sequence[Piece]
    units: Sequence[Piece]
    dates: Sequence[Piece]
    #: what stands in the way of carrying it over
    obstacles: Sequence[str] = ()

    @property
    def group(self) -> Group:
        """What became of it."""
        return _group(self, (*self.wording, *self.units, *self.dates))

    @property
    def is_carried(self) -> bool:
        """Whether the new task carries on the old one."""
        return self.new is not None and self.old is not None and self.new.continues_id == self.old.pk

    @property
    def is_open(self) -> bool:
        """Whether there is something to decide: a task that may go on, or one that went and has not ended."""
        if self.new is None:
            return self.old is not None and self.old.state not in ENDED
        return not self.is_carried and not carrying.refusals_of(self.new)

    @property
    def is_undoubted(self) -> bool:
        """Whether nothing changed and nothing stands in the way, so that it may be carried over with others."""
        return self.is_open and self.group == Group.SAME and not self.obstacles

    @property
    def key(self) -> tuple[int, int]:
        """Where it stands: new tasks in their order, then those that went."""
        return (0, self.new.number) if self.new else (1, self.old.number if self.old else 0)


@dataclass(frozen=True, slots=True)
class TargetLine:
    """An old target and the new one in its place, or either alone."""

    old: Target | None
    new: Target | None
    how: How | None
    wording: Sequence[Piece]
    figure: Sequence[Piece]
    deadline: Sequence[Piece]
    lead: Unit | None = None
    is_led_anew: bool = False

    @property
    def group(self) -> Group:
        """What became of it."""
        return _group(self, (*self.wording, *self.figure, *self.deadline))

    @property
    def is_open(self) -> bool:
        """Whether the old target has a lead of its own that the new one could take over."""
        return self.old is not None and self.new is not None and self.lead is not None and not self.is_led_anew

    @property
    def is_undoubted(self) -> bool:
        """Whether nothing changed."""
        return self.is_open and self.group == Group.SAME

    @property
    def key(self) -> tuple[int, int]:
        """Where it stands: new targets in their order, then those that went."""
        return (0, self.new.number) if self.new else (1, self.old.number if self.old else 0)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions of a plan side by side."""

    old: Plan
    new: Plan
    tasks: list[TaskLine] = field(default_factory=list)
    targets: list[TargetLine] = field(default_factory=list)


def _group(line: TaskLine | TargetLine, pieces: Sequence[Piece]) -> Group:
    if line.old is None:
        return Group.NEW
    if line.new is None:
        return Group.DROPPED
    return Group.CHANGED if any(piece.mark != Mark.SAME for piece in pieces) else Group.SAME


def compare(old: Plan, new: Plan, actor: Actor, day: date) -> Comparison:
    """Return what became of the tasks and targets that the actor may see (eight queries)."""
    return Comparison(
        old, new, sorted(_tasks(old, new, actor), key=_place), sorted(_targets(old, new, actor, day), key=_place)
    )


def _place(line: TaskLine | TargetLine) -> tuple[int, int]:
    return line.key


def _of(model: type[Model], old: Plan, new: Plan, actor: Actor) -> tuple[list[Any], list[Any]]:
    """Return the rows of both plans in their order (one query)."""
    rows = access.rows(records.of_model(model), actor).filter(plan__in=[old.pk, new.pk]).order_by("number")
    found = list(rows.select_related("lead", "standing") if model is Task else rows)
    return [row for row in found if row.plan_id == old.pk], [row for row in found if row.plan_id == new.pk]


def _pairs(
    befores: Sequence[Any], afters: Sequence[Any], said: Sequence[str], decided: Mapping[int, int]
) -> Iterator[tuple[Any, Any, How | None]]:
    """Yield pairs, then what is alone."""
    old, new = (
        [Item(row.pk, row.number, " ".join(getattr(row, name) for name in said)) for row in rows]
        for rows in (befores, afters)
    )
    found = match(old, new, decided)
    by_key = {row.pk: row for row in befores}
    for after in afters:
        before, how = found.get(after.pk, (None, None))
        yield by_key.pop(before, None), after, how
    for before in by_key.values():
        yield before, None, None


# ── Tasks ───────────────────────────────────────────────────────────────────────────────────────


def _tasks(old: Plan, new: Plan, actor: Actor) -> Iterator[TaskLine]:
    befores, afters = _of(Task, old, new, actor)
    units: dict[int, dict[tuple[int | None, int | None, str], str]] = {}
    rows = access.rows(records.of_model(TaskUnit), actor).filter(task__in=[row.pk for row in (*befores, *afters)])
    for unit in rows.order_by("task", "order"):
        meant = (unit.organisation_id, unit.organisation_set_id, unit.role)
        units.setdefault(unit.task_id, {})[meant] = f"{unit.printed}"
    stopped = carrying.obstacles(befores)
    decided = {row.pk: row.continues_id for row in afters if row.continues_id}
    for before, after, how in _pairs(befores, afters, ["content"], decided):
        yield TaskLine(
            old=before,
            new=after,
            how=how,
            wording=_words(before, after, "content"),
            units=_listed(units.get(before.pk, {}) if before else {}, units.get(after.pk, {}) if after else {}),
            dates=_listed(*({text: text for text in row.deadlines} if row else {} for row in (before, after))),
            obstacles=stopped.get(before.pk, ()) if before and after and before.pk != after.continues_id else (),
        )


def _words(before: Any, after: Any, name: str) -> list[Piece]:
    """Return what two rows say in a column; one alone says all of it unmarked."""
    if before is None or after is None:
        return [Piece(Mark.SAME, f"{getattr(before or after, name)}")]
    return differences(f"{getattr(before, name)}", f"{getattr(after, name)}")


def _listed(before: Mapping[Any, str], after: Mapping[Any, str]) -> list[Piece]:
    """Return the entries of two lists: of the new one in its order, then those that went."""
    stayed = [Piece(Mark.SAME if key in before else Mark.INSERTED, text) for key, text in after.items()]
    return stayed + [Piece(Mark.DELETED, text) for key, text in before.items() if key not in after]


# ── Targets ─────────────────────────────────────────────────────────────────────────────────────


def _targets(old: Plan, new: Plan, actor: Actor, day: date) -> Iterator[TargetLine]:
    befores, afters = _of(Target, old, new, actor)
    ids = [row.pk for row in (*befores, *afters)]
    seen = access.rows(records.of_model(Responsibility), actor)
    held = Responsibility.objects.on(day).filter(target__in=ids, part=Part.LEAD)
    columns = ("pk", "uuid", "name", "name_en", "short_name", "sort_key")
    rows = seen.filter(pk__in=held.values("pk")).values_list(
        "target_id", *(f"organisation__{name}" for name in columns)
    )
    leads = {target: named(*unit) for target, *unit in rows}
    for before, after, how in _pairs(befores, afters, ["subject", "quote"], {}):
        yield TargetLine(
            old=before,
            new=after,
            how=how,
            wording=_words(before, after, "subject"),
            figure=_told(before and before.figure, after and after.figure),
            deadline=_told(_deadline(before), _deadline(after)),
            lead=leads.get(before.pk) if before else None,
            is_led_anew=after is not None and after.pk in leads,
        )


def _deadline(row: Target | None) -> str:
    """Return by when a target is to be reached, or for which period, as printed."""
    return " ".join(filter(None, (row.deadline, row.period))) if row else ""


def _told(before: str | None, after: str | None) -> list[Piece]:
    """Return a figure, or the old one and the new one where they differ."""
    if before is None or after is None or before == after:
        text = after if before is None else before
        return [Piece(Mark.SAME, text)] if text else []
    return [piece for piece in (Piece(Mark.DELETED, before), Piece(Mark.INSERTED, after)) if piece.text]
