"""Archiving: what was issued and received is packed so that anybody can verify it, and closed."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import ngettext

from jiangxin.engines.typeset.seal import bundle
from jiangxin.evidence.domain.files import keep_file, open_file
from jiangxin.kernel import write
from jiangxin.kernel.actors import Actor
from jiangxin.reporting.models import Delivery, Document

ZIP = "application/zip"


def received(document: Document, actor: Actor) -> str | None:  # noqa: ARG001 - the shape of guards
    """Refuse to archive what units have still to receive."""
    missing = Delivery.objects.filter(document=document, sent_on__isnull=False, received_on__isnull=True).count()
    if not missing:
        return None
    return ngettext(
        "%(n)d unit has not received it yet. Enter its receipt, if it came on paper.",
        "%(n)d units have not received it yet. Enter their receipts, if they came on paper.",
        missing,
    ) % {"n": missing}


def pack(documents: Sequence[Document], actor: Actor, reason: str) -> None:  # noqa: ARG001 - the shape of effects
    """Keep the bundle of each document."""
    for document in documents:
        content = packed(document)
        write.stamp([document], bundle=keep_file(content, f"{document.number_text}.zip", ZIP, actor=actor))


def packed(document: Document) -> bytes:
    """Return content and files of a frozen document with their fingerprints, and what is known about it."""
    held = {"document.pdf": document.pdf, "document.docx": document.docx, "sealed.pdf": document.sealed_pdf}
    files = {name: open_file(stored) for name, stored in held.items() if stored}
    receipts = (
        Delivery.objects.filter(document=document, received_on__isnull=False)
        .order_by("organisation")
        .values_list("organisation__name", "received_on")
    )
    about = {
        "number": document.number_text,
        "title": str(document),
        "issued_on": document.issued_on.isoformat() if document.issued_on else "",
        "file_number": document.file_number,
        "retention": document.retention,
        "received": "；".join(f"{unit} {day:%Y-%m-%d}" for unit, day in receipts),
    }
    return bundle(document.content or {}, files, about)
