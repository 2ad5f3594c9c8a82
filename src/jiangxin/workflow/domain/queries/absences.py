"""Absences as those concerned see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from jiangxin.kernel import access, records
from jiangxin.kernel.actors import Actor
from jiangxin.kernel.records.pointers import rows_at
from jiangxin.workflow.domain.queries.holders import represented_by
from jiangxin.workflow.enums import Decision
from jiangxin.workflow.models import ApprovalDecision, Delegation

#: Past absences and decisions that the page shows; the lists hold all.
SHOWN = 20


@dataclass(frozen=True)
class InMyName:
    """What a stand-in decided, with the title of what it was about as far as the reader may see it."""

    note: ApprovalDecision
    title: str


@dataclass(frozen=True)
class Absences:
    """A person's absences, for whom he stands in, and what was decided in his name."""

    coming: list[Delegation]
    past: list[Delegation]
    standing_in: list[Delegation]
    decided: list[InMyName]


def absences_of(actor: Actor, day: date) -> Absences:
    """Return what the page of absences shows a person."""
    own = access.rows(records.of_model(Delegation), actor).filter(from_person=actor.person_id)
    own = own.select_related("to_person").order_by("-valid_from", "record")
    still = Q(valid_to__isnull=True) | Q(valid_to__gt=day)
    return Absences(
        coming=list(own.filter(still)),
        past=list(own.exclude(still)[:SHOWN]),
        standing_in=represented_by(actor.person_id, day),
        decided=decided_for(actor),
    )


def decided_for(actor: Actor, since: date | None = None) -> list[InMyName]:
    """Return what stand-ins decided in a person's place, the newest first."""
    if actor.person_id is None:
        return []
    notes = ApprovalDecision.objects.filter(on_behalf_of=actor.person_id).exclude(decision=Decision.WITHDRAW)
    if since is not None:
        notes = notes.filter(created_at__date__gte=since)
    found = list(notes.select_related("approval", "person").order_by("-pk")[:SHOWN])
    rows = rows_at({(note.approval.record, note.approval.object_id) for note in found}, actor)
    named = ((note, rows.get((note.approval.record, note.approval.object_id))) for note in found)
    return [InMyName(note, str(row) if row else records.title_of(note.approval.record)) for note, row in named]
