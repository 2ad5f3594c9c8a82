"""What the pages of matters show of documents: those that are about them, and a button that drafts another."""

from __future__ import annotations

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _

from jiangxin.desk.additions import Button, Panel
from jiangxin.kernel import access, clock, records
from jiangxin.kernel.actors import Actor
from jiangxin.kernel.records import RecordType
from jiangxin.reporting.domain import composing, sources
from jiangxin.reporting.models import Document

#: Documents that a panel names; the list has the others.
NAMED = 10


def buttons(record: type[RecordType], row: Model, actor: Actor) -> list[Button]:
    """Return the button that drafts about a row, for those who may and rows that sources know enough about."""
    known = sources.about(record.key())
    if not known or not access.may(records.of_model(Document), actor, "draft"):
        return []
    if not any(composing.subjects(source, actor).filter(pk=row.pk).exists() for source in known):
        return []
    if not composing.templates_about(record.key(), clock.today()):
        return []
    return [Button(_("Draft a document"), address(record, row), "file-certificate")]


def panel(record: type[RecordType], row: Model, actor: Actor) -> Panel | None:
    """Return the documents about a row, as far as the actor may see them."""
    keys = [source.key for source in sources.about(record.key())]
    if not keys:
        return None
    documents = records.of_model(Document)
    found = access.with_related(access.rows(documents, actor), documents.related)
    rows = list(found.filter(source__in=keys, subject_id=row.pk).order_by("-pk")[:NAMED])
    return Panel("reporting/about.html", {"documents": rows}) if rows else None


def address(record: type[RecordType], row: Model) -> str:
    """Return where a document about a row is drafted."""
    room, slug = record.key().split(".", 1)
    return reverse("reporting:about", kwargs={"room": room, "slug": slug, "uuid": row.uuid})  # type: ignore[attr-defined]
