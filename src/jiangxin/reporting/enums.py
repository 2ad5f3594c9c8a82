"""Fixed vocabularies of official documents."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Genre(models.TextChoices):
    """文种: what a document is, as officials call it."""

    CIRCULAR = "circular", _("Circular (通报)")
    NOTICE = "notice", _("Notice (通知)")
    LETTER = "letter", _("Letter (函)")
    MINUTES = "minutes", _("Minutes (纪要)")
    REPORT = "report", _("Report (报告)")
    BRIEF = "brief", _("Brief to leaders (专报)")


class Layout(models.TextChoices):
    """Layouts of GB/T 9704-2012, and that of serials; the values are those of the engine."""

    ORDINARY = "ordinary", _("Red head")
    LETTER = "letter", _("Letter")
    MINUTES = "minutes", _("Minutes")
    BULLETIN = "bulletin", _("Serial with issues")


class DocumentState(models.TextChoices):
    """Where a document stands on its way from the first draft to the archive."""

    DRAFT = "draft", _("Being drafted")
    IN_APPROVAL = "review", _("In approval")
    SIGNED = "signed", _("Signed for issue")
    NUMBERED = "numbered", _("Numbered, to be sealed")
    ISSUED = "issued", _("Issued to recipients")
    ARCHIVED = "archived", _("Archived")
    DISCARDED = "discarded", _("Discarded")


#: States in which what a document says is frozen.
FROZEN = (DocumentState.NUMBERED, DocumentState.ISSUED, DocumentState.ARCHIVED)
#: States in which those read it who are asked to check, countersign or sign it, and after they did.
UNDER_WAY = (DocumentState.IN_APPROVAL, DocumentState.SIGNED, DocumentState.NUMBERED)
#: States in which those see it whom it is sent to.
SENT = (DocumentState.ISSUED, DocumentState.ARCHIVED)


class Disclosure(models.TextChoices):
    """公开属性: what may be told to the public of a document."""

    OPEN = "open", _("Published on one's own initiative")
    ON_REQUEST = "request", _("Disclosed on request")
    CLOSED = "closed", _("Not disclosed")


class Retention(models.TextChoices):
    """保管期限: how long the archive keeps a document, as the national rules on archives of offices name it."""

    PERMANENT = "permanent", pgettext_lazy("of an archive", "For good")
    YEARS_30 = "years_30", _("30 years")
    YEARS_10 = "years_10", _("10 years")


class NumberState(models.TextChoices):
    """Whether a number of the register stands."""

    USED = "used", _("Used")
    VOID = "void", _("Void")


class InstructionState(models.TextChoices):
    """Where a leader's instruction on a document stands."""

    OPEN = "open", _("To be acted on")
    ANSWERED = "answered", _("Answered")
    CLOSED = "closed", _("Closed")
