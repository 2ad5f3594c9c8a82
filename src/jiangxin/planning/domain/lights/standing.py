"""Keeps the lights of tasks, stretch of days by stretch of days, and how each task stands today.

A light that was kept for a day that has passed is not touched by `refresh`: it goes on from the day up to which a task
was worked out, that day included, because the last state of a day is the one that counts. Days on which nobody asked
are filled in from the facts. `rebuild` works a whole stretch out anew; facts being dated, it finds the same lights.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from jiangxin.kernel import actors, bulk, clock, write
from jiangxin.kernel.bulk import AnyOf
from jiangxin.planning.domain.lights import facts as known
from jiangxin.planning.domain.lights.judging import STILL, Cause, Verdict, judge, outlook
from jiangxin.planning.domain.lights.known import Facts, Rule
from jiangxin.planning.domain.lights.progress import progress
from jiangxin.planning.domain.lights.replaying import Spell, spells
from jiangxin.planning.models import Light, Standing, Task

#: Writes as itself where nobody's change asks for it.
ACTOR = actors.process("lights")
SHOWN = ("light", "since", "causes", "planned", "reported", "computed", "next_due_on", "day")
KEPT = ("colour", "computed", "causes", "valid_to")


_deferred: ContextVar[bool] = ContextVar("jiangxin_lights_deferred", default=False)


@contextmanager
def deferred() -> Iterator[None]:
    """Leave lights alone in what follows; the caller works them out afterwards, in one pass."""
    token = _deferred.set(True)
    try:
        yield
    finally:
        _deferred.reset(token)


def refresh(task_ids: Iterable[int] | None = None, day: date | None = None) -> None:
    """Work out anew how tasks (all where none are named) stand on a day, in a number of statements that never grows.

    Tasks that were worked out for a later day already stay as they are.
    """
    if not _deferred.get():
        catch_up(task_ids, day)


def catch_up(task_ids: Iterable[int] | None = None, day: date | None = None) -> None:
    """Do what `refresh` does, also while lights are left alone."""
    day = day or clock.today()
    with write.writing(ACTOR, via="task"):
        begins = {row.task_id: row.day for row in _locked(_tasks(task_ids), day) if row.day <= day}
        _work_out(begins, day)


def rebuild(first: date, last: date | None = None, task_ids: Iterable[int] | None = None) -> None:
    """Work out all lights from a day on up to another (today) in one pass.

    Lights of a task begin with its plan at the earliest.
    """
    last = last or clock.today()
    with write.writing(ACTOR, via="task"):
        tasks = _tasks(task_ids)
        _locked(tasks, last)
        begins = {pk: max(first, day or first) for pk, day in _adopted(tasks)}
        _work_out({pk: day for pk, day in begins.items() if day <= last}, last)


def _tasks(task_ids: Iterable[int] | None) -> list[int]:
    if task_ids is not None:
        return sorted(set(task_ids))
    return list(Task.objects.order_by("pk").values_list("pk", flat=True))


def _adopted(tasks: Iterable[int]) -> Iterable[tuple[int, date | None]]:
    return Task.objects.filter(AnyOf("pk", tasks)).values_list("pk", "plan__adopted_on")


def _locked(tasks: Sequence[int], day: date) -> list[Standing]:
    """Lock how tasks stand, so that who works out the same ones waits; new ones begin with their plan."""
    rows = Standing.objects.select_for_update().filter(AnyOf("task", tasks)).order_by("task_id")
    found = list(rows)
    new = set(tasks) - {row.task_id for row in found}
    if new:
        begun = [Standing(task_id=pk, day=min(adopted or day, day)) for pk, adopted in _adopted(sorted(new))]
        Standing.objects.bulk_create(begun, ignore_conflicts=True)
        found = list(rows.all())
    return found


def _work_out(begins: Mapping[int, date], last: date) -> None:
    """Judge tasks from their days on, keep the lights, and note how the tasks stand on the last day."""
    if not begins:
        return
    tasks = sorted(begins)
    found = known.load(tasks)
    rules = known.load_rules()
    lights = {pk: spells(found[pk], rules, begins[pk], last) for pk in tasks}
    _keep(lights, begins)
    _stand(found, rules, last)


# ── Lights ──────────────────────────────────────────────────────────────────────────────────────


@dataclass
class _Changes:
    """What has to happen to rows so that they tell the lights."""

    create: list[Light] = field(default_factory=list)
    update: list[Light] = field(default_factory=list)
    delete: list[int] = field(default_factory=list)

    def alter(self, row: Light, **values: Any) -> None:
        if any(getattr(row, name) != value for name, value in values.items()):
            write.assign(row, {**values, "updated_at": timezone.now()})
            self.update.append(row)


def _keep(lights: Mapping[int, Sequence[Spell]], begins: Mapping[int, date]) -> None:
    """Keep lights from their days on; what was kept for these days before is replaced."""
    since = min(begins.values())
    kept: dict[int, list[Light]] = {pk: [] for pk in lights}
    rows = Light.objects.filter(AnyOf("task", sorted(lights))).filter(Q(valid_to=None) | Q(valid_to__gte=since))
    for row in rows.order_by("task_id", "valid_from"):
        kept[row.task_id].append(row)
    changes = _Changes()
    for pk, found in lights.items():
        _compare(pk, found, kept[pk], changes)
    # in this order rows of one task never overlap: no row grows over one that stays
    if changes.delete:
        Light.objects.filter(AnyOf("pk", changes.delete)).delete()
    if changes.update:
        bulk.change(Light, changes.update, [*KEPT, "version", "updated_at"])
    if changes.create:
        bulk.insert(Light, changes.create)


def _compare(task: int, found: Sequence[Spell], kept: Sequence[Light], changes: _Changes) -> None:
    """Note what tells kept rows of a task from the spells that were found."""
    begin, last = found[0].start, found[-1]
    ends = {spell.start: None if spell is last else spell.end for spell in found}
    before = [row for row in kept if row.valid_from < begin]
    if before and (before[-1].valid_to is None or before[-1].valid_to >= begin):
        goes_on = _key(before[-1]) == _key(_row(task, found[0]))
        changes.alter(before[-1], valid_to=ends.pop(begin) if goes_on else begin)
    there = {row.valid_from: row for row in kept if row.valid_from >= begin}
    for spell in found:
        if spell.start in ends:
            wanted = _row(task, spell, ends[spell.start])
            row = there.pop(spell.start, None)
            if row is None:
                changes.create.append(wanted)
            else:
                changes.alter(row, **{name: getattr(wanted, name) for name in KEPT})
    changes.delete += [row.pk for row in there.values()]


def _row(task: int, spell: Spell, end: date | None = None) -> Light:
    verdict = spell.verdict
    return Light(
        task_id=task,
        colour=verdict.colour,
        computed=verdict.computed,
        causes=causes(verdict),
        valid_from=spell.start,
        valid_to=end,
    )


def causes(verdict: Verdict) -> list[dict[str, Any]]:
    """Return the causes of a light as they are kept."""
    return [_kept(cause) for cause in verdict.causes]


def _kept(cause: Cause) -> dict[str, Any]:
    return {
        "condition": cause.condition,
        "measure": f"{cause.measure.normalize():f}",
        "threshold": cause.threshold,
        "colour": cause.colour,
        "ref": cause.ref,
        "due": cause.due.isoformat(),
    }


def _key(row: Light) -> tuple[Any, ...]:
    """Return what makes two rows the same light, as `Verdict.key` does."""
    told = [
        {name: value for name, value in cause.items() if name != "measure" or cause["condition"] in STILL}
        for cause in row.causes
    ]
    return (row.colour, row.computed, told)


# ── How tasks stand ─────────────────────────────────────────────────────────────────────────────


def _stand(found: Mapping[int, Facts], rules: Sequence[Rule], day: date) -> None:
    """Note how tasks stand on a day."""
    tasks = sorted(found)
    since = _since(tasks)
    done = progress(tasks, day)
    rows = []
    for pk in tasks:
        verdict, ahead = judge(found[pk], rules, day), outlook(found[pk], day)
        rows.append(
            Standing(
                task_id=pk,
                day=day,
                light=verdict.colour,
                since=since[pk],
                causes=causes(verdict),
                planned=ahead.planned,
                reported=ahead.reported,
                computed=done[pk].percent if done[pk].is_complete and not found[pk].is_gone(day) else None,
                next_due_on=ahead.next_due_on,
            )
        )
    Standing.objects.bulk_create(rows, update_conflicts=True, unique_fields=["task"], update_fields=SHOWN)


def _since(tasks: Sequence[int]) -> dict[int, date]:
    """Return since when tasks have shown the colour they show."""
    others = Light.objects.filter(task=OuterRef("task")).exclude(colour=OuterRef("colour")).order_by("-valid_from")
    first = Light.objects.filter(task=OuterRef("task")).order_by("valid_from")
    rows = Light.objects.filter(AnyOf("task", tasks), valid_to=None)
    begun = Coalesce(Subquery(others.values("valid_to")[:1]), Subquery(first.values("valid_from")[:1]))
    return dict(rows.annotate(since=begun).values_list("task", "since"))
