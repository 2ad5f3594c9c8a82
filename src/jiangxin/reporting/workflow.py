"""Life cycles of documents and of leaders' instructions."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jiangxin.kernel import clock
from jiangxin.kernel.access import can
from jiangxin.kernel.states import StateTable, Transition
from jiangxin.reporting.enums import DocumentState as D
from jiangxin.reporting.enums import InstructionState as I

_DOMAIN = "jiangxin.reporting.domain."
DRAFTS = can("reporting.document.draft").through("organisation")
REGISTERS = can("reporting.document.register").through("organisation")

DOCUMENT_STATES = StateTable(
    initial=(D.DRAFT,),
    transitions=(
        Transition(
            "submit",
            (D.DRAFT,),
            D.IN_APPROVAL,
            _("Submit for checking and signature"),
            DRAFTS,
            description=_("The text can no longer be edited while it is checked, countersigned and signed."),
            style="primary",
            guards=(f"{_DOMAIN}composing.complete",),
        ),
        Transition("sign", (D.IN_APPROVAL,), D.SIGNED, _("Sign for issue"), None),
        Transition("return", (D.IN_APPROVAL,), D.DRAFT, _("Return for correction"), None),
        Transition(
            "number",
            (D.SIGNED,),
            D.NUMBERED,
            _("Number and freeze"),
            None,
            description=_("Gives the next number of the series and makes PDF and DOCX, which never change again."),
        ),
        Transition(
            "recall",
            (D.SIGNED,),
            D.DRAFT,
            _("Take back to draft"),
            DRAFTS,
            reason_required=True,
        ),
        Transition(
            "issue",
            (D.NUMBERED,),
            D.ISSUED,
            _("Issue to recipients"),
            REGISTERS,
            description=_("Sends it to the units among its recipients, which are asked to receive it."),
            style="primary",
            guards=(f"{_DOMAIN}issuing.sealed",),
            sets={"issued_on": clock.today},
            effects=(f"{_DOMAIN}issuing.send",),
        ),
        Transition(
            "void",
            (D.NUMBERED,),
            D.DISCARDED,
            _("Declare void"),
            REGISTERS,
            reason_required=True,
            style="danger",
            description=_("The number stays in the register as void."),
            effects=(f"{_DOMAIN}numbering.void",),
        ),
        Transition(
            "archive",
            (D.ISSUED,),
            D.ARCHIVED,
            _("Archive"),
            REGISTERS,
            description=_(
                "Packs text, files and receipts into a bundle that can be verified; nothing is added after it."
            ),
            fields=("file_number", "retention"),
            needs=("file_number", "retention"),
            sets={"archived_on": clock.today},
            guards=(f"{_DOMAIN}archiving.received",),
            effects=(f"{_DOMAIN}archiving.pack",),
        ),
        Transition("discard", (D.DRAFT,), D.DISCARDED, _("Discard"), DRAFTS, reason_required=True, style="danger"),
    ),
    colours={
        D.DRAFT: "grey",
        D.IN_APPROVAL: "blue",
        D.SIGNED: "blue",
        D.NUMBERED: "yellow",
        D.ISSUED: "green",
        D.ARCHIVED: "green",
        D.DISCARDED: "grey",
    },
)

INSTRUCTION_STATES = StateTable(
    initial=(I.OPEN,),
    transitions=(
        Transition(
            "answer",
            (I.OPEN,),
            I.ANSWERED,
            _("Report what was done"),
            can("reporting.instruction.answer").through("organisation"),
            fields=("answer",),
            needs=("answer",),
            sets={"answered_on": clock.today},
            style="primary",
            effects=(f"{_DOMAIN}instructing.answered",),
        ),
        Transition(
            "reopen",
            (I.ANSWERED,),
            I.OPEN,
            _("Return for more"),
            can("reporting.instruction.manage"),
            reason_required=True,
            effects=(f"{_DOMAIN}instructing.opened",),
        ),
        Transition("close", (I.ANSWERED,), I.CLOSED, _("Close"), can("reporting.instruction.manage")),
    ),
    colours={I.OPEN: "yellow", I.ANSWERED: "blue", I.CLOSED: "green"},
)
