"""Numbers of documents: the next of a series, given together with what is frozen, or not at all.

The row of the series is locked while a number is given, so that two documents never get the same one; number, content
and files are one transaction, so that a process killed in the middle leaves neither a document half made nor a gap.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _

from jiangxin.engines.typeset.document import to_dict
from jiangxin.engines.typeset.docx import docx
from jiangxin.engines.typeset.fonts import FontsMissing
from jiangxin.engines.typeset.pdf import pdf
from jiangxin.engines.typeset.seal import fingerprint
from jiangxin.evidence.domain.files import keep_file
from jiangxin.kernel import access, clock, records, write
from jiangxin.kernel.actors import Actor
from jiangxin.kernel.errors import NotLawful
from jiangxin.reporting.domain.composing import assemble, names_in
from jiangxin.reporting.enums import Layout, NumberState
from jiangxin.reporting.models import Document, Number, NumberSeries
from jiangxin.reporting.workflow import REGISTERS

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def upcoming(series: NumberSeries, year: int) -> Number:
    """Return the number that the series would give next, not saved."""
    taken = Number.objects.filter(series=series, year=year).aggregate(last=Max("sequence"))["last"] or 0
    total = None
    if series.serial:
        total = (Number.objects.filter(series=series).aggregate(last=Max("total"))["last"] or 0) + 1
    return Number(series=series, year=year, sequence=taken + 1, total=total)


def give(document: Document, series: NumberSeries, *, actor: Actor, reason: str = "") -> Document:
    """Give the next number of the year, freeze what the document says, and make its files.

    Raises NotAllowed, NotLawful (not signed, another office's series, a font is missing), ValidationError.
    """
    record = records.of_model(Document)
    access.require(record, actor, REGISTERS, [document])
    if series.organisation_id != document.organisation_id:
        raise NotLawful(_("The series belongs to another office."))
    with write.writing(actor, reason):
        series = NumberSeries.objects.select_for_update().get(pk=series.pk)
        document = write.locked(record, document.pk)
        write.require_possible(record, document, "number")
        number = upcoming(series, (document.dated or clock.today()).year)
        number.given_on, number.title = clock.today(), str(document)
        write.save_many(records.of_model(Number), create=[number], actor=actor, reason=reason, by_system=True)
        return _freeze(document, str(number), {"number": number}, actor, reason)


def enter_outside(document: Document, number: str, *, actor: Actor, reason: str = "") -> Document:
    """Enter the number that the office's own system gave, and freeze the document. Raises as `give` does."""
    record = records.of_model(Document)
    access.require(record, actor, REGISTERS, [document])
    number = number.strip()
    if not number:
        raise ValidationError({"number_text": _("Enter the number as it stands on the document.")})
    with write.writing(actor, reason):
        document = write.locked(record, document.pk)
        write.require_possible(record, document, "number")
        if Document.objects.exclude(layout=Layout.BULLETIN).filter(number_text=number).exists():
            raise ValidationError({"number_text": _("Another document has this number.")})
        return _freeze(document, number, {"external": True}, actor, reason)


def _freeze(document: Document, number: str, changes: dict[str, Any], actor: Actor, reason: str) -> Document:
    """Take the step with everything that the document is from now on."""
    try:
        made = assemble(document, number=number)
        keep = names_in(document.title)
        files = {"pdf": (pdf(made, keep), PDF), "docx": (docx(made, keep), DOCX)}
    except FontsMissing as error:
        raise NotLawful(str(error)) from error
    stored = {
        name: keep_file(content, f"{document}.{name}", media_type, actor=actor)
        for name, (content, media_type) in files.items()
    }
    content = to_dict(made)
    changes |= {"number_text": number, "content": content, "sha256": fingerprint(content), **stored}
    record = records.of_model(Document)
    frozen: Document = write.apply(
        record, document, "number", actor=actor, reason=reason, changes=changes, by_system=True
    )
    return frozen


def void(documents: Sequence[Document], actor: Actor, reason: str) -> None:  # noqa: ARG001 - the shape of effects
    """Leave the numbers of documents in the register as void."""
    numbers = [document.number for document in documents if document.number is not None]
    write.stamp(numbers, state=NumberState.VOID, reason=reason)
