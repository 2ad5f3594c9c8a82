"""Official documents: drafted, approved, numbered, sealed, issued, archived; who got them and what leaders wrote."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jiangxin.evidence.models import StoredFile
from jiangxin.kernel.models import Record, tracked
from jiangxin.people.models import Account, Organisation, Person
from jiangxin.reporting.enums import FROZEN, Disclosure, DocumentState, Genre, InstructionState, Layout, Retention
from jiangxin.reporting.models.number import Number
from jiangxin.reporting.models.template import Template
from jiangxin.reporting.workflow import DOCUMENT_STATES, INSTRUCTION_STATES


@tracked()
class Document(Record):
    """An official document. Its text is edited until it is submitted; what was numbered never changes."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("issuing office"), related_name="documents"
    )
    template = models.ForeignKey(
        Template, models.PROTECT, verbose_name=_("template"), related_name="documents", null=True, blank=True
    )
    genre = models.CharField(_("kind of document"), max_length=8, choices=Genre.choices)
    layout = models.CharField(_("layout"), max_length=8, choices=Layout.choices, default=Layout.ORDINARY)
    mark = models.CharField(_("mark of the issuer"), max_length=80)
    title = models.CharField(_("title"), max_length=200)
    recipients = models.TextField(_("sent to"), blank=True)
    body = models.TextField(_("text"), help_text=_("A paragraph a line; 一、 （一） 1. （1） begin headings."))
    annexes = models.TextField(_("annexes"), blank=True)
    signatory = models.CharField(_("signed by"), max_length=120, help_text=_("The office's name over the date."))
    dated = models.DateField(_("date of the document"), null=True, blank=True)
    sealed = models.BooleanField(_("sealed"), default=True)
    remark = models.CharField(_("remark"), max_length=120, blank=True)
    copies = models.TextField(_("copies to"), blank=True)
    urgency = models.CharField(_("urgency"), max_length=10, blank=True)

    source = models.CharField(_("facts from"), max_length=60, blank=True, editable=False)
    subject_id = models.BigIntegerField(_("about"), null=True, editable=False)
    facts_on = models.DateField(_("facts as of"), null=True, blank=True, editable=False)
    #: what the source said on that day: {"values": {name: text}, "inserts": {name: [block]}}
    facts = models.JSONField(_("facts kept with it"), default=dict, editable=False)

    disclosure = models.CharField(
        _("disclosure"), max_length=7, choices=Disclosure.choices, default=Disclosure.ON_REQUEST
    )

    countersigners = models.ManyToManyField(
        Organisation,
        verbose_name=_("countersigned by"),
        blank=True,
        related_name="+",
        help_text=_("Units whose heads are asked before it is signed for issue."),
    )

    state = models.CharField(_("state"), max_length=9, choices=DocumentState.choices, default=DocumentState.DRAFT)
    number = models.OneToOneField(
        Number,
        models.PROTECT,
        verbose_name=_("number in the register"),
        null=True,
        related_name="document",
        editable=False,
    )
    number_text = models.CharField(_("document number"), max_length=60, blank=True, editable=False)
    external = models.BooleanField(_("numbered in the office's own system"), default=False, editable=False)
    content = models.JSONField(_("content"), null=True, editable=False)
    sha256 = models.CharField(_("fingerprint"), max_length=64, blank=True, editable=False)
    pdf = models.ForeignKey(StoredFile, models.PROTECT, verbose_name="PDF", null=True, related_name="+", editable=False)
    docx = models.ForeignKey(
        StoredFile, models.PROTECT, verbose_name="DOCX", null=True, related_name="+", editable=False
    )
    sealed_pdf = models.ForeignKey(
        StoredFile, models.PROTECT, verbose_name=_("sealed copy"), null=True, related_name="+", editable=False
    )
    sealed_on = models.DateField(_("sealed on"), null=True, blank=True, editable=False)
    issued_on = models.DateField(_("day of issue"), null=True, blank=True, editable=False)

    file_number = models.CharField(
        _("file number"), max_length=40, blank=True, help_text=_("件号 in the archive, as the office counts its files.")
    )
    retention = models.CharField(_("kept for"), max_length=9, choices=Retention.choices, blank=True)
    archived_on = models.DateField(_("archived on"), null=True, blank=True, editable=False)
    bundle = models.ForeignKey(
        StoredFile, models.PROTECT, verbose_name=_("archived bundle"), null=True, related_name="+", editable=False
    )

    class Meta:
        verbose_name = _("official document")
        verbose_name_plural = _("official documents")
        ordering = ["-pk"]
        triggers = [DOCUMENT_STATES.trigger()]
        constraints = [
            models.CheckConstraint(
                name="reporting_document_frozen",
                condition=~Q(state__in=FROZEN) | Q(content__isnull=False, pdf__isnull=False, docx__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["number_text"],
                condition=~Q(number_text="") & ~Q(layout=Layout.BULLETIN),
                name="reporting_document_number",
                violation_error_message=_("Another document has this number."),
            ),
        ]

    def __str__(self) -> str:
        return self.title.replace("\n", "")


@tracked()
class Delivery(Record):
    """A document sent to a unit, and its receipt."""

    document = models.ForeignKey(Document, models.PROTECT, verbose_name=_("document"), related_name="deliveries")
    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name=_("unit"), related_name="+")
    sent_on = models.DateField(_("sent on"), null=True, blank=True, editable=False)
    received_on = models.DateField(_("received on"), null=True, blank=True, editable=False)
    received_by = models.ForeignKey(
        Account, models.PROTECT, verbose_name=_("received by"), related_name="+", null=True, editable=False
    )

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["document", "organisation"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "organisation"],
                name="reporting_delivery_unique",
                violation_error_message=_("The unit is among the recipients already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document} → {self.organisation}"


@tracked()
class Instruction(Record):
    """What a leader wrote on a document (批示), for a unit to act on by a day."""

    document = models.ForeignKey(Document, models.PROTECT, verbose_name=_("document"), related_name="instructions")
    leader = models.ForeignKey(Person, models.PROTECT, verbose_name=_("leader"), related_name="+")
    given_on = models.DateField(_("given on"))
    text = models.TextField(_("instruction"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name=_("unit to act"), related_name="+")
    due_on = models.DateField(
        _("due on"),
        blank=True,
        help_text=_("Empty: the working days that the template names."),
    )
    answer = models.TextField(_("what was done"), blank=True)
    state = models.CharField(_("state"), max_length=8, choices=InstructionState.choices, default=InstructionState.OPEN)
    answered_on = models.DateField(_("answered on"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("leader's instruction")
        verbose_name_plural = _("leaders' instructions")
        ordering = ["due_on", "pk"]
        triggers = [INSTRUCTION_STATES.trigger()]

    def __str__(self) -> str:
        return f"{self.leader} · {self.text[:30]}"

    def clean(self) -> None:
        """Leave time to act."""
        if self.due_on and self.given_on and self.due_on < self.given_on:
            raise ValidationError({"due_on": _("It cannot be due before it was given.")})
