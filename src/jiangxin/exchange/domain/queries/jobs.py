"""Imports and exports of one account. Nobody sees those of others here."""

from __future__ import annotations

from django.db.models import QuerySet

from jiangxin.exchange.domain.committing import require_own
from jiangxin.exchange.models import ExportJob, ImportJob, ImportRow
from jiangxin.kernel.actors import Actor
from jiangxin.kernel.records import RecordType


def imports(actor: Actor, record: type[RecordType] | None = None) -> QuerySet[ImportJob]:
    """Return the actor's imports, newest first, of one record type if given."""
    found = ImportJob.objects.select_related("file", "account").order_by("-pk")
    found = found.filter(account_id=actor.account_id) if actor.account_id is not None else found.none()
    return found.filter(record=record.key()) if record is not None else found


def exports(actor: Actor) -> QuerySet[ExportJob]:
    """Return the actor's exports, newest first: the download centre."""
    found = ExportJob.objects.select_related("file").order_by("-pk")
    return found.filter(account_id=actor.account_id) if actor.account_id is not None else found.none()


def rows(job: ImportJob, *, actor: Actor, outcome: str | None = None) -> QuerySet[ImportRow]:
    """Return the staged rows of the actor's own job, in the order of the file. Raises NotAllowed."""
    require_own(job, actor)
    found = ImportRow.objects.filter(job_id=job.pk).order_by("row_no")
    return found.filter(outcome=outcome) if outcome else found
