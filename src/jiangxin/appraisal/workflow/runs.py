"""Life cycles of appraisals and of what units say to what was counted."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiangxin.appraisal.enums import AppraisalState as A
from jiangxin.appraisal.enums import StatementState as S
from jiangxin.kernel import clock
from jiangxin.kernel.access import can
from jiangxin.kernel.states import StateTable, Transition

_RUNS = "jiangxin.appraisal.domain.runs."
_SAID = "jiangxin.appraisal.domain.statements."
RUN = can("appraisal.run.manage")

APPRAISAL_STATES = StateTable(
    initial=(A.COLLECTING,),
    transitions=(
        Transition(
            "reconcile",
            (A.COLLECTING,),
            A.RECONCILIATION,
            _("Begin the reconciliation"),
            RUN,
            style="primary",
            guards=(f"{_RUNS}period_is_over", f"{_RUNS}has_units"),
            effects=(f"{_SAID}ask",),
            description=_("Every unit gets what was counted for it, and agrees or disputes."),
        ),
        Transition(
            "preview",
            (A.RECONCILIATION,),
            A.PREVIEW,
            _("Score"),
            RUN,
            style="primary",
            guards=(f"{_SAID}are_settled", f"{_RUNS}values_are_confirmed"),
            effects=(f"{_SAID}lapse", f"{_RUNS}scored"),
            description=_("Scores are computed; units see their own sheets."),
        ),
        Transition(
            "open_objections",
            (A.PREVIEW,),
            A.OBJECTIONS,
            _("Open it to objections"),
            RUN,
            style="primary",
            effects=(f"{_RUNS}opened",),
            description=_("Units may object for as many days as the rules say."),
        ),
        Transition(
            "submit",
            (A.OBJECTIONS,),
            A.IN_APPROVAL,
            _("Submit for confirmation"),
            RUN,
            style="primary",
            guards=(f"{_RUNS}objections_are_over",),
            description=_("Nothing changes any more while it is with those who confirm."),
        ),
        Transition(
            "confirm",
            (A.IN_APPROVAL,),
            A.CONFIRMED,
            pgettext_lazy("of an appraisal", "Confirm"),
            None,
            sets={"confirmed_on": clock.today},
            effects=(f"{_RUNS}confirmed",),
        ),
        Transition("return", (A.IN_APPROVAL,), A.PREVIEW, _("Return for correction"), None),
        Transition(
            "propose",
            (A.CONFIRMED,),
            A.PROPOSED,
            _("Propose to the appraisal office"),
            RUN,
            style="primary",
            fields=("letter", "proposed_on"),
            needs=("letter", "proposed_on"),
            description=_("The appraisal office decides; note the letter that went to it."),
        ),
        Transition(
            "adopt",
            (A.PROPOSED,),
            A.ADOPTED,
            _("Note its adoption"),
            RUN,
            style="primary",
            fields=("decision", "decided_on"),
            needs=("decision", "decided_on"),
            description=_("Attach the paper."),
        ),
        Transition(
            "send_back",
            (A.PROPOSED,),
            A.RETURNED,
            _("Note its return"),
            RUN,
            fields=("decision", "decided_on"),
            needs=("decision", "decided_on"),
        ),
        Transition(
            "reopen",
            (A.RETURNED,),
            A.PREVIEW,
            _("Score again"),
            RUN,
            reason_required=True,
            effects=(f"{_RUNS}reopened",),
        ),
        Transition(
            "cancel",
            (A.COLLECTING, A.RECONCILIATION, A.PREVIEW, A.OBJECTIONS, A.RETURNED),
            A.CANCELLED,
            _("Cancel the appraisal"),
            RUN,
            reason_required=True,
            style="danger",
            effects=(f"{_RUNS}cancelled",),
        ),
    ),
    colours={
        A.COLLECTING: "grey",
        A.RECONCILIATION: "yellow",
        A.PREVIEW: "yellow",
        A.OBJECTIONS: "yellow",
        A.IN_APPROVAL: "blue",
        A.CONFIRMED: "green",
        A.PROPOSED: "blue",
        A.ADOPTED: "green",
        A.RETURNED: "red",
        A.CANCELLED: "grey",
    },
)

_UNIT = can("appraisal.statement.answer", appraisal__state=A.RECONCILIATION).through("organisation")
_SAYING = {"said_on": clock.today}

STATEMENT_STATES = StateTable(
    initial=(S.ASKED,),
    transitions=(
        Transition(
            "agree",
            (S.ASKED,),
            S.AGREED,
            _("It is right"),
            _UNIT,
            style="primary",
            sets=_SAYING,
            guards=(f"{_SAID}is_in_time",),
            effects=(f"{_SAID}said",),
            description=_("What was counted agrees with your records."),
        ),
        Transition(
            "dispute",
            (S.ASKED,),
            S.DISPUTED,
            _("Dispute it"),
            _UNIT,
            fields=("grounds",),
            needs=("grounds",),
            sets=_SAYING,
            guards=(f"{_SAID}is_in_time",),
            effects=(f"{_SAID}said", f"{_SAID}disputed"),
            description=_("Say which figure is wrong and why; attach what proves it."),
        ),
        Transition(
            "answer",
            (S.DISPUTED,),
            S.ANSWERED,
            _("Answer"),
            can("appraisal.run.manage").through("appraisal__organisation"),
            style="primary",
            fields=("answer",),
            needs=("answer",),
            sets={"answered_on": clock.today},
            effects=(f"{_SAID}answered",),
            description=_("Correct the value first where the unit is right."),
        ),
        Transition("lapse", (S.ASKED,), S.SILENT, _("Note the silence"), None),
    ),
    colours={S.ASKED: "yellow", S.AGREED: "green", S.DISPUTED: "red", S.ANSWERED: "blue", S.SILENT: "grey"},
)
