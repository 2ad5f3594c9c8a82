"""Official documents, to whom they go, and what leaders write on them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiangxin.kernel.access import Scope, can
from jiangxin.kernel.records import Action, Api, Approval, Column, Filter, RecordType, Related, Section, register
from jiangxin.reporting.domain import instructing, issuing
from jiangxin.reporting.enums import FROZEN, SENT, UNDER_WAY, DocumentState, InstructionState
from jiangxin.reporting.models import Delivery, Document, Instruction
from jiangxin.reporting.workflow import DOCUMENT_STATES, DRAFTS, INSTRUCTION_STATES, REGISTERS

STATE = Column("state", _("state"), order_by="state", kind="state")
#: The issuing office sees its documents all along, who decides on them while they are under way, units what was sent
#: to them, leaders what was issued.
SEEN = (
    DRAFTS
    | REGISTERS
    | can("reporting.document.decide", state__in=UNDER_WAY).through("countersigners")
    | can("reporting.document.view", state__in=SENT)
    | can("reporting.document.received", state__in=SENT).through("deliveries__organisation")
)
_DRAFT = can("reporting.document.draft", state=DocumentState.DRAFT).through("organisation")


@register
class DocumentRecord(RecordType):
    """Official documents on their way from the draft to the archive."""

    model = Document
    slug = "documents"
    menu = "documents"
    icon = "file-certificate"
    purpose = _("Drafted from templates, checked, signed, numbered, sealed and issued; frozen from the number on.")
    natural_key = ("uuid",)
    list_columns = ("title", "genre", "number_text", "organisation", STATE, "dated", "issued_on")
    extra_columns = ("disclosure", "facts_on", "urgency", "file_number", "retention", "archived_on")
    filters = (
        "state",
        "genre",
        "disclosure",
        "retention",
        Filter("organisation", "subtree"),
        Filter("issued_on", "period"),
        Filter("archived_on", "period"),
    )
    search = ("title", "number_text", "file_number", "body")
    ordering = ("-pk",)
    related = ("organisation", "template")
    bulky = ("body", "facts", "content")
    form_sections = (
        Section(
            pgettext_lazy("of a document", "Head"),
            ("organisation", "genre", "layout", "mark", "urgency", "title", "recipients"),
        ),
        Section(_("Content"), ("body", "annexes")),
        Section(_("End"), ("signatory", "dated", "sealed", "remark", "copies")),
        Section(_("Disclosure and countersignature"), ("disclosure", "countersigners")),
    )
    detail_sections = (
        Section(
            _("Document"),
            ("organisation", "genre", "number_text", "external", "dated", "disclosure", "recipients", "countersigners"),
        ),
        Section(_("Course"), ("facts_on", "sealed_on", "issued_on", "sha256")),
        Section(_("Archive"), ("file_number", "retention", "archived_on")),
    )
    tabs = (
        Related("reporting.deliveries", "document", _("Receipts")),
        Related("reporting.instructions", "document", _("Leaders' instructions")),
    )
    scope = Scope(organisation=("organisation", "deliveries__organisation", "countersigners"))
    permissions = {
        "view": SEEN,
        "history": DRAFTS | REGISTERS,
        "export": can("reporting.document.export", state__in=SENT),
        "add": _DRAFT,
        "change": _DRAFT,
        "draft": DRAFTS,
        # a file of one's own is checked, no row of ours
        "check": can("reporting.document.check"),
        "number": can("reporting.document.register", state=DocumentState.SIGNED).through("organisation"),
        "seal": can("reporting.document.register", state=DocumentState.NUMBERED, sealed_on__isnull=True).through(
            "organisation"
        ),
        "bundle": can("reporting.document.register", state__in=FROZEN).through("organisation"),
    }
    actions = (
        Action("draft", _("From a template"), "reporting:choose", on="list", icon="template"),
        Action("number", _("Number and freeze"), "reporting:number", icon="hash"),
        Action("seal", _("Enter the seal"), "reporting:seal", icon="rubber-stamp"),
        Action("bundle", _("Bundle to verify"), "reporting:bundle", icon="download"),
    )
    pages = {"detail": "reporting:document", "edit": "reporting:edit"}
    workflow = DOCUMENT_STATES
    approval = Approval(submit="submit", approve="sign", reject="return", named="countersigners")
    api = Api(
        (
            "uuid",
            "organisation",
            "genre",
            "title",
            "number_text",
            "state",
            "dated",
            "issued_on",
            "disclosure",
            "sha256",
            "file_number",
            "retention",
            "archived_on",
        ),
        writable=(),
    )


@register
class DeliveryRecord(RecordType):
    """Documents sent to units, with their receipts."""

    model = Delivery
    slug = "deliveries"
    menu = "documents"
    icon = "mail-check"
    purpose = _("Who got which document, and who has received it.")
    natural_key = ("document", "organisation")
    list_columns = ("document", "organisation", "sent_on", "received_on", "received_by")
    filters = (
        Filter("document", "relation"),
        Filter("organisation", "subtree"),
        Filter("sent_on", "period"),
        Filter("received_on", "period"),
    )
    search = ("document__title", "document__number_text")
    ordering = ("-document", "organisation")
    related = ("document", "organisation", "received_by")
    form_sections = (Section(_("Delivery"), ("document", "organisation")),)
    detail_sections = (Section(_("Delivery"), ("document", "organisation", "sent_on", "received_on", "received_by")),)
    scope = Scope(organisation=("organisation", "document__organisation"))
    permissions = {
        "view": can("reporting.document.draft").through("document__organisation")
        | can("reporting.document.register").through("document__organisation")
        | can("reporting.delivery.view", sent_on__isnull=False).through("organisation"),
        "history": can("reporting.document.register").through("document__organisation"),
        "export": can("reporting.document.register").through("document__organisation"),
        "add": can("reporting.document.draft").through("document__organisation"),
        "delete": can("reporting.document.draft", sent_on__isnull=True).through("document__organisation"),
        "receive": can("reporting.delivery.receive", sent_on__isnull=False, received_on__isnull=True).through(
            "organisation"
        )
        # where a receipt came on paper, the office that sent it enters it
        | can("reporting.document.register", sent_on__isnull=False, received_on__isnull=True).through(
            "document__organisation"
        ),
    }
    saver = issuing.save_delivery
    actions = (Action("receive", _("Receive"), "reporting:receive", icon="mail-check"),)
    api = Api(("uuid", "document", "organisation", "sent_on", "received_on"), writable=())


@register
class InstructionRecord(RecordType):
    """What leaders wrote on documents, for units to act on."""

    model = Instruction
    slug = "instructions"
    menu = "documents"
    icon = "writing"
    purpose = _("Leaders' instructions on documents: who acts on them by when, and what was done.")
    natural_key = ("uuid",)
    list_columns = ("document", "leader", "text", "organisation", "given_on", "due_on", STATE)
    filters = ("state", Filter("organisation", "subtree"), Filter("leader", "relation"), Filter("due_on", "period"))
    search = ("text", "document__title", "answer")
    ordering = ("due_on", "pk")
    related = ("document", "leader", "organisation")
    form_sections = (
        Section(_("Instruction"), ("document", "leader", "given_on", "text")),
        Section(_("To act on it"), ("organisation", "due_on")),
    )
    detail_sections = (
        Section(_("Instruction"), ("document", "leader", "given_on", "text", "organisation", "due_on")),
        Section(_("What was done"), ("state", "answer", "answered_on")),
    )
    scope = Scope(organisation=("organisation", "document__organisation"))
    permissions = {
        "view": can("reporting.instruction.manage")
        | can("reporting.instruction.view")
        | can("reporting.instruction.answer").through("organisation"),
        "history": can("reporting.instruction.manage"),
        "export": can("reporting.instruction.manage"),
        "add": can("reporting.instruction.manage"),
        "change": can("reporting.instruction.manage", state=InstructionState.OPEN),
    }
    workflow = INSTRUCTION_STATES
    api = Api(
        (
            "uuid",
            "document",
            "leader",
            "given_on",
            "text",
            "organisation",
            "due_on",
            "state",
            "answer",
            "answered_on",
        ),
        writable=("document", "leader", "given_on", "text", "organisation", "due_on"),
    )
    saver = instructing.save_instruction
