"""Organisations over time: founding, corrections, and the events that change them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import F, Q
from django.utils.translation import gettext as _

from jiangxin.kernel import access, activity, bulk, clock, events, records, write
from jiangxin.kernel.actors import Actor
from jiangxin.kernel.bulk import AnyOf
from jiangxin.people.domain.queries.actors import subtree_ids
from jiangxin.people.enums import PartRole, ReorganisationKind
from jiangxin.people.models import (
    Organisation,
    OrganisationKind,
    OrganisationPeriod,
    Reorganisation,
    ReorganisationPart,
)

#: A merger or split has at least two sides.
SIDES = 2
#: Columns that a period repeats.
DATED = ("name", "name_en", "kind_id", "parent_id")


@dataclass(frozen=True)
class New:
    """An organisation that a reorganisation founds."""

    code: str
    name: str
    kind: OrganisationKind
    parent: Organisation | None = None
    name_en: str = ""


def save_organisation(instance: Organisation, changes: Mapping[str, Any], *, actor: Actor, reason: str) -> Organisation:  # noqa: ARG001 - the shape of savers
    """Save a founding or a correction, and keep the period in force equal to it.

    A correction says what was always so; what changes from a day on is a reorganisation.
    """
    write.assign(instance, changes)
    instance.full_clean()
    instance.save()
    if instance.parent_id and _cycle():
        raise ValidationError({"parent": _("It cannot stand below itself.")})
    sync_periods([instance])
    return instance


def after_import(
    created: Sequence[Organisation],
    updated: Sequence[Organisation],
    *,
    actor: Actor,  # noqa: ARG001 - the shape of after_many
    reason: str,  # noqa: ARG001 - same
) -> None:
    """Keep the periods of imported organisations, set-based, and refuse cycles in the tree."""
    rows = [*created, *updated]
    loop = _cycle()
    if loop:
        raise ValidationError(_("The tree would run in a circle at %(codes)s.") % {"codes": ", ".join(loop)})
    sync_periods(rows)


def sync_periods(organisations: Sequence[Organisation]) -> None:
    """Make the last period of each organisation say what the organisation says (three statements)."""
    last: dict[int, OrganisationPeriod] = {}
    count: Counter[int] = Counter()
    for period in OrganisationPeriod.objects.filter(
        AnyOf("organisation_id", [row.pk for row in organisations])
    ).order_by("organisation", "valid_from"):
        last[period.organisation_id] = period
        count[period.organisation_id] += 1
    create, update = [], []
    for row in organisations:
        period = last.get(row.pk)
        if period is None:
            create.append(_period(row, row.valid_from))
            continue
        for name in DATED:
            setattr(period, name, getattr(row, name))
        period.valid_to = row.valid_to
        if count[row.pk] == 1:
            period.valid_from = row.valid_from
        update.append(period)
    if create:
        bulk.insert(OrganisationPeriod, create)
    if update:
        bulk.change(OrganisationPeriod, update, [*(n.removesuffix("_id") for n in DATED), "valid_from", "valid_to"])


def rename(
    row: Organisation, name: str, *, on: date, actor: Actor, reason: str, name_en: str = "", basis: str = ""
) -> Reorganisation:
    """Give an organisation another name from a day on; the old one stays findable as an alias."""
    with _event(ReorganisationKind.RENAMING, on, basis, reason, actor, before=[row], after=[row]) as event:
        _continue(row, on, name=name, name_en=name_en or row.name_en)
    return event.row


def move(
    row: Organisation, parent: Organisation | None, *, on: date, actor: Actor, reason: str, basis: str = ""
) -> Reorganisation:
    """Place an organisation elsewhere in the tree from a day on. Raises ValidationError for a cycle."""
    if parent is not None and parent.pk in subtree_ids([row.pk], on)[row.pk]:
        raise ValidationError({"parent": _("It cannot stand below itself.")})
    with _event(ReorganisationKind.MOVE, on, basis, reason, actor, before=[row], after=[row]) as event:
        _continue(row, on, parent_id=parent.pk if parent else None)
    return event.row


def merge(
    rows: Sequence[Organisation], into: Organisation | New, *, on: date, actor: Actor, reason: str, basis: str = ""
) -> Reorganisation:
    """Merge organisations into one of them, another, or a new one, from a day on.

    The others end on that day; what stands below them moves below the successor on that day.
    """
    if len({row.pk for row in rows} | ({into.pk} if isinstance(into, Organisation) else {0})) < SIDES:
        raise ValidationError(_("A merger takes at least two organisations."))
    with _event(ReorganisationKind.MERGER, on, basis, reason, actor, before=rows) as event:
        target = _found(into, on, actor, reason) if isinstance(into, New) else into
        event.after([target])
        for row in rows:
            if row.pk != target.pk:
                _hand_down(row, target, on)
                _end(row, on)
    return event.row


def split(
    row: Organisation, into: Sequence[Organisation | New], *, on: date, actor: Actor, reason: str, basis: str = ""
) -> Reorganisation:
    """Split an organisation from a day on. It ends unless it is itself among the successors."""
    if len(into) < SIDES:
        raise ValidationError(_("A split has at least two successors."))
    with _event(ReorganisationKind.SPLIT, on, basis, reason, actor, before=[row]) as event:
        targets = [_found(item, on, actor, reason) if isinstance(item, New) else item for item in into]
        event.after(targets)
        if row.pk not in {target.pk for target in targets}:
            _hand_down(row, targets[0], on)
            _end(row, on)
    return event.row


def close(row: Organisation, *, on: date, actor: Actor, reason: str, basis: str = "") -> Reorganisation:
    """End an organisation on a day. Raises ValidationError while something stands below it."""
    if row.child_periods.on(on).exclude(organisation=row).exists():
        raise ValidationError(_("Organisations stand below it; move or close them first."))
    with _event(ReorganisationKind.CLOSURE, on, basis, reason, actor, before=[row]) as event:
        _end(row, on)
    return event.row


def refresh_today(day: date | None = None) -> int:
    """Bring name, kind and parent of today up to the periods, when a planned event's day comes.

    Run daily; returns how many organisations changed.
    """
    day = day or clock.today()
    changed = []
    current = OrganisationPeriod.objects.on(day).select_related("organisation")
    for period in current.exclude(
        Q(organisation__name=F("name"))
        & Q(organisation__kind=F("kind"))
        & (Q(organisation__parent=F("parent")) | Q(organisation__parent__isnull=True, parent__isnull=True))
    ):
        row = period.organisation
        for name in DATED:
            setattr(row, name, getattr(period, name))
        changed.append(row)
    if changed:
        # a consequence of events that were recorded with their own reason
        Organisation.objects.bulk_update(changed, [n.removesuffix("_id") for n in DATED])
    return len(changed)


@dataclass
class _Event:
    """An event being carried out: its row, and the organisations on its two sides."""

    row: Reorganisation
    sides: list[tuple[Organisation, str]]

    def after(self, rows: Sequence[Organisation]) -> None:
        """Add successors."""
        self.sides += [(row, PartRole.AFTER) for row in rows]


@contextmanager
def _event(
    kind: str,
    on: date,
    basis: str,
    reason: str,
    actor: Actor,
    *,
    before: Sequence[Organisation],
    after: Sequence[Organisation] = (),
) -> Iterator[_Event]:
    """Write the event and its parts around the changes, in one transaction."""
    record = records.of_model(Organisation)
    access.require(record, actor, record.permissions["change"], [*before, *after])
    write.require_reason(reason)
    for row in (*before, *after):
        if row.valid_from >= on or (row.valid_to and row.valid_to <= on):
            raise ValidationError(_("%(name)s does not exist on that day.") % {"name": row.name})
    with write.writing(actor, reason):
        sides = [(row, str(PartRole.BEFORE)) for row in before]
        event = _Event(Reorganisation.objects.create(kind=kind, effective_on=on, basis=basis), sides)
        event.after(after)
        yield event
        sides = list(dict.fromkeys(event.sides))
        ReorganisationPart.objects.bulk_create(
            ReorganisationPart(reorganisation=event.row, organisation=row, role=side) for row, side in sides
        )
        details = {"kind": kind, "on": on.isoformat(), "codes": sorted({row.code for row, _side in sides})}
        entry = activity.Entry("reorganise", "people.reorganisations", event.row.pk, reason=reason, details=details)
        activity.record(actor, entry)
        ids = [row.pk for row, _side in sides]
        events.emit("record.saved", record="people.organisations", ids=ids, created=False)


def _end_period(row: Organisation, on: date) -> tuple[date | None, OrganisationPeriod]:
    """End the period that holds on a day, and return when it ended before; refuse to skip planned ones."""
    if row.periods.filter(valid_from__gte=on).exists():
        raise ValidationError(_("A later change of %(name)s is already recorded.") % {"name": row.name})
    period = row.periods.on(on).get()
    before, period.valid_to = period.valid_to, on
    period.save(update_fields=["valid_to", "updated_at"])
    return before, period


def _continue(row: Organisation, on: date, **changed: Any) -> None:
    """End the period that holds on a day and begin one with other values."""
    end, period = _end_period(row, on)
    values = {name: getattr(period, name) for name in DATED} | changed
    OrganisationPeriod.objects.create(organisation=row, valid_from=on, valid_to=end, **values)
    if "name" in changed and row.name not in row.aliases:
        row.aliases = [*row.aliases, row.name]
    if on <= clock.today():
        for name, value in values.items():
            setattr(row, name, value)
    row.version += 1
    row.save()


def _end(row: Organisation, on: date) -> None:
    _end_period(row, on)
    row.valid_to = on
    row.version += 1
    row.save(update_fields=["valid_to", "version", "updated_at"])


def _hand_down(row: Organisation, target: Organisation, on: date) -> None:
    """Move what stands below an ending organisation below its successor, from the day on."""
    for period in row.child_periods.on(on).exclude(organisation=target).select_related("organisation"):
        _continue(period.organisation, on, parent_id=target.pk)


def _found(new: New, on: date, actor: Actor, reason: str) -> Organisation:
    changes = {
        "code": new.code,
        "name": new.name,
        "name_en": new.name_en,
        "kind": new.kind,
        "parent": new.parent,
        "valid_from": on,
    }
    return write.save(records.of_model(Organisation), None, changes, actor=actor, reason=reason)


def _period(row: Organisation, since: date) -> OrganisationPeriod:
    return OrganisationPeriod(
        organisation=row, valid_from=since, valid_to=row.valid_to, **{name: getattr(row, name) for name in DATED}
    )


def _cycle() -> list[str]:
    """Return codes of organisations that hang on no root, which is what a cycle looks like."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE t(id) AS (SELECT id FROM people_organisation WHERE parent_id IS NULL"
            " UNION ALL SELECT o.id FROM people_organisation o JOIN t ON o.parent_id = t.id)"
            " SELECT code FROM people_organisation WHERE id NOT IN (SELECT id FROM t) ORDER BY code LIMIT 5"
        )
        return [row[0] for row in cursor.fetchall()]
