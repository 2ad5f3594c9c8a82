"""Sealing, sending and receiving documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jiangxin.evidence.domain.detection import media_type
from jiangxin.evidence.domain.files import store_file
from jiangxin.kernel import access, activity, clock, records, write
from jiangxin.kernel.actors import Actor
from jiangxin.kernel.errors import NotLawful
from jiangxin.reporting.domain.numbering import PDF
from jiangxin.reporting.enums import DocumentState
from jiangxin.reporting.models import Delivery, Document
from jiangxin.reporting.workflow import REGISTERS
from jiangxin.workflow.domain import assignees
from jiangxin.workflow.domain.items import Work, close_items, open_items
from jiangxin.workflow.enums import Kind

RECEIVE = "reporting.delivery.receive"


def seal(document: Document, content: bytes | None, name: str = "", *, actor: Actor, reason: str = "") -> Document:
    """Note that the document was sealed today, with the sealed copy where there is one.

    Raises NotAllowed, NotLawful (it is not numbered), ValidationError (the copy is not a PDF).
    """
    record = records.of_model(Document)
    access.require(record, actor, REGISTERS, [document])
    with write.writing(actor, reason):
        document = write.locked(record, document.pk)
        if document.state != DocumentState.NUMBERED:
            raise NotLawful(_("A document is sealed after it was numbered and before it is issued."))
        values: dict[str, Any] = {"sealed_on": clock.today()}
        if content is not None:
            if media_type(content, name) != PDF:
                raise ValidationError({"sealed_pdf": _("The sealed copy must be a PDF.")})
            values["sealed_pdf"] = store_file(content, name, actor=actor)
        write.stamp([document], **values)
        activity.record(actor, activity.Entry("seal", record.key(), document.pk, document.organisation_id, reason, {}))
    return document


def sealed(document: Document, actor: Actor) -> str | None:  # noqa: ARG001 - the shape of guards
    """Refuse to issue what should bear a seal and has none."""
    if document.sealed and document.sealed_on is None:
        return _("It bears a seal: enter first that it was sealed.")
    return None


def send(documents: Sequence[Document], actor: Actor, reason: str) -> None:  # noqa: ARG001 - the shape of effects
    """Send documents to the units among their recipients, which are asked to receive them."""
    _hand_over(list(Delivery.objects.filter(document__in=documents)), actor)


def _hand_over(deliveries: Sequence[Delivery], actor: Actor) -> None:
    write.stamp(deliveries, sent_on=clock.today())
    holders = assignees.of_units({delivery.organisation_id for delivery in deliveries}, RECEIVE)
    work = [
        Work(delivery.pk, holders[delivery.organisation_id])
        for delivery in deliveries
        if delivery.organisation_id in holders
    ]
    open_items(Kind.NEW, records.of_model(Delivery), work, actor=actor)


def save_delivery(instance: Delivery, changes: Mapping[str, Any], *, actor: Actor, reason: str) -> Delivery:  # noqa: ARG001 - the shape of savers
    """Save a recipient; what was issued already goes to it at once, as a supplement with its own receipt.

    Raises ValidationError (the document is archived or discarded, or the actor may only draft).
    """
    write.assign(instance, changes)
    document = instance.document if instance.document_id else None
    if document is not None and document.state in {DocumentState.ARCHIVED, DocumentState.DISCARDED}:
        raise ValidationError({"document": _("It is archived or discarded: it goes to nobody any more.")})
    instance.full_clean()
    instance.save()
    if document is not None and document.state == DocumentState.ISSUED:
        access.require(records.of_model(Document), actor, REGISTERS, [document])
        _hand_over([instance], actor)
    return instance


def receive(delivery: Delivery, *, actor: Actor, reason: str = "") -> Delivery:
    """Note that a unit received a document. Raises NotAllowed, NotLawful (it was not sent, or is received already)."""
    record = records.of_model(Delivery)
    access.require(record, actor, record.permissions["receive"], [delivery])
    with write.writing(actor, reason):
        delivery = write.locked(record, delivery.pk)
        if delivery.sent_on is None:
            raise NotLawful(_("It was not sent yet."))
        if delivery.received_on is not None:
            raise NotLawful(_("It was received on %(day)s already.") % {"day": delivery.received_on})
        write.stamp([delivery], received_on=clock.today(), received_by_id=actor.account_id)
        close_items(actor, record, delivery.pk, kind=Kind.NEW, reason=reason)
        entry = activity.Entry("receive", record.key(), delivery.pk, delivery.organisation_id, reason, {})
        activity.record(actor, entry)
    return delivery
